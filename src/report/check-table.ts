import type { ExchangeReport } from "../analyze/analysis.ts";
import type { Check, CheckResult } from "../exchange/check.ts";
import { paragraph, type TextPart, type Tone } from "./part.ts";
import type { View } from "./view.ts";
import { checkName, count, resultName } from "./words.ts";

const order: readonly CheckResult[] = ["fault", "cannot-tell", "sound", "not-applicable"];

const tones: Readonly<Partial<Record<CheckResult, Tone>>> = {
  fault: "fault",
  "cannot-tell": "cannot-tell",
};

/** All checks of an exchange, what is wrong first; checks of one kind that say the same share a row. */
export function checkTable(exchange: ExchangeReport, view: View): readonly TextPart[] {
  const shown = exchange.checks.filter(
    (check) => view.verbose || check.result !== "not-applicable",
  );
  if (shown.length === 0) return [];
  const groups = order.flatMap((result) =>
    groupsOf(
      shown.filter((check) => check.result === result),
      (check) => whatItShows(check, exchange, view),
    ).map((group) => ({ ...group, result })),
  );
  return [
    {
      kind: "table",
      head: ["Check", "Frame", "Result", "What it shows"],
      rows: groups.map(({ checks, result, text }) => [
        distinct(checks.map(({ id }) => checkName(id))).join("; "),
        distinct(checks.map((check) => view.frameName(check))).join(", "),
        resultName(result),
        text,
      ]),
      tones: groups.map(({ result }) => tones[result]),
    },
  ];
}

/** The checks of an exchange in a few lines, for one that is not at fault. */
export function checkSummary(exchange: ExchangeReport, view: View): readonly TextPart[] {
  const sound = exchange.checks.filter(({ result }) => result === "sound");
  const open = exchange.checks.filter(({ result }) => result === "cannot-tell");
  const names = (checks: readonly Check[]) => distinct(checks.map(({ id }) => checkName(id)));
  return [
    ...(sound.length > 0
      ? [paragraph("Checks", `${sound.length} sound: ${names(sound).join("; ")}.`)]
      : []),
    ...groupsOf(open, (check) => whatItShows(check, exchange, view)).map(({ text, checks }) =>
      paragraph("", `${count(checks.length, "check")} open: ${names(checks).join("; ")}: ${text}.`),
    ),
    // A fault that the verdict did not take up must not vanish.
    ...exchange.checks
      .filter(({ result }) => result === "fault")
      .map((check) =>
        paragraph(
          "",
          `FAULT in frame ${view.frameName(check)}: ${checkName(check.id)}: ${whatItShows(check, exchange, view)}.`,
        ),
      ),
  ];
}

interface Group {
  readonly text: string;
  readonly checks: Check[];
}

/** Checks of one id and text together; what could not be decided for one reason together across ids. */
function groupsOf(checks: readonly Check[], textOf: (check: Check) => string): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const check of checks) {
    const text = textOf(check);
    const key = check.result === "cannot-tell" ? text : `${check.id} ${text}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { text, checks: [check] });
    else group.checks.push(check);
  }
  return [...groups.values()];
}

function whatItShows(check: Check, exchange: ExchangeReport, view: View): string {
  const { result, seen, expected, needs = [], text } = check;
  if (result === "cannot-tell") {
    return [
      text,
      ...(needs.length > 0 ? [`needs ${needs.join(" and ")}`] : []),
      ...(view.verbose && seen !== undefined ? [`seen ${seen}`] : []),
      ...(view.verbose && expected !== undefined ? [`expected ${expected}`] : []),
    ].join("; ");
  }
  if (result === "fault") {
    const values = [
      ...(seen === undefined ? [] : [`seen ${seen}`]),
      ...(expected === undefined ? [] : [`expected ${expected}`]),
    ];
    return isInEvidence(check, exchange) ? text : [text, ...values].join("; ");
  }
  return seen === undefined ? text : `${view.verbose ? seen : abbreviated(seen)}: ${text}`;
}

/** The verdict shows the values of the check in full. */
function isInEvidence(check: Check, { verdict }: ExchangeReport): boolean {
  return verdict.evidence.some(
    ({ input, frame, seen, expected }) =>
      input === check.input &&
      frame === check.frame &&
      seen === check.seen &&
      expected === check.expected,
  );
}

/** Octets that are as they should be are recognised by their first 4. */
function abbreviated(value: string): string {
  return /^[0-9a-f]{17,}$/.test(value) ? `${value.slice(0, 8)}..` : value;
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
