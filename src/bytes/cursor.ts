import type { Fault, LimitedBy } from "./fault.ts";

/**
 * Carries a fault from a {@link Cursor} to the nearest {@link attempt}; never leaves this module's callers.
 * No Error: the stack that one takes down costs more than all else that is done with a damaged packet.
 */
class Stop {
  readonly fault: Fault;
  constructor(fault: Fault) {
    this.fault = fault;
  }
}

export interface CursorOptions {
  /** What the octets are, for faults: "RSN element". */
  readonly where: string;
  /** Offset of the first octet in the enclosing frame or file; default 0. */
  readonly base?: number;
  /** What ends the octets; default "frame". */
  readonly limitedBy?: LimitedBy;
}

/**
 * A bounds-checked reader. Every read names its field; a read past the end stops the enclosing
 * {@link attempt} with a fault that says what was needed, what was there and what limited it.
 */
export class Cursor {
  readonly octets: Uint8Array;
  readonly where: string;
  readonly base: number;
  readonly limitedBy: LimitedBy;
  #position = 0;

  constructor(octets: Uint8Array, { where, base = 0, limitedBy = "frame" }: CursorOptions) {
    this.octets = octets;
    this.where = where;
    this.base = base;
    this.limitedBy = limitedBy;
  }

  /** Octets read so far. */
  get position(): number {
    return this.#position;
  }

  /** Octets left. */
  get remaining(): number {
    return this.octets.length - this.#position;
  }

  /** Offset of the next octet in the enclosing frame or file. */
  get offset(): number {
    return this.base + this.#position;
  }

  #advance(length: number, field: string): number {
    if (length > this.remaining) {
      throw new Stop({
        kind: "truncated",
        where: `${this.where} / ${field}`,
        offset: this.offset,
        needed: length,
        available: this.remaining,
        limitedBy: this.limitedBy,
      });
    }
    const start = this.#position;
    this.#position = start + length;
    return start;
  }

  /** A view (no copy) of the next `length` octets. */
  take(length: number, field: string): Uint8Array {
    const start = this.#advance(length, field);
    return this.octets.subarray(start, start + length);
  }

  /** A view of all octets left; may be empty. */
  rest(): Uint8Array {
    return this.octets.subarray(this.#advance(this.remaining, "rest"));
  }

  skip(length: number, field: string): void {
    this.#advance(length, field);
  }

  u8(field: string): number {
    return this.octets[this.#advance(1, field)] as number;
  }

  u16le(field: string): number {
    const at = this.#advance(2, field);
    return (this.octets[at] as number) | ((this.octets[at + 1] as number) << 8);
  }

  u16be(field: string): number {
    const at = this.#advance(2, field);
    return ((this.octets[at] as number) << 8) | (this.octets[at + 1] as number);
  }

  u32le(field: string): number {
    return this.u16le(field) + this.u16le(field) * 0x1_0000;
  }

  u32be(field: string): number {
    return this.u16be(field) * 0x1_0000 + this.u16be(field);
  }

  u64le(field: string): bigint {
    return BigInt(this.u32le(field)) + (BigInt(this.u32le(field)) << 32n);
  }

  u64be(field: string): bigint {
    return (BigInt(this.u32be(field)) << 32n) + BigInt(this.u32be(field));
  }

  /** Stops with a fault about the `length` octets just read: they hold a value that cannot be. */
  fail(kind: "invalid" | "unsupported", field: string, length: number, text: string): never {
    throw new Stop({
      kind,
      where: `${this.where} / ${field}`,
      offset: this.offset - length,
      needed: length,
      available: length,
      limitedBy: this.limitedBy,
      text,
    });
  }
}

/**
 * The one catch of a container (record, frame, element): runs `read` and returns the fault that
 * stopped it, or undefined. What `read` stored before the stop stays stored.
 */
export function attempt(read: () => void): Fault | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof Stop) return error.fault;
    throw error;
  }
}
