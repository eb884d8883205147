import { formatMac, type MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import { AddressSlots } from "./address-slots.ts";

/** First and last beacon of a BSS that one recorder heard, while its TSF ran on. */
export interface TsfSpan {
  readonly first: TsfHeard;
  readonly last: TsfHeard;
  /** The TSF fell: the AP began anew, and its TSF ties nothing together. */
  readonly hasRestarted: boolean;
}

interface TsfHeard {
  readonly tsfUs: number;
  readonly time: TimeNs;
}

/**
 * What one recorder heard that another can have heard too. Frames that no AP or station sends twice
 * are known by a number made of their octets; of many only those with the lowest numbers are kept,
 * so that two recorders keep the same ones, however much each heard and whenever.
 */
export interface ClockMarks {
  /** 802.11 frames that were looked at. */
  readonly frames: number;
  /** The capture's first time; those of the marks are counted from it. */
  readonly start: TimeNs;
  /** Nanoseconds since `start` by number; NaN when the number came again at another time. */
  readonly times: ReadonlyMap<number, number>;
  readonly tsf: ReadonlyMap<MacAddress, TsfSpan>;
}

/** A whole frame where it lies, without FCS. */
export interface MarkedFrame {
  readonly view: DataView;
  readonly start: number;
  readonly end: number;
  /** Its FCS does not speak against it; asked of few. */
  isSound(): boolean;
}

const mostBss = 1024;

const retryFlag = 0x08;
const probeRequest = 0x40;
const probeResponse = 0x50;
const beacon = 0x80;
const transmitterAt = 10;
/** MAC header and timestamp of a beacon. */
const timestampAt = 24;
const timestampEnd = 32;
/** Octets of other frames that go into their number: nonces lie within. */
const mostHashed = 256;

/** Two adapters of one recorder hear one frame at most so far apart. */
const sameFrameNs = 5_000_000;

/** A TSF that leaves the recorder's clock by more was damaged on the air, or its AP began anew. */
const mostDeviationUs = 500_000;

const wholeRange = 2 ** 53;

/** Collects the marks of one capture. */
export class MarkCollector {
  readonly #most: number;
  readonly #times = new Map<number, number>();
  readonly #slots = new AddressSlots();
  readonly #tsf: {
    readonly bssid: MacAddress;
    first: OwnTsf;
    last: OwnTsf;
    hasRestarted: boolean;
  }[] = [];
  #limit = wholeRange;
  #frames = 0;
  #hasBegun = false;
  #startUs = 0;
  #startSubUs = 0;

  /** `most` marks are kept, at least for a while twice as many. */
  constructor(most: number) {
    this.#most = most;
  }

  /** A frame that is known to be none of those that tell something. */
  pass(): void {
    this.#frames++;
  }

  /** A frame that was received at so many microseconds since 1970 and nanoseconds beyond them. */
  take(frame: MarkedFrame, timeUs: number, subUs: number): void {
    this.#frames++;
    if (!this.#hasBegun) this.#begin(timeUs, subUs);
    const { view, start, end } = frame;
    const control = view.getUint8(start);
    const isManagement = (control & 0x0f) === 0;
    if (!isManagement || control === probeRequest || end - start < timestampEnd) return;
    const isTimed = control === beacon || control === probeResponse;
    // Copies by the MAC are alike; a timestamp is made anew for each.
    if (!isTimed && (view.getUint8(start + 1) & retryFlag) !== 0) return;
    if (control === beacon) this.#followTsf(frame, timeUs, subUs);
    const hashedEnd = isTimed ? start + timestampEnd : Math.min(end, start + mostHashed);
    const number = numberOf(view, start, hashedEnd);
    if (number >= this.#limit || !frame.isSound()) return;
    this.#mark(number, this.#since(timeUs, subUs));
  }

  marks(): ClockMarks {
    const toTime = ({ tsfUs, timeUs, subUs }: OwnTsf): TsfHeard => ({
      tsfUs,
      time: timeOf(timeUs, subUs),
    });
    return {
      frames: this.#frames,
      start: timeOf(this.#startUs, this.#startSubUs),
      times: this.#times,
      tsf: new Map(
        this.#tsf.map(({ bssid, first, last, hasRestarted }) => [
          bssid,
          { first: toTime(first), last: toTime(last), hasRestarted },
        ]),
      ),
    };
  }

  #begin(timeUs: number, subUs: number): void {
    this.#hasBegun = true;
    this.#startUs = timeUs;
    this.#startSubUs = subUs;
  }

  #since(timeUs: number, subUs: number): number {
    return (timeUs - this.#startUs) * 1000 + subUs - this.#startSubUs;
  }

  #mark(number: number, since: number): void {
    const times = this.#times;
    const known = times.get(number);
    if (known === undefined) times.set(number, since);
    else if (!(Math.abs(since - known) <= sameFrameNs)) times.set(number, Number.NaN);
    if (times.size <= 2 * this.#most) return;
    while (times.size > this.#most) {
      this.#limit /= 2;
      for (const old of times.keys()) if (old >= this.#limit) times.delete(old);
    }
  }

  #followTsf(frame: MarkedFrame, timeUs: number, subUs: number): void {
    const { view, start } = frame;
    const at = start + timestampAt;
    const tsfUs = view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
    const slot = this.#slots.find(view, start + transmitterAt);
    const span = slot < 0 ? undefined : this.#tsf[slot];
    if (span === undefined) {
      if (this.#tsf.length === mostBss || !frame.isSound()) return;
      this.#slots.add(view, start + transmitterAt);
      const octets = new Uint8Array(view.buffer, view.byteOffset + start + transmitterAt, 6);
      const first = { tsfUs, timeUs, subUs };
      this.#tsf.push({
        bssid: formatMac(octets),
        first,
        last: { ...first },
        hasRestarted: false,
      });
      return;
    }
    const { last } = span;
    const deviationUs = tsfUs - last.tsfUs - (timeUs - last.timeUs);
    if (Math.abs(deviationUs) > mostDeviationUs) {
      if (!frame.isSound()) return;
      if (tsfUs < last.tsfUs) span.hasRestarted = true;
    }
    last.tsfUs = tsfUs;
    last.timeUs = timeUs;
    last.subUs = subUs;
  }
}

interface OwnTsf {
  tsfUs: number;
  timeUs: number;
  subUs: number;
}

function timeOf(timeUs: number, subUs: number): TimeNs {
  return BigInt(timeUs) * 1000n + BigInt(subUs);
}

/** 53 bits of two multiplicative hashes. Duration and Retry bit are left out. */
function numberOf(view: DataView, start: number, end: number): number {
  let a = 0x811c9dc5 ^ view.getUint8(start);
  let b = 0x9e3779b9;
  for (let at = start + 4; at < end; at++) {
    const octet = view.getUint8(at);
    a = Math.imul(a ^ octet, 0x01000193);
    b = Math.imul(b + octet, 0x85ebca6b) ^ (b >>> 13);
  }
  a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d);
  b = Math.imul(b ^ (b >>> 16), 0xc2b2ae35);
  return ((a ^ (a >>> 12)) >>> 0) * 2 ** 21 + ((b ^ (b >>> 16)) >>> 11);
}
