import type { Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { equalOctets, formatHex } from "../bytes/octets.ts";
import { type ByteOrder, bigEndian, littleEndian } from "./pcapng-options.ts";
import { blockName, blockTypes, isRead } from "./pcapng-section.ts";

/** Octets of the shortest block, enough to read its start: type and length in front, length behind. */
export const shortestBlock = 12;

/** Octets of the length in front and of the one behind. */
export const lengthSize = 4;

/** Octets of a block that is held whole to be read; one that claims more is damaged. */
const longestBlock = 16 * 1024 * 1024;

/** What the first octets of a block say. */
export interface BlockStart {
  readonly type: number;
  /** Octets of the whole block. */
  readonly length: number;
  /** That length as it lies in the file; the block ends with the same octets. */
  readonly lengthOctets: Uint8Array;
  /** Where in the file the block begins. */
  readonly offset: number;
  /** Byte order of its section. */
  readonly order: ByteOrder;
}

/**
 * Reads the first 12 octets of a block; `current` is the byte order of the section so far. Stops the
 * enclosing attempt when the length cannot be: where the next block begins is then unknown.
 */
export function readBlockStart(cursor: Cursor, current: ByteOrder): BlockStart {
  const { offset, octets } = cursor;
  const type = current.u32(cursor, "type"); // that of a section reads the same in either order
  const order = type === blockTypes.section ? sectionOrder(cursor) : current;
  const length = order.u32(cursor, "total length");
  if (length < shortestBlock || length % 4 !== 0) {
    cursor.fail("invalid", "total length", lengthSize, `no block has ${length} octets`);
  }
  if (length > longestBlock && isRead(type)) {
    cursor.fail("invalid", "total length", lengthSize, `${length} octets claimed`);
  }
  return { type, length, lengthOctets: octets.slice(4, 4 + lengthSize), offset, order };
}

/** The order that the magic of a Section Header Block shows; it stands behind the length that depends on it. */
function sectionOrder(cursor: Cursor): ByteOrder {
  const magic = formatHex(cursor.octets.subarray(8, 12));
  if (magic === "4d3c2b1a") return littleEndian;
  if (magic === "1a2b3c4d") return bigEndian;
  cursor.skip(8, "total length and byte-order magic");
  return cursor.fail("invalid", "byte-order magic", 4, `${magic} is none`);
}

/** The fault of a block that does not end with the length it begins with; undefined when it does. */
export function lengthBehindFault(block: BlockStart, behind: Uint8Array): Fault | undefined {
  if (equalOctets(block.lengthOctets, behind)) return undefined;
  return {
    kind: "invalid",
    where: `${blockName(block.type)} / total length behind`,
    offset: block.offset + block.length - lengthSize,
    needed: lengthSize,
    available: lengthSize,
    limitedBy: "capture-file",
    text: `it differs from the ${block.length} in front`,
  };
}
