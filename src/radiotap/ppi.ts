import { attempt, type Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { linkTypes } from "../spec/link-types.ts";
import type { HeaderLook } from "./header-look.ts";
import { radioOf, receivedPower, signedOctet } from "./header-radio.ts";
import type { RadioInfo } from "./radio.ts";
import {
  behind,
  cursorOf,
  type NotWifi,
  type Part,
  type RadioHeader,
  unreadable,
} from "./radio-header.ts";
import { htRate } from "./rate.ts";

const where = "PPI header";
const fixedLength = 8;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

interface Reading {
  radio: Mutable<RadioInfo>;
  hasFcs?: boolean;
  isMarkedBad: boolean;
}

const commonType = 2;
const commonFlags = { fcsAtEnd: 0x01, milliseconds: 0x02, badFcsOrPhy: 0x04 | 0x08 } as const;

/** Octets of the fields that are read, by type. */
const fieldLengths: Readonly<Record<number, number>> = { [commonType]: 20, 3: 12, 4: 48 };

const fieldReaders: Readonly<Record<number, (field: Cursor, reading: Reading) => void>> = {
  [commonType]: readCommon,
  3: readMacExtension,
  4: readMacPhyExtension,
};

/** Reads the PPI header (little-endian) of a packet of link type 192. */
export function readPpi(part: Part): RadioHeader | NotWifi {
  const reading: Reading = { radio: {}, isMarkedBad: false };
  let header: Pick<RadioHeader, "behind" | "linkType"> | undefined;
  const stop = attempt(() => {
    const cursor = cursorOf(part, where);
    const version = cursor.u8("version");
    if (version !== 0) cursor.fail("unsupported", "version", 1, `version ${version}`);
    const isAligned = (cursor.u8("flags") & 0x01) !== 0;
    const length = cursor.u16le("length");
    if (length < fixedLength) {
      cursor.fail("invalid", "length", 2, `${length} octets, a header has at least ${fixedLength}`);
    }
    const linkType = cursor.u32le("link type");
    if (linkType > 0xffff) cursor.fail("invalid", "link type", 4, `link type ${linkType}`);
    cursor.skip(length - fixedLength, "fields");
    header = {
      behind: behind(part, length),
      ...(linkType === linkTypes.ieee80211 ? {} : { linkType }),
    };
    const fields = cursorOf({ octets: part.octets.subarray(0, length), missing: 0 }, where);
    fields.skip(fixedLength, "fixed part");
    readFields(fields, isAligned, reading);
  });
  if (header === undefined) return unreadable("PPI", stop as Fault);
  const { radio, hasFcs, isMarkedBad } = reading;
  return { ...header, radio, hasFcs, isMarkedBad, faults: stop === undefined ? [] : [stop] };
}

function readFields(fields: Cursor, isAligned: boolean, reading: Reading): void {
  while (fields.remaining > 0) {
    const type = fields.u16le("field type");
    const length = fields.u16le("field length");
    const octets = fields.take(length, `field ${type}`);
    const field = cursorOf({ octets, missing: 0 }, `${where} / field ${type}`);
    fieldReaders[type]?.(field, reading);
    if (isAligned) fields.skip(Math.min(-length & 3, fields.remaining), "padding");
  }
}

function readCommon(field: Cursor, reading: Reading): void {
  const time = field.u64le("TSF time");
  const flags = field.u16le("flags");
  const isMilliseconds = (flags & commonFlags.milliseconds) !== 0;
  const rate = field.u16le("rate");
  const frequencyMhz = field.u16le("frequency");
  field.skip(4, "channel flags and hopping");
  const signalDbm = signedOctet(field.u8("signal"));
  const noiseDbm = signedOctet(field.u8("noise"));
  const tsfUs = isMilliseconds ? time * 1000n : time;
  reading.radio = {
    ...radioOf({ tsfUs, rate, frequencyMhz, signalDbm, noiseDbm }),
    ...reading.radio,
  };
  reading.hasFcs = (flags & commonFlags.fcsAtEnd) !== 0;
  if (flags & commonFlags.badFcsOrPhy) reading.isMarkedBad = true;
}

/** 802.11n MAC extensions; gives the flags, which the other extension begins with too. */
function readMacExtension(field: Cursor, { radio }: Reading): number {
  const flags = field.u32le("flags");
  const reference = field.u32le("A-MPDU id");
  field.skip(1, "delimiters");
  const isAggregate = (flags & 0x10) !== 0;
  const isMoreToCome = (flags & 0x20) !== 0;
  if (isAggregate) radio.ampdu = { reference, last: !isMoreToCome };
  return flags;
}

function readMacPhyExtension(field: Cursor, reading: Reading): void {
  const flags = readMacExtension(field, reading);
  const mcs = field.u8("MCS");
  field.skip(14, "streams, RSSI and extension channel");
  const isMcsKnown = mcs !== 255;
  const is40Mhz = flags & 0x02 ? 1 : 0;
  if (isMcsKnown) reading.radio.rate = htRate(0x03, is40Mhz, mcs);
  const antennas: { antenna: number; signalDbm: number }[] = [];
  for (let antenna = 0; antenna < 4; antenna++) {
    const signalDbm = signedOctet(field.u8("antenna signal"));
    field.skip(1, "antenna noise");
    if (signalDbm !== -128) antennas.push({ antenna, signalDbm });
  }
  if (antennas.length > 0) reading.radio.antennas = antennas;
}

/** A {@link LookAtHeader}: at headers whose fields are whole, with the common one once at most. */
export function lookAtPpi(look: HeaderLook, view: DataView, start: number, end: number): boolean {
  if (end - start < fixedLength || view.getUint8(start) !== 0) return false;
  const isAligned = (view.getUint8(start + 1) & 0x01) !== 0;
  const length = view.getUint16(start + 2, true);
  const linkType = view.getUint32(start + 4, true);
  if (length < fixedLength || length > end - start) return false;
  if (linkType !== linkTypes.ieee80211 && linkType !== linkTypes.radiotap) return false;
  look.begin(length);
  look.linkType = linkType;
  const headerEnd = start + length;
  let at = start + fixedLength;
  while (at + 4 <= headerEnd) {
    const type = view.getUint16(at, true);
    const fieldLength = view.getUint16(at + 2, true);
    const field = at + 4;
    at = field + fieldLength;
    if (at > headerEnd || fieldLength < (fieldLengths[type] ?? 0)) return false;
    if (isAligned) at = Math.min(headerEnd, at + (-fieldLength & 3));
    if (type !== commonType) continue;
    // What a header inside says of the same would have to be weighed against it.
    if (look.tellsFcs || linkType !== linkTypes.ieee80211) return false;
    lookAtCommon(look, view, field);
  }
  return at === headerEnd;
}

function lookAtCommon(look: HeaderLook, view: DataView, field: number): void {
  const flags = view.getUint16(field + 8, true);
  look.tellsFcs = true;
  look.hasFcs = (flags & commonFlags.fcsAtEnd) !== 0;
  look.isBad = (flags & commonFlags.badFcsOrPhy) !== 0;
  look.frequencyMhz = view.getUint16(field + 12, true);
  look.signalDbm = receivedPower(view.getInt8(field + 18)) ?? 0;
}
