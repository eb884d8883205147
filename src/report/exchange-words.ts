import type { ExchangeReport } from "../analyze/analysis.ts";
import type { HeardParty, HeardSpan } from "../exchange/air-coverage.ts";
import type { Outcome } from "../exchange/exchange.ts";
import { duration } from "./times.ts";
import type { View } from "./view.ts";
import {
  channelWords,
  count,
  isFtExchange,
  kindName,
  listing,
  sentences,
  verdictName,
} from "./words.ts";

/** The station's way: from which AP to which. */
export function pathWords(exchange: ExchangeReport): string {
  const { currentAp, targetAp } = exchange;
  if (!isFtExchange(exchange)) {
    return `with ${targetAp}${currentAp === null ? "" : `, coming from ${currentAp}`}`;
  }
  return currentAp === targetAp
    ? `back to ${targetAp}, its current AP`
    : `from ${currentAp ?? "an AP not known"} to ${targetAp}`;
}

/** "FT-PSK over the air", the SSID, the MDID and multi-link devices, as far as they are known. */
export function networkOf({
  kind,
  akm,
  akmName = akm,
  ssid,
  mdid,
  devices,
}: ExchangeReport): readonly string[] {
  const over = { "ft-over-the-air": " over the air", "ft-over-the-ds": " over the DS" } as const;
  const way = kind === "ft-over-the-air" || kind === "ft-over-the-ds" ? over[kind] : "";
  return [
    ...(akmName === undefined && way === "" ? [] : [`${akmName ?? "FT, AKM not known,"}${way}`]),
    ...(ssid === undefined ? [] : [`"${ssid}"`]),
    ...(mdid === undefined ? [] : [`MDID ${mdid}`]),
    ...(devices === undefined
      ? []
      : [`links of the multi-link devices ${devices.station} and ${devices.targetAp}`]),
  ];
}

export const outcomeNames: Readonly<Record<Outcome, string>> = {
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

/** How the exchange ended, and what the station did then. */
export function whatFollowed(exchange: ExchangeReport, view: View): string {
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

/** What a failed exchange cost the station. */
export function consequenceWords({ consequence }: ExchangeReport): string | undefined {
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

/** Which initial association the roam builds on, and how that is known. */
export function sessionWords({ session }: ExchangeReport, view: View): string | undefined {
  if (session === undefined) return undefined;
  const { exchangeId, tiedBy, ageMs, roamsSince } = session;
  const start = view.exchange(exchangeId);
  const where = start === undefined ? "" : ` with ${start.targetAp}`;
  const how = tiedBy === "pmkr0name" ? "by the PMKR0Name" : "by the order alone";
  const when = ageMs === undefined ? "on another clock" : `${duration(ageMs)} before`;
  const since =
    roamsSince === undefined || roamsSince === 0 ? "" : `, ${count(roamsSince, "roam")} since`;
  return `Built on ${exchangeId}, the association${where} ${when} (known ${how})${since}.`;
}

/** Who was heard, on which channels, from when to when: what a frame that is missing is worth. */
export function heardWords(exchange: ExchangeReport): string {
  const { channels, spans, parties, acksCaptured } = exchange.coverage;
  const ap = `the ${apWords(exchange)}`;
  const isHeard = (party: HeardParty) => party.heard !== undefined;
  const throughout = parties.filter(({ isThroughout }) => isThroughout);
  const partly = parties.filter((party) => isHeard(party) && !party.isThroughout);
  const not = parties.filter((party) => !isHeard(party));
  const name = ({ role }: HeardParty) =>
    role === "target-ap" ? ap : `the ${role.replace("-ap", " AP")}`;
  const all = [
    ...(throughout.length > 0 ? [`${listing(throughout.map(name))} throughout`] : []),
    ...partly.map((party) => `${name(party)} ${spanWords([party.heard])}`),
    ...(not.length > 0 ? [`not ${listing(not.map(name)).replaceAll(" and ", " nor ")}`] : []),
  ];
  return sentences(
    `${channels.length === 0 ? "Channels not known" : `${channelWords(channels)} ${spanWords(spans)}`}: ${all.join(", ")}`,
    acksCaptured ? "ACKs were captured" : `No ACKs were captured on the channel of ${ap}`,
  );
}

/** "from 11:11:47.350 to 11:11:58.351", over all spans. */
function spanWords(spans: readonly (HeardSpan | undefined)[]): string {
  const known = spans.filter((span) => span !== undefined);
  const clock = (time: string | undefined) => time?.replace(/^.*T/, "").replace("Z", "") ?? "";
  const first = known.map(({ from }) => from).toSorted()[0];
  const last = known
    .map(({ to }) => to)
    .toSorted()
    .at(-1);
  return `from ${clock(first)} to ${clock(last)}`;
}
