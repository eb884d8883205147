import { mostSlots } from "./address-slots.ts";

/** The data of a station are of interest for so long after it had to do with an AP (milliseconds). */
const dataWindowMs = 11_000;
/** So long the first data in either direction are waited for. */
const longestWaitMs = 61_000;
/** Of downlink that may be without an ACK so many frames are tried. */
const mostTried = 64;

const never = -(2 ** 31);

const uplinkOpen = 1;
const downlinkOpen = 2;

/** Which stations and APs, by slot, are to be followed frame by frame, and until when. */
export class Followed {
  readonly #until = new Int32Array(mostSlots).fill(never);
  readonly #waitUntil = new Int32Array(mostSlots).fill(never);
  readonly #open = new Uint8Array(mostSlots);
  readonly #tries = new Uint8Array(mostSlots);

  has(slot: number, timeMs: number): boolean {
    return slot >= 0 && (this.#until[slot] as number) >= timeMs;
  }

  /** An AP that is dealt with, or a station. */
  begin(slot: number, timeMs: number): void {
    if (slot < 0) return;
    this.#until[slot] = timeMs + dataWindowMs;
  }

  /** From now on the first data of a station are waited for. */
  awaitData(station: number, timeMs: number): void {
    if (station < 0) return;
    this.#waitUntil[station] = timeMs + longestWaitMs;
    this.#open[station] = uplinkOpen | downlinkOpen;
    this.#tries[station] = 0;
  }

  /** Whether a data frame of the station is to be looked at. */
  takesData(station: number, isUplink: boolean, timeMs: number): boolean {
    if (station < 0) return false;
    const open = this.#open[station] as number;
    if (open !== 0) {
      // The first uplink tells when the station was back, however late that was.
      if (isUplink && (open & uplinkOpen) !== 0) {
        this.#open[station] = open & ~uplinkOpen;
        return true;
      }
      if (!isUplink && (open & downlinkOpen) !== 0) {
        const tries = ((this.#tries[station] as number) + 1) & 0xff;
        this.#tries[station] = tries;
        const isGivenUp = tries === mostTried || timeMs > (this.#waitUntil[station] as number);
        if (isGivenUp) this.#open[station] = open & ~downlinkOpen;
        return true;
      }
    }
    return this.has(station, timeMs);
  }
}
