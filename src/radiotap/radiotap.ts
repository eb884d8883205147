import { attempt, Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import {
  type RadiotapField,
  type RadiotapFlags,
  type RadiotapReading,
  radiotapFields,
  tlvField,
} from "./fields.ts";
import type { RadioInfo } from "./radio.ts";
import { ehtRate } from "./rate.ts";

/** A radiotap header (radiotap.org), read as far as it can be read. */
export interface RadiotapHeader {
  /** Octets before the frame; undefined when the header does not say so credibly. */
  readonly headerLength?: number;
  readonly radio: RadioInfo;
  /** Absent when the header has no Flags field. */
  readonly flags?: RadiotapFlags;
  /** RX flags: the receiver could not trust the PLCP header, so the octets are no evidence. */
  readonly badPlcp: boolean;
  /** No 802.11 frame follows; in words what was on the air instead. */
  readonly zeroLengthPsdu: string | undefined;
  readonly faults: readonly Fault[];
}

const where = "radiotap header";

const tlvBit = 28;
const radiotapNamespace = 1 << 29;
const vendorNamespace = 1 << 30;
const anotherWord = 1 << 31;

/** Decodes the radiotap header at the start of a packet of link type 127. */
export function decodeRadiotap(octets: Uint8Array): RadiotapHeader {
  const reading: RadiotapReading = {
    radio: {},
    antennas: [],
    isFirstWord: true,
    isBadPlcp: false,
    isEht: false,
  };
  const faults: Fault[] = [];
  let headerLength: number | undefined;
  const stop = attempt(() => {
    const length = readLength(new Cursor(octets, { where, limitedBy: "record-length" }));
    headerLength = length;
    const header = octets.subarray(0, length);
    readFields(new Cursor(header, { where, limitedBy: "radio-header" }), reading, faults);
  });
  if (stop !== undefined) faults.push(stop);

  const { radio, antennas, flags, isBadPlcp, isEht, zeroLengthPsdu } = reading;
  if (isEht) radio.rate = ehtRate(reading.ehtUser, reading.usigCommon);
  if (antennas.length > 0) radio.antennas = antennas;
  return {
    ...(headerLength !== undefined && { headerLength }),
    radio,
    ...(flags !== undefined && { flags }),
    badPlcp: isBadPlcp,
    zeroLengthPsdu,
    faults,
  };
}

/** it_len, once it is sure that the packet holds so many octets. */
function readLength(packet: Cursor): number {
  const version = packet.u8("version");
  if (version !== 0) packet.fail("unsupported", "version", 1, `version ${version}`);
  packet.skip(1, "pad");
  const length = packet.u16le("length");
  if (length < 8) packet.fail("invalid", "length", 2, `${length} octets, a header has at least 8`);
  packet.skip(length - packet.position, "header");
  return length;
}

function readFields(header: Cursor, reading: RadiotapReading, faults: Fault[]): void {
  header.skip(4, "version and length");
  let isStandard = true;
  let firstNumber = 0;
  for (const word of readPresentWords(header)) {
    if (isStandard) {
      readWord(header, word, firstNumber, reading);
      if (hasBit(word, tlvBit)) {
        readTlvs(header, reading, faults);
        return;
      }
    }
    reading.isFirstWord = false;
    if (word & vendorNamespace) {
      skipVendorData(header);
      isStandard = false;
    } else if (word & radiotapNamespace) {
      isStandard = true;
      firstNumber = 0;
    } else {
      firstNumber += 32;
    }
  }
}

/** All present words: they stand together, before the data of the first. */
function readPresentWords(header: Cursor): readonly number[] {
  const words: number[] = [];
  let word: number;
  do {
    word = header.u32le("present word");
    if (word & radiotapNamespace && word & vendorNamespace) {
      header.fail("invalid", "present word", 4, "followed by two namespaces at once");
    }
    words.push(word);
  } while (word & anotherWord);
  return words;
}

function readWord(
  header: Cursor,
  word: number,
  firstNumber: number,
  reading: RadiotapReading,
): void {
  for (let bit = 0; bit <= tlvBit; bit++) {
    if (!hasBit(word, bit)) continue;
    const number = firstNumber + bit;
    if (number === tlvBit) return;
    const field = radiotapFields[number];
    if (field === undefined) {
      header.fail(
        "unsupported",
        `field ${number}`,
        0,
        "unknown field, so the fields after it cannot be found",
      );
    }
    align(header, field.align, field.name);
    const base = header.offset;
    decode(field, header.take(field.size, field.name), base, reading);
  }
}

/** What a vendor put into its namespace is unknown here, but its length is given. */
function skipVendorData(header: Cursor): void {
  align(header, 2, "vendor namespace");
  header.skip(4, "vendor namespace / OUI and sub-namespace");
  header.skip(header.u16le("vendor namespace / skip length"), "vendor namespace / data");
}

function readTlvs(header: Cursor, reading: RadiotapReading, faults: Fault[]): void {
  align(header, 4, "TLVs");
  while (header.remaining > 0) {
    const stop = attempt(() => readTlv(header, reading));
    if (stop === undefined) continue;
    faults.push(stop);
    if (stop.kind === "truncated") return;
  }
}

function readTlv(header: Cursor, reading: RadiotapReading): void {
  const type = header.u16le("TLV / type");
  const length = header.u16le("TLV / length");
  const base = header.offset;
  const data = header.take(length, `TLV of type ${type}`);
  // The padding of the last TLV may be left out.
  header.skip(Math.min(-length & 3, header.remaining), "TLV / padding");
  if (type === 29 || type === 31) {
    header.fail("invalid", "TLV / type", header.offset - base + 4, `type ${type} is not allowed`);
  }
  const field = tlvField(type);
  if (field === undefined) return;
  const extended = new Uint8Array(Math.max(length, field.size));
  extended.set(data);
  decode(field, extended, base, reading);
}

function decode(
  field: RadiotapField,
  octets: Uint8Array,
  base: number,
  reading: RadiotapReading,
): void {
  const cursor = new Cursor(octets, { where: `${where} / ${field.name}`, base });
  field.decode?.(cursor, reading);
}

/** Fields are aligned relative to the first octet of the header. */
function align(header: Cursor, octets: number, field: string): void {
  header.skip(-header.position & (octets - 1), field);
}

function hasBit(word: number, bit: number): boolean {
  return (word & (1 << bit)) !== 0;
}
