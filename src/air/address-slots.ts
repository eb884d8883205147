import { formatMac, type MacAddress, macOctets } from "../bytes/mac-address.ts";

/** Slots there are; addresses beyond them get none. */
export const mostSlots = 65_536;

const fewestBuckets = 1024;

/**
 * Numbers MAC addresses from 0 on, read where they lie, so that what is known of each can stand in
 * plain arrays.
 */
export class AddressSlots {
  /**
   * Slot + 1 by hash; 0 is free. At least half of it is, and not much more: of a large table every
   * address would be in a page of memory of its own.
   */
  #table = new Int32Array(fewestBuckets);
  readonly #low = new Int32Array(mostSlots);
  readonly #high = new Uint16Array(mostSlots);
  #size = 0;

  /** Slots that are taken: all below. */
  get size(): number {
    return this.#size;
  }

  /** There are no slots left. */
  get isFull(): boolean {
    return this.#size === mostSlots;
  }

  /** The slot of the address at `at`; -1 when it has none. */
  find(view: DataView, at: number): number {
    return (this.#table[this.#bucket(view.getInt32(at), view.getUint16(at + 4))] as number) - 1;
  }

  /** The slot of the address at `at`, a new one if need be; -1 when there is none left. */
  add(view: DataView, at: number): number {
    return this.#add(view.getInt32(at), view.getUint16(at + 4));
  }

  /** As {@link add}, for an address in octets of a frame's own. */
  addIn(octets: Uint8Array, at: number): number {
    const octet = (i: number) => octets[at + i] as number;
    const low = (octet(0) << 24) | (octet(1) << 16) | (octet(2) << 8) | octet(3);
    return this.#add(low, (octet(4) << 8) | octet(5));
  }

  #add(low: number, high: number): number {
    const bucket = this.#bucket(low, high);
    const known = this.#table[bucket] as number;
    if (known > 0) return known - 1;
    if (this.#size === mostSlots) return -1;
    const slot = this.#size++;
    this.#low[slot] = low;
    this.#high[slot] = high;
    if (2 * this.#size > this.#table.length) this.#grow();
    else this.#table[bucket] = slot + 1;
    return slot;
  }

  /** As {@link find}, for an address in words. */
  of(address: MacAddress): number {
    return this.find(viewOf(address), 0);
  }

  /** As {@link add}, for an address in words. */
  addOf(address: MacAddress): number {
    return this.add(viewOf(address), 0);
  }

  /** Every address that has a slot, in the order of the slots. */
  addresses(): readonly MacAddress[] {
    const view = new DataView(new ArrayBuffer(6));
    return Array.from({ length: this.#size }, (_, slot) => {
      view.setInt32(0, this.#low[slot] as number);
      view.setUint16(4, this.#high[slot] as number);
      return formatMac(new Uint8Array(view.buffer));
    });
  }

  /** Where the address is, or would be. */
  #bucket(low: number, high: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    let bucket = Math.imul(low ^ Math.imul(high, 0x9e37_79b1), 0x85eb_ca6b) >>> 15;
    while (true) {
      bucket &= mask;
      const slot = (table[bucket] as number) - 1;
      if (slot < 0 || (this.#low[slot] === low && this.#high[slot] === high)) return bucket;
      bucket++;
    }
  }

  #grow(): void {
    this.#table = new Int32Array(2 * this.#table.length);
    for (let slot = 0; slot < this.#size; slot++) {
      const bucket = this.#bucket(this.#low[slot] as number, this.#high[slot] as number);
      this.#table[bucket] = slot + 1;
    }
  }
}

function viewOf(address: MacAddress): DataView {
  const octets = macOctets(address);
  return new DataView(octets.buffer, octets.byteOffset, octets.length);
}
