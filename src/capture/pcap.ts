import type { Fault } from "../bytes/fault.ts";
import { createChunkWindow } from "./chunk-window.ts";
import { magicFault, magicLength, type PcapLayout, recognisePcap } from "./magic.ts";
import {
  cutRecordFault,
  impossibleLengthFault,
  type PcapFile,
  pcapRecord,
  readFileHeader,
  readRecordHeader,
  recordHeaderLength,
} from "./pcap-record.ts";
import type { CaptureReader, CaptureRecord } from "./record.ts";

/** A reader of classic pcap in both byte orders: microseconds, nanoseconds, modified and IXIA. */
export function createPcapReader(): CaptureReader {
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

  function readRecord(from: PcapFile): CaptureRecord | undefined {
    const octets = window.peek(recordHeaderLength);
    if (octets === undefined) return undefined;
    const header = readRecordHeader(octets, from);
    fault = impossibleLengthFault(window.offset, header.capturedLength);
    if (fault !== undefined) return undefined;
    const start = recordHeaderLength + from.recordExtraLength;
    const whole = window.peek(start + header.capturedLength);
    if (whole === undefined) return undefined;
    window.skip(whole.length);
    frames++;
    return pcapRecord(from, frames, header, whole.subarray(start));
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
    push(chunk) {
      const records: CaptureRecord[] = [];
      if (fault !== undefined) return records;
      window.push(chunk);
      file ??= readHeader();
      if (file === undefined) return records;
      for (let record = readRecord(file); record !== undefined; record = readRecord(file)) {
        records.push(record);
      }
      return records;
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
