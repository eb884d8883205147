import type { Fault } from "../bytes/fault.ts";
import { createChunkWindow } from "./chunk-window.ts";
import { magicFault, magicLength, type PcapLayout, recognisePcap } from "./magic.ts";
import { Packet, type PacketReader, type PacketSink } from "./packet.ts";
import {
  cutRecordFault,
  impossibleLengthFault,
  longestPacket,
  type PcapFile,
  readFileHeader,
  readRecordHeader,
  recordHeaderLength,
} from "./pcap-record.ts";

/** A reader of classic pcap in both byte orders: microseconds, nanoseconds, modified and IXIA. */
export function createPcapReader(sink: PacketSink): PacketReader {
  const packet = new Packet();
  const window = createChunkWindow();
  let layout: PcapLayout | undefined;
  let file: PcapFile | undefined;
  let frames = 0;
  let fault: Fault | undefined;

  function readHeader(): PcapFile | undefined {
    const magic = window.peek(magicLength);
    if (magic === undefined) return undefined;
    layout = recognisePcap(magic);
    if (layout === undefined) {
      fault = magicFault(magic);
      return undefined;
    }
    const header = window.peek(layout.fileHeaderLength);
    if (header === undefined) return undefined;
    window.skip(layout.fileHeaderLength);
    return readFileHeader(header, layout);
  }

  /** Reads the records that lie whole in `octets` from `start` on; returns where the first other one begins. */
  function walkRecords(from: PcapFile, octets: Uint8Array, start: number): number {
    const { littleEndian, fractionNs } = from;
    const headerLength = recordHeaderLength + from.recordExtraLength;
    const end = octets.length;
    packet.lieIn(octets);
    packet.linkType = from.linkType;
    packet.fcsLength = from.fcsLength;
    packet.timeDigits = fractionNs === 1 ? 9 : 6;
    const { view } = packet;
    let at = start;
    while (at + headerLength <= end) {
      const capturedLength = view.getUint32(at + 8, littleEndian);
      const next = at + headerLength + capturedLength;
      if (next > end || capturedLength > longestPacket) break;
      const fraction = view.getUint32(at + 4, littleEndian);
      packet.timeUs = view.getUint32(at, littleEndian) * 1_000_000;
      if (fractionNs === 1) {
        packet.timeUs += Math.floor(fraction / 1000);
        packet.subUs = fraction % 1000;
      } else packet.timeUs += fraction;
      packet.start = at + headerLength;
      packet.end = next;
      // Some old recorders wrote the two lengths in the other order.
      packet.originalLength = Math.max(capturedLength, view.getUint32(at + 12, littleEndian));
      packet.frame = ++frames;
      sink(packet);
      at = next;
    }
    return at;
  }

  /** Reads the record of which a part came with an earlier chunk; false when there is none. */
  function readStraddling(from: PcapFile): boolean {
    const octets = window.peek(recordHeaderLength);
    if (octets === undefined) return false;
    const { capturedLength } = readRecordHeader(octets, from);
    fault = impossibleLengthFault(window.offset, capturedLength);
    if (fault !== undefined) return false;
    const whole = window.peek(recordHeaderLength + from.recordExtraLength + capturedLength);
    if (whole === undefined) return false;
    window.skip(whole.length);
    walkRecords(from, whole, 0);
    return true;
  }

  function cutFault(): Fault | undefined {
    const { available, offset } = window;
    if (file !== undefined) {
      if (available === 0) return undefined;
      const octets = window.peek(recordHeaderLength);
      const claimed = octets === undefined ? 0 : readRecordHeader(octets, file).capturedLength;
      return cutRecordFault(file, offset, available, claimed);
    }
    if (layout === undefined) return magicFault(window.peek(available) as Uint8Array);
    return {
      kind: "truncated",
      where: "pcap file header",
      offset: 0,
      needed: layout.fileHeaderLength,
      available,
      limitedBy: "capture-file",
    };
  }

  return {
    get hasStopped() {
      return fault !== undefined;
    },
    push(chunk) {
      if (fault !== undefined) return;
      window.push(chunk);
      file ??= readHeader();
      const from = file;
      if (from !== undefined) {
        const walk = (octets: Uint8Array, at: number) => walkRecords(from, octets, at);
        do window.walk(walk);
        while (readStraddling(from));
      }
      window.settle();
    },
    end() {
      fault ??= cutFault();
      return {
        format: layout === undefined ? undefined : "pcap",
        frames,
        skippedBlocks: new Map(),
        faults: fault === undefined ? [] : [fault],
        dropped: 0,
      };
    },
  };
}
