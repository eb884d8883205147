import { formatMac, type MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";

/** First and last beacon of a BSS that one recorder heard, while its TSF ran on. */
export interface TsfSpan {
  readonly first: { readonly tsfUs: number; readonly time: TimeNs };
  last: { readonly tsfUs: number; readonly time: TimeNs };
  /** The TSF fell: the AP began anew, and its TSF ties nothing together. */
  hasRestarted: boolean;
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

export interface MarkCollector {
  /** A whole frame that was received well: header and body without FCS. */
  take(octets: Uint8Array, time: TimeNs): void;
  /** A frame that is known to be no management frame. */
  pass(): void;
  marks(): ClockMarks;
}

const mostBss = 1024;

const retryFlag = 0x08;
const probeRequest = 0x40;
const probeResponse = 0x50;
const beacon = 0x80;
/** MAC header and timestamp of a beacon. */
const timestampEnd = 32;
/** Octets of other frames that go into their number: nonces lie within. */
const mostHashed = 256;

/** Two adapters of one recorder hear one frame at most so far apart. */
const sameFrameNs = 5_000_000;

const wholeRange = 2 ** 53;

/** @param most marks that are kept, at least for a while twice as many. */
export function createMarkCollector(most: number): MarkCollector {
  const times = new Map<number, number>();
  const tsf = new Map<MacAddress, TsfSpan>();
  let start: TimeNs | undefined;
  let frames = 0;
  let limit = wholeRange;

  function mark(number: number, since: number): void {
    if (number >= limit) return;
    const known = times.get(number);
    if (known === undefined) times.set(number, since);
    else if (!(Math.abs(since - known) <= sameFrameNs)) times.set(number, Number.NaN);
    if (times.size <= 2 * most) return;
    while (times.size > most) {
      limit /= 2;
      for (const old of times.keys()) if (old >= limit) times.delete(old);
    }
  }

  function followTsf(octets: Uint8Array, time: TimeNs): void {
    const bssid = formatMac(octets.subarray(10, 16));
    const view = new DataView(octets.buffer, octets.byteOffset + 24, 8);
    const heard = {
      tsfUs: view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32,
      time,
    };
    const span = tsf.get(bssid);
    if (span === undefined) {
      if (tsf.size < mostBss) tsf.set(bssid, { first: heard, last: heard, hasRestarted: false });
      return;
    }
    if (heard.tsfUs < span.last.tsfUs) span.hasRestarted = true;
    span.last = heard;
  }

  return {
    take(octets, time) {
      frames++;
      start ??= time;
      const control = octets[0] as number;
      const isManagement = (control & 0x0f) === 0;
      if (!isManagement || control === probeRequest || octets.length < timestampEnd) return;
      const isTimed = control === beacon || control === probeResponse;
      // Copies by the MAC are alike; a timestamp is made anew for each.
      if (!isTimed && ((octets[1] as number) & retryFlag) !== 0) return;
      if (control === beacon) followTsf(octets, time);
      const hashed = octets.subarray(0, isTimed ? timestampEnd : mostHashed);
      mark(numberOf(hashed), Number(time - start));
    },
    pass() {
      frames++;
    },
    marks: () => ({ frames, start: start ?? 0n, times, tsf }),
  };
}

/** 53 bits of two multiplicative hashes. Duration and Retry bit are left out. */
function numberOf(octets: Uint8Array): number {
  let a = 0x811c9dc5 ^ (octets[0] as number);
  let b = 0x9e3779b9;
  for (let i = 4; i < octets.length; i++) {
    const octet = octets[i] as number;
    a = Math.imul(a ^ octet, 0x01000193);
    b = Math.imul(b + octet, 0x85ebca6b) ^ (b >>> 13);
  }
  a = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d);
  b = Math.imul(b ^ (b >>> 16), 0xc2b2ae35);
  return ((a ^ (a >>> 12)) >>> 0) * 2 ** 21 + ((b ^ (b >>> 16)) >>> 11);
}
