import { basename } from "node:path";
import type { Analysis, ExchangeReport } from "../analyze/analysis.ts";
import { createAnalyzer } from "../analyze/analyzer.ts";
import { toSection } from "../analyze/extract-section.ts";
import { createExtraction, type KeptFrame } from "../analyze/extraction.ts";
import { utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import { writePcapng } from "../capture/pcapng-writer.ts";
import { createPacketReader } from "../capture/reader.ts";
import { captureComments } from "../report/capture-comments.ts";
import { type AnalyzeCapturesOptions, type Analyzed, runAnalyzer } from "./analyze-captures.ts";
import { openCapture } from "./capture-source.ts";
import { openOctets } from "./input.ts";
import { type Io, UsageError } from "./io.ts";
import { nativePbkdf2 } from "./native-pbkdf2.ts";
import { createProgress } from "./progress.ts";
import type { Captures } from "./read-captures.ts";

/** An extract, as octets of a pcapng file. */
export interface Extract {
  readonly octets: Uint8Array;
  /** The frames in it. */
  readonly kept: readonly KeptFrame[];
  /** Of the captures. */
  readonly analysis: Analysis;
  /** Exchanges of which an analysis of the extract alone does not say the same; none as a rule. */
  readonly differing: readonly string[];
}

/** A stream is read more than once, so it has to be kept. */
const mostOfStream = 512 * 1024 * 1024;

/**
 * Makes the extract of some captures: the frames that their analysis rests on, with comments. It is
 * analysed in its turn; where that gives another verdict, more of the air around the exchange is taken.
 */
export async function extractCaptures(
  captures: Captures,
  options: AnalyzeCapturesOptions,
  io: Io,
): Promise<Extract> {
  const kept = await keepStreams(captures, io);
  const analyzed = await runAnalyzer(captures, options, kept());
  const wide = new Set<string>();
  while (true) {
    const frames = await selectFrames(captures, analyzed, { options, wide, io: kept() });
    const octets = writeExtract(analyzed.analysis, frames);
    const differing = differences(analyzed.analysis, analyzeExtract(octets, options));
    const isSettled = differing.every((id) => wide.has(id));
    if (isSettled) return { octets, kept: frames, analysis: analyzed.analysis, differing };
    for (const id of differing) wide.add(id);
  }
}

async function selectFrames(
  captures: Captures,
  { analysis, analyzer, clocks }: Analyzed,
  {
    options: { decodeAs = [], progress: isShown = true },
    wide,
    io,
  }: {
    readonly options: AnalyzeCapturesOptions;
    readonly wide: ReadonlySet<string>;
    readonly io: Io;
  },
): Promise<readonly KeptFrame[]> {
  const paths = captures.captures.map(({ path }) => path);
  const progress = await createProgress(paths, isShown ? io : {});
  const extraction = createExtraction(analyzer.relevance(analysis, wide), { clocks, decodeAs });
  try {
    for (const [input, path] of paths.entries()) {
      const source = openCapture(path, io, { onRead: progress.read });
      for await (const _ of source.packets((packet) => extraction.take(input, packet)));
    }
  } finally {
    progress.stop();
  }
  return extraction.kept();
}

/** The pcapng file of some frames, with what an analysis says of them. */
export function writeExtract(analysis: Analysis, frames: readonly KeptFrame[]): Uint8Array {
  const { name, version } = analysis.generator;
  return writePcapng(
    toSection(frames, {
      application: `${name} ${version}`,
      ...captureComments(analysis),
      ofInterface: (input) => {
        const path = analysis.inputs[input]?.path ?? "-";
        return path === "-" ? "standard input" : printable(utf8Octets(basename(path)));
      },
    }),
  );
}

function analyzeExtract(octets: Uint8Array, options: AnalyzeCapturesOptions): Analysis {
  const analyzer = createAnalyzer({ ...options, inputs: 1, pbkdf2: nativePbkdf2 });
  const reader = createPacketReader((packet) => analyzer.take(0, packet));
  reader.push(octets);
  analyzer.flow(0);
  const { length } = octets;
  analyzer.end(0, { path: "", sizeBytes: length, compression: null, ...reader.end() });
  return analyzer.finish();
}

/** Ids of the exchanges of which the extract does not say what the captures say. */
function differences(original: Analysis, extract: Analysis): readonly string[] {
  const said = new Map(withOrdinals(extract.exchanges));
  return withOrdinals(original.exchanges).flatMap(([key, exchange]) => {
    const other = said.get(key);
    return other !== undefined && sayingOf(other) === sayingOf(exchange) ? [] : [exchange.id];
  });
}

/** Exchanges by their parties and, of those with the same parties, their place. */
function withOrdinals(
  exchanges: readonly ExchangeReport[],
): readonly (readonly [string, ExchangeReport])[] {
  const counts = new Map<string, number>();
  return exchanges.map((exchange) => {
    const parties = `${exchange.station} ${exchange.targetAp} ${exchange.kind}`;
    const ordinal = (counts.get(parties) ?? 0) + 1;
    counts.set(parties, ordinal);
    return [`${parties} ${ordinal}`, exchange] as const;
  });
}

function sayingOf({ outcome, verdict }: ExchangeReport): string {
  return [outcome, verdict.kind, verdict.culprit, verdict.rule, verdict.confidence].join(" ");
}

/**
 * Reads the captures that can be read once only. What is returned gives for each pass an Io from which
 * all can be read again.
 */
async function keepStreams({ captures }: Captures, io: Io): Promise<() => Io> {
  const streams = new Map<string, readonly Uint8Array[]>();
  for (const { path } of captures) {
    const { chunks, isFile, close } = await openOctets(path, io);
    if (!isFile) streams.set(path, await collectAll(chunks));
    await close();
  }
  async function* replay(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  return () => {
    const again = [...streams].map(([path, chunks]) => [path, replay(chunks)] as const);
    return { ...io, streams: new Map(again) } as Io;
  };
}

async function collectAll(chunks: AsyncGenerator<Uint8Array>): Promise<readonly Uint8Array[]> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    kept.push(chunk);
    length += chunk.length;
    if (length > mostOfStream) {
      throw new UsageError("the stream is too long to be kept: write it to a file first");
    }
  }
  return kept;
}
