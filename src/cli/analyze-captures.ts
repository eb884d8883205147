import type { Analysis } from "../analyze/analysis.ts";
import { type AnalyzerOptions, createAnalyzer } from "../analyze/analyzer.ts";
import type { CaptureRecord } from "../capture/record.ts";
import { type CaptureSource, expandPaths, openCapture } from "./capture-source.ts";
import { type Io, UsageError } from "./io.ts";
import { nativePbkdf2 } from "./native-pbkdf2.ts";

export interface CapturesRead {
  readonly analysis: Analysis;
  /** Files in directories that are no captures. */
  readonly skippedFiles: number;
}

/** Reads captures, several at a time and always the one that lags, through one analyzer. */
export async function analyzeCaptures(
  paths: readonly string[],
  options: Omit<AnalyzerOptions, "inputs" | "pbkdf2">,
  io: Io,
): Promise<CapturesRead> {
  const { captures, skipped } = await expandPaths(paths);
  if (captures.filter(({ path }) => path === "-").length > 1) {
    throw new UsageError("standard input can be read once only");
  }
  if (captures.length === 0) throw new UsageError("no capture found");
  const analyzer = createAnalyzer({ ...options, inputs: captures.length, pbkdf2: nativePbkdf2 });
  const sources = captures.map(({ path }) => openCapture(path, io));
  const iterators = sources.map((source) => source.records()[Symbol.asyncIterator]());
  for (let input = analyzer.next(); input !== undefined; input = analyzer.next()) {
    const batch = await (iterators[input] as AsyncIterator<readonly CaptureRecord[]>).next();
    if (!batch.done) {
      analyzer.push(input, batch.value);
      continue;
    }
    const source = sources[input] as CaptureSource;
    const summary = source.summary();
    if (summary.format === undefined && captures[input]?.named) {
      throw new UsageError(
        `${source.path === "-" ? "standard input" : source.path} is no capture file (pcap or pcapng)`,
      );
    }
    analyzer.end(input, { path: source.path, ...summary });
  }
  return { analysis: analyzer.finish(), skippedFiles: skipped };
}
