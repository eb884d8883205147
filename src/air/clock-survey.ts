import { Packet } from "../capture/packet.ts";
import type { CaptureRecord } from "../capture/record.ts";
import { createReceiver, type ReceiverOptions } from "../radiotap/receive.ts";
import { linkTypes } from "../spec/link-types.ts";
import { alignClocks } from "./align-clocks.ts";
import { type Clock, loneClock } from "./clock.ts";
import { createMarkCollector } from "./clock-marks.ts";
import { createPlacing } from "./place-in-time.ts";

/**
 * A first look at several captures, in any order and before any of them is analysed: finds out how
 * their clocks stand to each other. Memory is bounded, whatever their size.
 */
export interface ClockSurvey {
  take(input: number, records: readonly CaptureRecord[]): void;
  /** The same for a packet where it lies. */
  takePacket(input: number, packet: Packet): void;
  /** One for each capture. */
  clocks(): readonly Clock[];
}

/** Of all captures together; each keeps its share. */
const mostMarks = 262_144;
const fewestMarks = 2048;

export function createClockSurvey(inputs: number, options?: ReceiverOptions): ClockSurvey {
  const most = Math.max(fewestMarks, Math.floor(mostMarks / Math.max(1, inputs)));
  const collectors = Array.from({ length: inputs }, () => createMarkCollector(most));
  const placeInTime = createPlacing();
  const receivers = collectors.map(() => new Map<number, ReturnType<typeof createReceiver>>());

  function receiverOf(input: number, interfaceId: number) {
    const ofInput = receivers[input];
    if (ofInput === undefined) throw new RangeError(`input ${input} is not among ${inputs}`);
    const known = ofInput.get(interfaceId);
    if (known !== undefined) return known;
    const receiver = createReceiver(options);
    ofInput.set(interfaceId, receiver);
    return receiver;
  }

  function takePacket(input: number, packet: Packet): void {
    const collector = collectors[input];
    if (isOther(packet)) {
      collector?.pass();
      return;
    }
    const { octets, start, end } = packet;
    const received = receiverOf(input, packet.interfaceId).receive({
      linkType: packet.linkType,
      octets: octets.subarray(start, end),
      originalLength: packet.originalLength,
      fcsLength: packet.fcsLength,
      crcError: packet.crcError,
    });
    if ("notWifi" in received || received.fcs === "bad" || received.octets.length === 0) return;
    const { time, timeline } = placeInTime(packet);
    if (timeline === undefined) collector?.take(received.octets, time);
  }

  return {
    take(input, records) {
      const packet = new Packet();
      for (const record of records) {
        packet.set(record);
        takePacket(input, packet);
      }
    },
    takePacket,
    clocks() {
      if (inputs < 2) return collectors.map(() => loneClock);
      return alignClocks(collectors.map((collector) => collector.marks()));
    },
  };
}

/** Behind a radiotap header lies no management frame, as most frames are none: nothing more of it is looked at. */
function isOther({ linkType, octets, start, end }: Packet): boolean {
  if (linkType !== linkTypes.radiotap || end - start < 8) return false;
  const at = start + (octets[start + 2] as number) + (octets[start + 3] as number) * 256;
  return at < end && ((octets[at] as number) & 0x0c) !== 0;
}
