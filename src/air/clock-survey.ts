import type { CaptureRecord } from "../capture/record.ts";
import { createReceiver, type ReceiverOptions } from "../radiotap/receive.ts";
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

  return {
    take(input, records) {
      for (const record of records) {
        const received = receiverOf(input, record.interfaceId).receive(record);
        if ("notWifi" in received || received.fcs === "bad" || received.octets.length === 0)
          continue;
        const { time, timeline } = placeInTime(record);
        if (timeline === undefined) collectors[input]?.take(received.octets, time);
      }
    },
    clocks() {
      if (inputs < 2) return collectors.map(() => loneClock);
      return alignClocks(collectors.map((collector) => collector.marks()));
    },
  };
}
