import type { AirFrame } from "../air/air-frame.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import { type BssTransitionFrame, decodeBssTransition } from "../dot11/bss-transition.ts";
import type { Action } from "../dot11/management.ts";
import { decodeNeighborReportFrame, type NeighborReportFrame } from "../dot11/radio-measurement.ts";
import { type HeardAt, heardAt } from "./heard-at.ts";

/** What an AP and its station said to each other about where to go, or that one of them ended the link. */
export interface SteeringEvent {
  readonly ap: MacAddress;
  readonly at: HeardAt;
  readonly isFromAp: boolean;
  readonly what: NeighborReportFrame | BssTransitionFrame | Dismissal | ProtectedAction;
}

/** A deauthentication or disassociation. */
export interface Dismissal {
  readonly kind: "deauthentication" | "disassociation";
  /** Undefined when the frame is protected. */
  readonly reason: number | undefined;
}

/** An Action frame under management frame protection, not decrypted. */
export interface ProtectedAction {
  readonly kind: "protected-action";
  readonly air: AirFrame;
}

/** Stations are steered now and then; a flood must not grow the list. */
export const mostSteeringEvents = 64;

/** What an Action frame says about where to go; undefined when it says nothing about that. */
export function steeringOf(frame: Action): NeighborReportFrame | BssTransitionFrame | undefined {
  return decodeNeighborReportFrame(frame) ?? decodeBssTransition(frame);
}

export function steeringEvent(
  air: AirFrame,
  event: Pick<SteeringEvent, "ap" | "isFromAp" | "what">,
): SteeringEvent {
  return { ...event, at: heardAt(air) };
}
