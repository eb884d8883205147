import { attempt, Cursor } from "../bytes/cursor.ts";
import { formatMac, type MacAddress } from "../bytes/mac-address.ts";
import { decodeElements } from "../elements/decode.ts";
import { findElements } from "../elements/find.ts";
import { type Neighbor, neighborOf } from "../elements/neighbor-report.ts";
import type { Action } from "./management.ts";

const wnm = 10;

/** BSS Transition Management Query frame (9.6.13.8): the station asks where to go. */
export interface BssTransitionQuery {
  readonly kind: "bss-transition-query";
  readonly dialogToken: number;
  readonly reason: number;
}

/** BSS Transition Management Request frame (9.6.13.9): the AP asks the station to go. */
export interface BssTransitionRequest {
  readonly kind: "bss-transition-request";
  readonly dialogToken: number;
  /** The candidates are all that the station may choose from. */
  readonly isAbridged: boolean;
  readonly isDisassociationImminent: boolean;
  readonly isEssDisassociationImminent: boolean;
  /** Beacon intervals until the AP disassociates the station; 0: not said. */
  readonly disassociationTimer: number;
  /** Beacon intervals for which the candidates are valid. */
  readonly validityInterval: number;
  readonly candidates: readonly Neighbor[];
}

/** BSS Transition Management Response frame (9.6.13.10). */
export interface BssTransitionResponse {
  readonly kind: "bss-transition-response";
  readonly dialogToken: number;
  /** 0 accepted; see {@link bssTransitionStatusName}. */
  readonly status: number;
  /** Where the station says it goes; only with status 0. */
  readonly target?: MacAddress;
}

export type BssTransitionFrame = BssTransitionQuery | BssTransitionRequest | BssTransitionResponse;

/** BSS transition management in an Action frame; undefined for every other one and for a cut one. */
export function decodeBssTransition(frame: Action): BssTransitionFrame | undefined {
  if (frame.category !== wnm || frame.isErrorEcho) return undefined;
  const cursor = new Cursor(frame.body, { where: "BSS transition management" });
  let read: BssTransitionFrame | undefined;
  attempt(() => {
    if (frame.action === 6) read = readQuery(cursor);
    if (frame.action === 7) read = readRequest(cursor);
    if (frame.action === 8) read = readResponse(cursor);
  });
  return read;
}

function readQuery(cursor: Cursor): BssTransitionQuery {
  return {
    kind: "bss-transition-query",
    dialogToken: cursor.u8("dialog token"),
    reason: cursor.u8("reason"),
  };
}

function readRequest(cursor: Cursor): BssTransitionRequest {
  const dialogToken = cursor.u8("dialog token");
  const mode = cursor.u8("request mode");
  const disassociationTimer = cursor.u16le("disassociation timer");
  const validityInterval = cursor.u8("validity interval");
  if ((mode & 0x08) !== 0) cursor.skip(12, "BSS termination duration");
  if ((mode & 0x10) !== 0) cursor.skip(cursor.u8("URL length"), "URL");
  const { elements } = decodeElements(cursor.rest(), { base: 0, limitedBy: "frame" });
  return {
    kind: "bss-transition-request",
    dialogToken,
    isAbridged: (mode & 0x02) !== 0,
    isDisassociationImminent: (mode & 0x04) !== 0,
    isEssDisassociationImminent: (mode & 0x10) !== 0,
    disassociationTimer,
    validityInterval,
    candidates: findElements(elements, "neighbor-report").map(neighborOf),
  };
}

function readResponse(cursor: Cursor): BssTransitionResponse {
  const dialogToken = cursor.u8("dialog token");
  const status = cursor.u8("status");
  cursor.skip(1, "BSS termination delay");
  const target =
    status === 0 && cursor.remaining >= 6 ? formatMac(cursor.take(6, "target BSSID")) : undefined;
  return {
    kind: "bss-transition-response",
    dialogToken,
    status,
    ...(target === undefined ? {} : { target }),
  };
}

const statusNames: Readonly<Record<number, string>> = {
  0: "accepted",
  1: "rejected, reason not specified",
  2: "rejected: not enough beacons or probe responses from the candidates",
  3: "rejected: not enough capacity at the candidates",
  4: "rejected: BSS termination not wanted",
  5: "rejected: a delay of the BSS termination is asked for",
  6: "rejected: the station has a candidate list of its own",
  7: "rejected: no suitable candidates",
  8: "rejected: the station leaves the ESS",
};

/** Meaning of the status code of a BSS Transition Management Response (9.6.13.10, table 9-383). */
export function bssTransitionStatusName(status: number): string {
  return statusNames[status] ?? `status ${status}`;
}
