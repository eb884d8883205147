import { AddressSlots } from "../air/address-slots.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import { type TimeSpan, TimeSpans } from "./time-spans.ts";

export interface PartyTime extends TimeSpan {
  readonly party: MacAddress;
}

/** When each of some parties matters, asked by the octets of its address. */
export class PartyTimes {
  readonly #slots = new AddressSlots();
  readonly #spans: readonly TimeSpans[];

  constructor(times: readonly PartyTime[]) {
    const ofSlots: PartyTime[][] = [];
    for (const time of times) {
      const slot = this.#slots.addOf(time.party);
      if (slot < 0) continue;
      ofSlots[slot] ??= [];
      ofSlots[slot].push(time);
    }
    this.#spans = ofSlots.map((ofSlot) => new TimeSpans(ofSlot));
  }

  /** Whether the party whose address is at `at` matters at `timeUs`, microseconds since 1970. */
  has(view: DataView, at: number, timeUs: number): boolean {
    // Of more parties than there are slots not all are known.
    if (this.#slots.isFull) return true;
    const slot = this.#slots.find(view, at);
    return slot >= 0 && (this.#spans[slot] as TimeSpans).has(timeUs);
  }
}
