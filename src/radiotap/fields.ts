import type { Cursor } from "../bytes/cursor.ts";
import type { RadioInfo } from "./radio.ts";
import { heRate, htRate, legacyRate, vhtRate } from "./rate.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What the Flags field says of the octets behind the header. */
export interface RadiotapFlags {
  /** The last 4 octets of the packet are the FCS. */
  readonly fcsAtEnd: boolean;
  readonly badFcs: boolean;
  /** Padding between MAC header and body makes the body start at a multiple of 4. */
  readonly dataPad: boolean;
}

/** What was read of a header so far. A field that comes again, in a later namespace, does not replace the first. */
export interface RadiotapReading {
  readonly radio: Mutable<RadioInfo>;
  readonly antennas: Mutable<NonNullable<RadioInfo["antennas"]>[number]>[];
  /** The first present word describes the frame, later ones one receive chain each. */
  isFirstWord: boolean;
  flags?: RadiotapFlags;
  isBadPlcp: boolean;
  zeroLengthPsdu?: string;
  isEht: boolean;
  /** Per-user word of the EHT field: of the user whose data were captured, else of the first. */
  ehtUser?: number;
  /** Common word of the U-SIG field. */
  usigCommon?: number;
}

/** A field of the standard namespace. Align and size in octets; fields without `decode` are stepped over. */
export interface RadiotapField {
  readonly name: string;
  readonly align: number;
  readonly size: number;
  readonly decode?: (field: Cursor, reading: RadiotapReading) => void;
}

/** Bits 0 to 27 of a present word, by number (radiotap.org); bits 28 to 31 are structure. */
export const radiotapFields: readonly RadiotapField[] = [
  { name: "TSFT", align: 8, size: 8, decode: decodeTsft },
  { name: "Flags", align: 1, size: 1, decode: decodeFlags },
  { name: "Rate", align: 1, size: 1, decode: decodeRate },
  { name: "Channel", align: 2, size: 4, decode: decodeChannel },
  { name: "FHSS", align: 2, size: 2 },
  { name: "Antenna signal", align: 1, size: 1, decode: decodeSignal },
  { name: "Antenna noise", align: 1, size: 1, decode: decodeNoise },
  { name: "Lock quality", align: 2, size: 2 },
  { name: "TX attenuation", align: 2, size: 2 },
  { name: "dB TX attenuation", align: 2, size: 2 },
  { name: "dBm TX power", align: 1, size: 1 },
  { name: "Antenna", align: 1, size: 1, decode: decodeAntenna },
  { name: "dB antenna signal", align: 1, size: 1 },
  { name: "dB antenna noise", align: 1, size: 1 },
  { name: "RX flags", align: 2, size: 2, decode: decodeRxFlags },
  { name: "TX flags", align: 2, size: 2, decode: decodeTxFlags },
  { name: "RTS retries", align: 1, size: 1 },
  { name: "Data retries", align: 1, size: 1 },
  { name: "XChannel", align: 4, size: 8, decode: decodeXChannel },
  { name: "MCS", align: 1, size: 3, decode: decodeMcs },
  { name: "A-MPDU status", align: 4, size: 8, decode: decodeAmpdu },
  { name: "VHT", align: 2, size: 12, decode: decodeVht },
  { name: "Timestamp", align: 8, size: 12 },
  { name: "HE", align: 2, size: 12, decode: decodeHe },
  { name: "HE-MU", align: 2, size: 12 },
  { name: "HE-MU-other-user", align: 2, size: 6 },
  { name: "0-length-PSDU", align: 1, size: 1, decode: decodeZeroLengthPsdu },
  { name: "L-SIG", align: 2, size: 4 },
];

const tlvOnlyFields: Readonly<Record<number, RadiotapField>> = {
  33: { name: "U-SIG", align: 4, size: 12, decode: decodeUsig },
  34: { name: "EHT", align: 4, size: 40, decode: decodeEht },
};

/** The field of a TLV type; undefined for padding, vendor data and types that are not read. */
export function tlvField(type: number): RadiotapField | undefined {
  return radiotapFields[type] ?? tlvOnlyFields[type];
}

function signed(octet: number): number {
  return (octet << 24) >> 24;
}

function decodeTsft(field: Cursor, { radio }: RadiotapReading): void {
  radio.tsfUs ??= field.u64le("time");
}

function decodeFlags(field: Cursor, reading: RadiotapReading): void {
  const flags = field.u8("flags");
  reading.flags ??= {
    fcsAtEnd: (flags & 0x10) !== 0,
    badFcs: (flags & 0x40) !== 0,
    dataPad: (flags & 0x20) !== 0,
  };
}

function decodeRate(field: Cursor, { radio }: RadiotapReading): void {
  const rate = legacyRate(field.u8("rate"));
  if (rate !== undefined) radio.rate ??= rate;
}

function decodeChannel(field: Cursor, { radio }: RadiotapReading): void {
  const frequencyMhz = field.u16le("frequency");
  if (frequencyMhz !== 0) radio.frequencyMhz ??= frequencyMhz;
}

function decodeXChannel(field: Cursor, reading: RadiotapReading): void {
  field.skip(4, "flags");
  decodeChannel(field, reading);
}

function decodeSignal(field: Cursor, { radio, antennas, isFirstWord }: RadiotapReading): void {
  const signalDbm = signed(field.u8("signal"));
  if (isFirstWord) radio.signalDbm ??= signalDbm;
  else antennas.push({ signalDbm });
}

function decodeNoise(field: Cursor, { radio }: RadiotapReading): void {
  radio.noiseDbm ??= signed(field.u8("noise"));
}

function decodeAntenna(field: Cursor, { antennas, isFirstWord }: RadiotapReading): void {
  const chain = isFirstWord ? undefined : antennas.at(-1);
  if (chain !== undefined) chain.antenna ??= field.u8("antenna");
}

function decodeRxFlags(field: Cursor, reading: RadiotapReading): void {
  if (field.u16le("flags") & 0x0002) reading.isBadPlcp = true;
}

/** Which flags are set is of no interest: only the sender of a frame can know any of them. */
function decodeTxFlags(_field: Cursor, { radio }: RadiotapReading): void {
  radio.sentByRecorder = true;
}

function decodeMcs(field: Cursor, { radio }: RadiotapReading): void {
  radio.rate = htRate(field.u8("known"), field.u8("flags"), field.u8("mcs"));
}

function decodeAmpdu(field: Cursor, { radio }: RadiotapReading): void {
  const reference = field.u32le("reference");
  const isLastAndKnown = 0x0004 | 0x0008;
  radio.ampdu ??= {
    reference,
    last: (field.u16le("flags") & isLastAndKnown) === isLastAndKnown,
  };
}

function decodeVht(field: Cursor, { radio }: RadiotapReading): void {
  const known = field.u16le("known");
  field.skip(1, "flags");
  radio.rate = vhtRate(known, field.u8("bandwidth"), field.take(4, "mcs_nss"));
}

function decodeHe(field: Cursor, { radio }: RadiotapReading): void {
  const data1 = field.u16le("data1");
  field.skip(2, "data2");
  const data3 = field.u16le("data3");
  field.skip(2, "data4");
  radio.rate = heRate(data1, data3, field.u16le("data5"), field.u16le("data6"));
}

const zeroLengthPsdus: Readonly<Record<number, string>> = {
  0: "sounding PPDU",
  1: "PPDU whose data was not captured",
  255: "vendor-specific PPDU",
};

function decodeZeroLengthPsdu(field: Cursor, reading: RadiotapReading): void {
  const type = field.u8("type");
  reading.zeroLengthPsdu ??= zeroLengthPsdus[type] ?? `PPDU of type ${type}`;
}

function decodeUsig(field: Cursor, reading: RadiotapReading): void {
  reading.usigCommon ??= field.u32le("common");
}

function decodeEht(field: Cursor, reading: RadiotapReading): void {
  field.skip(40, "known and data");
  const users: number[] = [];
  while (field.remaining >= 4) users.push(field.u32le("user_info"));
  const isCaptured = 0x80;
  const user = users.find((info) => info & isCaptured) ?? users[0];
  if (user !== undefined) reading.ehtUser ??= user;
  reading.isEht = true;
}
