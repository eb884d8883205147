import type { CaptureRecord } from "../../src/capture/record.ts";

/** The records of one case: of its main capture, and of other recordings of the same time. */
export interface Recorded {
  readonly records: readonly CaptureRecord[];
  readonly sniffers?: readonly {
    readonly name: string;
    readonly records: readonly CaptureRecord[];
  }[];
}

export interface Variant {
  readonly kind: string;
  readonly name: string;
  /** The records of each input. */
  inputs(): readonly (readonly CaptureRecord[])[];
}

export function randomNumbers(seed: number): () => number;
export function variantsOf(capture: Recorded, wanted?: readonly string[]): readonly Variant[];
