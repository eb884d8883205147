import type { Survey } from "../air/survey.ts";
import { createPacketReader } from "../capture/reader.ts";
import type { Analysis } from "./analysis.ts";
import { type AnalysisOptions, analyzerOptionsOf } from "./analysis-options.ts";
import { createAnalyzer } from "./analyzer.ts";

/** What a capture is, before its first octet is read. */
export interface CaptureDeclaration {
  /** How the document and its texts name it: a path, as a rule. */
  readonly name: string;
  /** It is of the wire between the APs, which otherwise its link type tells. */
  readonly isWired?: boolean;
}

/**
 * Octets of captures in, the document out. Nothing holds all of a capture: memory is bounded by the stations,
 * BSSs and exchanges in it.
 */
export interface CaptureAnalyzer {
  /**
   * Takes the next octets of a capture: pcap, pcapng or OmniPeek, uncompressed, in chunks of any size, which must stay
   * unchanged afterwards. `input` is its index among the captures that were named, default 0. Throws RangeError
   * when there is no such capture or it has ended.
   */
  push(octets: Uint8Array, input?: number): void;
  /** The capture has ended. */
  end(input?: number): void;
  /**
   * Of several captures the one to read on, so that their frames need not wait for each other in memory;
   * undefined when all have ended. Pushing in another order gives the same document.
   */
  next(): number | undefined;
  /** Ends what has not ended and gives the document. To be called once. */
  finish(): Analysis;
}

/**
 * An analyzer for captures that come in pieces. Several count as recorded by one clock; {@link analyze}
 * compares their clocks. Throws RangeError naming an option that is none, without showing a key.
 */
export function createCaptureAnalyzer(
  captures: readonly CaptureDeclaration[],
  options: AnalysisOptions = {},
): CaptureAnalyzer {
  return captureAnalyzer(captures, options);
}

/** The same with what a survey found. */
export function captureAnalyzer(
  captures: readonly CaptureDeclaration[],
  options: AnalysisOptions,
  survey?: Survey,
): CaptureAnalyzer {
  const analyzer = createAnalyzer({
    ...analyzerOptionsOf(options),
    inputs: captures.length,
    wired: new Set(captures.flatMap(({ isWired }, input) => (isWired ? [input] : []))),
    ...survey,
  });
  const files = captures.map(({ name }, input) => ({
    name,
    reader: createPacketReader((packet) => analyzer.take(input, packet)),
    sizeBytes: 0,
    hasEnded: false,
  }));

  function fileAt(input: number): (typeof files)[number] {
    const file = files[input];
    if (file === undefined) {
      throw new RangeError(`input ${input} is not among the ${files.length} captures`);
    }
    if (file.hasEnded) throw new RangeError(`input ${input} has ended`);
    return file;
  }

  function end(input = 0): void {
    const file = fileAt(input);
    file.hasEnded = true;
    const { name: path, sizeBytes, reader } = file;
    analyzer.end(input, { path, sizeBytes, compression: null, ...reader.end() });
  }

  return {
    push(octets, input = 0) {
      const file = fileAt(input);
      file.sizeBytes += octets.length;
      file.reader.push(octets);
      analyzer.flow(input);
    },
    end,
    next: () => analyzer.next(),
    finish() {
      for (const [input, { hasEnded }] of files.entries()) if (!hasEnded) end(input);
      return analyzer.finish();
    },
  };
}
