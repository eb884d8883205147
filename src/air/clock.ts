import type { TimeNs } from "../bytes/time.ts";

/** How the clock of one capture stands to that of another. */
export interface ClockRelation {
  /**
   * `reference`: its own clock is the timeline; `aligned`: its times were brought onto the timeline of
   * `reference`; `not-aligned`: nothing ties it to the other captures, and it has a timeline of its own.
   */
  readonly status: "reference" | "aligned" | "not-aligned";
  /** Index of the input whose clock is the timeline; its own index unless it is `aligned`. */
  readonly reference: number;
  /**
   * What ties it: frames that both heard; the TSF of an AP that goes on from one file to the next; or
   * the user, who says that one machine recorded both.
   */
  readonly by?: "frames" | "continuation" | "declaration";
  /** By how much its clock is ahead of the reference at its first frame. */
  readonly offsetMs?: number;
  /** By how much its clock is faster; absent when the frames in common are too close together to tell. */
  readonly driftPpm?: number;
  /** 95 of 100 frames in common are nearer to each other than this once they are on one timeline. */
  readonly residualMs?: number;
  /** Frames in common from which all this was computed. */
  readonly matched?: number;
  /** Why it is not aligned. */
  readonly text?: string;
}

/** The clock of one capture and the way to the timeline on which its frames are put. */
export interface Clock {
  /** Times of different timelines cannot be compared. */
  readonly timeline: number;
  /** Undefined: the capture's own times are the timeline. */
  readonly toTimeline: ((time: TimeNs) => TimeNs) | undefined;
  /** Undefined where there is nothing to relate: one capture alone, or one without an 802.11 frame. */
  readonly relation: ClockRelation | undefined;
}

/** The clock of a capture that stands alone. */
export const loneClock: Clock = { timeline: 0, toTimeline: undefined, relation: undefined };

/** Captures of which the user says that one machine stamped them all. */
export function declaredClocks(inputs: number): readonly Clock[] {
  return Array.from({ length: inputs }, (_, input) => ({
    ...loneClock,
    relation:
      input === 0
        ? { status: "reference", reference: 0 }
        : { status: "aligned", reference: 0, by: "declaration", offsetMs: 0 },
  }));
}
