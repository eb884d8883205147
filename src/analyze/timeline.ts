import type { AirFrame } from "../air/air-frame.ts";
import type { InProgress } from "../air/following.ts";
import { createMerger, type Merger } from "../air/merge.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import { AirCoverage } from "../exchange/air-coverage.ts";
import type { Bss, BssLookup } from "../exchange/bss.ts";
import { type Exchange, isAnswered } from "../exchange/exchange.ts";
import { Tracker, type TrackerLimits } from "../exchange/tracker.ts";

/** Exchanges before and after one that its judgement may look at. */
const before = 64;
const after = 8;

/** The data after an exchange are awaited for a minute. */
const awaitedNs = 61_000_000_000n;
/** Of so many latest exchanges those in progress are looked for. */
const mostInProgress = 16_384;

/** How much of the air is remembered, by the rank of stations and BSSs. */
export interface AirLimits extends TrackerLimits {
  /** Exchanges, by the rank of their stations. */
  readonly exchanges?: readonly number[];
}

/** Exchanges of stations to which no AP has spoken, of those that no AP has let in, and of all others. */
const mostExchanges: readonly number[] = [8192, 8192, 65_536];

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
  /** In order of beginning. */
  readonly #exchanges = new Set<Exchange>();
  /** The same by the rank of the station when it was looked at last, in the order of that. */
  readonly #byRank: readonly Set<Exchange>[];
  readonly #firsts: Iterator<Exchange>[] = [];
  readonly #mostOfRank: readonly number[];
  readonly #byStation = new Map<MacAddress, Exchange[]>();
  readonly #begun: (exchange: Exchange) => void;
  readonly #dropped: (exchange: Exchange) => void;
  /** Exchanges that were dropped to stay within bounds. */
  evicted = 0;

  /** `inputs` is the number of all captures, `members` are those on this timeline. */
  constructor(
    inputs: number,
    members: ReadonlySet<number>,
    {
      nextNumber,
      limits = {},
      begun = () => {},
      changed,
      dropped = () => {},
    }: {
      readonly nextNumber: () => number;
      readonly limits?: AirLimits;
      /** Is told of every exchange that begins, that changes, and that is dropped to stay within bounds. */
      readonly begun?: (exchange: Exchange) => void;
      readonly changed?: (exchange: Exchange) => void;
      readonly dropped?: (exchange: Exchange) => void;
    },
  ) {
    this.merger = createMerger(inputs);
    for (let input = 0; input < inputs; input++) if (!members.has(input)) this.merger.end(input);
    this.tracker = new Tracker(
      { exchange: (exchange) => this.#remember(exchange), ...(changed && { changed }) },
      nextNumber,
      limits,
    );
    this.#mostOfRank = limits.exchanges ?? mostExchanges;
    this.#byRank = this.#mostOfRank.map(() => new Set());
    this.#begun = begun;
    this.#dropped = dropped;
  }

  /** In order of beginning. */
  get exchanges(): readonly Exchange[] {
    return [...this.#exchanges];
  }

  push(input: number, frames: readonly AirFrame[]): void {
    this.merger.push(input, frames);
    this.#follow();
  }

  end(input: number): void {
    this.merger.end(input);
    this.#follow();
  }

  /** Time has passed up to `now` without a frame. */
  settle(input: number, now: TimeNs): void {
    this.merger.reach(input, now);
    this.#follow();
  }

  /** All that the station did, in order. */
  exchangesOf(station: MacAddress): readonly Exchange[] {
    return this.#byStation.get(station) ?? [];
  }

  /** What the station of an exchange did around it. */
  historyOf(exchange: Exchange): readonly Exchange[] {
    const own = this.exchangesOf(exchange.station);
    const place = placeOf(exchange, own);
    return own.slice(Math.max(0, place - before), place + after);
  }

  /** Puts exchanges that were found late where their numbers place them. */
  insert(found: readonly Exchange[]): void {
    for (const exchange of found) {
      const own = this.#byStation.get(exchange.station) ?? [];
      const later = own.findIndex(({ number }) => number > exchange.number);
      own.splice(later < 0 ? own.length : later, 0, exchange);
      this.#byStation.set(exchange.station, own);
    }
    const all = [...this.#exchanges, ...found].sort((a, b) => a.number - b.number);
    this.#exchanges.clear();
    for (const exchange of all) this.#exchanges.add(exchange);
  }

  /** Who is in the midst of an exchange, or has just had one to which somebody answered. */
  inProgress(): readonly InProgress[] {
    const latest = [...this.#exchanges].slice(-mostInProgress);
    const now = latest.reduce((time, { lastTime }) => (lastTime > time ? lastTime : time), 0n);
    return latest
      .filter((exchange) => now - exchange.lastTime < awaitedNs && isAnswered(exchange))
      .map(({ station, targetAp, currentAp, lastTime }) => ({
        stations: [station],
        accessPoints: [targetAp, ...(currentAp === undefined ? [] : [currentAp])],
        since: lastTime,
      }));
  }

  /** The exchange is not needed any more. */
  forget(exchange: Exchange): void {
    if (!this.#exchanges.delete(exchange)) return;
    for (const ofRank of this.#byRank) ofRank.delete(exchange);
    const own = this.#byStation.get(exchange.station) ?? [];
    own.splice(placeOf(exchange, own), 1);
    if (own.length === 0) this.#byStation.delete(exchange.station);
    this.tracker.stations.forget(exchange);
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
    own.push(exchange);
    this.#exchanges.add(exchange);
    this.#rank(exchange);
    this.#begun(exchange);
  }

  /** What was deleted at the beginning is not walked over again and again. */
  #firstOf(rank: number, ofRank: ReadonlySet<Exchange>): Exchange | undefined {
    const next = this.#firsts[rank]?.next();
    if (next?.done === false) return next.value;
    const anew = ofRank.values();
    this.#firsts[rank] = anew;
    return anew.next().value;
  }

  /** Puts an exchange among those of its rank; of too many the first makes room, if it still belongs there. */
  #rank(exchange: Exchange): void {
    const rank = this.tracker.stations.rankOf(exchange.station);
    const ofRank = this.#byRank[rank] as Set<Exchange>;
    ofRank.add(exchange);
    if (ofRank.size <= (this.#mostOfRank[rank] as number)) return;
    const first = this.#firstOf(rank, ofRank);
    if (first === undefined) return;
    ofRank.delete(first);
    if (this.tracker.stations.rankOf(first.station) > rank) {
      this.#rank(first);
      return;
    }
    this.forget(first);
    this.evicted++;
    this.#dropped(first);
  }
}

/** Where an exchange is among those of its station, which are in order of number. */
function placeOf({ number }: Exchange, own: readonly Exchange[]): number {
  let [low, high] = [0, own.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((own[middle] as Exchange).number < number) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low);
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
  return bss && { ...bss, restarts: [], clockSteps: [], dismissals: [], acknowledging: undefined };
}
