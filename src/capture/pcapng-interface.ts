import type { Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import type { TimeNs } from "../bytes/time.ts";
import { type ByteOrder, walkOptions } from "./pcapng-options.ts";

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
}

/** How an interface counts time. */
interface Clock {
  /** Digits of the second, at most 9. */
  readonly digits: number;
  /** The time of a timestamp; what is finer than a nanosecond is rounded down. */
  timeOf(ticks: bigint): TimeNs;
}

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
    return { digits, timeOf: (ticks) => ticks * tickNs + offsetNs };
  }
  return { digits, timeOf: (ticks) => (ticks * nsPerSecond) / ticksPerSecond + offsetNs };
}

/** if_fcslen counts bits; some recorders write octets there. */
function fcsOctets(length: number): number {
  return length < 8 ? length : length >> 3;
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
  const fault = walkOptions(block, order, (code, value) => {
    if (code === 9) resolution = value.u8("if_tsresol");
    else if (code === 13) fcsLength = fcsOctets(value.u8("if_fcslen"));
    else if (code === 14) offset = BigInt.asIntN(64, order.u64(value, "if_tsoffset"));
  });
  if (fault !== undefined) report(fault);
  return { id, linkType, snapLength, fcsLength, clock: createClock(resolution, offset) };
}
