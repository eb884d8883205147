import { attempt } from "../bytes/cursor.ts";
import { channelFrequency } from "../spec/channel-frequency.ts";
import type { HeaderLook } from "./header-look.ts";
import { radioOf, receivedPower } from "./header-radio.ts";
import {
  behind,
  cursorOf,
  type NotWifi,
  type Part,
  type RadioHeader,
  unreadable,
} from "./radio-header.ts";

const where = "AVS header";

const shortestLength = 64;

/** ssi_type of powers in dBm; the others are scales of their own. */
const ssiDbm = 2;

/** Whether a packet begins with an AVS header, of version 1 or 2. */
export function isAvs(octets: Uint8Array): boolean {
  const [a, b, c, version] = octets;
  return a === 0x80 && b === 0x21 && c === 0x10 && (version === 0x01 || version === 0x02);
}

/** Reads the AVS header (64 or 80 octets, big-endian) of a packet of link type 163. */
export function readAvs(part: Part): RadioHeader | NotWifi {
  let header: RadioHeader | undefined;
  const stop = attempt(() => {
    const cursor = cursorOf(part, where);
    cursor.skip(4, "version");
    if (!isAvs(part.octets)) cursor.fail("unsupported", "version", 4, "neither version 1 nor 2");
    const length = cursor.u32be("length");
    if (length < shortestLength) {
      const text = `${length} octets, a header has at least ${shortestLength}`;
      cursor.fail("invalid", "length", 4, text);
    }
    const tsfUs = cursor.u64be("MAC time");
    cursor.skip(8, "host time");
    cursor.skip(4, "PHY type");
    const frequency = cursor.u32be("frequency");
    const rate = cursor.u32be("data rate");
    cursor.skip(8, "antenna and priority");
    const isDbm = cursor.u32be("SSI type") === ssiDbm;
    const signal = cursor.u32be("signal") | 0;
    const noise = cursor.u32be("noise") | 0;
    cursor.skip(length - cursor.position, "rest of the header");
    const frame = behind(part, length);
    header = {
      behind: frame,
      radio: radioOf({
        tsfUs,
        frequencyMhz: frequencyOf(frequency),
        rate: rate / 5,
        signalDbm: isDbm ? signal : undefined,
        noiseDbm: isDbm ? noise : undefined,
      }),
      ...(endsInFiller(frame) ? { hasFcs: true, mayFillFcs: true } : {}),
      faults: [],
    };
  });
  return header ?? unreadable("AVS", stop as NonNullable<typeof stop>);
}

/** MHz; the frequency field holds a channel number, MHz or kHz. */
function frequencyOf(frequency: number): number | undefined {
  if (frequency < 256) return channelFrequency(frequency);
  return frequency < 10_000 ? frequency : Math.round(frequency / 1000);
}

/** Most writers keep the FCS, and write ff ff ff ff where the hardware gives none. */
function endsInFiller({ octets, missing }: Part): boolean {
  return missing === 0 && octets.length > 4 && octets.subarray(-4).every((octet) => octet === 0xff);
}

/** A {@link LookAtHeader}. */
export function lookAtAvs(look: HeaderLook, view: DataView, start: number, end: number): boolean {
  if (end - start < shortestLength) return false;
  const version = view.getUint32(start);
  if (version !== 0x8021_1001 && version !== 0x8021_1002) return false;
  const length = view.getUint32(start + 4);
  if (length < shortestLength || length > end - start) return false;
  look.begin(length);
  look.frequencyMhz = frequencyOf(view.getUint32(start + 28)) ?? 0;
  const isDbm = view.getUint32(start + 44) === ssiDbm;
  if (isDbm) look.signalDbm = receivedPower(view.getInt32(start + 48)) ?? 0;
  const isFrameLonger = end - start - length > 4;
  look.hasFcs = look.missing === 0 && isFrameLonger && view.getUint32(end - 4) === 0xffff_ffff;
  look.tellsFcs = look.hasFcs;
  look.mayFillFcs = look.hasFcs;
  return true;
}
