import { never } from "./capture-time.ts";

/** So many that were never heard before are looked at in a second. No place has so many comers. */
const mostStrangers = 1000;

/** Counts those that were never heard before: of comers by the thousand in a second not all can be looked at. */
export class Strangers {
  /** The second at hand, and those that came in it. */
  #second = never;
  #inSecond = 0;

  /** One more has come; whether that is one too many to look at. */
  isOneTooMany(timeMs: number): boolean {
    const second = Math.floor(timeMs / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#inSecond = 0;
    }
    return ++this.#inSecond > mostStrangers;
  }
}
