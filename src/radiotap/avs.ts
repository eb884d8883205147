import { attempt } from "../bytes/cursor.ts";
import { radioOf } from "./header-radio.ts";
import {
  behind,
  cursorOf,
  type NotWifi,
  type Part,
  type RadioHeader,
  unreadable,
} from "./radio-header.ts";

const where = "AVS header";

/** ssi_type of powers in dBm; the others are scales of their own. */
const ssiDbm = 2;

/** Whether a packet begins with an AVS header, of version 1 or 2. */
export function isAvs(octets: Uint8Array): boolean {
  return (
    octets[0] === 0x80 &&
    octets[1] === 0x21 &&
    octets[2] === 0x10 &&
    (octets[3] === 0x01 || octets[3] === 0x02)
  );
}

/** Reads the AVS header (64 or 80 octets, big-endian) of a packet of link type 163. */
export function readAvs(part: Part): RadioHeader | NotWifi {
  let header: RadioHeader | undefined;
  const stop = attempt(() => {
    const cursor = cursorOf(part, where);
    cursor.skip(4, "version");
    if (!isAvs(part.octets)) cursor.fail("unsupported", "version", 4, "neither version 1 nor 2");
    const length = cursor.u32be("length");
    if (length < 64)
      cursor.fail("invalid", "length", 4, `${length} octets, a header has at least 64`);
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
        ...placeOf(frequency),
        rate: rate / 5,
        signalDbm: isDbm ? signal : undefined,
        noiseDbm: isDbm ? noise : undefined,
      }),
      // Most writers keep the FCS, and write ff ff ff ff where the hardware gives none.
      ...(endsInFiller(frame) ? { hasFcs: true, mayFillFcs: true } : {}),
      faults: [],
    };
  });
  return header ?? unreadable("AVS", stop as NonNullable<typeof stop>);
}

/** The frequency field holds a channel number, MHz or kHz. */
function placeOf(frequency: number): { channel: number } | { frequencyMhz: number } {
  if (frequency < 256) return { channel: frequency };
  return { frequencyMhz: frequency < 10_000 ? frequency : Math.round(frequency / 1000) };
}

function endsInFiller({ octets, missing }: Part): boolean {
  return missing === 0 && octets.length > 4 && octets.subarray(-4).every((octet) => octet === 0xff);
}
