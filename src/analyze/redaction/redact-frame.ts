import { crc32 } from "../../bytes/crc32.ts";
import { formatMac, macOctets } from "../../bytes/mac-address.ts";
import { concatOctets, formatHex, utf8Octets } from "../../bytes/octets.ts";
import { printable } from "../../bytes/printable.ts";
import { decodeMacHeader, type MacHeader } from "../../dot11/mac-header.ts";
import type { KeptFrame } from "../extraction.ts";
import { addressesIn } from "./addresses-in.ts";
import { type Pseudonyms, replaceNames } from "./pseudonyms.ts";

/** What names are made of may be dropped, too: FT-PSK key names and MICs allow guessing a passphrase offline. */
export interface FrameRedactionOptions {
  readonly dropKeyNames: boolean;
}

const elementIds = {
  ssid: 0,
  rsne: 48,
  fte: 55,
  vendorSpecific: 221,
  fragment: 242,
  extension: 255,
} as const;

/**
 * What elements say that are kept: rates, channels, capabilities, load, and what FT is made of. Others may name
 * networks, machines and people (a Reduced Neighbor Report, a Multiple BSSID): their bodies become zeros.
 */
const keptElements: ReadonlySet<number> = new Set([
  0, 1, 3, 5, 7, 11, 33, 35, 36, 42, 45, 46, 48, 50, 52, 54, 55, 56, 57, 59, 61, 70, 75, 76, 127,
  191, 192, 195, 221, 244,
]);

/** The same of the elements with an id extension: HE, OCI, EHT, Multi-Link, AKM Suite Selector. */
const keptExtensions: ReadonlySet<number> = new Set([35, 36, 38, 39, 54, 59, 106, 107, 108, 114]);

/** Octets before the first element in the body of a management frame, by subtype (9.3.3). */
const fixedLengths: Readonly<Record<number, number>> = {
  0: 4,
  1: 6,
  2: 10,
  3: 6,
  4: 0,
  5: 12,
  8: 12,
  11: 6,
};

const action = 13;

/** Action frames whose addresses are known, or that hold none: spectrum management, block ack, FT, SA Query. */
const keptCategories: ReadonlySet<number> = new Set([0, 3, 6, 8]);
/** Of others only these: neighbour reports (5) and BSS transition management (10). */
const keptActions: Readonly<Record<number, readonly number[]>> = { 5: [4, 5], 10: [6, 7, 8] };

/** LLC/SNAP of EAPOL: what follows is needed to follow a handshake. */
const eapolSnap = "aaaa03000000888e";

/** Learns every address and name that a frame (MAC header and body, no FCS) holds at a known place. */
export function learnFrame(octets: Uint8Array, pseudonyms: Pseudonyms): void {
  for (const address of addressesIn(octets)) pseudonyms.address(address);
  const { header } = decodeMacHeader(octets, "frame");
  if (header === undefined) return;
  for (const { id, start, length } of elementsOf(octets, header)) {
    const body = octets.subarray(start, start + length);
    if (id === elementIds.ssid && length > 0 && body.some((octet) => octet !== 0)) {
      pseudonyms.name("ssid", body.slice(), printable(body));
    }
  }
}

/** The frame with pseudonyms, without payload and without what vendors say; a new array. */
function redactFrame(
  original: Uint8Array,
  pseudonyms: Pseudonyms,
  { dropKeyNames }: FrameRedactionOptions,
): Uint8Array {
  const { header } = decodeMacHeader(original, "frame");
  if (header === undefined) return new Uint8Array(0);
  const octets = original.slice(0, keptLength(original, header));
  let isKept = true;
  for (const { id, start, length } of elementsOf(octets, header)) {
    if (id !== elementIds.fragment) {
      isKept =
        keptElements.has(id) ||
        (id === elementIds.extension && keptExtensions.has(octets[start] ?? 0));
    }
    if (!isKept) octets.fill(0, start + (id === elementIds.extension ? 1 : 0), start + length);
    if (id === elementIds.vendorSpecific) isKept = false;
    if (id === elementIds.ssid) {
      const body = octets.subarray(start, start + length);
      if (length > 0 && body.some((octet) => octet !== 0)) {
        body.set(utf8Octets(pseudonyms.name("ssid", body.slice(), printable(body))));
      }
    }
    if (id === elementIds.vendorSpecific && length > 4) {
      octets.fill(0, start + 4, start + length);
    }
    if (dropKeyNames && id === elementIds.rsne) dropPmkids(octets, start, length);
    if (dropKeyNames && id === elementIds.fte) octets.fill(0, start + 2, start + length);
  }
  if (dropKeyNames && header.type === 2) octets.fill(0, header.length + 8);
  replaceNames(octets, pseudonyms.names());
  replaceAddresses(octets, pseudonyms);
  return octets;
}

/** Management and control frames are kept whole but for Action frames that may name anybody, of data only EAPOL-Key. */
function keptLength(octets: Uint8Array, header: MacHeader): number {
  if (header.type === 1) return octets.length;
  const body = octets.subarray(header.length);
  // Of what is encrypted, the packet number in front is all that can be of use.
  if (header.isProtected) return Math.min(octets.length, header.length + 8);
  if (header.type === 0 && header.subtype === action) {
    const [category = 0, what = 0, , mode = 0] = body;
    // A BSS Transition Management Request with a URL names a site.
    if (category === 10 && what === 7 && (mode & 0x10) !== 0) return header.length + 2;
    const isKnown = keptActions[category]?.includes(what) ?? keptCategories.has(category);
    return isKnown ? octets.length : Math.min(octets.length, header.length + 2);
  }
  if (header.type === 0) return octets.length;
  const isEapolKey = formatHex(body.subarray(0, 8)) === eapolSnap && body[9] === 3;
  return isEapolKey ? octets.length : Math.min(octets.length, header.length + 8);
}

function replaceAddresses(octets: Uint8Array, pseudonyms: Pseudonyms): void {
  for (let at = 4; at + 6 <= octets.length; at++) {
    const address = formatMac(octets.subarray(at, at + 6));
    if (!pseudonyms.isKnownAddress(address)) continue;
    octets.set(macOctets(pseudonyms.address(address)), at);
    at += 5;
  }
}

interface Place {
  readonly id: number;
  /** Of the body, after id and length. */
  readonly start: number;
  readonly length: number;
}

function elementsOf(octets: Uint8Array, header: MacHeader): readonly Place[] {
  const fixed = header.type === 0 && !header.isProtected ? fixedLengths[header.subtype] : undefined;
  if (fixed === undefined) return [];
  const places: Place[] = [];
  for (let at = header.length + fixed; at + 2 <= octets.length; ) {
    const length = Math.min(octets[at + 1] as number, octets.length - at - 2);
    places.push({ id: octets[at] as number, start: at + 2, length });
    at += 2 + length;
  }
  return places;
}

/** Zeros for the PMKIDs of an RSNE (9.4.2.24): behind version, group cipher, the two lists, capabilities. */
function dropPmkids(octets: Uint8Array, start: number, length: number): void {
  const end = start + length;
  let at = start + 6;
  for (let list = 0; list < 2; list++) {
    if (at + 2 > end) return;
    at += 2 + 4 * ((octets[at] as number) | ((octets[at + 1] as number) << 8));
  }
  at += 2;
  if (at + 2 > end) return;
  const count = (octets[at] as number) | ((octets[at + 1] as number) << 8);
  octets.fill(0, at + 2, Math.min(end, at + 2 + 16 * count));
}

const radiotap = 127;
const bare80211 = 105;

/**
 * The packet with its frame redacted. A radiotap header stays; of every other link type only the frame
 * does, since what is around it names machines and networks. Undefined for a frame with a bad FCS.
 */
export function redactKept(
  kept: KeptFrame,
  pseudonyms: Pseudonyms,
  options: FrameRedactionOptions,
): KeptFrame | undefined {
  const { record, frame, frameStart, isBad } = kept;
  if (isBad) return undefined;
  const redacted = redactFrame(frame, pseudonyms, options);
  const cutOctets = frame.length - redacted.length;
  if (record.linkType !== radiotap || frameStart === undefined) {
    return {
      ...kept,
      frame: redacted,
      frameStart: 0,
      record: {
        ...record,
        linkType: bare80211,
        octets: redacted,
        originalLength: frame.length,
        fcsLength: 0,
      },
    };
  }
  const behind = record.octets.length - frameStart - frame.length;
  const fcs = behind === 4 && cutOctets === 0 ? fcsOf(redacted) : new Uint8Array(0);
  return {
    ...kept,
    frame: redacted,
    record: {
      ...record,
      octets: concatOctets(record.octets.subarray(0, frameStart), redacted, fcs),
    },
  };
}

/** The FCS of a frame as it is sent (9.2.4.8). */
function fcsOf(frame: Uint8Array): Uint8Array {
  const fcs = new Uint8Array(4);
  new DataView(fcs.buffer).setUint32(0, crc32(frame), true);
  return fcs;
}
