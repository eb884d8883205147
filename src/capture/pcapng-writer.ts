import { concatOctets, utf8Octets } from "../bytes/octets.ts";
import type { TimeNs } from "../bytes/time.ts";
import { paddingOf } from "./pcapng-options.ts";
import { blockTypes } from "./pcapng-section.ts";

/** An interface of a capture file that is written. */
export interface WrittenInterface {
  readonly linkType: number;
  /** Digits of the second that its timestamps have, at most 9. */
  readonly timeDigits: number;
  /** Octets of FCS at the end of its packets; undefined = not declared. */
  readonly fcsLength: number | undefined;
  readonly description: string;
  readonly comments: readonly string[];
}

export interface WrittenPacket {
  /** Index among the interfaces. */
  readonly interfaceIndex: number;
  readonly time: TimeNs;
  readonly octets: Uint8Array;
  readonly originalLength: number;
  /** The packet was received with a CRC error. */
  readonly crcError: boolean;
  readonly comments: readonly string[];
}

export interface WrittenSection {
  /** The program that writes. */
  readonly application: string;
  readonly comments: readonly string[];
  readonly interfaces: readonly WrittenInterface[];
  readonly packets: readonly WrittenPacket[];
}

/** An option has a length of 16 bits. */
const longestOption = 65_535;

const nsPerSecond = 1_000_000_000n;
const crcErrorFlag = 0x0100_0000;

/**
 * A pcapng file of one section, little-endian (pcapng draft, "Section Header Block" and after): packets
 * in the order given, with their own octets, lengths and times. Comments that are too long are cut.
 * Throws RangeError for a packet of an interface that is not among them.
 */
export function writePcapng({
  application,
  comments,
  interfaces,
  packets,
}: WrittenSection): Uint8Array {
  const firstTimes = interfaces.map((_, index) => earliest(packets, index));
  // Timestamps have no sign: what lies before 1970 needs an offset.
  const offsets = firstTimes.map((time) => (time < 0n ? time / nsPerSecond - 1n : 0n));
  const section = concatOctets(
    u32(0x1a2b_3c4d),
    u16(1),
    u16(0),
    u64(0xffff_ffff_ffff_ffffn),
    options([...comments.map(comment), { code: 4, value: utf8Octets(application) }]),
  );
  return joined([
    block(blockTypes.section, section),
    ...interfaces.map((one, index) => interfaceBlock(one, offsets[index] as bigint)),
    ...packets.map((packet) => {
      const from = interfaces[packet.interfaceIndex];
      if (from === undefined)
        throw new RangeError(`there is no interface ${packet.interfaceIndex}`);
      return packetBlock(packet, from, offsets[packet.interfaceIndex] as bigint);
    }),
  ]);
}

/** Of a file there may be more blocks than a function takes arguments. */
function joined(blocks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(blocks.reduce((length, { length: own }) => length + own, 0));
  let at = 0;
  for (const octets of blocks) {
    whole.set(octets, at);
    at += octets.length;
  }
  return whole;
}

function earliest(packets: readonly WrittenPacket[], index: number): TimeNs {
  let first = 0n;
  for (const { interfaceIndex, time } of packets) {
    if (interfaceIndex === index && time < first) first = time;
  }
  return first;
}

function interfaceBlock(
  { linkType, timeDigits, fcsLength, description, comments }: WrittenInterface,
  offset: bigint,
): Uint8Array {
  const told = [
    ...comments.map(comment),
    { code: 3, value: utf8Octets(description).subarray(0, longestOption) },
    { code: 9, value: Uint8Array.of(timeDigits) },
    ...(fcsLength === undefined ? [] : [{ code: 13, value: Uint8Array.of(fcsLength * 8) }]),
    ...(offset === 0n ? [] : [{ code: 14, value: u64(BigInt.asUintN(64, offset)) }]),
  ];
  return block(blockTypes.interface, concatOctets(u16(linkType), u16(0), u32(0), options(told)));
}

function packetBlock(
  { interfaceIndex, time, octets, originalLength, crcError, comments }: WrittenPacket,
  { timeDigits }: WrittenInterface,
  offset: bigint,
): Uint8Array {
  const ticks = ((time - offset * nsPerSecond) * 10n ** BigInt(timeDigits)) / nsPerSecond;
  const told = [
    ...comments.map(comment),
    ...(crcError ? [{ code: 2, value: u32(crcErrorFlag) }] : []),
  ];
  return block(
    blockTypes.enhancedPacket,
    concatOctets(
      u32(interfaceIndex),
      u32(Number(BigInt.asUintN(32, ticks >> 32n))),
      u32(Number(BigInt.asUintN(32, ticks))),
      u32(octets.length),
      u32(originalLength),
      padded(octets),
      options(told),
    ),
  );
}

interface Option {
  readonly code: number;
  readonly value: Uint8Array;
}

function comment(text: string): Option {
  const octets = utf8Octets(text);
  if (octets.length <= longestOption) return { code: 1, value: octets };
  // Not in the middle of a character.
  let end = longestOption;
  while (((octets[end] as number) & 0xc0) === 0x80) end--;
  return { code: 1, value: octets.subarray(0, end) };
}

function options(list: readonly Option[]): Uint8Array {
  if (list.length === 0) return new Uint8Array(0);
  const written = list.map(({ code, value }) =>
    concatOctets(u16(code), u16(value.length), padded(value)),
  );
  return concatOctets(...written, u32(0));
}

function block(type: number, body: Uint8Array): Uint8Array {
  const length = u32(body.length + 12);
  return concatOctets(u32(type), length, body, length);
}

function padded(octets: Uint8Array): Uint8Array {
  return concatOctets(octets, new Uint8Array(paddingOf(octets.length)));
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff);
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
}

function u64(value: bigint): Uint8Array {
  return concatOctets(
    u32(Number(BigInt.asUintN(32, value))),
    u32(Number(BigInt.asUintN(32, value >> 32n))),
  );
}
