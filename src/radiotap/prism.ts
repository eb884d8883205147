import { attempt, type Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { channelFrequency } from "../spec/channel-frequency.ts";
import { isAvs, lookAtAvs, readAvs } from "./avs.ts";
import type { HeaderLook } from "./header-look.ts";
import { type PlainRadio, radioOf, receivedPower } from "./header-radio.ts";
import {
  behind,
  cursorOf,
  type NotWifi,
  type Part,
  type RadioHeader,
  unreadable,
} from "./radio-header.ts";

const where = "Prism header";

/** Octets of code, length and device name, and of one item. */
const fixedLength = 24;
const itemLength = 12;

const channelItem = 3;
const signalItem = 6;

/** A header with more items is looked at item by item by its reader. */
const mostLength = 512;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Reads the Prism header of a packet of link type 119; its byte order is that of the recording host. */
export function readPrism(part: Part): RadioHeader | NotWifi {
  // Drivers were switched from one header to the other under the same link type.
  if (isAvs(part.octets)) return readAvs(part);
  const plain: Mutable<PlainRadio> = {};
  const faults: Fault[] = [];
  let frame: Part | undefined;
  const stop = attempt(() => {
    const cursor = cursorOf(part, where);
    const code = cursor.u32le("message code");
    const isLittle = isCode(code);
    if (!isLittle && code !== 0x4400_0000 && code !== 0x4100_0000) {
      cursor.fail("unsupported", "message code", 4, "neither 44 nor 41 in either byte order");
    }
    const u32 = (field: string) => (isLittle ? cursor.u32le(field) : cursor.u32be(field));
    const length = u32("length");
    if (length < fixedLength) {
      cursor.fail("invalid", "length", 4, `${length} octets, a header has at least ${fixedLength}`);
    }
    cursor.skip(length - cursor.position, "header");
    frame = behind(part, length);
    const items = cursorOf({ octets: part.octets.subarray(0, length), missing: 0 }, where);
    items.skip(fixedLength, "device name");
    while (items.remaining >= itemLength) readItem(items, isLittle, plain);
  });
  if (stop !== undefined) faults.push(stop);
  if (frame === undefined) return unreadable("Prism", stop as Fault);
  return { behind: frame, radio: radioOf(plain), faults };
}

function readItem(items: Cursor, isLittle: boolean, plain: Mutable<PlainRadio>): void {
  const did = isLittle ? items.u32le("DID") : items.u32be("DID");
  const status = isLittle ? items.u16le("status") : items.u16be("status");
  items.skip(2, "length");
  const value = isLittle ? items.u32le("data") : items.u32be("data");
  if (status !== 0) return;
  switch (itemNumber(did)) {
    case 2:
      plain.tsfUs = BigInt(value);
      break;
    case channelItem:
      plain.channel = value;
      break;
    case signalItem:
      plain.signalDbm = value | 0;
      break;
    case 7:
      plain.noiseDbm = value | 0;
      break;
    case 8:
      plain.rate = value;
      break;
  }
}

/** Number of an item: DIDs are 0xN0044 or, of other drivers, 0xN041; 0 when it is neither. */
function itemNumber(did: number): number {
  if ((did & 0xffff) === 0x0044) return did >>> 16;
  return (did & 0xfff) === 0x0041 ? did >>> 12 : 0;
}

/** Code of a message whose octets stand in the order in which the code was read. */
function isCode(code: number): boolean {
  return code === 0x44 || code === 0x41;
}

/** A {@link LookAtHeader}. */
export function lookAtPrism(look: HeaderLook, view: DataView, start: number, end: number): boolean {
  if (lookAtAvs(look, view, start, end)) return true;
  if (end - start < fixedLength) return false;
  const isLittle = isCode(view.getUint32(start, true));
  if (!isLittle && !isCode(view.getUint32(start))) return false;
  const length = view.getUint32(start + 4, isLittle);
  if (length < fixedLength || length > mostLength || length > end - start) return false;
  look.begin(length);
  for (let at = start + fixedLength; at + itemLength <= start + length; at += itemLength) {
    if (view.getUint16(at + 4, isLittle) !== 0) continue;
    const item = itemNumber(view.getUint32(at, isLittle));
    if (item === channelItem) {
      look.frequencyMhz = channelFrequency(view.getUint32(at + 8, isLittle)) ?? 0;
    } else if (item === signalItem) {
      look.signalDbm = receivedPower(view.getInt32(at + 8, isLittle)) ?? 0;
    }
  }
  return true;
}
