import { crc32 } from "../bytes/crc32.ts";
import type { FcsState } from "./radio.ts";

const fcsLength = 4;
/** An interface that delivers frames with FCS does so with nearly all of them; the rest was damaged on the air. */
const deliversFcsShare = 0.8;
/** Frames to have seen before a wrong CRC is held against the frame and not against the guess. */
const knownAfter = 8;

export interface FcsSubject {
  /** The frame, perhaps with its FCS, perhaps cut; without padding. */
  readonly octets: Uint8Array;
  /** Octets at the end that the recorder did not keep. */
  readonly missing: number;
  /** Whether the frame came with an FCS; undefined when nothing says so. */
  readonly hasFcs: boolean | undefined;
  /** The recorder says that the frame was received with errors. */
  readonly isMarkedBad: boolean;
  /** The recorder may have put something else into the place of the FCS. */
  readonly mayFillFcs: boolean;
}

export interface CheckedFrame {
  /** The frame without what there was of its FCS. */
  readonly octets: Uint8Array;
  readonly fcs: FcsState;
}

/** Whether frames come with an FCS, where nothing declares it: most of them do, or none. */
export class FcsGuess {
  #tested = 0;
  #matched = 0;

  get isDelivered(): boolean {
    return this.#tested > 0 && this.#matched >= deliversFcsShare * this.#tested;
  }

  /** A wrong CRC speaks against the frame. */
  get isKnown(): boolean {
    return this.#tested >= knownAfter && this.isDelivered;
  }

  /** Whether one more frame ends in an FCS. */
  count(isRight: boolean): void {
    this.#tested++;
    if (isRight) this.#matched++;
  }
}

/**
 * Makes the FCS check of one capture interface. Where nothing declares whether the frames come with an
 * FCS, the frames of the interface so far decide: the CRC of all octets but the last 4 matches or not.
 */
export function createFcsCheck(guessed = new FcsGuess()): (subject: FcsSubject) => CheckedFrame {
  function guess(subject: FcsSubject): CheckedFrame {
    const { octets, missing, isMarkedBad } = subject;
    if (missing > 0 || isMarkedBad) return judge({ ...subject, hasFcs: guessed.isDelivered });
    const { isKnown } = guessed;
    const isRight = endsInFcs(octets);
    guessed.count(isRight);
    if (isRight) return { octets: withoutFcs(octets, missing), fcs: "good" };
    return isKnown
      ? { octets: withoutFcs(octets, missing), fcs: "bad" }
      : { octets, fcs: "absent" };
  }

  return (subject) => (subject.hasFcs === undefined ? guess(subject) : judge(subject));
}

function judge({ octets, missing, hasFcs, isMarkedBad, mayFillFcs }: FcsSubject): CheckedFrame {
  if (!hasFcs) return { octets, fcs: isMarkedBad ? "bad" : "absent" };
  const frame = withoutFcs(octets, missing);
  if (isMarkedBad) return { octets: frame, fcs: "bad" };
  if (missing > 0) return { octets: frame, fcs: "unchecked" };
  if (endsInFcs(octets)) return { octets: frame, fcs: "good" };
  return { octets: frame, fcs: mayFillFcs || endsInFiller(octets) ? "unchecked" : "bad" };
}

/** Whether the last 4 octets, of a whole frame with FCS, say that the others are damaged. */
export function hasWrongFcs(octets: Uint8Array): boolean {
  return !endsInFcs(octets) && !endsInFiller(octets);
}

function endsInFiller(octets: Uint8Array): boolean {
  return octets.length > fcsLength && isFiller(octets.subarray(-fcsLength));
}

/**
 * Octets that some recorders and tools put where the FCS was lost: all alike, or "dead beef". Damage on
 * the air makes them once in four thousand million frames.
 */
function isFiller(fcs: Uint8Array): boolean {
  const [a = 0, b = 0, c = 0, d = 0] = fcs;
  const value = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  return (a === b && b === c && c === d) || value === 0xdeadbeef || value === 0xefbeadde;
}

/** A cut within the FCS leaves a part of it, which is no part of the frame. */
function withoutFcs(octets: Uint8Array, missing: number): Uint8Array {
  const present = Math.min(octets.length, Math.max(0, fcsLength - missing));
  return octets.subarray(0, octets.length - present);
}

/** Whether the last 4 octets are the FCS of those before them. */
export function endsInFcs(octets: Uint8Array): boolean {
  const end = octets.length - fcsLength;
  if (end <= 0) return false;
  const [a = 0, b = 0, c = 0, d = 0] = octets.subarray(end);
  return (crc32(octets.subarray(0, end)) | 0) === (a | (b << 8) | (c << 16) | (d << 24));
}
