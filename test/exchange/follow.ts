import type { AirFrame } from "../../src/air/air-frame.ts";
import { createIngest } from "../../src/air/ingest.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import type { Exchange } from "../../src/exchange/exchange.ts";
import { Tracker } from "../../src/exchange/tracker.ts";

/** The frames of a capture, with their ACKs attributed. */
export function framesOf(records: readonly CaptureRecord[], input = 0): readonly AirFrame[] {
  const ingest = createIngest(input);
  return records.map((record) => ingest.take(record)).filter((frame) => frame !== undefined);
}

/** A capture followed to its end. */
export function follow(records: readonly CaptureRecord[]): {
  readonly tracker: Tracker;
  readonly exchanges: readonly Exchange[];
} {
  const exchanges: Exchange[] = [];
  const tracker = new Tracker({ exchange: (exchange) => exchanges.push(exchange) });
  for (const frame of framesOf(records)) tracker.frame(frame);
  return { tracker, exchanges };
}

/** Several captures as one recorder would have kept them: in order of time, numbered anew. */
export function together(
  ...captures: readonly (readonly CaptureRecord[])[]
): readonly CaptureRecord[] {
  return captures
    .flat()
    .toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .map((record, index) => ({ ...record, frame: index + 1 }));
}
