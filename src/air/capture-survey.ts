import { Packet } from "../capture/packet.ts";
import type { CaptureRecord } from "../capture/record.ts";
import type { ReceiverOptions } from "../radiotap/receive.ts";
import type { AirFrame } from "./air-frame.ts";
import { type Beginning, Beginnings, beginningOf } from "./beginnings.ts";
import { type ClockMarks, MarkCollector, type MarkedFrame } from "./clock-marks.ts";
import { FrameGlance, sights } from "./frame-glance.ts";
import { createIngest, type Ingest } from "./ingest.ts";

/** What the others must know of one capture before any of them is analysed; can be sent to another thread. */
export interface SurveyedCapture {
  readonly marks: ClockMarks;
  /** Its earliest time, on its own clock: microseconds since 1970; infinite when it holds nothing. */
  readonly startUs: number;
  /** In the order of the file, on its own clock. */
  readonly beginnings: readonly Beginning[];
  /** These are all; not of a stream, of which the beginning is looked at, nor of a flood. */
  readonly isAll: boolean;
}

/** A first look at one of several captures. Memory is bounded, whatever its size. */
export class CaptureSurvey {
  readonly #glance: FrameGlance;
  readonly #ingest: Ingest;
  readonly #marks: MarkCollector;
  readonly #beginnings = new Beginnings();
  #startUs = Number.POSITIVE_INFINITY;

  /** `most` frames are kept to compare its clock by. */
  constructor(most: number, options: ReceiverOptions = {}) {
    this.#ingest = createIngest(0, options);
    this.#glance = new FrameGlance(this.#ingest);
    this.#marks = new MarkCollector(most);
  }

  take(packet: Packet): void {
    if (packet.timeUs < this.#startUs) this.#startUs = packet.timeUs;
    const sight = this.#glance.sightOf(packet);
    if (this.#glance.isBad) return;
    // The interface may have a clock of its own.
    if (sight === sights.unknown || packet.interfaceComment !== undefined) {
      this.#look(packet);
      return;
    }
    this.#glance.pass();
    if (sight === sights.announcement) {
      this.#marks.take(this.#glance, packet.timeUs, packet.subUs);
    } else this.#marks.pass();
  }

  takeRecords(records: readonly CaptureRecord[]): void {
    const packet = new Packet();
    for (const record of records) {
      packet.set(record);
      this.take(packet);
    }
  }

  /** `isWhole`: to its end the capture was taken. */
  surveyed(isWhole: boolean): SurveyedCapture {
    const { all, isAll } = this.#beginnings;
    return {
      marks: this.#marks.marks(),
      startUs: this.#startUs,
      beginnings: all,
      isAll: isAll && isWhole,
    };
  }

  #look(packet: Packet): void {
    const air = this.#ingest.take(packet.toRecord());
    if (air === undefined || air.fcs === "bad" || air.timeline !== undefined) return;
    const subUs = Number(((air.time % 1000n) + 1000n) % 1000n);
    const timeUs = Number((air.time - BigInt(subUs)) / 1000n);
    this.#marks.take(inFull(air), timeUs, subUs);
    const beginning = beginningOf(air.decoded, timeUs);
    if (beginning !== undefined) this.#beginnings.add(beginning);
  }
}

function inFull({ octets }: AirFrame): MarkedFrame {
  return {
    view: new DataView(octets.buffer, octets.byteOffset, octets.length),
    start: 0,
    end: octets.length,
    isSound: () => true,
  };
}
