import type { AirFrame } from "../air/air-frame.ts";
import { createMerger, type Merger } from "../air/merge.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import { AirCoverage } from "../exchange/air-coverage.ts";
import type { Bss, BssLookup } from "../exchange/bss.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { Tracker } from "../exchange/tracker.ts";

/** Exchanges before and after one that its judgement may look at. */
const before = 64;
const after = 8;

/** The name of a timeline: one of several captures, or one that a capture declares for some interfaces. */
export function timelineKey(input: number, timeline: number, declared: number | undefined): string {
  return declared === undefined ? `${timeline}` : `${timeline}/${input}/${declared}`;
}

/**
 * The air as captures heard it whose clocks could be brought together. Order and duration are told
 * within one timeline only: what was heard on another has no place in it.
 */
export class Timeline {
  readonly merger: Merger;
  readonly tracker: Tracker;
  readonly coverage = new AirCoverage();
  readonly exchanges: Exchange[] = [];
  readonly #byStation = new Map<MacAddress, Exchange[]>();
  readonly #places = new Map<Exchange, number>();

  /** `inputs` is the number of all captures, `members` are those on this timeline. */
  constructor(
    inputs: number,
    members: ReadonlySet<number>,
    { nextNumber }: { readonly nextNumber: () => number },
  ) {
    this.merger = createMerger(inputs);
    for (let input = 0; input < inputs; input++) if (!members.has(input)) this.merger.end(input);
    this.tracker = new Tracker({ exchange: (exchange) => this.#remember(exchange) }, nextNumber);
  }

  push(input: number, frames: readonly AirFrame[]): void {
    this.merger.push(input, frames);
    this.#follow();
  }

  end(input: number): void {
    this.merger.end(input);
    this.#follow();
  }

  /** All that the station did, in order. */
  exchangesOf(station: MacAddress): readonly Exchange[] {
    return this.#byStation.get(station) ?? [];
  }

  /** What the station of an exchange did around it. */
  historyOf(exchange: Exchange): readonly Exchange[] {
    const place = this.#places.get(exchange) ?? 0;
    return this.exchangesOf(exchange.station).slice(Math.max(0, place - before), place + after);
  }

  #follow(): void {
    for (const air of this.merger.drain()) {
      if (air.fcs === "bad") continue;
      this.coverage.heard(air);
      this.tracker.frame(air);
    }
  }

  #remember(exchange: Exchange): void {
    const own = this.#byStation.get(exchange.station) ?? [];
    this.#byStation.set(exchange.station, own);
    this.#places.set(exchange, own.length);
    own.push(exchange);
    this.exchanges.push(exchange);
  }
}

/**
 * What is known of a BSS on one timeline, or else what it announced on another: that holds whenever it
 * was said, while what happened there, and when, cannot be placed.
 */
export function bssLookup(own: Timeline, all: readonly Timeline[]): BssLookup {
  const announced = new Map<MacAddress, Bss | undefined>();
  return {
    get(bssid) {
      const known = own.tracker.bsss.get(bssid);
      if (known !== undefined || bssid === undefined) return known;
      if (!announced.has(bssid)) announced.set(bssid, announcedElsewhere(bssid, all));
      return announced.get(bssid);
    },
  };
}

function announcedElsewhere(bssid: MacAddress, all: readonly Timeline[]): Bss | undefined {
  const bss = all.map(({ tracker }) => tracker.bsss.get(bssid)).find((one) => one !== undefined);
  return bss && { ...bss, restarts: [], dismissals: [], acknowledging: undefined };
}
