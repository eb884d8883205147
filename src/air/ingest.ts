import type { Fault } from "../bytes/fault.ts";
import type { CaptureRecord } from "../capture/record.ts";
import { type DecodedFrame, decodeFrame } from "../dot11/frame.ts";
import type { MacHeader } from "../dot11/mac-header.ts";
import type { ReceivedFrame } from "../radiotap/radio.ts";
import { createReceiver, type Receiver, type ReceiverOptions } from "../radiotap/receive.ts";
import type { AirFrame } from "./air-frame.ts";
import { createBeaconMemo } from "./beacon-memo.ts";
import type { Clock } from "./clock.ts";
import { createDefragmenter, isClearFragment } from "./defragment.ts";
import { createPlacing } from "./place-in-time.ts";

/** An ACK comes a SIFS after its frame; recorders stamp with the host's clock and add jitter to that. */
const longestAckDelayNs = 2_000_000n;

/** Interfaces, and channels of them: more are damage. */
const mostChannels = 4096;

const beaconFrameControl = 0x80;
const controlType = 1;
const ackSubtype = 13;

/** What one capture brought. */
export interface IngestCounts {
  /** Packets that hold no 802.11 frame, by what they hold instead. */
  readonly notWifi: ReadonlyMap<string, number>;
  /** Frames whose FCS is bad. */
  readonly badFcs: number;
  /** Frames that could not be read to their end though the recorder kept them whole. */
  readonly malformed: number;
  /** Frames that the snap length cut. */
  readonly cut: number;
  readonly linkTypes: ReadonlySet<number>;
  readonly frequenciesMhz: ReadonlySet<number>;
}

/** What was not given to the ingest, as nobody needed to look at it. */
export interface PassedCounts {
  readonly linkTypes: Iterable<number>;
  readonly badFcs: number;
  readonly cut: number;
  readonly frequenciesMhz: Iterable<number>;
  /** First frames of addresses that came by the thousand in a second. */
  readonly strangers: number;
}

/** What a capture brought in all. */
export function withPassed(counts: IngestCounts, passed: PassedCounts): IngestCounts {
  return {
    ...counts,
    linkTypes: new Set([...counts.linkTypes, ...passed.linkTypes]),
    badFcs: counts.badFcs + passed.badFcs,
    cut: counts.cut + passed.cut,
    frequenciesMhz: new Set([...counts.frequenciesMhz, ...passed.frequenciesMhz]),
  };
}

export interface Ingest {
  /** The frame in a packet; undefined when there is none. It holds on to the octets of the record. */
  take(record: CaptureRecord): AirFrame | undefined;
  /** What takes the frames out of the packets of an interface. */
  receiverOf(interfaceId: number): Receiver;
  counts(): IngestCounts;
}

/** Turns the packets of capture `input` into frames: radio header off, FCS judged, ACKs attributed. */
export function createIngest(
  input: number,
  { clock, ...options }: ReceiverOptions & { readonly clock?: Clock } = {},
): Ingest {
  const placeInTime = createPlacing(clock);
  const receivers = new Map<number, Receiver>();
  const lastOnChannel = new Map<string, AirFrame>();
  const decodeBeacon = createBeaconMemo();
  const defragmenter = createDefragmenter();
  const notWifi = new Map<string, number>();
  const linkTypes = new Set<number>();
  const frequenciesMhz = new Set<number>();
  let badFcs = 0;
  let malformed = 0;
  let cut = 0;
  /** Length of the record that last ended too early. */
  let cutAt: number | undefined;

  function attributeAck(frame: AirFrame, header: MacHeader): void {
    const channel = `${frame.interfaceId}/${frame.radio.frequencyMhz ?? ""}`;
    const isAck = header.type === controlType && header.subtype === ackSubtype;
    const before = lastOnChannel.get(channel);
    if (
      isAck &&
      before !== undefined &&
      before.decoded.header?.transmitter === header.receiver &&
      frame.time - before.time <= longestAckDelayNs &&
      before.time <= frame.time
    ) {
      before.acknowledged = true;
    }
    if (lastOnChannel.size >= mostChannels) lastOnChannel.clear();
    lastOnChannel.set(channel, frame);
  }

  function decode({ octets, cut: isCut, fcs }: ReceivedFrame) {
    if (octets[0] === beaconFrameControl && !isCut && fcs !== "bad") {
      return { octets, decoded: decodeBeacon(octets) };
    }
    const limitedBy = isCut ? "snap-length" : "frame";
    const decoded = decodeFrame(octets, { limitedBy });
    const { header } = decoded;
    if (header !== undefined && isClearFragment(header) && !isCut && fcs !== "bad") {
      const whole = defragmenter.add(octets, header);
      if (whole !== undefined) return { octets: whole, decoded: decodeFrame(whole, { limitedBy }) };
    }
    return { octets, decoded };
  }

  function receiverOf(interfaceId: number): Receiver {
    const known = receivers.get(interfaceId);
    if (known !== undefined) return known;
    const receiver = createReceiver(options);
    if (receivers.size >= mostChannels) receivers.clear();
    receivers.set(interfaceId, receiver);
    return receiver;
  }

  /** A whole frame of just the length at which others were cut ends there by chance as little as they do. */
  function isCutUnsaid(
    { octets: { length } }: CaptureRecord,
    received: ReceivedFrame,
    { frame, faults }: DecodedFrame,
  ): boolean {
    if (received.fcs === "good" || received.fcs === "bad") return false;
    if (endsTooEarly(received.octets, faults)) cutAt = length;
    // An announcement with a fault is none for the exchanges, and of interest to whoever looks at the APs.
    if (frame.kind === "beacon" || frame.kind === "probe-response") return false;
    return cutAt === length;
  }

  function countNotWifi(what: string): void {
    notWifi.set(what, (notWifi.get(what) ?? 0) + 1);
  }

  return {
    take(record) {
      linkTypes.add(record.linkType);
      // A file whose end was lost to zeros holds millions of them.
      if (record.originalLength === 0) {
        countNotWifi("empty packet");
        return undefined;
      }
      const received = receiverOf(record.interfaceId).receive(record);
      if ("notWifi" in received) {
        countNotWifi(received.notWifi);
        return undefined;
      }
      if (received.fcs === "bad") badFcs++;
      if (received.cut) cut++;
      if (received.radio.frequencyMhz !== undefined) {
        frequenciesMhz.add(received.radio.frequencyMhz);
      }
      if (isIdleControl(received.octets)) return undefined;
      const { octets, decoded } = decode(received);
      if (!received.cut && received.fcs !== "bad" && decoded.faults.length > 0) malformed++;
      const frame: AirFrame = {
        input,
        interfaceId: record.interfaceId,
        frame: record.frame,
        ...placeInTime(record),
        timeDigits: record.timeDigits,
        radio: received.radio,
        fcs: received.fcs,
        cut: received.cut || isCutUnsaid(record, received, decoded),
        octets,
        decoded,
        acknowledged: false,
        copies: 0,
      };
      if (decoded.header !== undefined && received.fcs !== "bad") {
        attributeAck(frame, decoded.header);
      }
      return frame;
    },
    receiverOf,
    counts: () => ({ notWifi, badFcs, malformed, cut, linkTypes, frequenciesMhz }),
  };
}

/**
 * A frame that ends within a field: its sender sent more of it, whatever the file says of its length (tools that cut
 * captures may write the new length as the original one). A zero behind the last element is padding.
 */
function endsTooEarly(octets: Uint8Array, faults: readonly Fault[]): boolean {
  return faults.some(
    ({ kind, limitedBy, available }) =>
      kind === "truncated" &&
      limitedBy === "frame" &&
      (available > 0 || octets[octets.length - 1] !== 0),
  );
}

/** Control frames other than ACKs belong to no exchange; on a busy channel they are most of all frames. */
function isIdleControl(octets: Uint8Array): boolean {
  const first = octets[0] ?? 0;
  return (first & 0x0c) === 0x04 && first !== 0xd4;
}
