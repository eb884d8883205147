import type { Clock } from "./clock.ts";
import { microseconds } from "./survey.ts";

/** So long a clock is taken to run straight, microseconds: far shorter than clocks bend. */
const straightUs = 250_000;

/** Asks a clock now and then, so that the times of all packets need not be asked of it one by one. */
export class RunningClock {
  readonly #toTimeline: Clock["toTimeline"];
  #fromUs = 0;
  #untilUs = 0;
  #correctionUs = 0;
  #slope = 0;

  constructor({ toTimeline }: Clock) {
    this.#toTimeline = toTimeline;
  }

  /** A time of the capture on its timeline; both in microseconds since 1970. */
  toTimelineUs(timeUs: number): number {
    const toTimeline = this.#toTimeline;
    if (toTimeline === undefined) return timeUs;
    if (timeUs < this.#fromUs || timeUs >= this.#untilUs) this.#ask(toTimeline, timeUs);
    return timeUs + this.#correctionUs + this.#slope * (timeUs - this.#fromUs);
  }

  #ask(toTimeline: NonNullable<Clock["toTimeline"]>, timeUs: number): void {
    this.#fromUs = timeUs - (timeUs % straightUs);
    this.#untilUs = this.#fromUs + straightUs;
    this.#correctionUs = microseconds(toTimeline, this.#fromUs) - this.#fromUs;
    const correctionUs = microseconds(toTimeline, this.#untilUs) - this.#untilUs;
    this.#slope = (correctionUs - this.#correctionUs) / straightUs;
  }
}
