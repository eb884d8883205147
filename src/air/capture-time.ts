import type { TimeNs } from "../bytes/time.ts";
import type { Clock } from "./clock.ts";
import type { SpanMs, SpanUs } from "./heard-spans.ts";
import { RunningClock } from "./running-clock.ts";

/** No time of a capture is as early as this. */
export const never = -(2 ** 31);
const latest = 2 ** 31 - 1;

/** A single time that is damaged is no reason to begin anew. */
const mostStrayed = 1000;
const farthestMs = 2 ** 30;

/** The time of a capture on its timeline, in whole milliseconds since its first packet, within 31 bits. */
export class CaptureTime {
  readonly #clock: RunningClock;
  #hasBegun = false;
  /** Where the milliseconds begin, in those since 1970. */
  #baseMs = 0;
  /** The millisecond asked for last: since when, in microseconds since 1970, and its number. */
  #sinceUs = Number.NEGATIVE_INFINITY;
  #current = 0;
  /** Packets in a row that were so far from where the milliseconds begin that these will not last. */
  #strayed = 0;

  constructor(clock: Clock) {
    this.#clock = new RunningClock(clock);
  }

  /** The milliseconds will not last: they should begin anew. */
  get isSpent(): boolean {
    return this.#strayed > mostStrayed;
  }

  /** A packet came. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Of a packet that was received at so many microseconds since 1970, by its own clock. */
  millisecondsOf(timeUs: number): number {
    const us = this.#clock.toTimelineUs(timeUs);
    // Most come within a millisecond of the one before.
    const within = us - this.#sinceUs;
    if (within >= 0 && within < 1000) return this.#current;
    const ms = Math.floor(us / 1000);
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      this.#baseMs = ms;
    }
    this.#sinceUs = ms * 1000;
    this.#strayed = Math.abs(ms - this.#baseMs) > farthestMs ? this.#strayed + 1 : 0;
    this.#current = this.#within(ms);
    return this.#current;
  }

  /** Of a moment that was told by the clock of the capture. */
  millisecondsAt(time: TimeNs): number {
    return this.onTimeline(this.toTimelineUs(Number(time / 1000n)));
  }

  /** Of a moment on the timeline, in microseconds since 1970. */
  onTimeline(timeUs: number): number {
    return this.#within(Math.floor(timeUs / 1000));
  }

  /** A time of the capture on its timeline; both in microseconds since 1970. */
  toTimelineUs(timeUs: number): number {
    return this.#clock.toTimelineUs(timeUs);
  }

  /** Spans of milliseconds in microseconds since 1970. */
  inUs(spans: readonly SpanMs[]): readonly SpanUs[] {
    return spans.map(({ first, last }) => ({
      first: (this.#baseMs + first) * 1000,
      last: (this.#baseMs + last) * 1000 + 999,
    }));
  }

  #within(ms: number): number {
    return Math.max(never + 1, Math.min(latest, ms - this.#baseMs)) | 0;
  }
}
