import type { MacAddress } from "../bytes/mac-address.ts";
import type { Sighting } from "./sighting.ts";

/** One mistake at a time, or all pairs of mistakes and every bit of the key. */
type Depth = "single" | "deep";

/** A station whose driver is wrong shows it in its first frames; a flood of wrong MICs must not take hours. */
const mostOfStation: Readonly<Record<Depth, number>> = { single: 256, deep: 6 };
/** Octets of a frame: a mistake costs a MIC over most of them. */
const longestFrame: Readonly<Record<Depth, number>> = { single: 16_384, deep: 4096 };
const mostStations = 4096;

/** Which wrong MICs of an analysis are worth a search for the mistake behind them. */
export class MicSearches {
  readonly #counts = new Map<MacAddress, Record<Depth, number>>();
  readonly #granted: Readonly<Record<Depth, WeakSet<Sighting>>> = {
    single: new WeakSet(),
    deep: new WeakSet(),
  };

  /** The same frame may be searched as often as it is judged. */
  allows(depth: Depth, station: MacAddress, sighting: Sighting): boolean {
    if (this.#granted[depth].has(sighting)) return true;
    if (sighting.air.octets.length > longestFrame[depth]) return false;
    const counts = this.#countsOf(station);
    if (counts[depth] >= mostOfStation[depth]) return false;
    counts[depth]++;
    this.#granted[depth].add(sighting);
    return true;
  }

  #countsOf(station: MacAddress): Record<Depth, number> {
    const known = this.#counts.get(station);
    if (known !== undefined) return known;
    if (this.#counts.size >= mostStations) this.#counts.clear();
    const counts = { single: 0, deep: 0 };
    this.#counts.set(station, counts);
    return counts;
  }
}
