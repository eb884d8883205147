import { attempt, Cursor } from "../bytes/cursor.ts";
import type { Fault, LimitedBy } from "../bytes/fault.ts";
import { formatMac, type MacAddress } from "../bytes/mac-address.ts";

/** The MAC header of a frame (protocol version 0). */
export interface MacHeader {
  readonly version: number;
  /** 0 management, 1 control, 2 data. */
  readonly type: number;
  readonly subtype: number;
  readonly toDs: boolean;
  readonly fromDs: boolean;
  readonly moreFragments: boolean;
  readonly retry: boolean;
  readonly powerManagement: boolean;
  readonly moreData: boolean;
  readonly isProtected: boolean;
  /** +HTC/Order. */
  readonly order: boolean;
  /** Duration/ID, 16 bits. */
  readonly duration: number;
  /** Address 1. */
  readonly receiver: MacAddress;
  /** Address 2; absent in ACK, CTS and control frames that we do not know. */
  readonly transmitter?: MacAddress;
  readonly address3?: MacAddress;
  readonly address4?: MacAddress;
  /** 0 to 4095; not in control frames. */
  readonly sequenceNumber?: number;
  /** 0 to 15; not in control frames. */
  readonly fragmentNumber?: number;
  /** Only QoS data. */
  readonly tid?: number;
  /** The body is a list of MSDUs (QoS Control bit 7). */
  readonly isAmsdu: boolean;
  /** Octets of the header; the body begins there. */
  readonly length: number;
}

type Addressing = { -readonly [Name in keyof MacHeader]?: MacHeader[Name] };

/** Decodes the header at the beginning of a frame; `header` is there only when it is whole. */
export function decodeMacHeader(
  octets: Uint8Array,
  limitedBy: LimitedBy,
): { readonly header?: MacHeader; readonly fault?: Fault } {
  const cursor = new Cursor(octets, { where: "MAC header", limitedBy });
  let header: MacHeader | undefined;
  const fault = attempt(() => {
    header = readHeader(cursor);
  });
  return { ...(header !== undefined && { header }), ...(fault !== undefined && { fault }) };
}

function readHeader(cursor: Cursor): MacHeader {
  const control = cursor.u16le("frame control");
  const version = control & 3;
  if (version !== 0) {
    cursor.fail("unsupported", "frame control", 2, `protocol version ${version}`);
  }
  const type = (control >> 2) & 3;
  if (type === 3) cursor.fail("unsupported", "frame control", 2, "extension frame");
  const subtype = (control >> 4) & 15;
  const bit = (position: number) => ((control >> position) & 1) === 1;
  const toDs = bit(8);
  const fromDs = bit(9);
  const order = bit(15);
  const duration = cursor.u16le("duration");
  const receiver = readMac(cursor, "address 1");
  const addressing: Addressing = {};
  if (type === 1) {
    if (hasTransmitter(subtype)) addressing.transmitter = readMac(cursor, "address 2");
  } else {
    const isQosData = type === 2 && (subtype & 8) !== 0;
    addressing.transmitter = readMac(cursor, "address 2");
    addressing.address3 = readMac(cursor, "address 3");
    const sequenceControl = cursor.u16le("sequence control");
    addressing.fragmentNumber = sequenceControl & 15;
    addressing.sequenceNumber = sequenceControl >> 4;
    if (type === 2 && toDs && fromDs) addressing.address4 = readMac(cursor, "address 4");
    if (isQosData) {
      const qosControl = cursor.u16le("QoS control");
      addressing.tid = qosControl & 15;
      addressing.isAmsdu = (qosControl & 0x80) !== 0;
    }
    if (order && (type === 0 || isQosData)) cursor.skip(4, "HT control");
  }
  return {
    version,
    type,
    subtype,
    toDs,
    fromDs,
    moreFragments: bit(10),
    retry: bit(11),
    powerManagement: bit(12),
    moreData: bit(13),
    isProtected: bit(14),
    order,
    duration,
    receiver,
    isAmsdu: false,
    ...addressing,
    length: cursor.position,
  };
}

/** Control subtypes with a transmitter: all that we know but control wrapper (7), CTS (12) and ACK (13). */
function hasTransmitter(subtype: number): boolean {
  return [2, 4, 5, 8, 9, 10, 11, 14, 15].includes(subtype);
}

function readMac(cursor: Cursor, field: string): MacAddress {
  return formatMac(cursor.take(6, field));
}

/** The BSSID, where the addressing names one: not in control frames and four-address frames. */
export function bssidOf(header: MacHeader): MacAddress | undefined {
  if (header.type === 0) return header.address3;
  if (header.type !== 2 || (header.toDs && header.fromDs)) return undefined;
  if (header.toDs) return header.receiver;
  return header.fromDs ? header.transmitter : header.address3;
}

/** Where the frame comes from beyond the access point; undefined when only the MSDUs of an A-MSDU say so. */
export function sourceOf(header: MacHeader): MacAddress | undefined {
  if (header.type !== 2 || !header.fromDs) return header.transmitter;
  if (header.isAmsdu) return undefined;
  return header.toDs ? header.address4 : header.address3;
}

/** Where the frame goes beyond the access point; undefined when only the MSDUs of an A-MSDU say so. */
export function destinationOf(header: MacHeader): MacAddress | undefined {
  if (header.type !== 2 || !header.toDs) return header.receiver;
  return header.isAmsdu ? undefined : header.address3;
}
