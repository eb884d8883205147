import { elapsedMs, type TimeNs } from "../bytes/time.ts";
import type { Clock, ClockRelation } from "./clock.ts";
import { type ClockFit, fewestMatches, fitClock, type HeardTwice } from "./clock-fit.ts";
import type { ClockMarks } from "./clock-marks.ts";

/** A capture that was brought onto the timeline of another. */
interface Placed {
  readonly reference: number;
  readonly toTimeline: ((time: TimeNs) => TimeNs) | undefined;
  readonly by?: NonNullable<ClockRelation["by"]>;
  /** Undefined where it could not be told. */
  readonly driftPpm: number | undefined;
  readonly residualNs: number;
  readonly matched: number;
}

/** Two clocks that differ by less are one: a copy of a file, or its next part. */
const sameOffsetNs = 1000;
const sameDriftPpm = 0.1;

/** How well the TSF of an AP and the clock of a computer keep step. */
const tsfTolerance = 100e-6;
const tsfJitterNs = 2_000_000;
/** Over a longer pause between two files the TSF does not show that one clock goes on. */
const longestPauseNs = 300_000_000_000;

/**
 * Brings captures onto as few timelines as their frames allow. Frames that both heard tie two clocks,
 * and so does the TSF of one and the same BSS; the TSFs of different BSSs have nothing to do with each
 * other. The clock of the capture that heard most is the reference, in whatever order they are given.
 */
export function alignClocks(sources: readonly ClockMarks[]): readonly Clock[] {
  const common = framesInCommon(sources);
  const placed = new Map<number, Placed>();
  const order = byWeight(sources);
  const references: number[] = [];
  for (const reference of order) {
    if (placed.has(reference)) continue;
    references.push(reference);
    place(reference, {
      reference,
      toTimeline: undefined,
      driftPpm: undefined,
      residualNs: 0,
      matched: 0,
    });
  }
  return sources.map((_, input) => {
    const own = placed.get(input);
    return own === undefined
      ? { timeline: 0, toTimeline: undefined, relation: undefined }
      : {
          timeline: references.indexOf(own.reference),
          toTimeline: own.toTimeline,
          relation: relationOf(input, own),
        };
  });

  /** Puts a capture onto a timeline, and after it all that hang together with it. */
  function place(first: number, of: Placed): void {
    const members = [first];
    // Members of which every continuation is not found yet.
    const open = [first];
    const failed = new Set<string>();
    placed.set(first, of);
    while (true) {
      const next = bestTie(members, failed) ?? nextPart(open);
      if (next === undefined) return;
      const { input, to } = next;
      const fit = next.by === "frames" ? fitClock(common.between(input, to)) : sameRate;
      if (fit === undefined) {
        failed.add(`${input} ${to}`);
        continue;
      }
      placed.set(input, onto(placed.get(to) as Placed, next, fit));
      members.push(input);
      open.push(input);
    }
  }

  /** The pair of most frames in common, of captures of which one is on the timeline. */
  function bestTie(members: readonly number[], failed: ReadonlySet<string>) {
    let best: { input: number; to: number; by: "frames"; frames: number } | undefined;
    for (const to of members) {
      for (const input of common.neighbours(to)) {
        const frames = common.count(input, to);
        if (placed.has(input) || frames < fewestMatches || failed.has(`${input} ${to}`)) continue;
        if (frames > (best?.frames ?? 0)) best = { input, to, by: "frames", frames };
      }
    }
    return best;
  }

  /** A capture that goes on where another ends. */
  function nextPart(open: number[]) {
    for (let to = open[0]; to !== undefined; to = open[0]) {
      const member = marksOf(to);
      const input = order.find(
        (other) => !placed.has(other) && isContinued(marksOf(other), member),
      );
      if (input !== undefined) return { input, to, by: "continuation" as const };
      open.shift();
    }
    return undefined;
  }

  function marksOf(input: number): ClockMarks {
    return sources[input] as ClockMarks;
  }

  function onto(
    parent: Placed,
    { input, to, by }: { readonly input: number; readonly to: number; readonly by: Placed["by"] },
    fit: ClockFit,
  ): Placed {
    const { start } = marksOf(input);
    const base = marksOf(to).start;
    const isOne = by !== "frames" || isSameClock(fit, start - base);
    const own = (time: TimeNs): TimeNs => {
      const since = Number(time - start);
      return base + BigInt(Math.round(since + fit.correctionAt(since)));
    };
    const { toTimeline } = parent;
    return {
      reference: parent.reference,
      toTimeline: isOne
        ? toTimeline
        : toTimeline === undefined
          ? own
          : (time) => toTimeline(own(time)),
      ...(by === undefined ? {} : { by }),
      driftPpm: isOne
        ? (parent.driftPpm ?? 0)
        : fit.driftPpm === undefined
          ? undefined
          : fit.driftPpm + (parent.driftPpm ?? 0),
      residualNs: parent.residualNs + fit.residualNs,
      matched: fit.matched,
    };
  }

  function relationOf(input: number, own: Placed): ClockRelation {
    const { reference, by, driftPpm, residualNs, matched, toTimeline } = own;
    if (input === reference) {
      return reference === references[0]
        ? { status: "reference", reference }
        : { status: "not-aligned", reference, text: whyNot(input) };
    }
    const { start } = marksOf(input);
    return {
      status: "aligned",
      reference,
      ...(by === undefined ? {} : { by }),
      offsetMs: toTimeline === undefined ? 0 : elapsedMs(toTimeline(start), start),
      ...(driftPpm === undefined ? {} : { driftPpm: rounded(driftPpm, 2) }),
      ...(by === "frames" ? { residualMs: rounded(residualNs / 1e6, 4), matched } : {}),
    };
  }

  function whyNot(input: number): string {
    const most = Math.max(
      0,
      ...common.neighbours(input).map((other) => common.count(input, other)),
    );
    if (most === 0) return "no other capture heard a frame that this one heard";
    return most < fewestMatches
      ? `no other capture heard more than ${most} of its frames, too few to compare clocks`
      : `${most} frames are in another capture too, but at times that fit no two clocks`;
  }
}

const sameRate: ClockFit = {
  correctionAt: () => 0,
  driftPpm: 0,
  residualNs: 0,
  matched: 0,
};

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** Captures with 802.11 frames, those that heard most first: an order that the user's does not change. */
function byWeight(sources: readonly ClockMarks[]): readonly number[] {
  return sources
    .map((source, input) => ({ source, input }))
    .filter(({ source }) => source.frames > 0)
    .sort(
      ({ source: a }, { source: b }) =>
        b.frames - a.frames || (a.start < b.start ? -1 : a.start > b.start ? 1 : 0),
    )
    .map(({ input }) => input);
}

interface FramesInCommon {
  /** Captures that have any in common with this one. */
  neighbours(input: number): readonly number[];
  count(a: number, b: number): number;
  /** When they were heard, `own` being the times of the first one. */
  between(own: number, reference: number): readonly HeardTwice[];
}

/** Finds the frames that several captures heard in one walk over all of them. */
function framesInCommon(sources: readonly ClockMarks[]): FramesInCommon {
  const pairs = new Map<string, { readonly a: number; readonly b: number }[]>();
  const neighbours: number[][] = sources.map(() => []);
  const heard = new Map<number, { readonly input: number; readonly time: number }[]>();
  for (const [input, { times }] of sources.entries()) {
    for (const [number, time] of times) {
      if (Number.isNaN(time)) continue;
      const before = heard.get(number) ?? [];
      // Of many copies of one file, comparing each with the first and the last is enough.
      for (const other of new Set([before[0], before.at(-1)])) {
        if (other === undefined) continue;
        const key = `${other.input} ${input}`;
        const ofPair = pairs.get(key) ?? [];
        if (ofPair.length === 0) {
          pairs.set(key, ofPair);
          neighbours[other.input]?.push(input);
          neighbours[input]?.push(other.input);
        }
        ofPair.push({ a: other.time, b: time });
      }
      if (before.length === 0) heard.set(number, before);
      before.push({ input, time });
    }
  }
  const ofPair = (a: number, b: number) => pairs.get(`${Math.min(a, b)} ${Math.max(a, b)}`) ?? [];
  return {
    neighbours: (input) => neighbours[input] ?? [],
    count: (a, b) => ofPair(a, b).length,
    between: (own, reference) =>
      ofPair(own, reference).map(({ a, b }) =>
        own < reference ? { own: a, reference: b } : { own: b, reference: a },
      ),
  };
}

/** Both files count the same time, to what a recorder's own timestamps leave open. */
function isSameClock(fit: ClockFit, startsApart: TimeNs): boolean {
  return (
    Math.abs(fit.correctionAt(0) - Number(startsApart)) < sameOffsetNs &&
    Math.abs(fit.driftPpm ?? 0) < sameDriftPpm &&
    fit.residualNs < sameOffsetNs
  );
}

/**
 * One file ends and another begins, and every BSS that both heard says that as much time went by as
 * their timestamps do: the parts that a recorder writes (`dumpcap -b`).
 */
function isContinued(a: ClockMarks, b: ClockMarks): boolean {
  let agreeing = 0;
  for (const [bssid, ofA] of a.tsf) {
    const ofB = b.tsf.get(bssid);
    if (ofB === undefined) continue;
    const [earlier, later] = ofA.last.time <= ofB.first.time ? [ofA, ofB] : [ofB, ofA];
    const pauseNs = Number(later.first.time - earlier.last.time);
    const tsfNs = (later.first.tsfUs - earlier.last.tsfUs) * 1000;
    const isWithin = pauseNs >= 0 && pauseNs <= longestPauseNs;
    if (earlier.hasRestarted || !isWithin) return false;
    if (Math.abs(tsfNs - pauseNs) > tsfJitterNs + tsfTolerance * pauseNs) return false;
    agreeing++;
  }
  return agreeing > 0;
}
