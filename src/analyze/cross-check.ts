import type { MacAddress } from "../bytes/mac-address.ts";
import { formatTime } from "../bytes/time.ts";
import { roleName } from "../diagnosis/rule.ts";
import type { FrameRole } from "../exchange/sighting.ts";
import { codeOf, type LogEvent } from "../logs/event.ts";
import { compareAps } from "../logs/radio.ts";
import type { ExchangeReport, LogAgreement, LogContradiction } from "./analysis.ts";
import { differingStatus, type LogMatch, type PlacedEvent } from "./log-match.ts";
import { signOf } from "./log-signs.ts";

/** Where a log and the air say the same, and where they do not. */
export interface CrossCheck {
  readonly agreements: readonly LogAgreement[];
  readonly contradictions: readonly LogContradiction[];
}

/** Reports by the exchange they are about. */
export type ReportOf = (
  exchange: NonNullable<PlacedEvent["exchange"]>,
) => ExchangeReport | undefined;

/** Compares each record of a log that has a place in time with its frame. */
export function crossCheck({ placed }: LogMatch, reportOf: ReportOf): CrossCheck {
  const agreements: LogAgreement[] = [];
  const contradictions: LogContradiction[] = [];
  for (const one of placed) {
    const { event, sighting, exchange } = one;
    const report = exchange && reportOf(exchange);
    if (report === undefined) continue;
    if (sighting === undefined) {
      const missing = report && unheard(one, report);
      if (missing !== undefined) contradictions.push(missing);
      continue;
    }
    const place = {
      line: event.line,
      exchangeId: report.id,
      input: sighting.air.input,
      frame: sighting.air.frame,
    };
    const status = differingStatus(event, sighting);
    if (status !== undefined) {
      contradictions.push({
        ...place,
        text: `log: status ${status.logged}; air: status ${status.captured}`,
      });
      continue;
    }
    const wrong = acceptedWrongly(event, report);
    if (wrong === undefined) agreements.push({ ...place, role: sighting.role });
    else contradictions.push({ ...place, text: wrong });
  }
  return { agreements, contradictions };
}

/** The AP counts the station in; the air shows that it could not use the answer. */
function acceptedWrongly(event: LogEvent, report: ExchangeReport): string | undefined {
  const isAcceptance = event.kind === "assoc-ok" || event.kind === "assoc-response-sent";
  if (!isAcceptance || codeOf(event, "ieee-status")?.value !== 0) {
    return undefined;
  }
  const fault = report.checks.find(
    ({ result, role }) =>
      result === "fault" && (role === "reassociation-response" || role === "association-response"),
  );
  if (fault === undefined || report.outcome === "completed") return undefined;
  const left = report.frames.find(({ role }) => role === "deauthentication");
  return `log: association accepted; air: the answer is wrong (${fault.text})${left === undefined ? "" : " and the station left"}`;
}

/** A frame that an AP says it sent, and that the recorder would have heard. */
function unheard(
  { event, time }: PlacedEvent,
  report: ExchangeReport,
): LogContradiction | undefined {
  const sign = signOf(event);
  const sender = report.coverage.parties.find(
    ({ role, address }) =>
      role !== "station" &&
      (event.ap === undefined
        ? address === report.targetAp
        : compareAps(event.ap, { address: address as MacAddress, addressIs: "bssid" }) !==
          "different"),
  );
  const heard = sender?.heard;
  if (sign === undefined || !sign.isPrompt || !/-sent$/.test(event.kind) || heard === undefined) {
    return undefined;
  }
  if (event.kind === "m2-sent" || event.kind === "m4-sent") return undefined;
  const at = formatTime(time, 6);
  if (at < heard.from || at > heard.to) return undefined;
  return {
    line: event.line,
    exchangeId: report.id,
    text: `log: ${roleName(sign.roles[0] as FrameRole)} sent; air: none was captured, although ${sender?.address} was heard`,
  };
}
