import { attempt, Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { createChunkWindow } from "./chunk-window.ts";
import { magicFault, magicLength, recognisePcapng } from "./magic.ts";
import { Packet, type PacketReader, type PacketSink } from "./packet.ts";
import {
  type BlockStart,
  lengthBehindFault,
  lengthSize,
  readBlockStart,
  shortestBlock,
} from "./pcapng-block.ts";
import { type ByteOrder, littleEndian, paddingOf } from "./pcapng-options.ts";
import { flaggedFcsLength, flagsCrcError, flagsWhereTheyLie } from "./pcapng-packet.ts";
import { blockName, blockTypes, createSections, isRead } from "./pcapng-section.ts";
import type { CaptureRecord } from "./record.ts";

/** A file that is nothing but damage must not fill the memory. */
const mostFaults = 1000;
const mostSkippedTypes = 1000;

/** Octets of an Enhanced Packet Block without its packet and without options. */
const plainPacketLength = 32;

/** A reader of pcapng: either byte order, any number of sections; blocks without packets are skipped and counted. */
export function createPcapngReader(sink: PacketSink): PacketReader {
  const packet = new Packet();
  const window = createChunkWindow();
  const faults: Fault[] = [];
  const skippedBlocks = new Map<number, number>();
  const sections = createSections(report);
  let isPcapng = false;
  let stopped = false;
  let order: ByteOrder = littleEndian;
  let skipping: { readonly block: BlockStart; left: number } | undefined;

  function report(fault: Fault | undefined): void {
    if (fault === undefined || faults.length > mostFaults) return;
    const isLast = faults.length === mostFaults;
    const text = `more than ${mostFaults} faults: from here on they are not listed`;
    faults.push(isLast ? { ...fault, kind: "unsupported", where: "capture file", text } : fault);
  }

  function stop(fault: Fault | undefined): void {
    report(fault);
    stopped = true;
  }

  function checkMagic(): void {
    const magic = window.peek(magicLength);
    if (magic === undefined) return;
    isPcapng = recognisePcapng(magic);
    if (!isPcapng) stop(magicFault(magic));
  }

  /** The start of the next block; undefined while it is not there, and when it makes no sense. */
  function peekBlock(): BlockStart | undefined {
    const octets = window.peek(shortestBlock);
    if (octets === undefined) return undefined;
    const where = "pcapng block";
    const cursor = new Cursor(octets, { where, base: window.offset, limitedBy: "capture-file" });
    let block: BlockStart | undefined;
    const fault = attempt(() => {
      block = readBlockStart(cursor, order);
    });
    if (fault !== undefined) stop(fault);
    return block;
  }

  function beginSkipping(block: BlockStart): void {
    const count = skippedBlocks.get(block.type) ?? 0;
    if (count === 0 && skippedBlocks.size === mostSkippedTypes) {
      const { offset } = block;
      const text = `more than ${mostSkippedTypes} types of blocks that are no packets`;
      const place = { where: "pcapng block / type", offset, needed: 4, available: 4 };
      stop({ kind: "unsupported", ...place, limitedBy: "capture-file", text });
      return;
    }
    skippedBlocks.set(block.type, count + 1);
    sections.pass(block.type);
    skipping = { block, left: block.length - lengthSize };
  }

  /** Goes on skipping; false while the end of the block is not there. */
  function skipOn(skipped: { readonly block: BlockStart; left: number }): boolean {
    skipped.left -= window.skip(skipped.left);
    const behind = skipped.left === 0 ? window.peek(lengthSize) : undefined;
    if (behind === undefined) return false;
    window.skip(lengthSize);
    report(lengthBehindFault(skipped.block, behind));
    skipping = undefined;
    return true;
  }

  function readWhole(block: BlockStart, octets: Uint8Array): CaptureRecord | undefined {
    const { type, offset } = block;
    const bodyEnd = octets.length - lengthSize;
    const damage = lengthBehindFault(block, octets.subarray(bodyEnd));
    report(damage);
    // Without a section or interface description all that follows would be misread.
    const isDescription = type === blockTypes.section || type === blockTypes.interface;
    if (damage !== undefined && !isDescription) return undefined;
    order = block.order;
    let record: CaptureRecord | undefined;
    const body = new Cursor(octets.subarray(8, bodyEnd), {
      where: blockName(type),
      base: offset + 8,
      limitedBy: "record-length",
    });
    const fault = attempt(() => {
      record = sections.read(type, body, order);
    });
    if (fault !== undefined && type === blockTypes.section) stop(fault);
    else report(fault);
    return record;
  }

  /**
   * Reads the packets that lie whole in `octets` from `start` on, up to the first block that is more
   * than an Enhanced Packet Block whose options need no more than a look; returns where that begins.
   */
  function walkPackets(octets: Uint8Array, start: number): number {
    const isLittle = order === littleEndian;
    const end = octets.length;
    packet.lieIn(octets);
    const { view } = packet;
    let at = start;
    while (at + plainPacketLength <= end) {
      if (view.getUint32(at, isLittle) !== blockTypes.enhancedPacket) break;
      const length = view.getUint32(at + 4, isLittle);
      const capturedLength = view.getUint32(at + 20, isLittle);
      const plainLength = plainPacketLength + capturedLength + paddingOf(capturedLength);
      if (length < plainLength || (length & 3) !== 0 || at + length > end) break;
      const behind = at + length - lengthSize;
      if (view.getUint32(behind, isLittle) !== length) break;
      const flags =
        length === plainLength
          ? 0
          : flagsWhereTheyLie(view, at + plainLength - lengthSize, behind, isLittle);
      if (flags < 0) break;
      const ticksHigh = view.getUint32(at + 12, isLittle);
      const ticksLow = view.getUint32(at + 16, isLittle);
      if (!sections.place(packet, view.getUint32(at + 8, isLittle), ticksHigh, ticksLow)) break;
      packet.crcError = flagsCrcError(flags);
      packet.fcsLength = flaggedFcsLength(flags) ?? packet.fcsLength;
      packet.start = at + 28;
      packet.end = packet.start + capturedLength;
      packet.originalLength = Math.max(capturedLength, view.getUint32(at + 24, isLittle));
      sink(packet);
      at += length;
    }
    return at;
  }

  /** Goes past one block; false when there is none (yet). */
  function step(): boolean {
    if (skipping !== undefined) return skipOn(skipping);
    const block = peekBlock();
    if (block === undefined) return false;
    if (!isRead(block.type)) {
      beginSkipping(block);
      return !stopped;
    }
    const octets = window.peek(block.length);
    if (octets === undefined) return false;
    window.skip(block.length);
    const record = readWhole(block, octets);
    if (record !== undefined) {
      packet.set(record);
      sink(packet);
    }
    return !stopped;
  }

  function cutFault(): Fault | undefined {
    const { available, offset } = window;
    if (!isPcapng) return magicFault(window.peek(available) as Uint8Array);
    const block = skipping?.block ?? peekBlock();
    if (stopped || (block === undefined && available === 0)) return undefined;
    return {
      kind: "truncated",
      where: block === undefined ? "pcapng block / start" : blockName(block.type),
      offset: block?.offset ?? offset,
      needed: block?.length ?? shortestBlock,
      available: offset + available - (block?.offset ?? offset),
      limitedBy: "capture-file",
    };
  }

  return {
    get hasStopped() {
      return stopped;
    },
    push(chunk) {
      if (stopped) return;
      window.push(chunk);
      if (!isPcapng) checkMagic();
      if (isPcapng) {
        do if (skipping === undefined) window.walk(walkPackets);
        while (step());
      }
      window.settle();
    },
    end() {
      if (!stopped) report(cutFault());
      return {
        format: isPcapng ? "pcapng" : undefined,
        frames: sections.frames,
        skippedBlocks,
        faults,
        dropped: sections.dropped,
        ...(sections.recorders.length === 0 ? {} : { recorders: sections.recorders }),
      };
    },
  };
}
