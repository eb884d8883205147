import type { ExchangeReport } from "../analyze/analysis.ts";
import type { Check, CheckResult } from "../exchange/check.ts";
import { paragraph, type TextPart, type Tone } from "./part.ts";
import type { View } from "./view.ts";
import { checkName, resultName } from "./words.ts";

const order: readonly CheckResult[] = ["fault", "cannot-tell", "sound", "not-applicable"];

const tones: Readonly<Partial<Record<CheckResult, Tone>>> = {
  fault: "fault",
  "cannot-tell": "cannot-tell",
};

/** All checks of an exchange, what is wrong first. */
export function checkTable(exchange: ExchangeReport, view: View): readonly TextPart[] {
  const shown = exchange.checks.filter(
    (check) => view.verbose || check.result !== "not-applicable",
  );
  if (shown.length === 0) return [];
  const groups = order.flatMap((result) =>
    groupsOf(
      shown.filter((check) => check.result === result),
      exchange,
      view,
    ).map((group) => ({ ...group, result })),
  );
  return [
    {
      kind: "table",
      columns: [
        { head: "Check", align: "left", most: 20 },
        { head: "Frame", align: "left", most: 12 },
        { head: "Result", align: "left" },
        { head: "What it shows", align: "left" },
      ],
      rows: groups.map(({ checks, result, text }) => ({
        cells: [
          distinct(checks.map(({ id }) => checkName(id))).join(", "),
          distinct(checks.map((check) => view.frameName(check))).join(", "),
          resultName(result),
          text,
        ],
        tone: tones[result],
      })),
    },
  ];
}

/** The checks of an exchange in a few lines, for one that is not at fault. */
export function checkSummary(exchange: ExchangeReport, view: View): readonly TextPart[] {
  const sound = exchange.checks.filter(({ result }) => result === "sound");
  const open = exchange.checks.filter(({ result }) => result === "cannot-tell");
  const names = (checks: readonly Check[]) =>
    distinct(checks.map(({ id }) => checkName(id))).join(", ");
  const texts = [
    ...(sound.length > 0 ? [`${sound.length} sound (${names(sound)}).`] : []),
    ...groupsOf(open, exchange, view).map(
      ({ text, checks }) => `${checks.length} not decided (${names(checks)}): ${text}.`,
    ),
    // A fault that the verdict did not take up must not vanish.
    ...exchange.checks
      .filter(({ result }) => result === "fault")
      .map(
        (check) =>
          `FAULT in frame ${view.frameName(check)} (${checkName(check.id)}): ${whatItShows(check, exchange, view)}.`,
      ),
  ];
  return texts.map((text, i) => paragraph(i === 0 ? "Checks" : "", text));
}

interface Group {
  readonly checks: readonly Check[];
  readonly text: string;
}

/** Checks that share a row: of one name with one value, and what was not decided for one reason. */
function groupsOf(
  checks: readonly Check[],
  exchange: ExchangeReport,
  view: View,
): readonly Group[] {
  const groups = new Map<string, Check[]>();
  for (const check of checks) {
    const { id, result, seen = "" } = check;
    const text = whatItShows(check, exchange, view);
    const key = result === "cannot-tell" ? text : `${id} ${result === "sound" ? seen : text}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(check);
  }
  return [...groups.values()].map((group) => {
    const texts = distinct(group.map((check) => whatItShows(check, exchange, view))).join("; ");
    const [first] = group;
    return {
      checks: group,
      text:
        first?.result === "sound" && first.seen !== undefined
          ? `${view.verbose ? first.seen : abbreviated(first.seen)}: ${texts}`
          : texts,
    };
  });
}

function whatItShows(check: Check, exchange: ExchangeReport, view: View): string {
  const { result, seen, expected, needs = [], text } = check;
  const values = [
    ...(seen === undefined ? [] : [`seen ${seen}`]),
    ...(expected === undefined ? [] : [`expected ${expected}`]),
  ];
  switch (result) {
    case "cannot-tell":
      return [
        // Which key is needed says more than that one is.
        ...(text === "needs a key" && needs.length > 0 ? [] : [text]),
        ...(needs.length > 0 ? [`needs ${needs.join(" and ")}`] : []),
        ...(view.verbose ? values : []),
      ].join("; ");
    case "fault":
      return isInEvidence(check, exchange) ? text : [text, ...values].join("; ");
    case "sound":
    case "not-applicable":
      return text;
    default: {
      const never: never = result;
      return never;
    }
  }
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
