import { expect } from "vitest";
import type { Fault } from "../../src/bytes/fault.ts";
import { formatHex } from "../../src/bytes/octets.ts";
import type { CaptureReader, CaptureRecord, CaptureSummary } from "../../src/capture/record.ts";

export interface Reading {
  readonly records: readonly CaptureRecord[];
  readonly summary: CaptureSummary;
}

/** All that a reader gives for a file, pushed in chunks of `chunkLength` octets, each in a buffer of its own. */
export function readAll(
  reader: CaptureReader,
  file: Uint8Array,
  chunkLength = file.length,
): Reading {
  const records: CaptureRecord[] = [];
  for (let at = 0; at < file.length; at += chunkLength) {
    records.push(...reader.push(file.slice(at, at + chunkLength)));
  }
  return { records, summary: reader.end() };
}

/** A reading with octets as hex: equal when the readings are, and compared much faster. */
export function comparable({ records, summary }: Reading): unknown {
  return {
    records: records.map((record) => ({ ...record, octets: formatHex(record.octets) })),
    summary,
  };
}

/** Every fault is about octets of the file (or its end) and says of a cut that more was needed than there. */
export function expectSensibleFaults(faults: readonly Fault[], fileLength: number): void {
  for (const fault of faults) {
    expect(fault.offset).toBeGreaterThanOrEqual(0);
    expect(fault.offset + fault.available).toBeLessThanOrEqual(fileLength);
    if (fault.kind === "truncated") expect(fault.needed).toBeGreaterThan(fault.available);
    else expect(fault.text).toBeTruthy();
  }
}

/** Octets 0, 1, 2 … */
export function ramp(length: number, start = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => start + i);
}
