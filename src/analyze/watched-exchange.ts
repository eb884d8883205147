import type { TimeNs } from "../bytes/time.ts";
import { type Exchange, isAnswered } from "../exchange/exchange.ts";
import { overAt } from "../exchange/over-at.ts";
import type { Judged } from "./group-findings.ts";
import type { Timeline } from "./timeline.ts";
import type { Told } from "./verdict-tally.ts";

/** Frames may belong to an exchange for 10 s after its last one, and its data are followed as long. */
const openNs = 12_000_000_000n;

/** A clock that falls back by more was set. */
const setBackNs = 2_000_000_000n;

/** An exchange under watch: when it is to be judged, and what was said of it. */
export class WatchedExchange {
  readonly exchange: Exchange;
  readonly air: Timeline;
  /** When it is to be judged; undefined: it was, and nothing has happened since. */
  #dueAt: TimeNs | undefined;
  #lastTime: TimeNs;
  #frames = -1;
  #eapPackets = 0;
  #next: Exchange | undefined;
  #dataHeard = 0;
  /** It was not worth to be told. */
  isPassedOver = false;
  /** How it was counted when something was said of it last; undefined: nothing was said yet. */
  told: Told | undefined;
  /** All that would be corrected. */
  said: string | undefined;
  judged: Judged | undefined;
  amendments = 0;
  roam: { readonly id: string; said: string; amendments: number } | undefined;

  constructor(exchange: Exchange, air: Timeline) {
    this.exchange = exchange;
    this.air = air;
    this.#lastTime = exchange.lastTime;
  }

  /** Something has happened that may bear on it: `next` is what the station tried after it. */
  notice(next: Exchange | undefined): void {
    const { exchange } = this;
    const frames = exchange.sightings.length + exchange.notKept;
    const isSame =
      frames === this.#frames &&
      exchange.lastTime === this.#lastTime &&
      exchange.eapPackets === this.#eapPackets &&
      next === this.#next &&
      this.#dataHeard === dataHeard(exchange);
    if (isSame) return;
    this.#frames = frames;
    this.#lastTime = exchange.lastTime;
    this.#eapPackets = exchange.eapPackets;
    this.#next = next;
    this.#dataHeard = dataHeard(exchange);
    if (!this.isPassedOver || isAnswered(exchange)) this.#dueAt = overAt(exchange, next);
  }

  /** When it is to be looked at again. */
  get lookAt(): TimeNs {
    return this.#dueAt ?? this.exchange.lastTime + openNs;
  }

  isDue(now: TimeNs): boolean {
    return this.#dueAt !== undefined && (now >= this.#dueAt || this.#isSetBack(now));
  }

  /** It is to be judged once more, whatever happens. */
  reconsider(now: TimeNs): void {
    this.#dueAt = now;
  }

  /** It was judged, or passed over. */
  settled(): void {
    this.#dueAt = undefined;
  }

  /** No frame will be added to it. */
  isClosed(now: TimeNs): boolean {
    if (this.#dueAt !== undefined) return false;
    return now - this.exchange.lastTime >= openNs || this.#isSetBack(now);
  }

  #isSetBack(now: TimeNs): boolean {
    return now < this.exchange.lastTime - setBackNs;
  }
}

/** How far it is known that data flow again: in no direction, in one or two, and with the target. */
function dataHeard({ uplink, downlink, interruption }: Exchange): number {
  const after = interruption?.after;
  return (
    (uplink.frames > 0 ? 1 : 0) +
    (downlink.frames > 0 ? 2 : 0) +
    (after?.uplink.any === undefined ? 0 : 4) +
    (after?.downlink.any === undefined ? 0 : 8)
  );
}
