import type { parseKeyFile } from "../../src/analyze/key-file.ts";
import type { createAnalyzer } from "../../src/analyze/analyzer.ts";
import type { createCaptureReader } from "../../src/capture/reader.ts";
import type { KeySpec } from "../../src/exchange/key-ring.ts";
import type { Recorded, Variant } from "./variants.mjs";

/** What is tested: the sources or a build. */
export interface Library {
  readonly createAnalyzer: typeof createAnalyzer;
  readonly createCaptureReader: typeof createCaptureReader;
  readonly parseKeyFile: typeof parseKeyFile;
}

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
export function judgeVariant(
  library: Library,
  subject: Case,
  mode: KeyMode,
  variant: Variant,
): Judgement;
