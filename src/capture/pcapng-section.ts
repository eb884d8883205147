import type { Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Packet as PacketInPlace } from "./packet.ts";
import { type CaptureInterface, readInterface } from "./pcapng-interface.ts";
import { type ByteOrder, optionText, walkOptions } from "./pcapng-options.ts";
import {
  flaggedFcsLength,
  flagsCrcError,
  type Packet,
  readEnhancedPacket,
  readObsoletePacket,
  readSimplePacket,
  readStatistics,
} from "./pcapng-packet.ts";
import type { CaptureRecord, RecordedInterface, Recorder } from "./record.ts";

/** Types of the blocks that are read; all others are skipped. */
export const blockTypes = {
  section: 0x0a0d_0d0a,
  interface: 1,
  obsoletePacket: 2,
  simplePacket: 3,
  statistics: 5,
  enhancedPacket: 6,
} as const;

const names = new Map<number, string>([
  [blockTypes.section, "Section Header Block"],
  [blockTypes.interface, "Interface Description Block"],
  [blockTypes.obsoletePacket, "Packet Block"],
  [blockTypes.simplePacket, "Simple Packet Block"],
  [blockTypes.statistics, "Interface Statistics Block"],
  [blockTypes.enhancedPacket, "Enhanced Packet Block"],
]);

/** What a block is called in faults. */
export function blockName(type: number): string {
  return names.get(type) ?? `block of type 0x${type.toString(16).padStart(8, "0")}`;
}

/** Whether blocks of this type are read. */
export function isRead(type: number): boolean {
  return names.has(type);
}

/**
 * Blocks without a packet that Wireshark gives a frame number all the same: systemd journal entries
 * and custom blocks. Frame numbers behind them would be others than Wireshark's.
 */
const numberedTypes: ReadonlySet<number> = new Set([0x0000_0009, 0x0000_0bad, 0x4000_0bad]);

/** Interfaces of a file; more are damage, and each would stay in memory. */
const mostInterfaces = 65_536;

/** What the blocks of a pcapng file mean, over all its sections. */
export interface Sections {
  /** Reads the body of a block; stops the enclosing attempt when it cannot be read. */
  read(type: number, block: Cursor, order: ByteOrder): CaptureRecord | undefined;
  /**
   * Says of a packet what its interface, its number and its time are; false, and nothing is changed,
   * where that takes more than a look.
   */
  place(
    packet: PacketInPlace,
    interfaceIndex: number,
    ticksHigh: number,
    ticksLow: number,
  ): boolean;
  /** Takes note of a block that is not read. */
  pass(type: number): void;
  /** Frames so far as Wireshark counts them: packets, and the blocks that it shows among them. */
  readonly frames: number;
  /** Packets that the recorder says it dropped. */
  readonly dropped: number;
  /** What the sections say of their making. */
  readonly recorders: readonly Recorder[];
}

/** Sections, and interfaces of each, of which is kept what they say of their making. */
const mostRecorded = 64;

interface OpenRecorder extends Recorder {
  readonly interfaces: RecordedInterface[];
}

export function createSections(report: (fault: Fault) => void): Sections {
  let interfaces: (CaptureInterface | undefined)[] = [];
  let interfaceCount = 0;
  let lastNumber = 0;
  let lastTime: () => TimeNs = () => 0n;
  let droppedBetween = 0;
  // Of the last packet only a block without a timestamp needs the time: it is made then.
  let lastPacket: PacketInPlace | undefined;
  const lastPlaced = () => lastPacket?.time ?? 0n;
  // Statistics are running totals: a later block of the same interface replaces the earlier one.
  const droppedInAll = new Map<number, number>();
  const recorders: OpenRecorder[] = [];
  let recorder: OpenRecorder | undefined;

  function beginSection(block: Cursor, order: ByteOrder): void {
    block.skip(4, "byte-order magic");
    const major = order.u16(block, "major version");
    if (major !== 1) block.fail("unsupported", "major version", 2, `version ${major}`);
    block.skip(10, "minor version and section length");
    interfaces = [];
    const texts: { hardware?: string; os?: string; application?: string } = {};
    const fault = walkOptions(block, order, (code, value) => {
      if (code === 2) texts.hardware ??= optionText(value);
      else if (code === 3) texts.os ??= optionText(value);
      else if (code === 4) texts.application ??= optionText(value);
    });
    if (fault !== undefined) report(fault);
    recorder = { ...texts, interfaces: [] };
    if (recorders.length < mostRecorded) recorders.push(recorder);
  }

  function addInterface(block: Cursor, order: ByteOrder): void {
    if (interfaceCount === mostInterfaces) {
      block.fail("unsupported", "number", 0, `more than ${mostInterfaces} interfaces`);
    }
    const id = interfaceCount++;
    // An interface that cannot be read keeps its number, or packets would go to the wrong one.
    const index = interfaces.push(undefined) - 1;
    const described = readInterface(block, order, id, report);
    interfaces[index] = described;
    if (recorder !== undefined && recorder.interfaces.length < mostRecorded) {
      recorder.interfaces.push(described.recorded);
    }
  }

  function interfaceOf(block: Cursor, index: number): CaptureInterface | undefined {
    const found = interfaces[index];
    if (found === undefined) {
      report({
        kind: "invalid",
        where: `${block.where} / interface id`,
        offset: block.base,
        needed: 4,
        available: 4,
        limitedBy: "capture-file",
        text: `the section describes no interface ${index}`,
      });
    }
    return found;
  }

  function record(block: Cursor, packet: Packet): CaptureRecord | undefined {
    droppedBetween += packet.dropped;
    const from = interfaceOf(block, packet.interfaceIndex);
    if (from === undefined) return undefined;
    const time = packet.ticks === undefined ? lastTime() : from.clock.timeOf(packet.ticks);
    lastTime = () => time;
    lastNumber++;
    return {
      frame: lastNumber,
      interfaceId: from.id,
      linkType: from.linkType,
      time,
      timeDigits: from.clock.digits,
      octets: packet.octets,
      originalLength: Math.max(packet.octets.length, packet.originalLength),
      fcsLength: flaggedFcsLength(packet.flags) ?? from.fcsLength,
      crcError: flagsCrcError(packet.flags),
      ...(from.comment === undefined ? {} : { interfaceComment: from.comment }),
    };
  }

  function simpleRecord(block: Cursor, order: ByteOrder): CaptureRecord | undefined {
    const from = interfaceOf(block, 0);
    return from && record(block, readSimplePacket(block, order, from.snapLength));
  }

  function addStatistics(block: Cursor, order: ByteOrder): void {
    const { interfaceIndex, dropped } = readStatistics(block, order, report);
    const from = interfaceOf(block, interfaceIndex);
    if (from !== undefined) droppedInAll.set(from.id, dropped);
  }

  return {
    read(type, block, order) {
      switch (type) {
        case blockTypes.enhancedPacket:
          return record(block, readEnhancedPacket(block, order, report));
        case blockTypes.simplePacket:
          return simpleRecord(block, order);
        case blockTypes.obsoletePacket:
          return record(block, readObsoletePacket(block, order, report));
        case blockTypes.interface:
          addInterface(block, order);
          return undefined;
        case blockTypes.statistics:
          addStatistics(block, order);
          return undefined;
        default:
          beginSection(block, order);
          return undefined;
      }
    },
    place(packet, interfaceIndex, ticksHigh, ticksLow) {
      const from = interfaces[interfaceIndex];
      if (from === undefined || !from.clock.stamp(packet, ticksHigh, ticksLow)) return false;
      packet.interfaceId = from.id;
      packet.linkType = from.linkType;
      packet.fcsLength = from.fcsLength;
      packet.interfaceComment = from.comment;
      packet.timeDigits = from.clock.digits;
      packet.frame = ++lastNumber;
      lastTime = lastPlaced;
      lastPacket = packet;
      return true;
    },
    pass(type) {
      if (numberedTypes.has(type)) lastNumber++;
    },
    get frames() {
      return lastNumber;
    },
    get recorders() {
      return recorders.filter(({ interfaces: described, ...texts }) =>
        [texts, ...described].some((each) => Object.keys(each).length > 0),
      );
    },
    get dropped() {
      return [...droppedInAll.values()].reduce((sum, dropped) => sum + dropped, droppedBetween);
    },
  };
}
