import type { Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { type ByteOrder, paddingOf, walkOptions } from "./pcapng-options.ts";

/** A packet as its block gives it, before its interface is looked up. */
export interface Packet {
  /** Number of its interface in its section. */
  readonly interfaceIndex: number;
  /** Timestamp in units of its interface; undefined in a Simple Packet Block. */
  readonly ticks: bigint | undefined;
  readonly octets: Uint8Array;
  readonly originalLength: number;
  /** epb_flags or pack_flags. */
  readonly flags: number;
  /** Packets that the recorder dropped since the one before. */
  readonly dropped: number;
}

const unknownDropCount = 0xffff;

/** Options of packets that are read. */
const options = { flags: 2, dropCount: 4 } as const;

/** Reads the body of an Enhanced Packet Block. Options that cannot be read are reported; the packet stands. */
export function readEnhancedPacket(
  block: Cursor,
  order: ByteOrder,
  report: (fault: Fault) => void,
): Packet {
  const interfaceIndex = order.u32(block, "interface id");
  return readTimedPacket(
    block,
    order,
    { interfaceIndex, dropped: 0, dropCountOption: options.dropCount },
    report,
  );
}

/** Reads the body of an (obsolete) Packet Block. Options that cannot be read are reported; the packet stands. */
export function readObsoletePacket(
  block: Cursor,
  order: ByteOrder,
  report: (fault: Fault) => void,
): Packet {
  const interfaceIndex = order.u16(block, "interface id");
  const drops = order.u16(block, "drops count");
  const dropped = drops === unknownDropCount ? 0 : drops;
  return readTimedPacket(
    block,
    order,
    { interfaceIndex, dropped, dropCountOption: undefined },
    report,
  );
}

interface TimedPacketStart {
  readonly interfaceIndex: number;
  readonly dropped: number;
  readonly dropCountOption: number | undefined;
}

/** What both blocks have from the timestamp on. */
function readTimedPacket(
  block: Cursor,
  order: ByteOrder,
  { interfaceIndex, dropped, dropCountOption }: TimedPacketStart,
  report: (fault: Fault) => void,
): Packet {
  const high = order.u32(block, "timestamp (high)");
  const low = order.u32(block, "timestamp (low)");
  const capturedLength = order.u32(block, "captured length");
  const originalLength = order.u32(block, "original length");
  const octets = block.take(capturedLength, "packet");
  let flags = 0;
  let droppedBefore = dropped;
  if (block.remaining > 0) {
    block.skip(paddingOf(capturedLength), "packet padding");
    const fault = walkOptions(block, order, (code, value) => {
      if (code === options.flags) flags = order.u32(value, "packet flags");
      else if (code === dropCountOption) droppedBefore += Number(order.u64(value, "drop count"));
    });
    if (fault !== undefined) report(fault);
  }
  return {
    interfaceIndex,
    ticks: (BigInt(high) << 32n) | BigInt(low),
    octets,
    originalLength,
    flags,
    dropped: droppedBefore,
  };
}

/** Reads the body of a Simple Packet Block, whose packet the snap length of interface 0 limits (0 = no limit). */
export function readSimplePacket(block: Cursor, order: ByteOrder, snapLength: number): Packet {
  const originalLength = order.u32(block, "original length");
  const capturedLength = Math.min(originalLength, snapLength === 0 ? originalLength : snapLength);
  const octets = block.take(capturedLength, "packet");
  return { interfaceIndex: 0, ticks: undefined, octets, originalLength, flags: 0, dropped: 0 };
}

/**
 * The packet flags among the options of an Enhanced Packet Block from `start` up to `end`, read where they lie; 0
 * without, and -1 where the options take more than a look: drop counts and damage.
 */
export function flagsWhereTheyLie(
  view: DataView,
  start: number,
  end: number,
  isLittle: boolean,
): number {
  let flags = 0;
  let at = start;
  while (at < end) {
    if (at + 4 > end) return -1;
    const code = view.getUint16(at, isLittle);
    if (code === 0) return flags;
    const length = view.getUint16(at + 2, isLittle);
    const value = at + 4;
    at = value + length;
    if (at > end || code === options.dropCount) return -1;
    if (code === options.flags) {
      if (length < 4) return -1;
      flags = view.getUint32(value, isLittle);
    }
    at += paddingOf(length);
  }
  return flags;
}

/** Octets of FCS that packet flags declare (bits 5 to 8); undefined = not declared. */
export function flaggedFcsLength(flags: number): number | undefined {
  return (flags >>> 5) & 0x0f || undefined;
}

/** Whether packet flags mark a CRC error (bit 24). */
export function flagsCrcError(flags: number): boolean {
  return (flags & 0x0100_0000) !== 0;
}

/** Reads the body of an Interface Statistics Block: packets dropped in all, by the interface and by the system. */
export function readStatistics(
  block: Cursor,
  order: ByteOrder,
  report: (fault: Fault) => void,
): { readonly interfaceIndex: number; readonly dropped: number } {
  const interfaceIndex = order.u32(block, "interface id");
  block.skip(8, "timestamp");
  let dropped = 0;
  const fault = walkOptions(block, order, (code, value) => {
    if (code === 5) dropped += Number(order.u64(value, "isb_ifdrop"));
    else if (code === 7) dropped += Number(order.u64(value, "isb_osdrop"));
  });
  if (fault !== undefined) report(fault);
  return { interfaceIndex, dropped };
}
