import type { MacAddress } from "../bytes/mac-address.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { isEstablished } from "../exchange/outcome.ts";
import type { Judged } from "./group-findings.ts";
import type { Timeline } from "./timeline.ts";

/** An exchange about which all is said. */
export interface Closed {
  readonly exchange: Exchange;
  readonly air: Timeline;
  readonly judged: Judged;
}

export interface RetentionLimits {
  /** The latest associations that roams may build on, one a station. */
  readonly sessions: number;
  /** Other exchanges. */
  readonly others: number;
  /** Exchanges of one station. */
  readonly perStation: number;
}

/**
 * Closed exchanges, as far as later ones and findings need them: the association on which the roams of a
 * station build as long as there is room, and the latest others. What is not kept is forgotten by its air.
 */
export class Retention {
  readonly #limits: RetentionLimits;
  readonly #sessions = new Map<MacAddress, Closed>();
  readonly #others = new Set<Closed>();
  readonly #ofStation = new Map<MacAddress, Set<Closed>>();

  constructor(limits: RetentionLimits) {
    this.#limits = limits;
  }

  keep(closed: Closed): void {
    const { exchange } = closed;
    if (exchange.kind === "initial-mobility-domain-association" && isEstablished(exchange)) {
      this.#keepSession(closed);
    } else this.#keepOther(closed);
  }

  /** In order of number. */
  all(): readonly Closed[] {
    return [...this.#sessions.values(), ...this.#others].sort(
      (a, b) => a.exchange.number - b.exchange.number,
    );
  }

  /** It was dropped elsewhere. */
  drop(exchange: Exchange): void {
    const session = this.#sessions.get(exchange.station);
    if (session?.exchange === exchange) this.#sessions.delete(exchange.station);
    for (const closed of this.#ofStation.get(exchange.station) ?? []) {
      if (closed.exchange === exchange) this.#release(closed);
    }
  }

  #keepSession(closed: Closed): void {
    const { station } = closed.exchange;
    const before = this.#sessions.get(station);
    this.#sessions.delete(station);
    this.#sessions.set(station, closed);
    if (before !== undefined) this.#keepOther(before);
    if (this.#sessions.size <= this.#limits.sessions) return;
    const [oldest] = this.#sessions.values();
    if (oldest === undefined) return;
    this.#sessions.delete(oldest.exchange.station);
    oldest.air.forget(oldest.exchange);
  }

  #keepOther(closed: Closed): void {
    const { station } = closed.exchange;
    const own = this.#ofStation.get(station) ?? new Set();
    this.#ofStation.set(station, own);
    own.add(closed);
    this.#others.add(closed);
    const [oldestOwn] = own;
    if (own.size > this.#limits.perStation) this.#forget(oldestOwn);
    const [oldest] = this.#others;
    if (this.#others.size > this.#limits.others) this.#forget(oldest);
  }

  #forget(closed: Closed | undefined): void {
    if (closed === undefined) return;
    this.#release(closed);
    closed.air.forget(closed.exchange);
  }

  #release(closed: Closed): void {
    const { station } = closed.exchange;
    this.#others.delete(closed);
    const own = this.#ofStation.get(station);
    own?.delete(closed);
    if (own?.size === 0) this.#ofStation.delete(station);
  }
}
