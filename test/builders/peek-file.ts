import { concatOctets, utf8Octets } from "../../src/bytes/octets.ts";
import { uint } from "./capture-file.ts";

const u16 = (value: number) => uint(value, 2, "le");
const u32 = (value: number | bigint) => uint(value, 4, "le");

/** From 1601 to 1970. */
const epochNs = 11_644_473_600_000_000_000n;

export interface BuiltPeekPacket {
  readonly timeNs: bigint;
  /** With FCS, or whatever stands in its place. */
  readonly octets: Uint8Array;
  /** Default: the octets there are. */
  readonly length?: number;
  /** Default: 0 when `length` is not given, else the octets there are. */
  readonly slice?: number;
  /** More tags, by number. */
  readonly tags?: Readonly<Record<number, number>>;
}

export interface PeekSpec {
  /** Default: 9. */
  readonly version?: number;
  /** Default: 3, 802.11 with FCS. */
  readonly mediaSubType?: number;
  /** Length that the section of the packets claims; default: what it has. */
  readonly packetsLength?: number;
  /** Put in front of the section of the packets, and behind it. */
  readonly before?: Uint8Array;
  readonly after?: Uint8Array;
  readonly packets: readonly BuiltPeekPacket[];
}

/** A section of an OmniPeek file; `length` when it is to claim another one. */
export function buildPeekSection(name: string, body: Uint8Array, length = body.length): Uint8Array {
  return concatOctets(utf8Octets(name), u32(length), u32(0x200), body);
}

/** A capture file of OmniPeek (tagged). */
export function buildPeek(spec: PeekSpec): Uint8Array {
  const { version = 9, mediaSubType = 3, before, after, packets } = spec;
  const body = concatOctets(...packets.map(buildPacket));
  return concatOctets(
    buildPeekSection(
      "\x7fver",
      utf8Octets(`<?xml version="1.0"?><VersionInfo><FileVersion>${version}</FileVersion>`),
    ),
    buildPeekSection(
      "sess",
      utf8Octets(`<MediaType>0</MediaType><MediaSubType>${mediaSubType}</MediaSubType>  `),
    ),
    before ?? new Uint8Array(0),
    buildPeekSection("pkts", body, spec.packetsLength ?? body.length),
    after ?? new Uint8Array(0),
  );
}

function buildPacket({ timeNs, octets, length, slice, tags = {} }: BuiltPeekPacket): Uint8Array {
  const time = timeNs + epochNs;
  const tag = (number: number, value: number | bigint) => concatOctets(u16(number), u32(value));
  return concatOctets(
    tag(0, length ?? octets.length),
    tag(1, time & 0xffff_ffffn),
    tag(2, time >> 32n),
    tag(3, 0),
    ...Object.entries(tags).map(([number, value]) => tag(Number(number), value)),
    tag(0xffff, slice ?? (length === undefined ? 0 : octets.length)),
    octets,
  );
}
