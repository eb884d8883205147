import type { Beginning } from "./beginnings.ts";

/** What others heard begin is expected so much earlier, as their clocks are not known exactly. */
const earlierUs = 50_000;

/** Beginnings of one timeline on their way to a capture, in the order of time. */
export class Awaited {
  readonly #beginnings: readonly Beginning[];
  #next = 0;
  /** When the next one is due, microseconds of the timeline; infinite when there is none. */
  dueUs: number;

  constructor(beginnings: readonly Beginning[]) {
    this.#beginnings = beginnings;
    this.dueUs = this.#due();
  }

  /** Gives those that are due. */
  until(nowUs: number, begin: (beginning: Beginning) => void): void {
    while (nowUs >= this.dueUs) {
      begin(this.#beginnings[this.#next++] as Beginning);
      this.dueUs = this.#due();
    }
  }

  /** Those that are still to come. */
  left(): readonly Beginning[] {
    return this.#beginnings.slice(this.#next);
  }

  #due(): number {
    const next = this.#beginnings[this.#next];
    return next === undefined ? Number.POSITIVE_INFINITY : next.timeUs - earlierUs;
  }
}
