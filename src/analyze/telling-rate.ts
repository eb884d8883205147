import type { TimeNs } from "../bytes/time.ts";

/** Lets so many through at once, and so many a second over a longer time. */
export class TellingRate {
  readonly #atOnce: number;
  readonly #perSecond: number;
  #left: number;
  #last: TimeNs | undefined;

  constructor({ atOnce, perSecond }: { readonly atOnce: number; readonly perSecond: number }) {
    this.#atOnce = atOnce;
    this.#perSecond = perSecond;
    this.#left = atOnce;
  }

  /** Whether one more may be told at `now`. */
  allows(now: TimeNs): boolean {
    const passedS = this.#last === undefined ? 0 : Number(now - this.#last) / 1e9;
    this.#last = now;
    this.#left = Math.min(this.#atOnce, this.#left + Math.max(0, passedS) * this.#perSecond);
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
