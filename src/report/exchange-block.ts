import type { ExchangeReport } from "../analyze/analysis.ts";
import { checkSummary, checkTable } from "./check-table.ts";
import { evidenceParts } from "./evidence.ts";
import {
  heardWords,
  networkOf,
  outcomeNames,
  pathWords,
  sessionWords,
  whatFollowed,
} from "./exchange-words.ts";
import { frameLadder } from "./frame-ladder.ts";
import { logParts, timelineParts } from "./log-lines.ts";
import { blank, type Headline, headline, paragraph, type TextPart } from "./part.ts";
import { clockTime } from "./times.ts";
import type { View } from "./view.ts";
import { culpritName, isFtExchange, kindName, sentence, sentences, verdictName } from "./words.ts";

/** One exchange in full: the verdict first, then what happened, what proves it and what to do. */
export function exchangeBlock(exchange: ExchangeReport, view: View): readonly TextPart[] {
  const { verdict } = exchange;
  const isInDetail = view.verbose || verdict.kind !== "sound";
  const session = sessionWords(exchange, view);
  const checks = isInDetail ? checkTable(exchange, view) : checkSummary(exchange, view);
  return [
    verdictHeadline(exchange),
    ...whereAndWhen(exchange, isInDetail),
    blank,
    ...frameLadder(exchange, view),
    blank,
    ...spaced(timelineParts(exchange, view)),
    paragraph("Then", whatFollowed(exchange, view)),
    ...(isInDetail && session !== undefined ? [paragraph("", session)] : []),
    ...logParts(exchange, view),
    ...(isInDetail ? evidenceParts(verdict.evidence, view) : []),
    ...(isInDetail && checks.length > 0 ? [blank, ...checks, blank] : checks),
    ...(verdict.why === undefined ? [] : [paragraph("Why", sentence(verdict.why))]),
    ...verdict.alternatives.map(({ text, settledBy }) =>
      paragraph("Or", sentences(text, `Settled by: ${settledBy}`)),
    ),
    ...verdict.fix.map((text) => paragraph("Do", sentence(text))),
    ...verdict.missing.map((text) =>
      paragraph(
        "Proof",
        sentence(`${verdict.kind === "sound" ? "Would prove it" : "Would settle it"}: ${text}`),
      ),
    ),
    paragraph("Heard", heardWords(exchange)),
    ...(isInDetail ? [paragraph("Rule", verdict.rule)] : []),
    ...Object.entries(exchange.secrets ?? {}).map(([name, value]) =>
      paragraph("Secret", `${name} ${value}`),
    ),
  ];
}

function spaced(parts: readonly TextPart[]): readonly TextPart[] {
  return parts.length === 0 ? [] : [...parts, blank];
}

/** An exchange that needs no more than its result. */
export function exchangeLine(exchange: ExchangeReport): TextPart {
  const { id, station, targetAp, startTime, outcome, verdict } = exchange;
  const result = [
    outcomeNames[outcome],
    verdict.kind === "sound" ? "sound" : `${verdictName(verdict.kind)}: ${verdict.summary}`,
  ];
  return paragraph(
    "JOIN",
    sentence(
      `${id}: ${station} with ${targetAp}, ${[...networkOf(exchange), clockTime(startTime)].join(", ")}: ${result.join(", ")}`,
    ),
  );
}

function verdictHeadline({ verdict }: ExchangeReport): Headline {
  const { kind, culprit, confidence, summary } = verdict;
  switch (kind) {
    case "fault":
      return headline("fault", `${culpritName(culprit)} (${confidence}): ${sentence(summary)}`);
    case "cannot-tell":
      return headline(
        "cannot-tell",
        culprit === "capture" ? `because of the capture: ${sentence(summary)}` : sentence(summary),
      );
    case "sound":
      return headline("sound", `(${confidence}) ${sentence(summary)}`);
    default: {
      const never: never = kind;
      return never;
    }
  }
}

function whereAndWhen(exchange: ExchangeReport, isInDetail: boolean): readonly TextPart[] {
  const { id, station, kind, startTime, pairwiseCipher, r0khId, r1khId } = exchange;
  const isFt = isFtExchange(exchange);
  const security = [
    ...(pairwiseCipher === undefined ? [] : [pairwiseCipher]),
    ...(r0khId === undefined ? [] : [`R0KH-ID ${r0khId}`]),
    ...(r1khId === undefined ? [] : [`R1KH-ID ${r1khId}`]),
  ];
  return [
    paragraph(isFt ? "ROAM" : "JOIN", `${id}: ${station} ${pathWords(exchange)}`),
    paragraph(
      "",
      [clockTime(startTime), ...(isFt ? [] : [kindName(kind)]), ...networkOf(exchange)].join(", "),
    ),
    ...(isInDetail && security.length > 0 ? [paragraph("", security.join(", "))] : []),
  ];
}
