import { mostSlots } from "./address-slots.ts";
import { type Kept, PassedFrames } from "./passed-frames.ts";

/** The latest frame of each kind is kept for every station and AP. */
export const kinds = { uplink: 0, downlink: 1, sequence: 2 } as const;
const kindCount = 3;

const leastCapacity = 1024;

/** Where the latest frame of a kind stands that a station or an AP sent or got. */
export function latestKey(slot: number, kind: number): number {
  return slot * kindCount + kind;
}

/** The latest passed frames of everybody, by kind, that nobody waits for any more. */
export class LatestFrames {
  #frames = new PassedFrames(leastCapacity);
  readonly #isKept = new Uint8Array(mostSlots * kindCount);
  #highest = -1;

  /** The frame at `place` of others is the latest of `key`. */
  keep(key: number, from: PassedFrames, place: number): void {
    if (key >= this.#frames.capacity) this.#grow(key);
    from.copy(place, this.#frames, key);
    this.#isKept[key] = 1;
    if (key > this.#highest) this.#highest = key;
  }

  /** There is a later one, which somebody got. */
  forget(key: number): void {
    if (key >= 0) this.#isKept[key] = 0;
  }

  /** Takes those of some keys out, in their order. */
  take(keys: readonly number[]): readonly Kept[] {
    // One frame may be the latest of two kinds.
    const byNumber = new Map<number, Kept>();
    for (const key of keys) {
      if (this.#isKept[key] === 0) continue;
      this.#isKept[key] = 0;
      const kept = this.#frames.take(key);
      byNumber.set(kept.frame, kept);
    }
    return [...byNumber.values()].sort((a, b) => a.frame - b.frame);
  }

  takeOf(slot: number): readonly Kept[] {
    return this.take(Object.values(kinds).map((kind) => latestKey(slot, kind)));
  }

  takeAll(): readonly Kept[] {
    return this.take(Array.from({ length: this.#highest + 1 }, (_, key) => key));
  }

  #grow(key: number): void {
    const before = this.#frames;
    this.#frames = new PassedFrames(2 * Math.max(before.capacity, key));
    for (let old = 0; old < before.capacity; old++) {
      if (this.#isKept[old] === 1) before.copy(old, this.#frames, old);
    }
  }
}
