import { type Clock, loneClock } from "../air/clock.ts";
import type { Analysis } from "../analyze/analysis.ts";
import { type Analyzer, type AnalyzerOptions, createAnalyzer } from "../analyze/analyzer.ts";
import type { CaptureSourceOptions } from "./capture-source.ts";
import type { Io } from "./io.ts";
import { nativePbkdf2 } from "./native-pbkdf2.ts";
import { createProgress } from "./progress.ts";
import { type Captures, readPackets } from "./read-captures.ts";
import { type SurveyOptions, surveyCaptures } from "./survey-captures.ts";

/** How captures are read and what is asked of them. */
export interface AnalyzeCapturesOptions
  extends Omit<AnalyzerOptions, "inputs" | "wired" | "clocks" | "beginnings" | "starts" | "pbkdf2">,
    SurveyOptions,
    Pick<CaptureSourceOptions, "hash"> {
  /** A progress bar where there is a terminal; default true. */
  readonly progress?: boolean;
}

/** Reads captures through one analyzer. */
export async function analyzeCaptures(
  captures: Captures,
  options: AnalyzeCapturesOptions,
  io: Io,
): Promise<Analysis> {
  const { analysis } = await runAnalyzer(captures, options, io);
  return analysis;
}

/** An analysis, and what it was made with. */
export interface Analyzed {
  readonly analysis: Analysis;
  readonly analyzer: Analyzer;
  readonly clocks: readonly Clock[];
}

/** Reads captures through one analyzer, several of them once before to compare their clocks. */
export async function runAnalyzer(
  captures: Captures,
  { hash = false, progress: isShown = true, ...options }: AnalyzeCapturesOptions,
  io: Io,
): Promise<Analyzed> {
  const paths = captures.captures.map(({ path }) => path);
  const wired = captures.captures.flatMap(({ isWired }, input) => (isWired ? [input] : []));
  const air = { ...captures, captures: captures.captures.filter(({ isWired }) => !isWired) };
  const passes = air.captures.length > 1 ? 2 : 1;
  const progress = await createProgress(paths, isShown ? io : {}, passes);
  const { survey, io: surveyed } = await surveyCaptures(air, options, io, progress.read);
  const clocks = [...survey.clocks, ...wired.map(() => loneClock)];
  const analyzer = createAnalyzer({
    ...options,
    inputs: paths.length,
    wired: new Set(wired),
    ...survey,
    clocks,
    pbkdf2: nativePbkdf2,
  });
  const reading = { hash, onRead: progress.read };
  try {
    const events = readPackets(captures, analyzer.next, analyzer.take, surveyed, reading);
    for await (const { input, ended } of events) {
      if (ended === undefined) analyzer.flow(input);
      else analyzer.end(input, { path: paths[input] as string, ...ended });
    }
  } finally {
    progress.stop();
  }
  return { analysis: analyzer.finish(), analyzer, clocks };
}
