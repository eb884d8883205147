import { elapsedMs } from "../bytes/time.ts";
import { reasonName } from "../spec/reason-codes.ts";
import type { AirCoverage } from "./air-coverage.ts";
import type { Bss } from "./bss.ts";
import type { HeardAt } from "./heard-at.ts";
import type { Roam } from "./roam.ts";
import type { RoamSteering } from "./roam-steering.ts";

/** What made a station leave its AP. */
export type RoamTriggerKind =
  | "own-decision"
  | "btm-request"
  | "deauthentication"
  | "lost-beacons"
  | "unknown";

/** The same, as far as frames show it. */
export interface RoamTrigger {
  readonly kind: RoamTriggerKind;
  /** `proven`: a frame says so; `inferred`: it fits what was and was not heard. */
  readonly certainty: "proven" | "inferred";
  readonly text: string;
  readonly at?: HeardAt;
}

/** A station that was thrown out looks for another AP at once. */
const dismissalWindowMs = 30_000;

/** hostapd and wpa_supplicant act on a request within seconds; a scan of all channels may come first. */
const requestWindowMs = 20_000;

/** Ten beacons of the usual interval. */
const longestBeaconGapMs = 1_024;

/** What made the station leave. */
export function triggerOf(
  roam: Roam,
  steering: RoamSteering,
  { from, coverage }: { readonly from: Bss | undefined; readonly coverage: AirCoverage },
): RoamTrigger {
  return (
    byRequest(roam, steering) ??
    byDismissal(roam, steering, from) ??
    byLostBeacons(roam, from, coverage) ??
    byItself(roam, steering, from, coverage)
  );
}

function byRequest(roam: Roam, { transition }: RoamSteering): RoamTrigger | undefined {
  if (transition === undefined || transition.at.time > roam.startTime) return undefined;
  const { at, request, response } = transition;
  const beforeMs = elapsedMs(at.time, roam.startTime);
  if (beforeMs > requestWindowMs) return undefined;
  if (response !== undefined && response.status !== 0) return undefined;
  const isCandidate = request.candidates.some(({ bssid }) => bssid === roam.to);
  const isPromised = response?.target === roam.to;
  return {
    kind: "btm-request",
    certainty: isPromised || (response !== undefined && isCandidate) ? "proven" : "inferred",
    text: `BSS Transition Request of the current AP ${Math.round(beforeMs)} ms before${
      isPromised
        ? ", accepted by the station with this target"
        : response === undefined
          ? ", not answered"
          : ", accepted by the station"
    }`,
    at,
  };
}

function byDismissal(
  roam: Roam,
  { dismissal }: RoamSteering,
  from: Bss | undefined,
): RoamTrigger | undefined {
  const ofAll = from?.dismissals.findLast(
    ({ time }) => time < roam.startTime && time > (roam.previous?.time ?? 0n),
  );
  if (ofAll !== undefined && elapsedMs(ofAll.time, roam.startTime) <= dismissalWindowMs) {
    return {
      kind: "deauthentication",
      certainty: "proven",
      text: "the current AP deauthenticated all its stations",
      at: ofAll,
    };
  }
  if (dismissal === undefined || !dismissal.isFromAp) return undefined;
  const { at, kind, reason } = dismissal;
  // What comes after the first attempt finds a station that has left already.
  if (at.time > roam.startTime || elapsedMs(at.time, roam.startTime) > dismissalWindowMs) {
    return undefined;
  }
  return {
    kind: "deauthentication",
    certainty: "proven",
    text: `${kind} by the current AP${reason === undefined ? "" : ` (${reason} ${reasonName(reason)})`}`,
    at,
  };
}

function byLostBeacons(
  roam: Roam,
  from: Bss | undefined,
  coverage: AirCoverage,
): RoamTrigger | undefined {
  const { apBeacon } = (roam.failed[0] ?? roam.exchange).heardBefore;
  if (apBeacon === undefined || from?.frequencyMhz === undefined) return undefined;
  const silenceMs = elapsedMs(apBeacon, roam.startTime);
  if (silenceMs < longestBeaconGapMs) return undefined;
  // The silence is the AP's only where the recorder went on hearing its channel.
  if (!coverage.hearsChannel(from.frequencyMhz, roam.startTime)) return undefined;
  return {
    kind: "lost-beacons",
    certainty: "inferred",
    text: `no beacon of the current AP for ${Math.round(silenceMs)} ms before, while others on its channel were heard`,
  };
}

function byItself(
  roam: Roam,
  { dismissal, transition, unread }: RoamSteering,
  from: Bss | undefined,
  coverage: AirCoverage,
): RoamTrigger {
  if (dismissal !== undefined && !dismissal.isFromAp && dismissal.at.time <= roam.startTime) {
    return {
      kind: "own-decision",
      certainty: "proven",
      text: "the station itself ended the association before",
      at: dismissal.at,
    };
  }
  const isLinkHeard = from !== undefined && coverage.hears(from.bssid, roam.startTime);
  if (!isLinkHeard) {
    return {
      kind: "unknown",
      certainty: "inferred",
      text: "the current AP was not heard before the roam",
    };
  }
  const rejected = transition?.response !== undefined && transition.response.status !== 0;
  const doubts = [
    ...(rejected ? ["the station had rejected the BSS Transition Request before"] : []),
    ...(unread > 0 ? [`${unread} protected Action frames before it could not be read`] : []),
  ];
  return {
    kind: "own-decision",
    certainty: "inferred",
    text: [
      "no request, no deauthentication and no loss of the current AP was heard",
      ...doubts,
    ].join("; "),
  };
}
