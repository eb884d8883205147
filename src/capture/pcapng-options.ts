import { attempt, Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { printable } from "../bytes/printable.ts";

/** Reads numbers in the byte order of a section. */
export interface ByteOrder {
  u16(cursor: Cursor, field: string): number;
  u32(cursor: Cursor, field: string): number;
  u64(cursor: Cursor, field: string): bigint;
}

export const littleEndian: ByteOrder = {
  u16: (cursor, field) => cursor.u16le(field),
  u32: (cursor, field) => cursor.u32le(field),
  u64: (cursor, field) => cursor.u64le(field),
};

export const bigEndian: ByteOrder = {
  u16: (cursor, field) => cursor.u16be(field),
  u32: (cursor, field) => cursor.u32be(field),
  u64: (cursor, field) => cursor.u64be(field),
};

/** Octets that fill up `length` octets to a multiple of four. */
export function paddingOf(length: number): number {
  return -length & 3;
}

/** The text of an option, safe to print, at most 256 octets of it. */
export function optionText(value: Cursor): string {
  return printable(value.take(Math.min(value.remaining, 256), "text"));
}

/**
 * Walks the options that fill the rest of `block` (pcapng draft, "Options"): calls `take` for each
 * and returns the fault that ended the walk, if one did. What was taken before it stands.
 */
export function walkOptions(
  block: Cursor,
  order: ByteOrder,
  take: (code: number, value: Cursor) => void,
): Fault | undefined {
  return attempt(() => {
    while (block.remaining > 0) {
      const code = order.u16(block, "option code");
      const length = order.u16(block, "option length");
      if (code === 0) return;
      const base = block.offset;
      const octets = block.take(length, "option value");
      block.skip(Math.min(paddingOf(length), block.remaining), "option padding");
      take(code, new Cursor(octets, { where: block.where, base, limitedBy: "record-length" }));
    }
  });
}
