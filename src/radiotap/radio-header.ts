import { Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import type { RadioInfo } from "./radio.ts";

/** Octets of a packet, and how many more there were behind them that the recorder did not keep. */
export interface Part {
  readonly octets: Uint8Array;
  readonly missing: number;
}

/** What stands before a frame, of whatever link type. What is absent the header does not say. */
export interface RadioHeader {
  /** What follows the header. */
  readonly behind: Part;
  /** Link type of what follows; absent where that is the frame. */
  readonly linkType?: number;
  readonly radio: RadioInfo;
  /** Whether the frame ends in an FCS. */
  readonly hasFcs?: boolean | undefined;
  /** The recorder marks damaged frames but does not keep every FCS: a wrong one that is not marked is filler. */
  readonly mayFillFcs?: boolean;
  /** The recorder says that the octets are not those that were sent. */
  readonly isMarkedBad?: boolean;
  readonly hasDataPad?: boolean;
  /** The remote recorder that sent the packet; absent where the capture was made on the spot. */
  readonly sensor?: string;
  readonly faults: readonly Fault[];
}

/** A packet without an 802.11 frame, or with one that cannot be found; `notWifi` says why. */
export interface NotWifi {
  readonly notWifi: string;
  readonly faults: readonly Fault[];
}

/** The part behind the first `length` octets. */
export function behind({ octets, missing }: Part, length: number): Part {
  return {
    octets: octets.subarray(length),
    missing: Math.max(0, Math.min(missing, octets.length + missing - length)),
  };
}

/** The first `length` octets: what follows them is padding, or belongs to something else. */
export function firstOf({ octets, missing }: Part, length: number): Part {
  const kept = octets.subarray(0, length);
  return { octets: kept, missing: Math.min(missing, length - kept.length) };
}

/** Octets that there were, kept or not. */
export function lengthOf({ octets, missing }: Part): number {
  return octets.length + missing;
}

/** A reader of a part that says what ended it. */
export function cursorOf({ octets, missing }: Part, where: string): Cursor {
  return new Cursor(octets, { where, limitedBy: missing > 0 ? "snap-length" : "record-length" });
}

/** A packet whose header cannot be read. */
export function unreadable(what: string, fault: Fault): NotWifi {
  return { notWifi: `unreadable ${what} header`, faults: [fault] };
}
