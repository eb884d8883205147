import { attempt, type Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { channelFrequency } from "../spec/channel-frequency.ts";
import { endsInFcs } from "./fcs.ts";
import type { HeaderLook } from "./header-look.ts";
import { radioOf, receivedPower, signedOctet } from "./header-radio.ts";
import { looksLikeFrame } from "./plausible-frame.ts";
import type { RadioInfo } from "./radio.ts";
import {
  behind,
  cursorOf,
  lengthOf,
  type NotWifi,
  type Part,
  type RadioHeader,
  unreadable,
} from "./radio-header.ts";
import { phyRate } from "./rate.ts";

const oldLength = 20;
const newLength = 55;
const fcsLength = 4;

/** Aruba APs write it for what they sent themselves. */
const ownPercent = 100;

const isDamaged = 0x02 | 0x04; // CRC error, frame error
const mcsFlag = 0x100;

/** What both headers say of the frame, besides the radio. */
interface PeekFacts {
  readonly radio: RadioInfo;
  /** Octets of the frame on the air, FCS included. */
  readonly packetLength: number;
  readonly flags: number;
  /** Aruba APs write 100 % for what they sent themselves; those frames have no FCS. */
  readonly signalPercent: number;
}

/** Whether a datagram begins with the magic of the new header. */
export function hasPeekMagic({ octets }: Part): boolean {
  return octets[0] === 0x00 && octets[1] === 0xff && octets[2] === 0xab && octets[3] === 0xcd;
}

/**
 * Whether a datagram can be one with the old header, which has no magic: by its lengths and the ranges
 * of its fields, or, on a port where it is expected, by the bits that are always 0.
 */
export function looksLikePeek(part: Part, isExpected: boolean): boolean {
  const { octets } = part;
  if (octets.length < oldLength || !looksLikeFrame(behind(part, oldLength))) return false;
  const at = (offset: number) => octets[offset] as number;
  if ((at(6) & 0xf8) !== 0 || (at(7) & 0xb3) !== 0 || at(18) > 100 || at(19) > 100) return false;
  if (isExpected) return true;
  const packetLength = (at(2) << 8) | at(3);
  const sliceLength = (at(4) << 8) | at(5);
  const length = lengthOf(part) - oldLength;
  const signal = signedOctet(at(0));
  const isLength =
    packetLength === length || packetLength === length + fcsLength || sliceLength === length;
  return isLength && signal <= 0 && signal >= -110;
}

/** Reads a PEEKREMOTE (AiroPeek, OmniPeek) datagram, with the old header or the new one. */
export function readPeekremote(part: Part): RadioHeader | NotWifi {
  const read = hasPeekMagic(part) ? readNewHeader : readOldHeader;
  let header: RadioHeader | undefined;
  const stop = attempt(() => {
    header = read(part);
  });
  return header ?? unreadable("PEEKREMOTE", stop as Fault);
}

function readOldHeader(part: Part): RadioHeader {
  const cursor = cursorOf(part, "PEEKREMOTE header");
  const signalDbm = signedOctet(cursor.u8("signal"));
  const noiseDbm = signedOctet(cursor.u8("noise"));
  const packetLength = cursor.u16be("packet length");
  cursor.skip(2, "slice length");
  const flags = cursor.u8("flags");
  cursor.skip(1, "status");
  const tsfUs = cursor.u64be("timestamp");
  const rate = cursor.u8("rate");
  const channel = cursor.u8("channel");
  const signalPercent = cursor.u8("signal percentage");
  cursor.skip(1, "noise percentage");
  const radio = radioOf({ tsfUs, channel, signalDbm, noiseDbm, rate });
  return frameBehind(part, oldLength, { radio, packetLength, flags, signalPercent });
}

function readNewHeader(part: Part): RadioHeader {
  const cursor = cursorOf(part, "PEEKREMOTE v2 header");
  cursor.skip(4, "magic");
  const version = cursor.u8("version");
  const length = cursor.u32be("header size");
  if (length < 9) cursor.fail("invalid", "header size", 4, `${length} octets`);
  cursor.skip(length - cursor.position, "header");
  if (version !== 2 || length !== newLength) {
    return { behind: behind(part, length), radio: {}, hasFcs: true, mayFillFcs: true, faults: [] };
  }
  const fields = cursorOf(part, "PEEKREMOTE v2 header");
  fields.skip(13, "magic, version, size and type");
  return readNewFields(fields, part);
}

function readNewFields(fields: Cursor, part: Part): RadioHeader {
  const rate = fields.u16be("rate");
  const channel = fields.u16be("channel");
  const frequencyMhz = fields.u32be("frequency");
  fields.skip(4, "band");
  const extended = fields.u32be("extended flags");
  const signalPercent = fields.u8("signal percentage");
  fields.skip(1, "noise percentage");
  const signalDbm = signedOctet(fields.u8("signal"));
  const noiseDbm = signedOctet(fields.u8("noise"));
  fields.skip(8, "signal and noise of the antennas");
  const packetLength = fields.u16be("packet length");
  fields.skip(2, "slice length");
  const flags = fields.u8("flags");
  fields.skip(1, "status");
  const tsfUs = fields.u64be("timestamp");
  const plain = { tsfUs, channel, frequencyMhz, signalDbm, noiseDbm };
  const radio =
    extended & mcsFlag
      ? { ...radioOf(plain), rate: mcsRate(rate, extended) }
      : radioOf({ ...plain, rate });
  return frameBehind(part, newLength, { radio, packetLength, flags, signalPercent });
}

/** "VHT MCS 9 NSS 2 80 MHz" from the MCS index and the extended flags. */
function mcsRate(mcs: number, extended: number): string {
  const phy = extended & 0x2_0000 ? "HE" : extended & 0x80 ? "VHT" : "HT";
  const width =
    extended & 0x4_0000
      ? "160 MHz"
      : extended & 0x200
        ? "80 MHz"
        : extended & 0x04
          ? "40 MHz"
          : "20 MHz";
  // An HT index counts the streams itself.
  const nss = phy === "HT" ? undefined : ((extended >> 14) & 0x07) + 1;
  return phyRate(phy, { mcs, nss, width });
}

function frameBehind(part: Part, headerLength: number, facts: PeekFacts): RadioHeader {
  const { radio, packetLength, flags, signalPercent } = facts;
  const frame = behind(part, headerLength);
  const length = lengthOf(frame);
  // One FCS less than the length on the air: the sensor sends the frame without it.
  const isWithoutFcs = packetLength === length + fcsLength;
  const isSlice = packetLength > length && !isWithoutFcs;
  const isOwn =
    signalPercent === ownPercent && frame.missing === 0 && !isSlice && !endsInFcs(frame.octets);
  return {
    behind: isSlice ? { ...frame, missing: frame.missing + packetLength - length } : frame,
    radio: isOwn ? { ...radio, sentByRecorder: true } : radio,
    hasFcs: !isWithoutFcs && !isOwn,
    mayFillFcs: true,
    isMarkedBad: (flags & isDamaged) !== 0,
    faults: [],
  };
}

/** A {@link LookAtHeader}: at what other stations sent and the sensor did not slice. */
export function lookAtPeekremote(
  look: HeaderLook,
  view: DataView,
  start: number,
  end: number,
): boolean {
  if (end - start < oldLength) return false;
  if (view.getUint32(start) === 0x00ff_abcd) return lookAtNewHeader(look, view, start, end);
  look.begin(oldLength);
  look.frequencyMhz = channelFrequency(view.getUint8(start + 17)) ?? 0;
  look.signalDbm = receivedPower(view.getInt8(start)) ?? 0;
  look.isBad = (view.getUint8(start + 6) & isDamaged) !== 0;
  return lookBehind(look, end - start, view.getUint16(start + 2), view.getUint8(start + 18));
}

function lookAtNewHeader(look: HeaderLook, view: DataView, start: number, end: number): boolean {
  if (end - start < newLength || view.getUint8(start + 4) !== 2) return false;
  if (view.getUint32(start + 5) !== newLength) return false;
  look.begin(newLength);
  look.frequencyMhz =
    view.getUint32(start + 17) || (channelFrequency(view.getUint16(start + 15)) ?? 0);
  look.signalDbm = receivedPower(view.getInt8(start + 31)) ?? 0;
  look.isBad = (view.getUint8(start + 45) & isDamaged) !== 0;
  return lookBehind(look, end - start, view.getUint16(start + 41), view.getUint8(start + 29));
}

/** What {@link frameBehind} tells; `kept` counts the octets of header and frame. */
function lookBehind(
  look: HeaderLook,
  kept: number,
  packetLength: number,
  signalPercent: number,
): boolean {
  const length = kept + look.missing - look.length;
  const isWithoutFcs = packetLength === length + fcsLength;
  if (signalPercent === ownPercent || (packetLength > length && !isWithoutFcs)) return false;
  look.tellsFcs = true;
  look.hasFcs = !isWithoutFcs;
  look.mayFillFcs = true;
  return true;
}
