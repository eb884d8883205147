import { attempt, type Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { channelFrequency } from "../spec/channel-frequency.ts";
import { linkTypes } from "../spec/link-types.ts";
import type { HeaderLook } from "./header-look.ts";
import { type PlainRadio, radioOf, receivedPower, signedOctet } from "./header-radio.ts";
import { cursorOf, type NotWifi, type Part, type RadioHeader, unreadable } from "./radio-header.ts";

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Types that carry a packet; for the others what they are. */
const types: Readonly<Record<number, "packet" | string>> = {
  0: "packet",
  1: "packet",
  3: "TZSP configuration",
  4: "TZSP keep-alive",
  5: "TZSP port opener",
};

/** What is inside, by the encapsulated protocol; undefined is the frame itself. */
const protocols: ReadonlyMap<number, number | undefined> = new Map([
  [1, linkTypes.ethernet],
  [18, undefined],
  [119, linkTypes.prism],
  [126, linkTypes.radiotap],
  [127, linkTypes.avs],
]);

/** RouterOS writes rates up to 11 Mb/s in units of 100 kb/s; none of these is a rate in units of 500 kb/s. */
const routerOsRates: Readonly<Record<number, number>> = { 10: 2, 20: 4, 55: 11, 110: 22 };

const tagNumbers = {
  padding: 0,
  end: 1,
  signal: 10,
  noise: 11,
  rate: 12,
  fcsError: 17,
  channel: 18,
  originalLength: 41,
} as const;

interface Tags {
  readonly plain: Mutable<PlainRadio>;
  isMarkedBad: boolean;
  originalLength: number;
}

/** Whether a datagram is one of TZSP: known type and protocol, and tags that come to an end. */
export function looksLikeTzsp(part: Part): boolean {
  const [version, type] = part.octets;
  if (version !== 1 || types[type ?? -1] === undefined) return false;
  if (!protocols.has(((part.octets[2] ?? 0) << 8) | (part.octets[3] ?? 0))) return false;
  const header = readTzsp(part);
  return !("notWifi" in header) || types[type ?? -1] !== "packet";
}

/** Reads a TZSP datagram. */
export function readTzsp(part: Part): RadioHeader | NotWifi {
  const tags: Tags = { plain: {}, isMarkedBad: false, originalLength: 0 };
  let header: RadioHeader | NotWifi | undefined;
  const stop = attempt(() => {
    const cursor = cursorOf(part, "TZSP header");
    const version = cursor.u8("version");
    if (version !== 1) cursor.fail("unsupported", "version", 1, `version ${version}`);
    const type = cursor.u8("type");
    const what = types[type] ?? cursor.fail("unsupported", "type", 1, `type ${type}`);
    const protocol = cursor.u16be("protocol");
    if (what !== "packet") {
      header = { notWifi: what, faults: [] };
      return;
    }
    if (!protocols.has(protocol)) {
      cursor.fail("unsupported", "protocol", 2, `protocol ${protocol}`);
    }
    while (readTag(cursor, tags)) {
      // Until the tag that ends them.
    }
    const linkType = protocols.get(protocol);
    const octets = cursor.rest();
    const missing = Math.max(part.missing, tags.originalLength - octets.length);
    header = {
      behind: { octets, missing },
      ...(linkType === undefined ? {} : { linkType }),
      radio: radioOf(tags.plain),
      isMarkedBad: tags.isMarkedBad,
      faults: [],
    };
  });
  return header ?? unreadable("TZSP", stop as Fault);
}

/** Reads a tag; false when it is the last. */
function readTag(cursor: Cursor, tags: Tags): boolean {
  const tag = cursor.u8("tag");
  if (tag === tagNumbers.end) return false;
  if (tag === tagNumbers.padding) return true;
  const value = cursor.take(cursor.u8("tag length"), `tag ${tag}`);
  const [first, second] = value;
  if (first === undefined) return true;
  const { plain } = tags;
  switch (tag) {
    case tagNumbers.signal:
      plain.signalDbm = signedOctet(first);
      break;
    case tagNumbers.noise:
      plain.noiseDbm = signedOctet(first);
      break;
    case tagNumbers.rate:
      plain.rate = routerOsRates[first] ?? first;
      break;
    case tagNumbers.fcsError:
      tags.isMarkedBad = first !== 0;
      break;
    case tagNumbers.channel:
      plain.channel = second === undefined ? first : (first << 8) | second;
      break;
    case tagNumbers.originalLength:
      tags.originalLength = second === undefined ? 0 : (first << 8) | second;
      break;
  }
  return true;
}

/** A {@link LookAtHeader}: at packets of 802.11 and, where TZSP itself tells nothing of it, of the headers before it. */
export function lookAtTzsp(look: HeaderLook, view: DataView, start: number, end: number): boolean {
  if (end - start < 5 || view.getUint8(start) !== 1) return false;
  const protocol = view.getUint16(start + 2);
  if (types[view.getUint8(start + 1)] !== "packet" || !protocols.has(protocol)) return false;
  look.begin(0);
  let originalLength = 0;
  let at = start + 4;
  for (let tag = -1; tag !== tagNumbers.end; ) {
    if (at >= end) return false;
    tag = view.getUint8(at++);
    if (tag === tagNumbers.end || tag === tagNumbers.padding) continue;
    if (at >= end) return false;
    const length = view.getUint8(at++);
    const value = at;
    at += length;
    if (at > end) return false;
    if (length === 0) continue;
    if (tag === tagNumbers.signal) look.signalDbm = receivedPower(view.getInt8(value)) ?? 0;
    else if (tag === tagNumbers.fcsError) look.isBad = view.getUint8(value) !== 0;
    else if (tag === tagNumbers.channel) {
      const channel = length === 1 ? view.getUint8(value) : view.getUint16(value);
      look.frequencyMhz = channelFrequency(channel) ?? 0;
    } else if (tag === tagNumbers.originalLength) {
      originalLength = length === 1 ? 0 : view.getUint16(value);
    }
  }
  look.length = at - start;
  look.missing = Math.max(look.missing, originalLength - (end - at));
  const linkType = protocols.get(protocol);
  if (linkType === undefined) return true;
  look.linkType = linkType;
  return !look.isBad && look.frequencyMhz === 0 && look.signalDbm === 0;
}
