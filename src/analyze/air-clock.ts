import type { TimeNs } from "../bytes/time.ts";

/**
 * What time it is by the clock of a capture that arrives live. Recorders' clocks are wrong, and files are
 * read long after they were written: what counts is how long ago the latest frame arrived.
 */
export class AirClock {
  #time: TimeNs | undefined;
  #arrivalMs = 0;
  #leastDelayMs = Number.POSITIVE_INFINITY;

  /** A frame with this time stamp arrived at `arrivalMs`, by any clock that goes evenly. */
  heard(time: TimeNs, arrivalMs: number): void {
    this.#time = time;
    this.#arrivalMs = arrivalMs;
    this.#leastDelayMs = Math.min(this.#leastDelayMs, this.#delayMs());
  }

  /** undefined as long as nothing has arrived. */
  at(nowMs: number): TimeNs | undefined {
    if (this.#time === undefined) return undefined;
    return this.#time + BigInt(Math.max(0, Math.round((nowMs - this.#arrivalMs) * 1e6)));
  }

  /** By how much the latest frame came later than the fastest one. */
  get lagMs(): number {
    return this.#time === undefined ? 0 : this.#delayMs() - this.#leastDelayMs;
  }

  #delayMs(): number {
    return this.#arrivalMs - Number((this.#time ?? 0n) / 1_000_000n);
  }
}
