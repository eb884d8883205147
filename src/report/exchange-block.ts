import type { ExchangeReport } from "../analyze/analysis.ts";
import type { Outcome } from "../exchange/exchange.ts";
import { checkSummary, checkTable } from "./check-table.ts";
import { evidenceParts } from "./evidence.ts";
import { frameLadder } from "./frame-ladder.ts";
import { blank, type Headline, headline, paragraph, type TextPart } from "./part.ts";
import { clockTime, duration } from "./times.ts";
import type { View } from "./view.ts";
import {
  channelWords,
  count,
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
  const isInDetail = view.verbose || verdict.kind !== "sound";
  const checks = isInDetail ? checkTable(exchange, view) : checkSummary(exchange, view);
  return [
    verdictHeadline(exchange),
    ...whereAndWhen(exchange, isInDetail),
    blank,
    ...frameLadder(exchange, view),
    blank,
    paragraph("Then", whatFollowed(exchange, view)),
    ...(isInDetail ? sessionParts(exchange, view) : []),
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
    paragraph("Heard", heard(exchange)),
    ...(isInDetail ? [paragraph("Rule", verdict.rule)] : []),
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
      [clockTime(startTime), ...(isFt ? [] : [kindName(kind)]), ...network(exchange)].join(", "),
    ),
    ...(isInDetail && security.length > 0 ? [paragraph("", security.join(", "))] : []),
  ];
}

function pathWords(exchange: ExchangeReport): string {
  const { currentAp, targetAp } = exchange;
  if (!isFtExchange(exchange)) {
    return `with ${targetAp}${currentAp === null ? "" : `, coming from ${currentAp}`}`;
  }
  return currentAp === targetAp
    ? `back to ${targetAp}, its current AP`
    : `from ${currentAp ?? "an AP not known"} to ${targetAp}`;
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

function outcomeWords(exchange: ExchangeReport): string {
  const ap = apWords(exchange);
  switch (exchange.outcome) {
    case "completed":
      return "The exchange was completed";
    case "refused":
      return `The ${ap} refused`;
    case "rejected-by-station":
      return `The ${ap} accepted and the station turned it down`;
    case "unanswered":
      return "No answer was captured";
    case "abandoned":
      return "The station did not go on";
    case "not-observed":
      return "How the exchange ended was not captured";
    default: {
      const never: never = exchange.outcome;
      return never;
    }
  }
}

function apWords(exchange: ExchangeReport): string {
  return isFtExchange(exchange) ? "target AP" : "AP";
}

function whatFollowed(exchange: ExchangeReport, view: View): string {
  const { outcome, timing, next } = exchange;
  const { responseMs, stationMs, completeMs } = timing;
  const spans = [
    ...(responseMs === undefined ? [] : [`first answer after ${duration(responseMs)}`]),
    ...(stationMs === undefined ? [] : [`the station went on after ${duration(stationMs)}`]),
    ...(completeMs === undefined ? [] : [`${duration(completeMs)} in all`]),
  ];
  return sentences(
    [outcomeWords(exchange), ...(spans.length > 0 ? [spans.join(", ")] : [])].join(": "),
    dataWords(exchange),
    consequenceWords(exchange),
    next && nextWords(next, view),
    next === undefined && outcome !== "completed"
      ? "No later attempt of the station was captured"
      : undefined,
  );
}

/** Data tell whether a completed exchange works, and are a surprise after any other. */
function dataWords({ data, outcome }: ExchangeReport): string | undefined {
  if (data.uplink + data.downlink > 0) {
    return `Protected data afterwards: ${count(data.uplink, "frame")} from the station, ${data.downlink} to it`;
  }
  return outcome === "completed" ? "No protected data was captured afterwards" : undefined;
}

function consequenceWords({ consequence }: ExchangeReport): string | undefined {
  if (consequence === undefined) return undefined;
  const { outageMs, recoveredBy, felt } = consequence;
  return sentences(
    recoveredBy === "return" ? "The station stayed with its current AP" : undefined,
    outageMs === undefined ? undefined : `Its data paused for at most ${duration(outageMs)}`,
    felt === "lost" ? "Its connection did not come back in this capture" : undefined,
  );
}

function nextWords(
  { exchangeId, afterMs }: NonNullable<ExchangeReport["next"]>,
  view: View,
): string {
  const next = view.exchange(exchangeId);
  const what =
    next === undefined
      ? exchangeId
      : `${next.targetAp} (${exchangeId}: ${kindName(next.kind)}, ${outcomeNames[next.outcome]}, ${verdictName(next.verdict.kind)})`;
  return `${duration(afterMs)} later the station tried ${what}`;
}

function sessionParts({ session }: ExchangeReport, view: View): readonly TextPart[] {
  if (session === undefined) return [];
  const { exchangeId, tiedBy, ageMs, roamsSince } = session;
  const start = view.exchange(exchangeId);
  const where = start === undefined ? "" : ` with ${start.targetAp}`;
  const how = tiedBy === "pmkr0name" ? "by the PMKR0Name" : "by the order alone";
  const since = roamsSince === 0 ? "" : `, ${count(roamsSince, "roam")} since`;
  return [
    paragraph(
      "",
      `Built on ${exchangeId}, the association${where} ${duration(ageMs)} before (known ${how})${since}.`,
    ),
  ];
}

function heard(exchange: ExchangeReport): string {
  const { channels, targetHeard, stationHeard, acksCaptured } = exchange.coverage;
  const ap = `the ${apWords(exchange)}`;
  const parties = targetHeard
    ? `${ap} and ${stationHeard ? "the station" : "not the station"}`
    : stationHeard
      ? `the station, not ${ap}`
      : `neither ${ap} nor the station`;
  return sentences(
    `${channels.length === 0 ? "Channels not known" : channelWords(channels)}: ${parties}`,
    acksCaptured ? "ACKs were captured" : `No ACKs were captured on the channel of ${ap}`,
  );
}
