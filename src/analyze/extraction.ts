import type { AirFrame } from "../air/air-frame.ts";
import type { Clock } from "../air/clock.ts";
import { channelOf, controls, FrameGlance, sights } from "../air/frame-glance.ts";
import { frameKind } from "../air/frame-kind.ts";
import { createIngest } from "../air/ingest.ts";
import type { TimeNs } from "../bytes/time.ts";
import { Packet } from "../capture/packet.ts";
import type { CaptureRecord } from "../capture/record.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { linkTypes } from "../spec/link-types.ts";
import type { Relevance } from "./relevance.ts";
import { timelineKey } from "./timeline.ts";

/** A packet that goes into an extract, with octets of its own. */
export interface KeptFrame {
  readonly input: number;
  readonly record: CaptureRecord;
  /** Where it is on its timeline. */
  readonly time: TimeNs;
  readonly timeline: string;
  /** What it is, for a person: "Beacon". */
  readonly what: string;
  /** The 802.11 frame, MAC header and body. */
  readonly frame: Uint8Array;
  /** Where in the packet it stands; undefined when the packet holds it in another form. */
  readonly frameStart: number | undefined;
  /** Its FCS is bad. */
  readonly isBad: boolean;
}

/** Reads captures a second time and keeps what matters of them. */
export interface Extraction {
  push(input: number, records: readonly CaptureRecord[]): void;
  /** The same for a packet where it lies. */
  take(input: number, packet: Packet): void;
  /** Timeline after timeline, each in order of time; packets of one capture stay in their own order. */
  kept(): readonly KeptFrame[];
}

/** An ACK so long after a frame is no longer its ACK. */
const longestAckDelayNs = 2_000_000n;

export function createExtraction(
  relevance: Relevance,
  {
    clocks,
    ...options
  }: { readonly clocks: readonly Clock[]; readonly decodeAs?: readonly DecodeAs[] },
): Extraction {
  const ingests = clocks.map((clock, input) => createIngest(input, { ...options, clock }));
  const kept: KeptFrame[][] = clocks.map(() => []);
  const glances = ingests.map((ingest) => new FrameGlance(ingest));
  /** Frames that are kept and the last so far on their channels: an ACK would be theirs. */
  const lastKeptOn = clocks.map(() => new Map<number, AirFrame>());

  /** The ACK for the frame kept before it on its channel. */
  function isAckOfKept(air: AirFrame, before: AirFrame | undefined): boolean {
    return (
      air.octets[0] === controls.ack &&
      before !== undefined &&
      before.decoded.header?.transmitter === air.decoded.header?.receiver &&
      air.time - before.time <= longestAckDelayNs
    );
  }

  /** Up to here the ACK of a frame that is kept may come, microseconds. */
  const ackUntilUs = clocks.map(() => 0);

  function take(input: number, packet: Packet): void {
    // An interface with a comment may have a clock of its own.
    const isPassed = packet.interfaceComment === undefined && passOver(input, packet);
    if (!isPassed) judge(input, packet.toRecord());
  }

  /** Passes over a frame that is not kept; false when it must be decoded to know. */
  function passOver(input: number, packet: Packet): boolean {
    const toTimeline = clocks[input]?.toTimeline;
    const timeUs =
      toTimeline === undefined ? packet.timeUs : Number(toTimeline(packet.time) / 1000n);
    const isFar =
      timeUs > (ackUntilUs[input] ?? 0) && !relevance.mayMatter(input, packet.frame, timeUs);
    if (isFar && packet.linkType === linkTypes.radiotap) return true;
    if (relevance.isNamed(input, packet.frame)) return false;
    const glance = glances[input] as FrameGlance;
    const sight = glance.sightOf(packet);
    if (glance.isBad && sight !== sights.ack) return true;
    if (sight === sights.unknown) return false;
    if (!isFar && mayBeKept(input, packet, sight, timeUs)) return false;
    glance.pass();
    return true;
  }

  /** Takes note of a frame that is not: an ACK behind it is not of the frame before. */
  function mayBeKept(input: number, packet: Packet, sight: number, timeUs: number): boolean {
    const glance = glances[input] as FrameGlance;
    const keptOn = lastKeptOn[input];
    const channel = channelOf(packet, glance.frequencyMhz);
    const mayBeAcknowledged = keptOn !== undefined && keptOn.size > 0 && keptOn.has(channel);
    if (sight === sights.ack) return mayBeAcknowledged;
    if (glance.isControl) return false;
    if (relevance.mayMatterToParties(glance.view, glance.start, timeUs)) return true;
    if (mayBeAcknowledged && glance.isSound()) keptOn.delete(channel);
    return false;
  }

  function judge(input: number, record: CaptureRecord): void {
    const air = ingests[input]?.take(record);
    if (air === undefined) return;
    const timeline = timelineKey(input, clocks[input]?.timeline ?? 0, air.timeline);
    const channel = channelOf(air, air.radio.frequencyMhz);
    const isAck = isAckOfKept(air, lastKeptOn[input]?.get(channel));
    const isKept = isAck || relevance.matters(air, timeline);
    if (air.decoded.header !== undefined && air.fcs !== "bad") {
      if (isKept) lastKeptOn[input]?.set(channel, air);
      else lastKeptOn[input]?.delete(channel);
    }
    if (!isKept) return;
    ackUntilUs[input] = Number((air.time + longestAckDelayNs) / 1000n) + 1;
    const octets = record.octets.slice();
    const frameStart =
      air.octets.buffer === record.octets.buffer
        ? air.octets.byteOffset - record.octets.byteOffset
        : undefined;
    kept[input]?.push({
      input,
      record: { ...record, octets },
      frame:
        frameStart === undefined
          ? air.octets.slice()
          : octets.subarray(frameStart, frameStart + air.octets.length),
      frameStart,
      isBad: air.fcs === "bad",
      time: air.time,
      timeline,
      what: isAck ? "ACK for the frame before" : frameKind(air.decoded).words,
    });
  }

  return {
    push(input, records) {
      const packet = new Packet();
      for (const record of records) {
        packet.set(record);
        take(input, packet);
      }
    },
    take,
    kept() {
      const timelines = [...new Set(kept.flat().map(({ timeline }) => timeline))].sort();
      return timelines.flatMap((timeline) =>
        inOrder(kept.map((ofInput) => ofInput.filter((one) => one.timeline === timeline))),
      );
    },
  };
}

/** Merges lists by time, without changing the order within any. */
function inOrder(lists: readonly (readonly KeptFrame[])[]): readonly KeptFrame[] {
  const places = lists.map(() => 0);
  const merged: KeptFrame[] = [];
  while (true) {
    let next: { readonly list: number; readonly frame: KeptFrame } | undefined;
    for (const [list, frames] of lists.entries()) {
      const frame = frames[places[list] as number];
      if (frame !== undefined && (next === undefined || frame.time < next.frame.time)) {
        next = { list, frame };
      }
    }
    if (next === undefined) return merged;
    merged.push(next.frame);
    places[next.list] = (places[next.list] as number) + 1;
  }
}
