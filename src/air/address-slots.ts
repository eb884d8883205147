import { formatMac, type MacAddress, macOctets } from "../bytes/mac-address.ts";

/** Slots there are; addresses beyond them get none. */
export const mostSlots = 65_536;

const buckets = 2 * mostSlots;

/**
 * Numbers MAC addresses from 0 on, read where they lie, so that what is known of each can stand in
 * plain arrays.
 */
export class AddressSlots {
  /** Slot + 1 by hash; 0 is free. */
  readonly #table = new Int32Array(buckets);
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
    const low = view.getInt32(at);
    const high = view.getUint16(at + 4);
    const bucket = this.#bucket(low, high);
    const known = this.#table[bucket] as number;
    if (known > 0) return known - 1;
    if (this.#size === mostSlots) return -1;
    const slot = this.#size++;
    this.#low[slot] = low;
    this.#high[slot] = high;
    this.#table[bucket] = slot + 1;
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
    let bucket = Math.imul(low ^ Math.imul(high, 0x9e37_79b1), 0x85eb_ca6b) >>> 15;
    while (true) {
      const slot = (this.#table[bucket] as number) - 1;
      if (slot < 0 || (this.#low[slot] === low && this.#high[slot] === high)) return bucket;
      bucket = (bucket + 1) & (buckets - 1);
    }
  }
}

function viewOf(address: MacAddress): DataView {
  const octets = macOctets(address);
  return new DataView(octets.buffer, octets.byteOffset, octets.length);
}
