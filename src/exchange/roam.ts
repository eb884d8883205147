import { isGroupAddress, type MacAddress } from "../bytes/mac-address.ts";
import { equalOctets } from "../bytes/octets.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { BssLookup } from "./bss.ts";
import { type Exchange, isFt, seen } from "./exchange.ts";
import { requestedSsid } from "./facts.ts";
import type { KeyRing } from "./key-ring.ts";
import { decidingAnswer, isAccepted, outcomeOf } from "./outcome.ts";
import { type MethodFinding, methodOf } from "./roam-method.ts";
import type { Sighting } from "./sighting.ts";

/**
 * One completed (re)association of a station that had been associated in this ESS before; the AP may
 * be the one it came from.
 */
export interface Roam {
  readonly station: MacAddress;
  readonly from: MacAddress;
  readonly to: MacAddress;
  readonly ssid: Uint8Array | undefined;
  readonly method: MethodFinding;
  /** The attempt that was completed. */
  readonly exchange: Exchange;
  /** Attempts since the association before that came to nothing, in order. */
  readonly failed: readonly Exchange[];
  /** An FT attempt failed, and the association was made without FT. */
  readonly fellBack: boolean;
  /** Whether the capture shows the association before, or only the station's word for it. */
  readonly fromKnownBy: "association" | "request" | "data";
  /** First frame of the first attempt. */
  readonly startTime: TimeNs;
  /** The frame with which the association was complete: the accepting answer, or message 4. */
  readonly completedBy: Sighting;
  /** The roam before of the same station, or its first association. */
  readonly previous:
    | { readonly from: MacAddress | undefined; readonly to: MacAddress; readonly time: TimeNs }
    | undefined;
}

interface Standing {
  ap: MacAddress;
  ssid: Uint8Array | undefined;
  from: MacAddress | undefined;
  time: TimeNs;
}

/** The roams of all stations in order of time. `exchanges` are in order of number. */
export function findRoams(
  exchanges: readonly Exchange[],
  { bsss, ring }: { readonly bsss: BssLookup; readonly ring: KeyRing },
): readonly Roam[] {
  const byStation = new Map<MacAddress, Exchange[]>();
  for (const exchange of exchanges) {
    const own = byStation.get(exchange.station) ?? [];
    byStation.set(exchange.station, own);
    own.push(exchange);
  }
  return [...byStation.values()]
    .flatMap((own) => roamsOfStation(own, { bsss, ring }))
    .sort((a, b) => (a.completedBy.air.time < b.completedBy.air.time ? -1 : 1));
}

function roamsOfStation(
  exchanges: readonly Exchange[],
  { bsss, ring }: { readonly bsss: BssLookup; readonly ring: KeyRing },
): readonly Roam[] {
  const roams: Roam[] = [];
  const completed: Exchange[] = [];
  let failed: Exchange[] = [];
  let standing: Standing | undefined;
  for (const [place, exchange] of exchanges.entries()) {
    const completedBy = completionOf(exchange, exchanges[place + 1]);
    if (completedBy === undefined) {
      failed.push(exchange);
      continue;
    }
    const ssid = requestedSsid(exchange) ?? bsss.get(exchange.targetAp)?.ssid;
    const isSameEss = isSame(standing?.ssid, ssid);
    const from = origin(exchange, isSameEss ? standing : undefined, { ssid, bsss });
    if (from !== undefined) {
      const method = methodOf(exchange, { earlier: completed, ring });
      roams.push({
        station: exchange.station,
        from: from.ap,
        to: exchange.targetAp,
        ssid: ssid ?? standing?.ssid,
        method,
        exchange,
        failed,
        fellBack: failed.some(isFt) && !isFt(exchange),
        fromKnownBy: from.knownBy,
        startTime: (failed[0] ?? exchange).startTime,
        completedBy,
        previous:
          isSameEss && standing !== undefined
            ? { from: standing.from, to: standing.ap, time: standing.time }
            : undefined,
      });
    }
    completed.push(exchange);
    failed = [];
    standing = {
      ap: exchange.targetAp,
      ssid: ssid ?? (isSameEss ? standing?.ssid : undefined),
      from: from?.ap,
      time: completedBy.air.time,
    };
  }
  return roams;
}

/** Unknown SSIDs are no reason to call two networks different. */
function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined || equalOctets(a, b);
}

/**
 * The frame that completed an association; undefined for one that was not. A lone answer proves
 * nothing: its request, a handshake or the FTE with a MIC that only a request can have caused must be
 * there, and it must be readable to its end.
 */
function completionOf(exchange: Exchange, next: Exchange | undefined): Sighting | undefined {
  if (outcomeOf(exchange, next) !== "completed") return undefined;
  const answer = decidingAnswer(exchange);
  if (isFt(exchange)) return answer ?? exchange.sightings.at(-1);
  const message4 = seen(exchange, "eapol-4")[0];
  if (message4 !== undefined) return message4;
  const isAnswerAlone = exchange.sightings.every(({ role }) =>
    role.endsWith("association-response"),
  );
  if (isAnswerAlone && exchange.uplink.frames === 0 && exchange.downlink.frames === 0) {
    return undefined;
  }
  if (!isAccepted(exchange)) return exchange.sightings.at(-1);
  return answer?.air.decoded.faults.length === 0 ? answer : undefined;
}

/** Where the station came from, when it is known to have been associated in this ESS. */
function origin(
  exchange: Exchange,
  standing: Standing | undefined,
  { ssid, bsss }: { readonly ssid: Uint8Array | undefined; readonly bsss: BssLookup },
): { readonly ap: MacAddress; readonly knownBy: Roam["fromKnownBy"] } | undefined {
  const claim = seen(exchange, "reassociation-request").at(-1)?.body.currentAp;
  const isClaim = claim !== undefined && !isGroupAddress(claim) && claim !== "00:00:00:00:00:00";
  if (isClaim && isSame(bsss.get(claim)?.ssid, ssid))
    return { ap: claim, knownBy: standing === undefined ? "request" : "association" };
  if (standing !== undefined) return { ap: standing.ap, knownBy: "association" };
  // An association that was made before the capture began shows in its data.
  const carrier = exchange.interruption?.carrier;
  if (carrier === undefined) return undefined;
  const carrierSsid = bsss.get(carrier)?.ssid;
  return carrierSsid !== undefined && ssid !== undefined && equalOctets(carrierSsid, ssid)
    ? { ap: carrier, knownBy: "data" }
    : undefined;
}
