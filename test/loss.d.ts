/** The parts of scripts/loss that the tests run against the sources. */

declare module "*/loss/variants.mjs" {
  type CaptureRecord = import("../src/capture/record.ts").CaptureRecord;

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
    /** The station's own request as it also went to another AP, with the faults it may have. */
    readonly copy?: { readonly bssid: string; readonly frame: number };
  }

  export function randomNumbers(seed: number): () => number;
  export function withFewBeacons<Capture extends Recorded>(capture: Capture): Capture;
  export function variantsOf(capture: Recorded, wanted?: readonly string[]): readonly Variant[];
}

declare module "*/loss/judge.mjs" {
  type KeySpec = import("../src/exchange/key-ring.ts").KeySpec;
  type Recorded = import("*/loss/variants.mjs").Recorded;
  type Variant = import("*/loss/variants.mjs").Variant;

  /** What is tested: the sources or a build. */
  export type Library = Pick<typeof import("../src/analyze/analyzer.ts"), "createAnalyzer"> &
    Pick<typeof import("../src/capture/reader.ts"), "createCaptureReader"> &
    Pick<typeof import("../src/analyze/key-file.ts"), "parseKeyFile">;

  /** The library of a build, by the path of its folder. */
  export function libraryOf(folder: string): Promise<Library>;

  export type KeyMode = "right" | "none" | "wrong";
  export const keyModes: readonly KeyMode[];

  export interface Case extends Required<Recorded> {
    readonly truth: {
      readonly accept: Readonly<Record<"withKey" | "withoutKey" | "targets", readonly string[]>>;
    };
    readonly name: string;
    readonly keys: Readonly<Record<KeyMode, readonly KeySpec[]>>;
  }

  export interface Judgement {
    readonly result: "accepted" | "sound" | "cannot-tell" | "wrong" | "error";
    readonly complaints: readonly { readonly rule: string; readonly summary: string }[];
  }

  export function casesIn(folder: string): readonly string[];
  export function readCase(library: Library, folder: string, name: string): Case;
  export function analyze(
    library: Library,
    inputs: readonly (readonly import("../src/capture/record.ts").CaptureRecord[])[],
    keys: readonly KeySpec[],
  ): import("../src/analyze/analysis.ts").Analysis;
  export function judgeVariant(
    library: Library,
    subject: Case,
    mode: KeyMode,
    variant: Variant,
  ): Judgement;
  export function complaintsOf(
    library: Library,
    subject: Case,
    mode: KeyMode,
    variant: Variant,
  ): readonly string[];
}
