import type { MacAddress } from "../bytes/mac-address.ts";

/** Silence of more than this ends a span in which something was heard, milliseconds. */
const longestSilenceMs = 2000;

const mostSpans = 1024;
/** Where many are heard, fewer spans of each are remembered. */
const mostSpansInAll = 262_144;
const never = -(2 ** 31);

/** From when to when something was heard, in whole milliseconds since a moment of the owner's. */
export interface SpanMs {
  readonly first: number;
  readonly last: number;
}

/** From when to when something was heard, microseconds since 1970. */
export interface SpanUs {
  readonly first: number;
  readonly last: number;
}

/** When transmitters and channels were heard, by what was passed over too; times in microseconds. */
export interface HeardTimes {
  transmitter(address: MacAddress): readonly SpanUs[];
  frequencies(): Iterable<readonly [frequencyMhz: number, spans: readonly SpanUs[]]>;
  acks(frequencyMhz: number | undefined): readonly SpanUs[];
}

/**
 * When each of many was heard, by their numbers, as spans of time. Times are whole milliseconds within
 * 31 bits. Bounded: the oldest spans are dropped.
 */
export class HeardSpans {
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #earlier = new Map<number, SpanMs[]>();

  constructor(size: number) {
    this.#first = new Int32Array(size).fill(never);
    this.#last = new Int32Array(size).fill(never);
  }

  isHeard(slot: number): boolean {
    return slot >= 0 && this.#first[slot] !== never;
  }

  add(slot: number, timeMs: number): void {
    const since = timeMs - (this.#last[slot] as number);
    if (since >= 0 && since <= longestSilenceMs) this.#last[slot] = timeMs;
    else this.#addApart(slot, timeMs);
  }

  /** All spans, in the order in which they began to be heard. */
  spans(slot: number): readonly SpanMs[] {
    if (slot < 0 || !this.isHeard(slot)) return [];
    return [...(this.#earlier.get(slot) ?? []), this.#current(slot)];
  }

  #current(slot: number): SpanMs {
    return { first: this.#first[slot] as number, last: this.#last[slot] as number };
  }

  #addApart(slot: number, timeMs: number): void {
    if (this.isHeard(slot)) {
      const { first, last } = this.#current(slot);
      if (timeMs >= first && timeMs <= last) return;
      const earlier = this.#earlier.get(slot) ?? [];
      while (earlier.length >= Math.min(mostSpans, mostSpansInAll / (this.#earlier.size + 1))) {
        earlier.shift();
      }
      earlier.push({ first, last });
      this.#earlier.set(slot, earlier);
    }
    this.#first[slot] = timeMs;
    this.#last[slot] = timeMs;
  }
}
