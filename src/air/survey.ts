import type { TimeNs } from "../bytes/time.ts";
import { alignClocks } from "./align-clocks.ts";
import type { Beginning } from "./beginnings.ts";
import type { SurveyedCapture } from "./capture-survey.ts";
import { type Clock, declaredClocks, loneClock } from "./clock.ts";

/** What is known of several captures together before any of them is analysed. */
export interface Survey {
  /** One for each capture. */
  readonly clocks: readonly Clock[];
  /**
   * For each timeline what begins on it, whichever capture heard it, in order of the timeline; absent
   * where that is not known of every capture.
   */
  readonly beginnings?: readonly (readonly Beginning[])[];
  /** Where on its timeline each capture begins; undefined where that is not known. */
  readonly starts?: readonly (TimeNs | undefined)[];
}

/** Of all captures together; each keeps its share. */
const mostMarks = 65_536;
const fewestMarks = 2048;

/** Frames that each of so many captures keeps to compare its clock by. */
export function marksOfEach(captures: number): number {
  return Math.max(fewestMarks, Math.floor(mostMarks / Math.max(1, captures)));
}

/** Captures that stand alone, or beside the wire only: each knows all that begins in it. */
export function loneSurvey(captures: number): Survey {
  return { clocks: Array.from({ length: captures }, () => loneClock), beginnings: [] };
}

/** Puts together what was found in each capture; `isSameClock`: one machine stamped them all. */
export function joinSurveys(
  captures: readonly SurveyedCapture[],
  { isSameClock = false }: { readonly isSameClock?: boolean } = {},
): Survey {
  if (captures.length < 2) return loneSurvey(captures.length);
  const clocks = isSameClock
    ? declaredClocks(captures.length)
    : alignClocks(captures.map(({ marks }) => marks));
  if (!captures.every(({ isAll }) => isAll)) return { clocks };
  const beginnings: Beginning[][] = [];
  for (const [input, { beginnings: ofCapture }] of captures.entries()) {
    const { timeline, toTimeline } = clocks[input] as Clock;
    beginnings[timeline] ??= [];
    for (const beginning of ofCapture) {
      beginnings[timeline].push(
        toTimeline === undefined
          ? beginning
          : { ...beginning, timeUs: microseconds(toTimeline, beginning.timeUs) },
      );
    }
  }
  for (const ofTimeline of beginnings) ofTimeline?.sort((a, b) => a.timeUs - b.timeUs);
  const starts = captures.map(({ startUs }, input) => {
    if (!Number.isFinite(startUs)) return undefined;
    const start = BigInt(startUs) * 1000n;
    return clocks[input]?.toTimeline?.(start) ?? start;
  });
  return { clocks, beginnings, starts };
}

/** Where a time in microseconds is on a timeline. */
export function microseconds(toTimeline: NonNullable<Clock["toTimeline"]>, timeUs: number): number {
  return Number(toTimeline(BigInt(timeUs) * 1000n)) / 1000;
}
