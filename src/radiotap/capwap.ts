import { attempt, type Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { concatOctets } from "../bytes/octets.ts";
import { radioOf, signedOctet } from "./header-radio.ts";
import { leastLength } from "./plausible-frame.ts";
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

const leastHeader = 8;

const flags = { fragment: 0x80, wireless: 0x20, mac: 0x10, keepAlive: 0x08 };

/** Whether a datagram can have a CAPWAP header: nothing in it is distinctive, so the port has to fit too. */
export function looksLikeCapwap(part: Part): boolean {
  const [first, second] = part.octets;
  if (first === undefined || second === undefined || first >> 4 !== 0) return false;
  const length = 4 * (second >> 3);
  return (first & 0x0f) === 1 || (length >= leastHeader && length <= lengthOf(part));
}

/**
 * Reads a CAPWAP data datagram (RFC 5415, RFC 5416). What is inside was sent between AP and controller:
 * it has no FCS, and APs have most often decrypted it.
 */
export function readCapwap(part: Part): RadioHeader | NotWifi {
  let header: RadioHeader | NotWifi | undefined;
  const stop = attempt(() => {
    header = readHeader(cursorOf(part, "CAPWAP header"), part);
  });
  return header ?? unreadable("CAPWAP", stop as Fault);
}

function readHeader(cursor: Cursor, part: Part): RadioHeader | NotWifi {
  const preamble = cursor.u8("preamble");
  if (preamble >> 4 !== 0) cursor.fail("unsupported", "preamble", 1, `version ${preamble >> 4}`);
  if ((preamble & 0x0f) === 1) return { notWifi: "CAPWAP data under DTLS", faults: [] };
  const second = cursor.u8("header length");
  const third = cursor.u8("WBID");
  const bits = cursor.u8("flags");
  const length = 4 * (second >> 3);
  if (length < leastHeader) {
    cursor.fail("invalid", "header length", 3, `${length} octets, a header has at least 8`);
  }
  const wbid = (third >> 1) & 0x1f;
  const isNative = (third & 0x01) !== 0;
  if (bits & flags.keepAlive) return { notWifi: "CAPWAP keep-alive", faults: [] };
  if (bits & flags.fragment) return { notWifi: "CAPWAP fragment: not supported", faults: [] };
  if (!isNative) return { notWifi: "CAPWAP data in 802.3 format: no 802.11 inside", faults: [] };
  // 802.11 is 1; some controllers write 0.
  if (wbid > 1) return { notWifi: "CAPWAP data of another radio than 802.11", faults: [] };
  cursor.skip(length - cursor.position, "header");
  const header = cursorOf({ octets: part.octets.subarray(leastHeader, length), missing: 0 }, "");
  return {
    behind: inOrder(behind(part, length)),
    radio: readRadio(header, bits),
    hasFcs: false,
    faults: [],
  };
}

/** Signal and rate in the wireless information, which only APs send, and only where it ends with the header. */
function readRadio(header: Cursor, bits: number): RadioInfo {
  let radio: RadioInfo = {};
  if ((bits & flags.wireless) === 0) return radio;
  attempt(() => {
    if (bits & flags.mac) readPadded(header);
    const wireless = cursorOf({ octets: readPadded(header), missing: 0 }, "");
    if (header.remaining > 0) return;
    const signalDbm = signedOctet(wireless.u8("RSSI"));
    wireless.skip(1, "SNR");
    // Towards an AP there are WLAN identifiers in this place: no negative number.
    if (signalDbm < 0) radio = radioOf({ signalDbm, rate: wireless.u16be("rate") / 5 });
  });
  return radio;
}

function readPadded(header: Cursor): Uint8Array {
  const length = header.u8("length");
  const octets = header.take(length, "data");
  header.skip(-(length + 1) & 3, "padding");
  return octets;
}

/** The frame with its Frame Control field in the order of the air: many APs and controllers exchange its octets. */
function inOrder({ octets, missing }: Part): Part {
  const [first, second] = octets;
  if (first === undefined || second === undefined) return { octets, missing };
  const length = octets.length + missing;
  const asIs = doubt(first, second, length);
  const exchanged = doubt(second, first, length);
  if (asIs < exchanged) return { octets, missing };
  return { octets: concatOctets(Uint8Array.of(second, first), octets.subarray(2)), missing };
}

/** How much speaks against these octets as the Frame Control field of a frame of this length; 9 when they cannot be it. */
function doubt(first: number, second: number, length: number): number {
  const least = leastLength(first, second);
  if (least === 0 || length < least) return 9;
  const type = (first >> 2) & 0x03;
  const distribution = second & 0x03;
  // Between an AP and its controller data goes to the distribution system or comes from it.
  if (type === 2) return distribution === 0 ? 4 : 0;
  if (distribution !== 0) return 9;
  // Of management frames only those from disassociation on can be protected.
  const likely = type === 0 && first >> 4 >= 10 ? 0x08 | 0x40 : 0x08;
  return (second & ~likely) === 0 ? 0 : 2;
}
