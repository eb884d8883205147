import { EventEmitter } from "node:events";
import { parse } from "pcap-parser";
import type { Fault } from "../bytes/fault.ts";
import { concatOctets } from "../bytes/octets.ts";
import { recognisePcap } from "../capture/magic.ts";
import { Packet, type PacketReader, type PacketSink } from "../capture/packet.ts";
import { createPcapReader } from "../capture/pcap.ts";
import {
  cutRecordFault,
  impossibleLengthFault,
  type PcapFile,
  type PcapRecordHeader,
  pcapRecord,
  readFileHeader,
  recordHeaderLength,
} from "../capture/pcap-record.ts";

/** Octets of the file header that pcap-parser reads. */
const fileHeaderLength = 24;

/**
 * A reader of classic pcap that arrives as a stream: the npm package pcap-parser, with what it lacks
 * added. Gives the packets and the summary that {@link createPcapReader} gives.
 */
export function createPcapStreamReader(sink: PacketSink): PacketReader {
  let head: Uint8Array = new Uint8Array(0);
  let reader: PacketReader | undefined;

  return {
    get hasStopped() {
      return reader?.hasStopped ?? false;
    },
    push(chunk) {
      if (reader !== undefined) {
        reader.push(chunk);
        return;
      }
      head = concatOctets(head, chunk);
      if (head.length < fileHeaderLength) return;
      const layout = recognisePcap(head);
      // pcap-parser expects the first record behind 24 octets: the longer file header of the IXIA
      // layouts would be read as a record. Our own reader takes these, and what is no pcap at all.
      reader =
        layout === undefined || layout.fileHeaderLength !== fileHeaderLength
          ? createPcapReader(sink)
          : createParserReader(readFileHeader(head, layout), sink);
      reader.push(head);
    },
    end() {
      if (reader === undefined) {
        reader = createPcapReader(sink);
        reader.push(head);
      }
      return reader.end();
    },
  };
}

/** Drives pcap-parser by hand: it answers a "data" event at once, so that chunks go in and records come out. */
function createParserReader(file: PcapFile, sink: PacketSink): PacketReader {
  const packet = new Packet();
  const input = Object.assign(new EventEmitter(), { pause() {}, resume() {} });
  const parser = parse(input);
  let received = 0;
  let recordOffset = fileHeaderLength;
  let current: PcapRecordHeader | undefined;
  let frames = 0;
  let fault: Fault | undefined;

  parser.on("packetHeader", (header) => {
    current = {
      seconds: header.timestampSeconds,
      fraction: header.timestampMicroseconds,
      capturedLength: header.capturedLength,
      originalLength: header.originalLength,
    };
    fault = impossibleLengthFault(recordOffset, header.capturedLength);
    // The parser waits for that many octets, and joins what it has anew with every chunk until then.
    // No length is ever reached this way, and it gets no more chunks.
    if (fault !== undefined) header.capturedLength = Number.POSITIVE_INFINITY;
    else header.capturedLength += file.recordExtraLength;
  });

  parser.on("packetData", (data) => {
    const header = current as PcapRecordHeader;
    const start = file.recordExtraLength;
    // A plain view: slice() of a Buffer would not copy, which readers of records may rely on.
    const octets = new Uint8Array(data.buffer, data.byteOffset + start, data.length - start);
    frames++;
    packet.set(pcapRecord(file, frames, header, octets));
    sink(packet);
    recordOffset += recordHeaderLength + data.length;
    current = undefined;
  });

  return {
    get hasStopped() {
      return fault !== undefined;
    },
    push(chunk) {
      if (fault !== undefined) return;
      const octets = received === 0 ? withPlainHeader(chunk, file) : chunk;
      received += chunk.length;
      input.emit("data", Buffer.from(octets.buffer, octets.byteOffset, octets.length));
    },
    end() {
      const left = received - recordOffset;
      if (fault === undefined && left > 0) {
        fault = cutRecordFault(file, recordOffset, left, current?.capturedLength ?? 0);
      }
      return {
        format: "pcap",
        frames,
        skippedBlocks: new Map(),
        faults: fault === undefined ? [] : [fault],
        dropped: 0,
      };
    },
  };
}

/**
 * A copy of `octets` whose magic and version are the only ones that pcap-parser knows. (It refuses a
 * version only when both numbers are strange, where our own reader takes any.)
 */
function withPlainHeader(octets: Uint8Array, { littleEndian }: PcapFile): Uint8Array {
  const plain = littleEndian
    ? [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]
    : [0xa1, 0xb2, 0xc3, 0xd4, 0, 2, 0, 4];
  const copy = octets.slice();
  copy.set(plain);
  return copy;
}
