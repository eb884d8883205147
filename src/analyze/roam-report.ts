import { printable } from "../bytes/printable.ts";
import { elapsedMs, formatTime, type TimeNs } from "../bytes/time.ts";
import type { AirCoverage } from "../exchange/air-coverage.ts";
import type { BssLookup } from "../exchange/bss.ts";
import { earlierKey } from "../exchange/context.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { type FtReason, ftChance } from "../exchange/ft-chance.ts";
import type { DataMoments } from "../exchange/interruption.ts";
import type { KeyRing } from "../exchange/key-ring.ts";
import type { Roam } from "../exchange/roam.ts";
import type { RoamMethod } from "../exchange/roam-method.ts";
import { revealSteering, steeringOfRoam } from "../exchange/roam-steering.ts";
import { type RoamTriggerKind, triggerOf } from "../exchange/roam-trigger.ts";
import type { SteeringEvent } from "../exchange/steering.ts";
import { exchangeId } from "./exchange-report.ts";
import { collisionOf } from "./steering-collision.ts";
import { capabilitiesOf, reportSteering, type SteeringReport } from "./steering-report.ts";

/** Uplink and downlink; absent: no data before or after were heard in that direction. */
export interface Outage {
  readonly uplink?: number;
  readonly downlink?: number;
}

/** One completed (re)association of a station that had been associated in this ESS before. */
export interface RoamReport extends SteeringReport {
  readonly id: string;
  readonly station: string;
  readonly from: string;
  readonly to: string;
  readonly ssid?: string;
  readonly method: RoamMethod;
  readonly methodCertainty: "proven" | "inferred";
  readonly methodText: string;
  readonly authentication?: string;
  /** With method `full`: the key was a cached one, though the FT hierarchy was made anew. */
  readonly cachedKey?: "pmksa-caching" | "okc";
  /** Failed attempts first; the last is the one that was completed. */
  readonly exchangeIds: readonly string[];
  readonly failedAttempts: number;
  readonly fellBack: boolean;
  /** How it is known where the station came from. */
  readonly fromKnownBy: "association" | "request" | "data";
  readonly startTime: string;
  readonly endTime: string;
  readonly completedBy: { readonly input: number; readonly frame: number };
  /** First frame of the first attempt to completion. */
  readonly durationMs: number;
  /** First frame of the completed attempt to completion. */
  readonly attemptMs: number;
  /** Last protected data on the old link to the first on the new one. */
  readonly outageMs: Outage;
  /** The same of frames of the voice class alone. */
  readonly voiceOutageMs?: Outage;
  readonly frequencyMhz?: { readonly from?: number; readonly to?: number };
  /** As the recorder heard them, which need not be what the parties heard. */
  readonly signalDbm?: {
    readonly stationBefore?: number;
    readonly stationAfter?: number;
    readonly fromAp?: number;
    readonly toAp?: number;
  };
  readonly trigger: {
    readonly kind: RoamTriggerKind;
    readonly certainty: "proven" | "inferred";
    readonly text: string;
    readonly input?: number;
    readonly frame?: number;
  };
  /** Back to the AP that it had left shortly before. */
  readonly pingPongMs?: number;
  readonly ft: { readonly reason: FtReason; readonly text: string };
  /** Steering got in the way of the roam. */
  readonly collision?: string;
}

/** What a roam is reported with. */
export interface RoamSurroundings {
  readonly bsss: BssLookup;
  readonly coverage: AirCoverage;
  readonly ring: KeyRing;
  /** All exchanges of the station, in order. */
  readonly history: readonly Exchange[];
  readonly events: readonly SteeringEvent[];
}

/** A station that is back so soon had no reason to go, or none to come back. */
const pingPongWindowMs = 10_000;

export function reportRoam(id: string, roam: Roam, surroundings: RoamSurroundings): RoamReport {
  const { bsss, coverage, ring, history } = surroundings;
  const { exchange, method, failed, previous } = roam;
  const digits = roam.completedBy.air.timeDigits;
  const first = failed[0] ?? exchange;
  const events = revealSteering(surroundings.events, (ap) =>
    earlierKey(first, { history, bsss, ring }, ap),
  );
  const steering = steeringOfRoam(roam, events);
  const from = bsss.get(roam.from);
  const trigger = triggerOf(roam, steering, { from, coverage });
  const endTime = roam.completedBy.air.time;
  const before = history.filter(({ number }) => number < exchange.number);
  const collision = collisionOf(roam, steering);
  const voiceOutageMs = outageOf(exchange, ({ voice }) => voice);
  const signalDbm = signalsOf(exchange, first);
  const frequencyMhz = frequenciesOf(roam, bsss);
  return {
    id,
    station: roam.station,
    from: roam.from,
    to: roam.to,
    ...(roam.ssid === undefined ? {} : { ssid: printable(roam.ssid) }),
    method: method.method,
    methodCertainty: method.certainty,
    methodText: method.text,
    ...(method.authentication === undefined ? {} : { authentication: method.authentication }),
    ...(method.cachedKey === undefined ? {} : { cachedKey: method.cachedKey }),
    exchangeIds: [...failed, exchange].map(exchangeId),
    failedAttempts: failed.length,
    fellBack: roam.fellBack,
    fromKnownBy: roam.fromKnownBy,
    startTime: formatTime(roam.startTime, digits),
    endTime: formatTime(endTime, digits),
    completedBy: { input: roam.completedBy.air.input, frame: roam.completedBy.air.frame },
    durationMs: elapsedMs(roam.startTime, endTime),
    attemptMs: elapsedMs(exchange.startTime, endTime),
    outageMs: outageOf(exchange, ({ any }) => any),
    ...(isEmpty(voiceOutageMs) ? {} : { voiceOutageMs }),
    ...(isEmpty(frequencyMhz) ? {} : { frequencyMhz }),
    ...(isEmpty(signalDbm) ? {} : { signalDbm }),
    trigger: {
      kind: trigger.kind,
      certainty: trigger.certainty,
      text: trigger.text,
      ...(trigger.at === undefined ? {} : { input: trigger.at.input, frame: trigger.at.frame }),
    },
    ...pingPong(roam, previous),
    ft: ftChance(roam, {
      earlier: before,
      bsss,
      wasDismissed: trigger.kind === "deauthentication",
    }),
    capabilities: capabilitiesOf(roam, history, bsss),
    ...reportSteering(roam, steering, { bsss, digits }),
    ...(collision === undefined ? {} : { collision }),
  };
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0;
}

/** Milliseconds between the last data before and the first after, by direction. */
function outageOf(
  { interruption }: Exchange,
  momentOf: (moments: DataMoments) => TimeNs | undefined,
): Outage {
  const lasted = (direction: "uplink" | "downlink"): number | undefined => {
    if (interruption === undefined) return undefined;
    const start = momentOf(interruption.before[direction]);
    const end = momentOf(interruption.after[direction]);
    return start === undefined || end === undefined ? undefined : elapsedMs(start, end);
  };
  const [uplink, downlink] = [lasted("uplink"), lasted("downlink")];
  return {
    ...(uplink === undefined ? {} : { uplink }),
    ...(downlink === undefined ? {} : { downlink }),
  };
}

function frequenciesOf(
  { from, to, exchange }: Roam,
  bsss: BssLookup,
): NonNullable<RoamReport["frequencyMhz"]> {
  const before = bsss.get(from)?.frequencyMhz;
  const after =
    exchange.sightings.find(({ sender }) => sender === to)?.air.radio.frequencyMhz ??
    bsss.get(to)?.frequencyMhz;
  return {
    ...(before === undefined ? {} : { from: before }),
    ...(after === undefined ? {} : { to: after }),
  };
}

function signalsOf(exchange: Exchange, first: Exchange): NonNullable<RoamReport["signalDbm"]> {
  const signalOf = (isStation: boolean) =>
    exchange.sightings.find(
      ({ sender, air }) =>
        (sender === exchange.station) === isStation && air.radio.signalDbm !== undefined,
    )?.air.radio.signalDbm;
  const [stationAfter, toAp] = [signalOf(true), signalOf(false)];
  const { stationDbm, apDbm } = first.heardBefore;
  return {
    ...(stationDbm === undefined ? {} : { stationBefore: stationDbm }),
    ...(stationAfter === undefined ? {} : { stationAfter }),
    ...(apDbm === undefined ? {} : { fromAp: apDbm }),
    ...(toAp === undefined ? {} : { toAp }),
  };
}

function pingPong(roam: Roam, previous: Roam["previous"]): { readonly pingPongMs?: number } {
  if (previous === undefined || roam.from === roam.to) return {};
  if (previous.from !== roam.to || previous.to !== roam.from) return {};
  const stayedMs = elapsedMs(previous.time, roam.startTime);
  return stayedMs <= pingPongWindowMs ? { pingPongMs: stayedMs } : {};
}
