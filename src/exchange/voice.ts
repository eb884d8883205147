import type { MacAddress } from "../bytes/mac-address.ts";
import { elapsedMs } from "../bytes/time.ts";
import type { HeardAt } from "./heard-at.ts";

/** A pause in a voice stream that had been regular. */
export interface VoiceGap {
  /** The last frame before it and the first after it. */
  readonly from: HeardAt;
  readonly to: HeardAt;
  readonly fromAp: MacAddress;
  readonly toAp: MacAddress;
  /** The pause less the one period that is no pause. */
  readonly lostMs: number;
  /** Frames that the stream would have had in it. */
  readonly lostFrames: number;
}

/** Small frames of one station in one direction that came at a steady pace. */
export interface VoiceStream {
  readonly station: MacAddress;
  readonly direction: "uplink" | "downlink";
  readonly first: HeardAt;
  readonly last: HeardAt;
  readonly frames: number;
  readonly periodMs: number;
  readonly gaps: readonly VoiceGap[];
  /** Gaps beyond those kept. */
  readonly moreGaps: number;
}

/** A voice frame as it was heard. */
export interface VoiceFrame {
  readonly station: MacAddress;
  readonly direction: "uplink" | "downlink";
  readonly ap: MacAddress;
  readonly at: HeardAt;
  /** Octets from the MAC header to the end of the MIC. */
  readonly length: number;
  readonly sequenceNumber: number | undefined;
}

/** A G.711 packet of 40 ms has 320 octets of speech; RTP, UDP, IPv6, LLC, CCMP and the MAC add 126. */
const longestVoiceFrame = 450;

/** Packet times of the codecs in use (10 to 60 ms), and what two of them in one frame would make. */
const shortestPeriodMs = 8;
const longestPeriodMs = 130;

/** So many of the last intervals must agree before the pace counts as one. */
const intervalsKept = 16;
const fewestAgreeing = 12;

/** A pause of more than two lost frames; one or two are jitter or ordinary loss. */
const gapPeriods = 3.5;

/** After so long the call has ended, or its talker is silent and sends nothing. */
const longestGapMs = 10_000;

const mostStreams = 4096;
const mostGaps = 64;

interface OpenStream {
  readonly station: MacAddress;
  readonly direction: "uplink" | "downlink";
  first: HeardAt;
  last: HeardAt;
  ap: MacAddress;
  lastSequenceNumber: number | undefined;
  frames: number;
  readonly intervalsMs: number[];
  periodMs: number | undefined;
  gaps: VoiceGap[];
  moreGaps: number;
}

/**
 * Finds voice among frames that nobody can read: small QoS frames of the voice class at a steady pace.
 * Bounded: of too many streams at once the one begun first is closed.
 */
export class VoiceBook {
  readonly #open = new Map<string, OpenStream>();
  readonly #closed: VoiceStream[] = [];

  heard(frame: VoiceFrame): void {
    if (frame.length > longestVoiceFrame) return;
    const id = `${frame.station} ${frame.direction}`;
    const stream = this.#open.get(id);
    if (stream === undefined) {
      if (this.#open.size >= mostStreams) this.#closeOldest();
      this.#open.set(id, begin(frame));
      return;
    }
    if (frame.sequenceNumber === stream.lastSequenceNumber && frame.ap === stream.ap) return;
    const pauseMs = elapsedMs(stream.last.time, frame.at.time);
    if (pauseMs > longestGapMs || pauseMs < 0) {
      this.#close(stream);
      this.#open.set(id, begin(frame));
      return;
    }
    follow(stream, frame, pauseMs);
  }

  /** Every stream that had a pace, the open ones as far as they have come. */
  streams(): readonly VoiceStream[] {
    return [...this.#closed, ...[...this.#open.values()].flatMap(report)];
  }

  #close(stream: OpenStream): void {
    if (this.#closed.length < mostStreams) this.#closed.push(...report(stream));
  }

  #closeOldest(): void {
    const [oldest] = this.#open;
    if (oldest === undefined) return;
    this.#close(oldest[1]);
    this.#open.delete(oldest[0]);
  }
}

function begin({ station, direction, at, ap, sequenceNumber }: VoiceFrame): OpenStream {
  return {
    station,
    direction,
    first: at,
    last: at,
    ap,
    lastSequenceNumber: sequenceNumber,
    frames: 1,
    intervalsMs: [],
    periodMs: undefined,
    gaps: [],
    moreGaps: 0,
  };
}

function follow(stream: OpenStream, { at, ap, sequenceNumber }: VoiceFrame, pauseMs: number): void {
  const { periodMs } = stream;
  if (periodMs !== undefined && pauseMs > gapPeriods * periodMs) {
    const gap = {
      from: stream.last,
      to: at,
      fromAp: stream.ap,
      toAp: ap,
      lostMs: pauseMs - periodMs,
      lostFrames: Math.round(pauseMs / periodMs) - 1,
    };
    if (stream.gaps.length < mostGaps) stream.gaps.push(gap);
    else stream.moreGaps++;
  } else {
    if (stream.intervalsMs.length === intervalsKept) stream.intervalsMs.shift();
    stream.intervalsMs.push(pauseMs);
    // The pace of a call does not change: once known it stays.
    stream.periodMs ??= paceOf(stream.intervalsMs);
    if (stream.periodMs === undefined && stream.intervalsMs.length === intervalsKept) {
      stream.first = at;
    }
  }
  stream.last = at;
  stream.ap = ap;
  stream.lastSequenceNumber = sequenceNumber;
  stream.frames++;
}

/** The interval that most of the last ones agree on; undefined when they do not. */
function paceOf(intervalsMs: readonly number[]): number | undefined {
  if (intervalsMs.length < fewestAgreeing) return undefined;
  const sorted = intervalsMs.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] as number;
  if (median < shortestPeriodMs || median > longestPeriodMs) return undefined;
  const agreeing = intervalsMs.filter((ms) => Math.abs(ms - median) <= median / 2);
  return agreeing.length >= fewestAgreeing ? median : undefined;
}

function report(stream: OpenStream): readonly VoiceStream[] {
  const { station, direction, first, last, frames, periodMs, gaps, moreGaps } = stream;
  return periodMs === undefined
    ? []
    : [{ station, direction, first, last, frames, periodMs, gaps: [...gaps], moreGaps }];
}
