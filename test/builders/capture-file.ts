import { concatOctets } from "../../src/bytes/octets.ts";

export type FileByteOrder = "le" | "be";

/** A packet to be written into a capture file. */
export interface BuiltRecord {
  /** Nanoseconds since 1970; what the file's resolution cannot hold is cut off. */
  readonly timeNs: bigint;
  readonly octets: Uint8Array;
  /** Default: the octets there are. */
  readonly originalLength?: number;
}

/** The unsigned `value` in `size` octets. */
export function uint(value: number | bigint, size: number, byteOrder: FileByteOrder): Uint8Array {
  const octets = new Uint8Array(size);
  let rest = BigInt.asUintN(8 * size, BigInt(value));
  for (let i = 0; i < size; i++) {
    octets[byteOrder === "le" ? i : size - 1 - i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return octets;
}

const pcapMagics = {
  us: 0xa1b2c3d4,
  ns: 0xa1b23c4d,
  modified: 0xa1b2cd34,
  "ixia-hw": 0x1c0001ac,
  "ixia-sw": 0x1c0001ab,
};

export type PcapMagic = keyof typeof pcapMagics;

export interface PcapSpec {
  /** Default: le. */
  readonly byteOrder?: FileByteOrder;
  /** Default: us. */
  readonly magic?: PcapMagic;
  /** Default: 127, radiotap. */
  readonly linkType?: number;
  /** Octets of FCS to declare in the header; default: not declared. */
  readonly fcsLength?: number;
  /** Default: 262144. */
  readonly snaplen?: number;
  /** Default: [2, 4]. */
  readonly version?: readonly [number, number];
  readonly records: readonly BuiltRecord[];
}

/** A classic pcap file. */
export function buildPcap(spec: PcapSpec): Uint8Array {
  const { byteOrder = "le", magic = "us", linkType = 127, fcsLength } = spec;
  const [major, minor] = spec.version ?? [2, 4];
  const u16 = (value: number) => uint(value, 2, byteOrder);
  const u32 = (value: number | bigint) => uint(value, 4, byteOrder);
  const declaredFcs = fcsLength === undefined ? 0 : 0x0400_0000 + (fcsLength / 2) * 0x1000_0000;
  const unitNs = magic === "ns" || magic === "ixia-hw" ? 1n : 1000n;
  const header = [
    u32(pcapMagics[magic]),
    u16(major),
    u16(minor),
    u32(0),
    u32(0),
    u32(spec.snaplen ?? 262_144),
    u32(linkType + declaredFcs),
    magic.startsWith("ixia") ? u32(0) : new Uint8Array(0),
  ];
  const records = spec.records.flatMap(({ timeNs, octets, originalLength }) => [
    u32(timeNs / 1_000_000_000n),
    u32((timeNs % 1_000_000_000n) / unitNs),
    u32(octets.length),
    u32(originalLength ?? octets.length),
    magic === "modified" ? concatOctets(u32(7), u16(0x0800), u16(0x0100)) : new Uint8Array(0),
    octets,
  ]);
  return concatOctets(...header, ...records);
}

export interface BuiltInterface {
  /** Default: 127, radiotap. */
  readonly linkType?: number;
  /** if_tsresol; default: no such option, microseconds. */
  readonly tsresol?: number;
  /** if_tsoffset, seconds. */
  readonly tsoffset?: bigint;
  /** if_fcslen. */
  readonly fcslen?: number;
  /** Default: 0, no limit. */
  readonly snaplen?: number;
}

/** An option of a pcapng block. */
export interface BuiltOption {
  readonly code: number;
  readonly value: Uint8Array;
}

export interface BuiltPacket extends BuiltRecord {
  /** Number in its section; default: 0. */
  readonly interfaceId?: number;
  /** Enhanced, Simple or (obsolete) Packet Block; default: epb. */
  readonly block?: "epb" | "spb" | "pb";
  readonly options?: readonly BuiltOption[];
  /** Drops count of a Packet Block; default: 0. */
  readonly drops?: number;
}

/** A block that is written as it is given. */
export interface BuiltBlock {
  readonly type: number;
  readonly body: Uint8Array;
  /** Number of packets in front of the block; default: 0. */
  readonly afterPackets?: number;
}

export interface PcapngSpec {
  /** Default: le. */
  readonly byteOrder?: FileByteOrder;
  /** Default: one. */
  readonly interfaces?: readonly BuiltInterface[];
  readonly packets?: readonly BuiltPacket[];
  readonly blocks?: readonly BuiltBlock[];
}

function padded(octets: Uint8Array): Uint8Array {
  return concatOctets(octets, new Uint8Array(-octets.length & 3));
}

/** A pcapng block around `body`. */
export function buildBlock(type: number, body: Uint8Array, byteOrder: FileByteOrder): Uint8Array {
  const whole = padded(body);
  const length = uint(whole.length + 12, 4, byteOrder);
  return concatOctets(uint(type, 4, byteOrder), length, whole, length);
}

/** The options of a pcapng block, with their end; nothing when there are none. */
export function buildOptions(
  options: readonly BuiltOption[],
  byteOrder: FileByteOrder,
): Uint8Array {
  if (options.length === 0) return new Uint8Array(0);
  const encoded = options.map(({ code, value }) =>
    concatOctets(uint(code, 2, byteOrder), uint(value.length, 2, byteOrder), padded(value)),
  );
  return concatOctets(...encoded, new Uint8Array(4));
}

/** The time as an interface counts it, rounded down. */
function ticksOf(timeNs: bigint, { tsresol = 6, tsoffset = 0n }: BuiltInterface): bigint {
  const exponent = BigInt(tsresol & 0x7f);
  const ticksPerSecond = (tsresol > 0x7f ? 2n : 10n) ** exponent;
  return ((timeNs - tsoffset * 1_000_000_000n) * ticksPerSecond) / 1_000_000_000n;
}

/** One section of a pcapng file; several, one after the other, are a file too. */
export function buildPcapng(spec: PcapngSpec): Uint8Array {
  const { byteOrder = "le", interfaces = [{}], packets = [], blocks = [] } = spec;
  const u16 = (value: number) => uint(value, 2, byteOrder);
  const u32 = (value: number | bigint) => uint(value, 4, byteOrder);

  function interfaceBlock({ linkType = 127, snaplen = 0, ...rest }: BuiltInterface): Uint8Array {
    const { tsresol, fcslen, tsoffset } = rest;
    const options: BuiltOption[] = [];
    if (tsresol !== undefined) options.push({ code: 9, value: uint(tsresol, 1, byteOrder) });
    if (fcslen !== undefined) options.push({ code: 13, value: uint(fcslen, 1, byteOrder) });
    if (tsoffset !== undefined) options.push({ code: 14, value: uint(tsoffset, 8, byteOrder) });
    const body = [u16(linkType), u16(0), u32(snaplen), buildOptions(options, byteOrder)];
    return buildBlock(1, concatOctets(...body), byteOrder);
  }

  function packetBlock(packet: BuiltPacket): Uint8Array {
    const { octets, interfaceId = 0, block = "epb", options = [], drops = 0 } = packet;
    const originalLength = u32(packet.originalLength ?? octets.length);
    if (block === "spb") {
      return buildBlock(3, concatOctets(originalLength, octets), byteOrder);
    }
    const ticks = ticksOf(packet.timeNs, interfaces[interfaceId] ?? {});
    const id = block === "epb" ? [u32(interfaceId)] : [u16(interfaceId), u16(drops)];
    const body = [
      ...id,
      u32(ticks >> 32n),
      u32(ticks),
      u32(octets.length),
      originalLength,
      padded(octets),
      buildOptions(options, byteOrder),
    ];
    return buildBlock(block === "epb" ? 6 : 2, concatOctets(...body), byteOrder);
  }

  const section = concatOctets(u32(0x1a2b3c4d), u16(1), u16(0), uint(-1n, 8, byteOrder));
  const parts = [buildBlock(0x0a0d0d0a, section, byteOrder), ...interfaces.map(interfaceBlock)];
  for (let i = 0; i <= packets.length; i++) {
    for (const { type, body, afterPackets = 0 } of blocks) {
      if (afterPackets === i) parts.push(buildBlock(type, body, byteOrder));
    }
    const packet = packets[i];
    if (packet !== undefined) parts.push(packetBlock(packet));
  }
  return concatOctets(...parts);
}
