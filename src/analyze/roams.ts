import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { KeyRing } from "../exchange/key-ring.ts";
import { findRoams, type Roam } from "../exchange/roam.ts";
import { type RoamReport, reportRoam } from "./roam-report.ts";
import { bssLookup, type Timeline } from "./timeline.ts";
import { reportVoice, type VoiceReport } from "./voice-report.ts";

/** Which roams are wanted. */
export interface RoamLimits {
  readonly station?: MacAddress;
  /** As the AP left or the AP reached. */
  readonly bssid?: MacAddress;
  readonly from?: TimeNs;
  readonly to?: TimeNs;
}

/** Every roam of every timeline, in order of time, and the voice around them. */
export function reportRoams(
  airs: readonly Timeline[],
  { ring, limits }: { readonly ring: KeyRing; readonly limits: RoamLimits },
): { readonly roams: readonly RoamReport[]; readonly voice: readonly VoiceReport[] } {
  const found = airs
    .flatMap((air) => {
      const bsss = bssLookup(air, airs);
      return findRoams(air.exchanges, { bsss, ring }).map((roam) => ({ air, bsss, roam }));
    })
    .sort((a, b) => (endOf(a.roam) < endOf(b.roam) ? -1 : 1))
    .filter(({ roam }) => isWanted(roam, limits))
    .map((one, place) => ({ id: `r${place + 1}`, ...one }));
  const roams = found.map(({ id, air, bsss, roam }) =>
    reportRoam(id, roam, {
      bsss,
      coverage: air.coverage,
      ring,
      history: air.exchangesOf(roam.station),
      events: air.tracker.stations.get(roam.station)?.steering ?? [],
    }),
  );
  const streams = airs.flatMap((air) =>
    air.tracker
      .voiceStreams()
      .filter(({ station }) => limits.station === undefined || station === limits.station),
  );
  return { roams, voice: reportVoice(streams, found) };
}

/** The roam that an exchange completed, if it did. */
export function roamOf(
  exchange: Exchange,
  air: Timeline,
  {
    airs,
    ring,
    id,
  }: { readonly airs: readonly Timeline[]; readonly ring: KeyRing; readonly id: string },
): RoamReport | undefined {
  const bsss = bssLookup(air, airs);
  const history = air.historyOf(exchange);
  const roam = findRoams(history, { bsss, ring }).find((one) => one.exchange === exchange);
  return (
    roam &&
    reportRoam(id, roam, {
      bsss,
      coverage: air.coverage,
      ring,
      history,
      events: air.tracker.stations.get(exchange.station)?.steering ?? [],
    })
  );
}

function endOf({ completedBy }: Roam): TimeNs {
  return completedBy.air.time;
}

function isWanted(roam: Roam, { station, bssid, from, to }: RoamLimits): boolean {
  return (
    (from === undefined || endOf(roam) >= from) &&
    (to === undefined || roam.startTime <= to) &&
    (station === undefined || roam.station === station) &&
    (bssid === undefined || roam.from === bssid || roam.to === bssid)
  );
}
