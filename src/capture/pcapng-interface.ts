import type { Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Packet } from "./packet.ts";
import { type ByteOrder, optionText, walkOptions } from "./pcapng-options.ts";
import type { RecordedInterface } from "./record.ts";

/** What an Interface Description Block says of the packets that name its interface. */
export interface CaptureInterface {
  /** Counted over all sections. */
  readonly id: number;
  readonly linkType: number;
  /** 0 = no limit. */
  readonly snapLength: number;
  /** Octets of FCS (if_fcslen); undefined = not declared. */
  readonly fcsLength: number | undefined;
  readonly clock: Clock;
  /** Its comment, when it has one that is not longer than any we need. */
  readonly comment: string | undefined;
  /** What it says of itself. */
  readonly recorded: RecordedInterface;
}

/** How an interface counts time. */
interface Clock {
  /** Puts the time of a timestamp into a packet; false where that takes more than plain numbers. */
  stamp(packet: Packet, high: number, low: number): boolean;
  /** Digits of the second, at most 9. */
  readonly digits: number;
  /** The time of a timestamp; what is finer than a nanosecond is rounded down. */
  timeOf(ticks: bigint): TimeNs;
}

/** A comment that says more is for people. */
const longestComment = 8192;

const nsPerSecond = 1_000_000_000n;
const microseconds = 6;

/** `resolution` is if_tsresol: 10^-n s, with the highest bit set 2^-n s; `offset` is if_tsoffset, seconds. */
function createClock(resolution: number, offset: bigint): Clock {
  const exponent = resolution & 0x7f;
  const isBinary = resolution > 0x7f;
  const ticksPerSecond = (isBinary ? 2n : 10n) ** BigInt(exponent);
  const digits = Math.min(9, isBinary ? Math.ceil(exponent * Math.log10(2)) : exponent);
  const offsetNs = offset * nsPerSecond;
  if (nsPerSecond % ticksPerSecond === 0n) {
    const tickNs = nsPerSecond / ticksPerSecond;
    const stamp = offset === 0n && !isBinary ? stamps[exponent] : undefined;
    return { digits, stamp: stamp ?? cannotStamp, timeOf: (ticks) => ticks * tickNs + offsetNs };
  }
  return {
    digits,
    stamp: cannotStamp,
    timeOf: (ticks) => (ticks * nsPerSecond) / ticksPerSecond + offsetNs,
  };
}

const cannotStamp = () => false;

/** High words up to this make a number of microseconds that is exact. */
const mostHigh = 2 ** 20;

/** By n, where a tick is 10^-n s. */
const stamps: Readonly<Record<number, Clock["stamp"]>> = {
  6: (packet, high, low) => {
    if (high >= mostHigh) return false;
    packet.timeUs = high * 2 ** 32 + low;
    packet.subUs = 0;
    return true;
  },
  9: (packet, high, low) => {
    if (high >= 1000 * mostHigh) return false;
    // In two steps, as a double does not hold the nanoseconds since 1970.
    const rest = (high % 1000) * 2 ** 32 + low;
    packet.timeUs = Math.floor(high / 1000) * 2 ** 32 + Math.floor(rest / 1000);
    packet.subUs = rest % 1000;
    return true;
  },
};

/** if_fcslen counts bits; some recorders write octets there. */
function fcsOctets(length: number): number {
  return length < 8 ? length : length >> 3;
}

/** Each octet as a character: comments that are looked at are ASCII. */
function asciiText(octets: Uint8Array): string {
  return String.fromCharCode(...octets);
}

/** Reads the body of an Interface Description Block. Options that cannot be read are reported; the interface stands. */
export function readInterface(
  block: Cursor,
  order: ByteOrder,
  id: number,
  report: (fault: Fault) => void,
): CaptureInterface {
  const linkType = order.u16(block, "link type");
  block.skip(2, "reserved");
  const snapLength = order.u32(block, "snap length");
  let resolution = microseconds;
  let offset = 0n;
  let fcsLength: number | undefined;
  let comment: string | undefined;
  const recorded: { -readonly [Name in keyof RecordedInterface]: RecordedInterface[Name] } = {};
  const fault = walkOptions(block, order, (code, value) => {
    if (code === 1 && value.remaining <= longestComment) comment ??= asciiText(value.rest());
    else if (code === 2) recorded.name ??= optionText(value);
    else if (code === 3) recorded.description ??= optionText(value);
    else if (code === 9) resolution = value.u8("if_tsresol");
    else if (code === 12) recorded.os ??= optionText(value);
    else if (code === 15) recorded.hardware ??= optionText(value);
    else if (code === 13) fcsLength = fcsOctets(value.u8("if_fcslen"));
    else if (code === 14) offset = BigInt.asIntN(64, order.u64(value, "if_tsoffset"));
  });
  if (fault !== undefined) report(fault);
  const clock = createClock(resolution, offset);
  return { id, linkType, snapLength, fcsLength, clock, comment, recorded };
}
