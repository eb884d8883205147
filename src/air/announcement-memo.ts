import { formatMac } from "../bytes/mac-address.ts";
import type { Packet } from "../capture/packet.ts";
import type { DecodedFrame } from "../dot11/frame.ts";

/** MAC header, timestamp, interval and capabilities; elements follow. */
const timestampAt = 24;
const comparedFrom = 32;
const elementsAt = 36;

/** The traffic indication map and the BSS load change with the traffic and say nothing of the BSS. */
const trafficIds: ReadonlySet<number> = new Set([5, 11]);

/** Retry, Power Management and More Data. */
const changingFlags = 0x38;

/** Bodies of a BSS that are remembered: some APs change what they announce back and forth. */
const remembered = 4;
/** A flood of invented BSSs must not make the memory grow. */
const mostAnnouncers = 2048;

/** A timestamp that leaves the capture's own clock by more is looked at. */
const mostDeviationMs = 500;
/** So often an announcement is handed on though it says nothing new. */
const heartbeatMs = 60_000;

/** What a BSS announced once, with octets of its own. */
export interface Announcement {
  readonly octets: Uint8Array;
  readonly view: DataView;
  /** The same octets as words, by how many octets of the first word are in front of them. */
  readonly shifted: readonly Int32Array[];
  /** Places between which octets are compared, in pairs. */
  readonly compared: readonly number[];
  readonly decoded: DecodedFrame;
}

interface Announcer {
  readonly known: Announcement[];
  /** Of its timestamp to the time of the capture. */
  leadMs: number;
  handedOnMs: number;
}

/** Under which the announcements of one kind and of one transmitter, given by its slot, are known. */
export function announcerKey(transmitter: number, isBeacon: boolean): number {
  return 2 * transmitter + (isBeacon ? 1 : 0);
}

/** Knows beacons and probe responses again that say what was said before. */
export class AnnouncementMemo {
  readonly #announcers: (Announcer | undefined)[] = [];
  #count = 0;
  /** The announcement found last was not handed on for a while. */
  isDue = false;

  /**
   * What the frame at `start` repeats; undefined when it must be looked at: it says something new, or its
   * timestamp does not go on. For `key` see {@link announcerKey}.
   */
  find(
    key: number,
    { view, words }: Packet,
    start: number,
    end: number,
    timeMs: number,
  ): Announcement | undefined {
    const announcer = this.#announcers[key];
    if (announcer === undefined) return undefined;
    const leadMs = Math.round(timestampMs(view, start) - timeMs);
    const deviationMs = leadMs - announcer.leadMs;
    if (deviationMs > mostDeviationMs || deviationMs < -mostDeviationMs) return undefined;
    for (const announcement of announcer.known) {
      if (!isRepeated(announcement, view, words, start, end)) continue;
      announcer.leadMs = leadMs;
      this.isDue = Math.abs(timeMs - announcer.handedOnMs) > heartbeatMs;
      if (this.isDue) announcer.handedOnMs = timeMs;
      return announcement;
    }
    return undefined;
  }

  /** A whole frame without faults was looked at. */
  remember(key: number, octets: Uint8Array, decoded: DecodedFrame, timeMs: number): void {
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    let announcer = this.#announcers[key];
    if (announcer === undefined) {
      announcer = { known: [], leadMs: 0, handedOnMs: 0 };
      // What is forgotten is looked at once more.
      if (this.#count >= mostAnnouncers) this.#announcers.length = this.#count = 0;
      this.#announcers[key] = announcer;
      this.#count++;
    }
    announcer.leadMs = Math.round(timestampMs(view, 0) - timeMs);
    announcer.handedOnMs = timeMs;
    const { known } = announcer;
    if (known.some((one) => isRepeated(one, view, undefined, 0, octets.length))) return;
    if (known.length === remembered) known.shift();
    known.push({
      octets,
      view,
      shifted: [0, 1, 2, 3].map((shift) => shiftedWords(octets, shift)),
      compared: comparedOf(octets),
      decoded,
    });
  }
}

/** The decoding of a frame that repeats an announcement; `octets` are at least its first 32. */
export function decodeRepeated({ decoded }: Announcement, octets: Uint8Array): DecodedFrame {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const { header, frame, faults } = decoded;
  const timestampUs = view.getBigUint64(timestampAt, true);
  const flags = view.getUint8(1);
  return {
    ...(header === undefined
      ? {}
      : {
          header: {
            ...header,
            // All else was compared.
            retry: (flags & 0x08) !== 0,
            powerManagement: (flags & 0x10) !== 0,
            moreData: (flags & 0x20) !== 0,
            duration: view.getUint16(2, true),
            receiver: formatMac(octets.subarray(4, 10)),
            sequenceNumber: view.getUint16(22, true) >> 4,
          },
        }),
    frame:
      frame.kind === "beacon" || frame.kind === "probe-response"
        ? { ...frame, timestampUs }
        : frame,
    faults,
  };
}

function timestampMs(view: DataView, start: number): number {
  const at = start + timestampAt;
  return (view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32) / 1000;
}

/** Where octets are compared: all but the elements that speak of traffic, whose lengths are compared. */
function comparedOf(octets: Uint8Array): readonly number[] {
  const places = [comparedFrom];
  for (let at = elementsAt; at + 2 <= octets.length; ) {
    const next = at + 2 + (octets[at + 1] as number);
    if (trafficIds.has(octets[at] as number) && next <= octets.length) places.push(at + 2, next);
    at = next;
  }
  places.push(octets.length);
  return places;
}

function shiftedWords(octets: Uint8Array, shift: number): Int32Array {
  const shifted = new Uint8Array((shift + octets.length + 3) & ~3);
  shifted.set(octets, shift);
  return new Int32Array(shifted.buffer);
}

function isRepeated(
  { octets, view: known, shifted, compared }: Announcement,
  view: DataView,
  words: Int32Array | undefined,
  start: number,
  end: number,
): boolean {
  if (end - start !== octets.length) return false;
  if (((known.getUint8(1) ^ view.getUint8(start + 1)) & ~changingFlags) !== 0) return false;
  // Address 3, and the fragment number behind it.
  if (known.getInt32(16) !== view.getInt32(start + 16)) return false;
  if (known.getUint16(20) !== view.getUint16(start + 20)) return false;
  if (((known.getUint8(22) ^ view.getUint8(start + 22)) & 15) !== 0) return false;
  for (let i = 0; i < compared.length; i += 2) {
    let at = compared[i] as number;
    const to = compared[i + 1] as number;
    if (words !== undefined && to - at >= 8) {
      // Octets up to the first whole word, then words.
      for (; ((start + at) & 3) !== 0; at++) {
        if (known.getUint8(at) !== view.getUint8(start + at)) return false;
      }
      const knownWords = shifted[start & 3] as Int32Array;
      const ahead = start >> 2;
      const last = ((start + to) >> 2) - ahead;
      for (let word = ((start + at) >> 2) - ahead; word < last; word++) {
        if (knownWords[word] !== words[ahead + word]) return false;
      }
      at += (to - at) & ~3;
    }
    for (; at + 4 <= to; at += 4) {
      if (known.getInt32(at) !== view.getInt32(start + at)) return false;
    }
    for (; at < to; at++) if (known.getUint8(at) !== view.getUint8(start + at)) return false;
  }
  return true;
}
