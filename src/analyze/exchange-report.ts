import { formatHex } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import { elapsedMs, formatTime } from "../bytes/time.ts";
import type { Verdict } from "../diagnosis/verdict.ts";
import type { Witnesses } from "../diagnosis/witness.ts";
import type { AirCoverage, Coverage } from "../exchange/air-coverage.ts";
import type { Check } from "../exchange/check.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import {
  associationRequests,
  type Exchange,
  ftRequests,
  ftResponses,
  isFt,
} from "../exchange/exchange.ts";
import { formatR0khId, fteOf, mdeOf } from "../exchange/facts.ts";
import { devicesOf } from "../exchange/multi-link.ts";
import { decidingAnswer, isAccepted } from "../exchange/outcome.ts";
import { isAcknowledged, isAgreement, type Sighting, statusOf } from "../exchange/sighting.ts";
import { akmName, cipherName } from "../spec/suites.ts";
import type { ExchangeReport, FrameReport } from "./analysis.ts";
import { consequenceOf } from "./consequence.ts";
import { reportActivity, reportDetails } from "./details.ts";
import { proofOf } from "./proof.ts";
import { revealSecrets } from "./secrets.ts";
import { reportWire } from "./wire-report.ts";

export function exchangeId(exchange: Exchange): string {
  return `x${exchange.number}`;
}

export function reportExchange({
  context,
  checks,
  verdict,
  witnesses,
  coverage,
  air,
  showSecrets,
  showProof,
  withDetails,
}: {
  readonly context: ExchangeContext;
  readonly checks: readonly Check[];
  readonly verdict: Verdict;
  readonly witnesses: Witnesses;
  /** What was heard around the exchange. */
  readonly coverage: Coverage;
  readonly air: AirCoverage;
  readonly showSecrets: boolean;
  readonly showProof: boolean;
  readonly withDetails: boolean;
}): ExchangeReport {
  const { exchange, ssid, akm, cipher, link, next } = context;
  const digits = exchange.sightings[0]?.air.timeDigits ?? 6;
  const frames = exchange.sightings;
  const consequence = consequenceOf(context, air);
  const mdid = frames.map((sighting) => mdeOf(sighting)?.mdid).find((value) => value !== undefined);
  const r0khId = frames
    .map((sighting) => fteOf(sighting)?.r0khId)
    .find((value) => value !== undefined);
  const r1khId = frames
    .map((sighting) => fteOf(sighting)?.r1khId)
    .find((value) => value !== undefined);
  const devices = devicesOf(exchange);
  const proof = showProof ? proofOf(context, checks) : undefined;
  return {
    id: exchangeId(exchange),
    kind: exchange.kind,
    station: exchange.station,
    currentAp: exchange.currentAp ?? null,
    targetAp: exchange.targetAp,
    ...(devices === undefined ? {} : { devices }),
    ...(ssid === undefined ? {} : { ssid: printable(ssid) }),
    ...(mdid === undefined ? {} : { mdid }),
    ...(akm === undefined ? {} : { akm, akmName: akmName(akm) }),
    ...(cipher === undefined ? {} : { pairwiseCipher: cipherName(cipher) }),
    ...(r0khId === undefined ? {} : { r0khId: formatR0khId(r0khId) }),
    ...(r1khId === undefined ? {} : { r1khId: formatHex(r1khId) }),
    startTime: formatTime(exchange.startTime, digits),
    endTime: formatTime(frames.at(-1)?.air.time ?? exchange.startTime, digits),
    outcome: context.outcome,
    frames: frames.map((sighting) => reportFrame(sighting, coverage.acksCaptured, withDetails)),
    ...(exchange.notKept === 0 ? {} : { framesNotShown: exchange.notKept }),
    checks,
    verdict,
    ...(witnesses.wire === undefined ? {} : { wire: reportWire(witnesses) }),
    ...(link === undefined
      ? {}
      : {
          session: {
            exchangeId: exchangeId(link.session.association),
            tiedBy: link.isTied === "yes" ? ("pmkr0name" as const) : ("order" as const),
            ...(link.isSameClock
              ? {
                  ageMs: elapsedMs(link.session.association.startTime, exchange.startTime),
                  roamsSince: roamsBetween(link.session.association, context),
                }
              : {}),
          },
        }),
    timing: timingOf(exchange),
    data: { uplink: exchange.uplink.frames, downlink: exchange.downlink.frames },
    ...(next === undefined
      ? {}
      : {
          next: {
            exchangeId: exchangeId(next),
            afterMs: elapsedMs(
              // An answer may come after the station has gone elsewhere.
              frames.findLast(({ air }) => air.time <= next.startTime)?.air.time ??
                exchange.startTime,
              next.startTime,
            ),
          },
        }),
    ...(consequence === undefined ? {} : { consequence }),
    ...(withDetails ? { activity: reportActivity(exchange) } : {}),
    coverage,
    ...(proof === undefined ? {} : { proof }),
    ...(showSecrets ? { secrets: revealSecrets(context) } : {}),
  };
}

function roamsBetween(
  association: Exchange,
  { exchange, history }: Pick<ExchangeContext, "exchange" | "history">,
): number {
  return history.filter(
    (other) =>
      other.number > association.number &&
      other.number < exchange.number &&
      isFt(other) &&
      isAccepted(other),
  ).length;
}

function reportFrame(sighting: Sighting, acksCaptured: boolean, withDetails: boolean): FrameReport {
  const { air, role } = sighting;
  const status = statusOf(sighting);
  const acknowledged = isAcknowledged(sighting);
  return {
    input: air.input,
    frame: air.frame,
    time: formatTime(air.time, air.timeDigits),
    ...(air.recordedTime === undefined
      ? {}
      : { recordedTime: formatTime(air.recordedTime, air.timeDigits) }),
    role,
    sender: sighting.sender,
    receiver: sighting.receiver,
    ...(status === undefined ? {} : { status }),
    ...(role === "deauthentication" || role === "disassociation"
      ? { reason: sighting.body.reason }
      : {}),
    retries: sighting.retries.length,
    ...(acknowledged || acksCaptured ? { acknowledged } : {}),
    ...(air.radio.frequencyMhz === undefined ? {} : { frequencyMhz: air.radio.frequencyMhz }),
    ...(air.radio.signalDbm === undefined ? {} : { signalDbm: air.radio.signalDbm }),
    ...(withDetails ? { details: reportDetails(sighting) } : {}),
  };
}

function timingOf(exchange: Exchange): ExchangeReport["timing"] {
  const [answer] = ftResponses(exchange);
  const request =
    answer && ftRequests(exchange).findLast((sighting) => sighting.air.time <= answer.air.time);
  const accepted = ftResponses(exchange).findLast(isAgreement);
  const [reassociation] = associationRequests(exchange);
  const last = decidingAnswer(exchange);
  const first = exchange.sightings[0];
  return {
    ...(answer === undefined || request === undefined
      ? {}
      : { responseMs: elapsedMs(request.air.time, answer.air.time) }),
    ...(accepted === undefined ||
    reassociation === undefined ||
    reassociation.air.time < accepted.air.time
      ? {}
      : { stationMs: elapsedMs(accepted.air.time, reassociation.air.time) }),
    ...(first === undefined || last === undefined
      ? {}
      : { completeMs: elapsedMs(first.air.time, last.air.time) }),
  };
}
