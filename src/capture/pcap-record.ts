import type { Fault } from "../bytes/fault.ts";
import type { PcapLayout } from "./magic.ts";
import type { CaptureRecord } from "./record.ts";

/** Octets of a packet that no recorder exceeds: a record that claims more is damaged. */
export const longestPacket = 262_144;

/** Octets that every record header has. */
export const recordHeaderLength = 16;

/** What the file header says of all records. */
export interface PcapFile extends PcapLayout {
  readonly linkType: number;
  readonly fcsLength: number | undefined;
}

/** The first 16 octets of a record. */
export interface PcapRecordHeader {
  readonly seconds: number;
  /** In units of the layout's `fractionNs`. */
  readonly fraction: number;
  readonly capturedLength: number;
  readonly originalLength: number;
}

function u32At(octets: Uint8Array, at: number, littleEndian: boolean): number {
  const a = octets[at] as number;
  const b = octets[at + 1] as number;
  const c = octets[at + 2] as number;
  const d = octets[at + 3] as number;
  return (
    (littleEndian ? (d << 24) | (c << 16) | (b << 8) | a : (a << 24) | (b << 16) | (c << 8) | d) >>>
    0
  );
}

/** Reads a file header of at least 24 octets. The version is not looked at: every one has this layout. */
export function readFileHeader(octets: Uint8Array, layout: PcapLayout): PcapFile {
  const network = u32At(octets, 20, layout.littleEndian);
  const declaresFcs = (network & 0x0400_0000) !== 0;
  return {
    ...layout,
    linkType: network & 0xffff,
    fcsLength: declaresFcs ? (network >>> 28) * 2 : undefined, // the field counts 16-bit words
  };
}

/** Reads the 16 octets of a record header. */
export function readRecordHeader(octets: Uint8Array, { littleEndian }: PcapFile): PcapRecordHeader {
  return {
    seconds: u32At(octets, 0, littleEndian),
    fraction: u32At(octets, 4, littleEndian),
    capturedLength: u32At(octets, 8, littleEndian),
    originalLength: u32At(octets, 12, littleEndian),
  };
}

/** The record number `frame` with the packet `octets`. */
export function pcapRecord(
  file: PcapFile,
  frame: number,
  header: PcapRecordHeader,
  octets: Uint8Array,
): CaptureRecord {
  return {
    frame,
    interfaceId: 0,
    linkType: file.linkType,
    time: BigInt(header.seconds) * 1_000_000_000n + BigInt(header.fraction * file.fractionNs),
    timeDigits: file.fractionNs === 1 ? 9 : 6,
    octets,
    // Some old recorders wrote the two lengths in the other order.
    originalLength: Math.max(octets.length, header.originalLength),
    fcsLength: file.fcsLength,
    crcError: false,
  };
}

/** The fault of a record at `offset` in the file that claims a packet no recorder writes; undefined when it does not. */
export function impossibleLengthFault(offset: number, capturedLength: number): Fault | undefined {
  if (capturedLength <= longestPacket) return undefined;
  return {
    kind: "invalid",
    where: "pcap record / captured length",
    offset: offset + 8,
    needed: 4,
    available: 4,
    limitedBy: "capture-file",
    text: `${capturedLength} octets claimed, no packet has more than ${longestPacket}`,
  };
}

/** The fault of a record at `offset` of which the file holds only the first `available` octets. */
export function cutRecordFault(
  file: PcapFile,
  offset: number,
  available: number,
  capturedLength: number,
): Fault {
  const headerLength = recordHeaderLength + file.recordExtraLength;
  const inHeader = available < headerLength;
  return {
    kind: "truncated",
    where: inHeader ? "pcap record / header" : "pcap record / packet",
    offset: inHeader ? offset : offset + headerLength,
    needed: inHeader ? headerLength : capturedLength,
    available: inHeader ? available : available - headerLength,
    limitedBy: "capture-file",
  };
}
