import { equalOctets } from "../bytes/octets.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { AirFrame } from "./air-frame.ts";

/** Recorders deliver frames a little out of order; those within this span are put in order. */
const reorderWindowNs = 20_000_000n;

/** Two recorders of one host stamp one transmission at most this far apart. */
const copyWindowNs = 5_000_000n;

/** Frames of which copies are looked for. */
const mostRecent = 4096;

/** A clock that falls back by more was set. */
const setBackNs = 2_000_000_000n;

export interface Merger {
  /** The input to read next: the one that lags; undefined when every input has ended. */
  next(): number | undefined;
  push(input: number, frames: readonly AirFrame[]): void;
  /**
   * The clock of the input says `time`, though no frame may: nothing older is waited for. When the clock was
   * set back, what it had said before is settled.
   */
  reach(input: number, time: TimeNs): void;
  end(input: number): void;
  /** The frames whose place in time is settled, in order of time. */
  drain(): readonly AirFrame[];
  /** Transmissions that more than one recorder heard and that were folded into one. */
  folded(): number;
}

/**
 * Merges several captures into one stream in order of time and folds the copies of one transmission
 * that several recorders heard. Copies are folded between recorders only: inside one, a repeated
 * frame is a retry. Memory is bounded by one batch an input and the frames of the window.
 */
export function createMerger(inputs: number): Merger {
  const waiting: AirFrame[][] = Array.from({ length: inputs }, () => []);
  /** Frames from before a clock was set back: each time those of one recorder. */
  const overdue: AirFrame[][] = [];
  const reached: (TimeNs | undefined)[] = Array.from({ length: inputs }, () => undefined);
  const ended: boolean[] = Array.from({ length: inputs }, () => false);
  const recent = new Map<string, AirFrame[]>();
  let recentSize = 0;
  /** In order of time; a copy of any of these may still come. */
  const open: AirFrame[] = [];
  let foldedCount = 0;

  function lagging(): number | undefined {
    let lowest: number | undefined;
    for (let input = 0; input < inputs; input++) {
      if (ended[input]) continue;
      const time = reached[input];
      if (time === undefined) return input;
      if (lowest === undefined || time < (reached[lowest] as TimeNs)) lowest = input;
    }
    return lowest;
  }

  /** The copy of `frame` that another recorder has already brought. */
  function copyOf(frame: AirFrame): AirFrame | undefined {
    const header = frame.decoded.header;
    if (header?.transmitter === undefined || header.sequenceNumber === undefined) return undefined;
    const key = `${header.transmitter} ${header.type}.${header.subtype} ${header.sequenceNumber}.${header.fragmentNumber} ${header.retry}`;
    const candidates = recent.get(key) ?? [];
    const fresh = candidates.filter((other) => frame.time - other.time <= copyWindowNs);
    const copy = fresh.find(
      (other) =>
        (other.input !== frame.input || other.interfaceId !== frame.interfaceId) &&
        isSameTransmission(other, frame),
    );
    if (copy === undefined) fresh.push(frame);
    else if (isPreferred(frame, copy)) fresh[fresh.indexOf(copy)] = frame;
    recent.set(key, fresh);
    recentSize++;
    if (recentSize > mostRecent) {
      for (const [oldKey, frames] of recent) {
        if (frames.every((other) => frame.time - other.time > copyWindowNs)) recent.delete(oldKey);
      }
      // No air carries so many frames in the window: times that stand still must not make it grow.
      if (recent.size > mostRecent / 2) recent.clear();
      recentSize = recent.size;
    }
    return copy;
  }

  /** Puts a frame among the open ones, or folds it with its copy among them. */
  function take(frame: AirFrame): void {
    const copy = frame.fcs === "bad" ? undefined : copyOf(frame);
    if (copy === undefined) {
      open.push(frame);
      return;
    }
    foldedCount++;
    if (!isPreferred(frame, copy)) {
      copy.copies++;
      copy.acknowledged ||= frame.acknowledged;
      return;
    }
    frame.copies = copy.copies + 1;
    frame.acknowledged ||= copy.acknowledged;
    open.splice(open.lastIndexOf(copy), 1);
    open.push(frame);
  }

  /** The one that keeps its own time stands for both; not any more once the other is settled. */
  function isPreferred(frame: AirFrame, copy: AirFrame): boolean {
    return (
      frame.recordedTime === undefined &&
      copy.recordedTime !== undefined &&
      open.lastIndexOf(copy) !== -1
    );
  }

  /** A clock that was set back begins anew: what came before it was set came before, whatever it said. */
  function reach(input: number, to: TimeNs): void {
    const time = reached[input];
    if (time !== undefined && to < time - setBackNs) {
      overdue.push((waiting[input] as AirFrame[]).splice(0));
      reached[input] = to;
    } else if (time === undefined || to > time) reached[input] = to;
  }

  function settledUntil(): TimeNs | undefined {
    const input = lagging();
    if (input === undefined) return undefined;
    const time = reached[input];
    return time === undefined ? -1n : time - reorderWindowNs;
  }

  return {
    next: lagging,
    push(input, frames) {
      const queue = waiting[input] as AirFrame[];
      for (const frame of frames) {
        reach(input, frame.time);
        queue.push(frame);
      }
    },
    reach,
    end(input) {
      ended[input] = true;
    },
    drain() {
      const until = settledUntil();
      const late = overdue.splice(0).flatMap((frames) => frames.sort(inOrder));
      const settled: AirFrame[] = [];
      for (let input = 0; input < inputs; input++) {
        const queue = waiting[input] as AirFrame[];
        if (until === undefined) {
          settled.push(...queue.splice(0));
          continue;
        }
        const kept: AirFrame[] = [];
        for (const frame of queue) (frame.time <= until ? settled : kept).push(frame);
        waiting[input] = kept;
      }
      settled.sort(inOrder);
      settled.unshift(...late);
      if (inputs === 1 && settled.every((frame) => frame.interfaceId === 0)) return settled;
      settled.forEach(take);
      if (until === undefined) return open.splice(0);
      const first = open.findIndex((frame) => frame.time > until - copyWindowNs);
      return open.splice(0, first === -1 ? open.length : first);
    },
    folded: () => foldedCount,
  };
}

function inOrder(a: AirFrame, b: AirFrame): number {
  if (a.time === b.time) return a.input - b.input || a.frame - b.frame;
  return a.time < b.time ? -1 : 1;
}

function isSameTransmission(a: AirFrame, b: AirFrame): boolean {
  if (!isInPart(a) && !isInPart(b)) return equalOctets(a.octets, b.octets);
  const length = Math.min(a.octets.length, b.octets.length);
  return equalOctets(a.octets.subarray(0, length), b.octets.subarray(0, length));
}

function isInPart({ cut, isShortened }: AirFrame): boolean {
  return cut || isShortened === true;
}
