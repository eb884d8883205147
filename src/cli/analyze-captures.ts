import type { Analysis } from "../analyze/analysis.ts";
import { type AnalyzerOptions, createAnalyzer } from "../analyze/analyzer.ts";
import type { CaptureSourceOptions } from "./capture-source.ts";
import type { Io } from "./io.ts";
import { nativePbkdf2 } from "./native-pbkdf2.ts";
import { type Captures, readCaptures } from "./read-captures.ts";

/** How captures are read and what is asked of them. */
export interface AnalyzeCapturesOptions
  extends Omit<AnalyzerOptions, "inputs" | "pbkdf2">,
    CaptureSourceOptions {}

/** Reads captures through one analyzer. */
export async function analyzeCaptures(
  captures: Captures,
  { hash = false, ...options }: AnalyzeCapturesOptions,
  io: Io,
): Promise<Analysis> {
  const paths = captures.captures.map(({ path }) => path);
  const analyzer = createAnalyzer({ ...options, inputs: paths.length, pbkdf2: nativePbkdf2 });
  for await (const event of readCaptures(captures, analyzer.next, io, { hash })) {
    if ("records" in event) analyzer.push(event.input, event.records);
    else analyzer.end(event.input, { path: paths[event.input] as string, ...event.ended });
  }
  return analyzer.finish();
}
