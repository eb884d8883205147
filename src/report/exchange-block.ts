import type { Coverage, ExchangeReport } from "../analyze/analysis.ts";
import type { Outcome } from "../exchange/exchange.ts";
import { checkSummary, checkTable } from "./check-table.ts";
import { evidenceParts } from "./evidence.ts";
import { frameLadder } from "./frame-ladder.ts";
import { type Headline, headline, paragraph, type TextPart } from "./part.ts";
import { clockTime, duration } from "./times.ts";
import type { View } from "./view.ts";
import {
  channelWords,
  culpritName,
  isFtExchange,
  kindName,
  sentence,
  sentences,
  verdictName,
} from "./words.ts";

/** One exchange in full: the verdict first, then what happened, what proves it and what to do. */
export function exchangeBlock(exchange: ExchangeReport, view: View): readonly TextPart[] {
  const { verdict } = exchange;
  const isTableDue = view.verbose || verdict.kind !== "sound";
  return [
    verdictHeadline(exchange),
    ...whereAndWhen(exchange),
    ...frameLadder(exchange, view),
    paragraph("Then", whatFollowed(exchange, view)),
    ...sessionParts(exchange, view),
    ...(isTableDue ? checkTable(exchange, view) : checkSummary(exchange, view)),
    ...(isTableDue ? evidenceParts(verdict.evidence, view) : []),
    ...(verdict.why === undefined ? [] : [paragraph("Why", sentence(verdict.why))]),
    ...verdict.alternatives.map(({ culprit, text, settledBy }) =>
      paragraph("Or", sentences(`${culpritName(culprit)}: ${text}`, `Settled by: ${settledBy}`)),
    ),
    ...verdict.fix.map((text) => paragraph("Do", sentence(text))),
    ...verdict.missing.map((text) => paragraph("Proof", sentence(`missing: ${text}`))),
    paragraph("Heard", heard(exchange.coverage)),
    ...(isTableDue ? [paragraph("Rule", verdict.rule)] : []),
    ...Object.entries(exchange.secrets ?? {}).map(([name, value]) =>
      paragraph("Secret", `${name} ${value}`),
    ),
  ];
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
      `${id}: ${station} with ${targetAp}, ${[...network(exchange), clockTime(startTime)].join(", ")}: ${result.join(", ")}`,
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

function whereAndWhen(exchange: ExchangeReport): readonly TextPart[] {
  const { id, station, currentAp, targetAp, kind, startTime, pairwiseCipher, r0khId, r1khId } =
    exchange;
  const isRoam = isFtExchange(exchange);
  const path = isRoam
    ? `from ${currentAp ?? "an AP not known"} to ${targetAp}`
    : `with ${targetAp}${currentAp === null ? "" : `, coming from ${currentAp}`}`;
  const details = [
    ...(isRoam ? [] : [kindName(kind)]),
    ...network(exchange),
    ...(pairwiseCipher === undefined ? [] : [pairwiseCipher]),
    clockTime(startTime),
  ];
  const holders = [
    ...(r0khId === undefined ? [] : [`R0KH-ID ${r0khId}`]),
    ...(r1khId === undefined ? [] : [`R1KH-ID ${r1khId}`]),
  ];
  return [
    paragraph(isRoam ? "ROAM" : "JOIN", `${id}: ${station} ${path}`),
    paragraph("", details.join(", ")),
    ...(holders.length > 0 ? [paragraph("", holders.join(", "))] : []),
  ];
}

/** "FT-PSK over the air", the SSID and the MDID, as far as they are known. */
function network({ kind, akm, akmName = akm, ssid, mdid }: ExchangeReport): readonly string[] {
  const over = { "ft-over-the-air": " over the air", "ft-over-the-ds": " over the DS" } as const;
  const way = kind === "ft-over-the-air" || kind === "ft-over-the-ds" ? over[kind] : "";
  return [
    ...(akmName === undefined && way === "" ? [] : [`${akmName ?? "FT, AKM not known,"}${way}`]),
    ...(ssid === undefined ? [] : [`"${ssid}"`]),
    ...(mdid === undefined ? [] : [`MDID ${mdid}`]),
  ];
}

const outcomeNames: Readonly<Record<Outcome, string>> = {
  completed: "completed",
  refused: "refused",
  "rejected-by-station": "turned down by the station",
  unanswered: "unanswered",
  abandoned: "not carried on by the station",
  "not-observed": "end not captured",
};

const outcomeSentences: Readonly<Record<Outcome, string>> = {
  completed: "The exchange was completed",
  refused: "The AP refused",
  "rejected-by-station": "The AP accepted and the station turned it down",
  unanswered: "No answer was captured",
  abandoned: "The station did not go on",
  "not-observed": "How the exchange ended was not captured",
};

function whatFollowed({ outcome, timing, data, next }: ExchangeReport, view: View): string {
  const { responseMs, stationMs, completeMs } = timing;
  const spans = [
    ...(completeMs === undefined ? [] : [`${duration(completeMs)} in all`]),
    ...(responseMs === undefined ? [] : [`first answer after ${duration(responseMs)}`]),
    ...(stationMs === undefined ? [] : [`reassociation answered after ${duration(stationMs)}`]),
  ];
  const later = next === undefined ? undefined : view.exchange(next.exchangeId);
  return sentences(
    spans.length > 0
      ? `${outcomeSentences[outcome]}: ${spans.join(", ")}`
      : outcomeSentences[outcome],
    data.uplink + data.downlink > 0
      ? `Protected data afterwards: ${data.uplink} up, ${data.downlink} down`
      : "No protected data between the two was captured afterwards",
    next &&
      `${duration(next.afterMs)} later the station tried ${
        later === undefined
          ? next.exchangeId
          : `${later.targetAp} (${next.exchangeId}: ${kindName(later.kind)}, ${outcomeNames[later.outcome]}, ${verdictName(later.verdict.kind)})`
      }`,
    next === undefined && outcome !== "completed"
      ? "No later attempt of the station was captured"
      : undefined,
  );
}

function sessionParts({ session }: ExchangeReport, view: View): readonly TextPart[] {
  if (session === undefined) return [];
  const { exchangeId, tiedBy, ageMs } = session;
  const start = view.exchange(exchangeId);
  const how =
    tiedBy === "pmkr0name" ? "the PMKR0Name shows it" : "the last one before; no key name shows it";
  return [
    paragraph(
      "",
      `Builds on the association of ${duration(ageMs)} before${start === undefined ? "" : ` with ${start.targetAp}`} (${exchangeId}; ${how}).`,
    ),
  ];
}

function heard({ channels, targetHeard, stationHeard, acksCaptured }: Coverage): string {
  const parties = targetHeard
    ? `the AP and ${stationHeard ? "the station" : "not the station"}`
    : stationHeard
      ? "the station, not the AP"
      : "neither the AP nor the station";
  return sentences(
    `${channels.length === 0 ? "The capture does not say on which channels" : channelWords(channels)}: ${parties}`,
    acksCaptured ? "ACKs were captured" : "No ACKs were captured on the AP's channel",
  );
}
