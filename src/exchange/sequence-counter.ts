import type { TimeNs } from "../bytes/time.ts";

/** What the sequence numbers of an AP say about a stretch of time. */
export interface Continuity {
  /** Frames that were passed over; 0: in this counter the AP sent nothing that was not captured. */
  readonly missed: number;
  /** Its last captured frame before the stretch, and its first one after it. */
  readonly from: TimeNs;
  readonly to: TimeNs;
}

const modulus = 4096;

/** A number that seems to have gone so far ahead has gone back: the frame is out of order. */
const outOfOrder = 2048;

const mostSteps = 256;

/**
 * Follows the sequence numbers of an AP's management frames and non-QoS data. Many APs number beacons on
 * their own or not at all, others with the rest: which of the two an AP does shows as soon as a frame
 * other than a beacon fits in with one and not with the other. Until then beacons are left out.
 */
export class SequenceCounter {
  #last: { readonly number: number; readonly time: TimeNs } | undefined;
  /** With beacons. */
  #lastOfAll: { readonly number: number; readonly time: TimeNs } | undefined;
  #beaconsSince = 0;
  #countsBeacons = false;
  readonly #steps: Continuity[] = [];

  follow(number: number, time: TimeNs, isBeacon: boolean): void {
    const ofAll = this.#lastOfAll;
    const own = this.#last;
    if (isBeacon) {
      if (this.#countsBeacons && ofAll !== undefined) this.#step(ofAll, { number, time });
      this.#beaconsSince++;
    } else {
      if (own !== undefined && ofAll !== undefined && this.#beaconsSince > 0) {
        const isNext = distance(own.number, number) === 1;
        const isNextOfAll = distance(ofAll.number, number) === 1;
        if (isNext !== isNextOfAll) this.#countsBeacons = isNextOfAll;
      }
      const before = this.#countsBeacons ? ofAll : own;
      if (before !== undefined) this.#step(before, { number, time });
      if (own === undefined || distance(own.number, number) < outOfOrder) {
        this.#last = { number, time };
      }
      this.#beaconsSince = 0;
    }
    if (ofAll === undefined || distance(ofAll.number, number) < outOfOrder || isBeacon) {
      this.#lastOfAll = { number, time };
    }
  }

  /** From the last frame that is not later than `from` to the first one that is not earlier than `to`. */
  between(from: TimeNs, to: TimeNs): Continuity | undefined {
    const steps = this.#steps.filter((step) => step.to > from && step.from < to);
    const first = steps[0];
    const last = steps.at(-1);
    if (first === undefined || last === undefined) return undefined;
    if (first.from > from || last.to < to) return undefined;
    const missed = steps.reduce((sum, step) => sum + step.missed, 0);
    return { missed, from: first.from, to: last.to };
  }

  #step(
    before: { readonly number: number; readonly time: TimeNs },
    now: { readonly number: number; readonly time: TimeNs },
  ): void {
    const ahead = distance(before.number, now.number);
    // A frame that was overtaken.
    if (ahead >= outOfOrder) return;
    if (this.#steps.length === mostSteps) this.#steps.shift();
    this.#steps.push({ missed: Math.max(0, ahead - 1), from: before.time, to: now.time });
  }
}

function distance(from: number, to: number): number {
  return (to - from + modulus) % modulus;
}
