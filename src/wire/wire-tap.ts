import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import { isWireLink } from "./ether-frame.ts";
import { decodeWirePacket, type WireFrame, type WirePacket } from "./wire-frame.ts";

/** Frames between APs that are kept; a wire on which more are seen is under attack or misread. */
const mostFrames = 100_000;
/** Addresses on the wire whose presence is remembered. */
const mostSenders = 4096;
/** Heard so long before or after a moment, an address would have been heard at that moment too. */
const presenceNs = 60_000_000_000n;

interface Span {
  first: TimeNs;
  last: TimeNs;
}

/** What was said on the wire, and how well the wire was listened to. */
export interface WireStory {
  /** In order of time. */
  readonly frames: readonly WireFrame[];
  /** Frames between APs beyond the limit. */
  readonly notKept: number;
  /** Whether the wire was recorded from `from` to `to`. */
  covers(from: TimeNs, to: TimeNs): boolean;
  /** Whether the recorder heard the address on the wire around `time`: then its silence says something. */
  hears(address: MacAddress, time: TimeNs): boolean;
}

/** Listens to packets of wires and keeps what APs say to each other about roams. */
export interface WireTap {
  /** True when the packet was about a roam. */
  take(input: number, packet: WirePacket): boolean;
  /** Messages about roams in an input; undefined when it holds none. */
  messages(input: number): number | undefined;
  /** Undefined when no packet of a wire was taken that is worth the name. */
  story(): WireStory | undefined;
}

/** `declared`: the inputs that are known to be wires, also when nothing about roams is on them. */
export function createWireTap(declared: ReadonlySet<number>): WireTap {
  const frames: WireFrame[] = [];
  const senders = new Map<MacAddress, Span>();
  const inputs = new Map<number, Span>();
  const messages = new Map<number, number>([...declared].map((input) => [input, 0]));
  let notKept = 0;

  return {
    take(input, packet) {
      if (!isWireLink(packet.linkType)) return false;
      const passage = decodeWirePacket(input, packet);
      if (passage === undefined) return false;
      extend(inputs, input, packet.time);
      const { sender, frame } = passage;
      if (sender !== undefined && (senders.has(sender) || senders.size < mostSenders)) {
        extend(senders, sender, packet.time);
      }
      if (frame === undefined) return false;
      messages.set(input, (messages.get(input) ?? 0) + 1);
      if (frames.length < mostFrames) frames.push(frame);
      else notKept++;
      return true;
    },
    messages: (input) => messages.get(input),
    story() {
      if (messages.size === 0) return undefined;
      return {
        frames: frames.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)),
        notKept,
        covers: (from, to) =>
          [...inputs].some(
            ([input, { first, last }]) => messages.has(input) && first <= from && last >= to,
          ),
        hears(address, time) {
          const span = senders.get(address);
          return (
            span !== undefined && span.first <= time + presenceNs && span.last >= time - presenceNs
          );
        },
      };
    },
  };
}

function extend<Key>(spans: Map<Key, Span>, key: Key, time: TimeNs): void {
  const span = spans.get(key);
  if (span === undefined) {
    spans.set(key, { first: time, last: time });
    return;
  }
  if (time < span.first) span.first = time;
  if (time > span.last) span.last = time;
}
