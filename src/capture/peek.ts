import type { Fault } from "../bytes/fault.ts";
import { linkTypes } from "../spec/link-types.ts";
import { createChunkWindow } from "./chunk-window.ts";
import { Packet, type PacketReader, type PacketSink } from "./packet.ts";
import { longestPacket } from "./pcap-record.ts";
import { longestRadiotap, writeRadiotap } from "./peek-radiotap.ts";
import { longestTags, PeekRecord, tagLength } from "./peek-record.ts";

/** Name, length of what follows, and a constant. */
const sectionHeaderLength = 12;
/** A section of text that claims more is damage. */
const longestText = 1024 * 1024;
const knownVersion = 9;

/** What stands behind every frame in the place of its FCS. */
const trailerLength = 4;

interface PacketKind {
  readonly linkType: number;
  /** What stands behind the frame is its FCS. */
  readonly hasFcs: boolean;
}

/** The kinds of packets, by MediaSubType. */
const media: ReadonlyMap<number, PacketKind> = new Map([
  [0, { linkType: linkTypes.ethernet, hasFcs: false }],
  [1, { linkType: linkTypes.radiotap, hasFcs: false }],
  [2, { linkType: linkTypes.radiotap, hasFcs: false }],
  [3, { linkType: linkTypes.radiotap, hasFcs: true }],
]);

const where = "OmniPeek file";

/**
 * A reader of the tagged files of OmniPeek (AiroPeek 2.0 and later; .pkt), version 9: sections of XML, then the
 * packets, each behind tags with how it was received, which are given as a radiotap header. The layout is that of
 * Wireshark's peektagged.c; that the length of a section is without its header was seen in a file of OmniPeek 9.1.
 */
export function createPeekReader(sink: PacketSink): PacketReader {
  const window = createChunkWindow();
  const record = new PeekRecord();
  const packet = new Packet();
  packet.timeDigits = 9;
  let room = new Uint8Array(0);
  let kind: PacketKind | undefined;
  let isOfVersion = false;
  /** Octets of a section that nobody needs. */
  let toSkip = 0;
  /** Octets of packets that are left. A recorder that was ended says 0: they reach to the end of the file. */
  let packetsLeft = 0;
  let frames = 0;
  let fault: Fault | undefined;

  function invalid(what: string, offset: number, text: string): false {
    const place = { where: `${where} / ${what}`, offset, needed: 4, available: 4 };
    fault = { kind: "invalid", ...place, limitedBy: "capture-file", text };
    return false;
  }

  /** Goes past one section, or past packets; false when more octets are needed, and after damage. */
  function step(): boolean {
    if (packetsLeft > 0) {
      window.walk(walkPackets);
      return packetsLeft === 0 || readStraddling();
    }
    if (toSkip === 0) return readSection();
    const skipped = window.skip(toSkip);
    toSkip -= skipped;
    return skipped > 0;
  }

  function readSection(): boolean {
    const header = window.peek(sectionHeaderLength);
    if (header === undefined) return false;
    const name = textOf(header.subarray(0, 4));
    const length = viewOf(header).getUint32(4, true);
    switch (name) {
      case "pkts":
        if (kind === undefined)
          return invalid("section", window.offset, "packets of no known kind");
        window.skip(sectionHeaderLength);
        packetsLeft = length === 0 ? Number.POSITIVE_INFINITY : length;
        return true;
      case "\x7fver":
      case "sess":
        return readText(name, length);
      default:
        if (!/^[ -~]{4}$/.test(name)) {
          return invalid("section", window.offset, "no section begins here");
        }
        toSkip = sectionHeaderLength + length;
        return true;
    }
  }

  function readText(name: "\x7fver" | "sess", length: number): boolean {
    if (length > longestText) {
      return invalid("section length", window.offset + 4, `${length} octets of text claimed`);
    }
    const whole = window.peek(sectionHeaderLength + length);
    if (whole === undefined) return false;
    const text = textOf(whole.subarray(sectionHeaderLength));
    const isKnown = name === "sess" ? readSession(text) : readVersion(text);
    if (isKnown) window.skip(whole.length);
    return isKnown;
  }

  function readVersion(text: string): boolean {
    const version = numberIn(text, "FileVersion");
    isOfVersion = version === knownVersion;
    return isOfVersion || invalid("version", window.offset, `version ${version ?? "not told"}`);
  }

  function readSession(text: string): boolean {
    const subType = numberIn(text, "MediaSubType");
    kind = media.get(subType ?? -1);
    const told = subType ?? "not told";
    return kind !== undefined || invalid("session", window.offset, `media sub-type ${told}`);
  }

  /** Reads the packets that lie whole in `octets` from `start` on; returns where the first other one begins. */
  function walkPackets(octets: Uint8Array, start: number): number {
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    let at = start;
    while (packetsLeft > 0) {
      const from = record.read(view, at);
      if (from === undefined) break;
      const next = from + record.captured;
      if (next > octets.length || record.captured > longestPacket) break;
      frames++;
      hand(octets.subarray(from, next));
      packetsLeft = Math.max(0, packetsLeft - (next - at));
      at = next;
    }
    return at;
  }

  /** Reads the packet of which a part came with an earlier chunk; false when there is none. */
  function readStraddling(): boolean {
    // Not an octet more than is needed: what follows the packet is to be read where it lies.
    let tags = window.peek(tagLength);
    for (let length = 2 * tagLength; tags !== undefined; length += tagLength) {
      if (record.read(viewOf(tags), 0) !== undefined) break;
      if (length > longestTags) return invalid("tags", window.offset, "no packet follows them");
      tags = window.peek(length);
    }
    if (tags === undefined) return false;
    if (record.captured > longestPacket) {
      const claimed = `${record.captured} octets claimed, no packet has more than ${longestPacket}`;
      return invalid("tags / slice length", window.offset + tags.length - 4, claimed);
    }
    const whole = window.peek(tags.length + record.captured);
    if (whole === undefined) return false;
    window.skip(whole.length);
    walkPackets(whole, 0);
    return true;
  }

  function hand(octets: Uint8Array): void {
    const { linkType, hasFcs } = kind as PacketKind;
    if (longestRadiotap + octets.length > room.length) {
      room = new Uint8Array(2 * (longestRadiotap + octets.length));
      packet.lieIn(room);
    }
    const whole = Math.max(record.length, octets.length);
    const onAir = hasFcs ? whole : Math.max(0, whole - trailerLength);
    const kept = octets.subarray(0, onAir);
    const start = linkType === linkTypes.radiotap ? writeRadiotap(packet.view, record, hasFcs) : 0;
    room.set(kept, start);
    packet.linkType = linkType;
    packet.end = start + kept.length;
    packet.originalLength = start + onAir;
    packet.frame = frames;
    packet.subUs = Number(((record.timeNs % 1000n) + 1000n) % 1000n);
    packet.timeUs = Number((record.timeNs - BigInt(packet.subUs)) / 1000n);
    sink(packet);
  }

  function cutFault(): Fault | undefined {
    const { available, offset } = window;
    if (toSkip > 0) return truncated("section", offset, toSkip);
    if (packetsLeft === 0) {
      if (available === 0 && frames > 0) return undefined;
      const header = window.peek(sectionHeaderLength);
      const length = header === undefined ? 0 : viewOf(header).getUint32(4, true);
      return truncated("section", offset, sectionHeaderLength + length);
    }
    if (available === 0) {
      return packetsLeft === Number.POSITIVE_INFINITY
        ? undefined
        : truncated("packets", offset, packetsLeft);
    }
    const from = record.read(viewOf(window.peek(available) as Uint8Array), 0);
    return from === undefined
      ? truncated("tags", offset, available - (available % tagLength) + tagLength)
      : truncated("packet", offset + from, record.captured);
  }

  function truncated(what: string, offset: number, needed: number): Fault {
    const available = window.available - (offset - window.offset);
    const place = { where: `${where} / ${what}`, offset, needed, available };
    return { kind: "truncated", ...place, limitedBy: "capture-file" };
  }

  return {
    get hasStopped() {
      return fault !== undefined;
    },
    push(chunk) {
      if (fault !== undefined) return;
      window.push(chunk);
      while (step());
      window.settle();
    },
    end() {
      fault ??= cutFault();
      return {
        format: isOfVersion ? "peektagged" : undefined,
        frames,
        skippedBlocks: new Map(),
        faults: fault === undefined ? [] : [fault],
        dropped: 0,
      };
    },
  };
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length);
}

function textOf(octets: Uint8Array): string {
  let text = "";
  for (const octet of octets) text += String.fromCharCode(octet);
  return text;
}

/** The number in an element of XML without attributes. */
function numberIn(xml: string, name: string): number | undefined {
  const [, digits] = new RegExp(`<${name}>(\\d{1,9})<`).exec(xml) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
