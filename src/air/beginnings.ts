import type { MacAddress } from "../bytes/mac-address.ts";
import type { DecodedFrame } from "../dot11/frame.ts";
import { type Parties, partiesOf } from "./parties.ts";

/** That somebody had to do with somebody, in a way that makes of interest what both do around it. */
export interface Beginning extends Parties {
  /** Microseconds since 1970. */
  readonly timeUs: number;
  /** The AP accepted the station. */
  readonly isAccepted: boolean;
}

/** What a frame begins; undefined when it is nothing. */
export function beginningOf(decoded: DecodedFrame, timeUs: number): Beginning | undefined {
  const parties = partiesOf(decoded);
  if (parties === undefined) return undefined;
  const { frame } = decoded;
  const isAccepted =
    (frame.kind === "association-response" || frame.kind === "reassociation-response") &&
    frame.status === 0;
  return { ...parties, timeUs, isAccepted };
}

/** What is repeated within this time is one beginning, microseconds. */
const repeatedUs = 250_000;
const mostBeginnings = 262_144;
const mostPairs = 4096;

/** What begins in one capture. Bounded: of a capture in which more begins it is not all. */
export class Beginnings {
  readonly all: Beginning[] = [];
  /** When the same began last, by its parties. */
  readonly #last = new Map<string, number>();
  isAll = true;

  add(beginning: Beginning): void {
    const { stations, accessPoints, isBeginning, isAccepted, timeUs } = beginning;
    const key = keyOf(stations, accessPoints, isBeginning, isAccepted);
    const sinceUs = timeUs - (this.#last.get(key) ?? Number.NEGATIVE_INFINITY);
    if (sinceUs >= 0 && sinceUs < repeatedUs) return;
    if (this.all.length === mostBeginnings) {
      this.isAll = false;
      return;
    }
    if (this.#last.size === mostPairs) this.#last.clear();
    this.#last.set(key, timeUs);
    this.all.push(beginning);
  }
}

function keyOf(
  stations: readonly MacAddress[],
  accessPoints: readonly MacAddress[],
  isBeginning: boolean,
  isAccepted: boolean,
): string {
  return `${stations.join()} ${accessPoints.join()} ${isBeginning} ${isAccepted}`;
}
