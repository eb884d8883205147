import type { CaptureRecord } from "../capture/record.ts";
import { type DecodedFrame, decodeFrame } from "../dot11/frame.ts";
import type { MacHeader } from "../dot11/mac-header.ts";
import { createReceiver } from "../radiotap/receive.ts";
import type { AirFrame } from "./air-frame.ts";

/** An ACK comes a SIFS after its frame; recorders stamp with the host's clock and add jitter to that. */
const longestAckDelayNs = 2_000_000n;

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

export interface Ingest {
  /** The frame in a packet; undefined when there is none. */
  take(record: CaptureRecord): AirFrame | undefined;
  counts(): IngestCounts;
}

/** Turns the packets of capture `input` into frames: radio header off, FCS judged, ACKs attributed. */
export function createIngest(input: number): Ingest {
  const receivers = new Map<number, ReturnType<typeof createReceiver>>();
  const lastOnChannel = new Map<string, AirFrame>();
  const notWifi = new Map<string, number>();
  const linkTypes = new Set<number>();
  const frequenciesMhz = new Set<number>();
  let badFcs = 0;
  let malformed = 0;
  let cut = 0;

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
    lastOnChannel.set(channel, frame);
  }

  return {
    take(record) {
      linkTypes.add(record.linkType);
      let receiver = receivers.get(record.interfaceId);
      if (receiver === undefined) {
        receiver = createReceiver();
        receivers.set(record.interfaceId, receiver);
      }
      const received = receiver.receive(record);
      if ("notWifi" in received) {
        notWifi.set(received.notWifi, (notWifi.get(received.notWifi) ?? 0) + 1);
        return undefined;
      }
      if (received.fcs === "bad") badFcs++;
      if (received.cut) cut++;
      if (received.radio.frequencyMhz !== undefined) {
        frequenciesMhz.add(received.radio.frequencyMhz);
      }
      const octets = keepsOctets(received.octets) ? received.octets.slice() : received.octets;
      const decoded: DecodedFrame = decodeFrame(octets, {
        limitedBy: received.cut ? "snap-length" : "frame",
      });
      if (!received.cut && received.fcs !== "bad" && decoded.faults.length > 0) malformed++;
      const frame: AirFrame = {
        input,
        interfaceId: record.interfaceId,
        frame: record.frame,
        time: record.time,
        timeDigits: record.timeDigits,
        radio: received.radio,
        fcs: received.fcs,
        cut: received.cut,
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
    counts: () => ({ notWifi, badFcs, malformed, cut, linkTypes, frequenciesMhz }),
  };
}

/**
 * Management frames and EAPOL are kept by the exchanges: they get octets of their own, so that a kept
 * frame does not hold the whole chunk it was read in.
 */
function keepsOctets(octets: Uint8Array): boolean {
  const type = (octets[0] ?? 0) & 0x0c;
  const isProtected = ((octets[1] ?? 0) & 0x40) !== 0;
  return type === 0x00 || (type === 0x08 && !isProtected);
}
