import type { AirFrame } from "../air/air-frame.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { FrameOf } from "../dot11/frame.ts";

/** What each role of a frame in an exchange decodes to. */
interface RoleBodies {
  "authentication-request": FrameOf<"authentication">;
  "authentication-response": FrameOf<"authentication">;
  "ft-authentication-request": FrameOf<"authentication">;
  "ft-authentication-response": FrameOf<"authentication">;
  "ft-authentication-confirm": FrameOf<"authentication">;
  "ft-authentication-ack": FrameOf<"authentication">;
  "ft-action-request": FrameOf<"ft-action">;
  "ft-action-response": FrameOf<"ft-action">;
  "ft-action-confirm": FrameOf<"ft-action">;
  "ft-action-ack": FrameOf<"ft-action">;
  "association-request": FrameOf<"association-request">;
  "association-response": FrameOf<"association-response">;
  "reassociation-request": FrameOf<"reassociation-request">;
  "reassociation-response": FrameOf<"reassociation-response">;
  "eapol-1": FrameOf<"eapol-key">;
  "eapol-2": FrameOf<"eapol-key">;
  "eapol-3": FrameOf<"eapol-key">;
  "eapol-4": FrameOf<"eapol-key">;
  disassociation: FrameOf<"disassociation">;
  deauthentication: FrameOf<"deauthentication">;
}

/** The part a frame plays in an exchange (the names of the JSON document). Data are no sightings: they are only followed. */
export type FrameRole =
  | "authentication-request"
  | "authentication-response"
  | "ft-authentication-request"
  | "ft-authentication-response"
  | "ft-authentication-confirm"
  | "ft-authentication-ack"
  | "ft-action-request"
  | "ft-action-response"
  | "ft-action-confirm"
  | "ft-action-ack"
  | "association-request"
  | "association-response"
  | "reassociation-request"
  | "reassociation-response"
  | "eapol-1"
  | "eapol-2"
  | "eapol-3"
  | "eapol-4"
  | "disassociation"
  | "deauthentication"
  | "data-uplink"
  | "data-downlink";

/** The part a frame plays in the making of an association. */
export type SightingRole = Exclude<FrameRole, "data-uplink" | "data-downlink">;

export interface SightingOf<R extends SightingRole> {
  readonly role: R;
  readonly body: RoleBodies[R];
  readonly air: AirFrame;
  readonly sender: MacAddress;
  readonly receiver: MacAddress;
  /** Retransmissions by the MAC (same sequence number) that were heard beside the first copy. */
  readonly retries: AirFrame[];
  /**
   * Frames of the sender since its last captured one that were not captured, by its sequence counter.
   * Only for stations; undefined when there is nothing to count from.
   */
  readonly missedBefore: number | undefined;
}

/** One frame of an exchange with its MAC retries folded in. */
export type Sighting = { [R in SightingRole]: SightingOf<R> }[SightingRole];

/** Either side's frames that open the FT exchange: over the air or over the DS. */
export type FtRequest = SightingOf<"ft-authentication-request"> | SightingOf<"ft-action-request">;

/** The target's answer to an {@link FtRequest}. */
export type FtResponse =
  | SightingOf<"ft-authentication-response">
  | SightingOf<"ft-action-response">;

/** A request with which the station asks the target for the association. */
export type AssociationRequest =
  | SightingOf<"association-request">
  | SightingOf<"reassociation-request">;

export type AssociationResponse =
  | SightingOf<"association-response">
  | SightingOf<"reassociation-response">;

export function timeOf(sighting: Sighting): TimeNs {
  return sighting.air.time;
}

/** Some copy of the frame was followed by an ACK. False is weak: the recorder may not have heard the ACK. */
export function isAcknowledged(sighting: Sighting): boolean {
  return sighting.air.acknowledged || sighting.retries.some((retry) => retry.acknowledged);
}

/**
 * The target's answer over the DS says success and holds nothing: the station cannot go on with that. hostapd (up to
 * 2.10 at least, wpa_ft_rrb_rx_request_cb) answers so whenever it had to ask the key holder first and got no key.
 * An FCS or padding that nobody declared looks like elements.
 */
export function isHollow(response: Sighting): boolean {
  return (
    response.role === "ft-action-response" &&
    response.body.status === 0 &&
    !response.body.elements.some(
      ({ kind }) => kind === "rsne" || kind === "mde" || kind === "fte",
    ) &&
    !response.air.cut
  );
}

/** The target lets the station go on to the reassociation. */
export function isAgreement(response: FtResponse): boolean {
  return response.body.status === 0 && !isHollow(response);
}

/** The status code a response carries; undefined for every other frame. */
export function statusOf(sighting: Sighting): number | undefined {
  switch (sighting.role) {
    case "authentication-response":
    case "ft-authentication-response":
    case "ft-authentication-ack":
    case "association-response":
    case "reassociation-response":
      return sighting.body.status;
    case "ft-action-response":
    case "ft-action-ack":
      return sighting.body.status;
    default:
      return undefined;
  }
}
