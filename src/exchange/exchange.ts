import type { AirFrame } from "../air/air-frame.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { ActivityBin } from "./activity.ts";
import { type DataFlow, newDataFlow } from "./data-flow.ts";
import type { HeardAt } from "./heard-at.ts";
import type { Interruption } from "./interruption.ts";
import type {
  AssociationRequest,
  AssociationResponse,
  FtRequest,
  FtResponse,
  Sighting,
  SightingOf,
  SightingRole,
} from "./sighting.ts";

export type ExchangeKind =
  | "ft-over-the-air"
  | "ft-over-the-ds"
  | "initial-mobility-domain-association"
  | "association";

export type Outcome =
  | "completed"
  | "refused"
  | "rejected-by-station"
  | "unanswered"
  | "abandoned"
  | "not-observed";

/** One attempt of a station to get associated with one AP, with all frames that belong to it. */
export interface Exchange {
  /** Counts from 1 in order of beginning; anew when an attempt is found that nobody had seen. */
  number: number;
  kind: ExchangeKind;
  /** Found by decryption when all frames had passed: data around it were not followed. */
  readonly isFoundLate: boolean;
  readonly station: MacAddress;
  readonly targetAp: MacAddress;
  /** The AP the station comes from, as the station says or as the capture showed; undefined when neither is known. */
  currentAp: MacAddress | undefined;
  startTime: TimeNs;
  lastTime: TimeNs;
  /** In order of time. */
  readonly sightings: Sighting[];
  /** Frames beyond the limit of an exchange that were counted and not kept. */
  notKept: number;
  readonly uplink: DataFlow;
  readonly downlink: DataFlow;
  /** The station's last protected data with any AP before the latest frame of the exchange. */
  dataBefore: TimeNs | undefined;
  /** Its first ones after that frame, and with which AP. */
  dataAfter: { readonly time: TimeNs; readonly bssid: MacAddress } | undefined;
  /** The same by direction. */
  pause: Readonly<Record<"uplink" | "downlink", Pause>>;
  /** The last data that the AP the station came from sent to it while it was with the target, as later data to the target show. */
  fromOldAp: HeardAt | undefined;
  /** Protected Action frames between the station and its current AP shortly before: FT over the DS may be among them. */
  readonly protectedActions: readonly AirFrame[];
  /** Protected data of the station with any AP, from shortly before the exchange to shortly after it. */
  readonly activity: ActivityBin[];
  /** The station's data around its request for the association; undefined when no request or answer was heard. */
  interruption: Interruption | undefined;
  /** EAP packets between station and target: an authentication with a server, not with a cached key. */
  eapPackets: number;
  /** As the recorder heard them when the exchange began: the station, and the AP it came from. */
  readonly heardBefore: HeardBefore;
}

/** The last that was heard of a station and of its AP before a moment. */
export interface HeardBefore {
  readonly stationDbm?: number;
  readonly apDbm?: number;
  /** A beacon of the AP. */
  readonly apBeacon?: TimeNs;
}

/** Protected data of the station in one direction, with any AP, around the latest frame of an exchange. */
export interface Pause {
  readonly before: TimeNs | undefined;
  after: TimeNs | undefined;
}

/** An exchange of which no frame is known yet. */
export function newExchange(
  beginning: Omit<
    Exchange,
    | "isFoundLate"
    | "lastTime"
    | "sightings"
    | "notKept"
    | "uplink"
    | "downlink"
    | "dataBefore"
    | "dataAfter"
    | "pause"
    | "fromOldAp"
    | "interruption"
    | "eapPackets"
  >,
  isFoundLate = false,
): Exchange {
  return {
    ...beginning,
    isFoundLate,
    lastTime: beginning.startTime,
    sightings: [],
    notKept: 0,
    uplink: newDataFlow(),
    downlink: newDataFlow(),
    dataBefore: undefined,
    dataAfter: undefined,
    pause: {
      uplink: { before: undefined, after: undefined },
      downlink: { before: undefined, after: undefined },
    },
    fromOldAp: undefined,
    interruption: undefined,
    eapPackets: 0,
  };
}

/** A station does not send so many frames in one attempt; a flood must not grow the exchange. */
export const mostSightings = 96;

/** The frames of an exchange that play one role, in order of time. */
export function seen<R extends SightingRole>(
  exchange: Exchange,
  role: R,
): readonly SightingOf<R>[] {
  return exchange.sightings.filter(
    (sighting): sighting is SightingOf<R> & Sighting => sighting.role === role,
  );
}

export function isFt(exchange: Exchange): boolean {
  return exchange.kind === "ft-over-the-air" || exchange.kind === "ft-over-the-ds";
}

/** A frame with which a full association begins was captured: data and handshakes may follow an FT exchange that was missed. */
export function isSeenToBegin({ sightings }: Exchange): boolean {
  return sightings.some(({ role }) => /^(auth|assoc|reassoc)/.test(role));
}

/** Its target, or the AP that speaks for it, has sent something of the exchange. */
export function isAnswered({ sightings, station }: Exchange): boolean {
  return sightings.some(({ sender }) => sender !== station);
}

export function ftRequests(exchange: Exchange): readonly FtRequest[] {
  return [...seen(exchange, "ft-authentication-request"), ...seen(exchange, "ft-action-request")];
}

export function ftResponses(exchange: Exchange): readonly FtResponse[] {
  return [...seen(exchange, "ft-authentication-response"), ...seen(exchange, "ft-action-response")];
}

export function associationRequests(exchange: Exchange): readonly AssociationRequest[] {
  return exchange.sightings.filter(
    (sighting): sighting is AssociationRequest =>
      sighting.role === "association-request" || sighting.role === "reassociation-request",
  );
}

export function associationResponses(exchange: Exchange): readonly AssociationResponse[] {
  return exchange.sightings.filter(
    (sighting): sighting is AssociationResponse =>
      sighting.role === "association-response" || sighting.role === "reassociation-response",
  );
}
