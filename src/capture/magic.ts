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

/** Whether a file that begins with `first` is one of OmniPeek: it begins with a section "\x7fver". */
export function recognisePeek(first: Uint8Array): boolean {
  return formatHex(first.subarray(0, magicLength)) === "7f766572";
}

/** Whether a file that begins with `first` is a capture of any format that is read. */
export function isCaptureFile(first: Uint8Array): boolean {
  return recognisePcapng(first) || recognisePeek(first) || recognisePcap(first) !== undefined;
}

const unpack = "unpack it first";
const convert = "convert it with Wireshark (editcap <file> <new>.pcapng)";

/** What begins so is another thing that people have instead of a capture, and what they can do. */
const otherFormats: readonly (readonly [magic: string, what: string, hint: string])[] = [
  ["474d4255", "a capture of Microsoft Network Monitor", convert],
  ["52545353", "a capture of Microsoft Network Monitor 1", convert],
  ["736e6f6f", "a capture of snoop", convert],
  ["58435000", "a capture of Sniffer for Windows", convert],
  ["5452534e", "a capture of Sniffer for DOS", convert],
  ["69707472", "a capture of iptrace", convert],
  ["53514c69", "an SQLite database", "one of Kismet is converted with kismetdb_to_pcap"],
  ["28b52ffd", "zstd-compressed", unpack],
  ["1f8b", "gzip-compressed", unpack],
  ["04224d18", "LZ4-compressed", unpack],
  ["425a68", "bzip2-compressed", unpack],
  ["fd377a58", "xz-compressed", unpack],
  ["504b0304", "a zip archive", unpack],
  ["377abcaf", "a 7z archive", unpack],
  ["52617221", "a RAR archive", unpack],
];

/** The fault of a file whose first octets (all there are, when fewer than four) are those of no capture file. */
export function magicFault(first: Uint8Array): Fault {
  const magic = formatHex(first.subarray(0, magicLength));
  const known = otherFormats.find(([begin]) => magic.startsWith(begin));
  const place = { where: "capture file / magic", offset: 0, limitedBy: "capture-file" } as const;
  return first.length < magicLength
    ? { kind: "truncated", ...place, needed: magicLength, available: first.length }
    : {
        kind: "invalid",
        ...place,
        needed: magicLength,
        available: magicLength,
        text:
          known === undefined
            ? `it begins with ${magic}; if Wireshark can open it, save it there as pcapng`
            : `it is ${known[1]}: ${known[2]}`,
      };
}
