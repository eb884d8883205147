import type { CaptureRecord } from "../capture/record.ts";
import { expandPaths, openCapture, type SourceSummary } from "./capture-source.ts";
import { type Io, UsageError } from "./io.ts";

/** Captures to be read as one observation. */
export interface Captures {
  /** By what is asked for on the command line; a directory stands for all that is below it. */
  readonly paths: readonly string[];
  /** Those given by their own path: they must be captures. */
  readonly named: ReadonlySet<string>;
  /** Files in directories that are no captures. */
  readonly skippedFiles: number;
}
