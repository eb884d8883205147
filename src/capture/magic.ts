import type { Fault } from "../bytes/fault.ts";
import { formatHex } from "../bytes/octets.ts";

/** How a classic pcap file is laid out, as its first four octets say. */
export interface PcapLayout {
  readonly littleEndian: boolean;
  /** Nanoseconds that one unit of the record's time fraction stands for. */
  readonly fractionNs: 1 | 1000;
  /** Octets in front of the first record. */
  readonly fileHeaderLength: number;
  /** Octets between the 16 that every record header has and the packet. */
  readonly recordExtraLength: number;
}

/** Octets that say which file it is. */
export const magicLength = 4;

const layouts = new Map<string, PcapLayout>();

function register(magic: string, fractionNs: 1 | 1000, fileHeader = 24, recordExtra = 0): void {
  const swapped = magic.replace(/(..)(..)(..)(..)/, "$4$3$2$1");
  for (const littleEndian of [false, true]) {
    layouts.set(littleEndian ? swapped : magic, {
      littleEndian,
      fractionNs,
      fileHeaderLength: fileHeader,
      recordExtraLength: recordExtra,
    });
  }
}

register("a1b2c3d4", 1000);
register("a1b23c4d", 1);
register("a1b2cd34", 1000, 24, 8); // "modified": interface, protocol and packet type in every record
register("1c0001ac", 1, 28); // IXIA, hardware: one more word in the file header
register("1c0001ab", 1000, 28); // IXIA, software

/** The layout of the classic pcap file that begins with `first`; undefined when it is none. */
export function recognisePcap(first: Uint8Array): PcapLayout | undefined {
  return layouts.get(formatHex(first.subarray(0, magicLength)));
}

/** Whether a file that begins with `first` is pcapng: it begins with the type of a Section Header Block. */
export function recognisePcapng(first: Uint8Array): boolean {
  return formatHex(first.subarray(0, magicLength)) === "0a0d0d0a";
}

const otherFormats = new Map([
  ["28b52ffd", "zstd-compressed"],
  ["04224d18", "LZ4-compressed"],
]);

/** The fault of a file whose first octets (all there are, when fewer than four) are those of no capture file. */
export function magicFault(first: Uint8Array): Fault {
  const magic = formatHex(first.subarray(0, magicLength));
  const known = otherFormats.get(magic);
  const place = { where: "capture file / magic", offset: 0, limitedBy: "capture-file" } as const;
  return first.length < magicLength
    ? { kind: "truncated", ...place, needed: magicLength, available: first.length }
    : {
        kind: "invalid",
        ...place,
        needed: magicLength,
        available: magicLength,
        text: `not a capture file: it begins with ${magic}${known === undefined ? "" : ` (${known})`}`,
      };
}
