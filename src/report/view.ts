import type { Analysis, ExchangeReport, TimelineEntry } from "../analyze/analysis.ts";
import type { Evidence } from "../diagnosis/verdict.ts";
import type { FrameReference } from "../exchange/check.ts";

/** What every piece of the report needs besides its own part of the document. */
export interface View {
  readonly verbose: boolean;
  readonly analysis: Analysis;
  /** "116"; with several inputs "A116", the letter being the input's. */
  frameName(reference: FrameReference): string;
  /** "frame A116", or "line 214 of ap1.log". */
  placeName(evidence: Evidence): string;
  exchange(id: string): ExchangeReport | undefined;
  /** All witnesses of the exchange in order of time; empty where there is but the air. */
  timeline(exchangeId: string): readonly TimelineEntry[];
  /** A record as it stands in its log, keys hidden; undefined beyond the limit of the document. */
  logLine(place: { readonly log: number; readonly line: number }): string | undefined;
}

/** A to Z, then AA, AB and so on. */
export function inputLetter(input: number): string {
  const letter = String.fromCharCode(65 + (input % 26));
  return input < 26 ? letter : inputLetter(Math.floor(input / 26) - 1) + letter;
}

export function viewOf(analysis: Analysis, { verbose }: { readonly verbose: boolean }): View {
  const exchanges = new Map(analysis.exchanges.map((exchange) => [exchange.id, exchange]));
  const entries = new Map<string, TimelineEntry[]>();
  for (const entry of analysis.timeline ?? []) {
    const known = entries.get(entry.exchangeId);
    if (known === undefined) entries.set(entry.exchangeId, [entry]);
    else known.push(entry);
  }
  const lines = (analysis.logs ?? []).map(
    ({ events = [] }) => new Map(events.map(({ line, raw }) => [line, raw])),
  );
  const frameName = ({ input, frame }: FrameReference) =>
    analysis.inputs.length > 1 ? `${inputLetter(input)}${frame}` : String(frame);
  return {
    verbose,
    analysis,
    frameName,
    placeName: (evidence) =>
      evidence.log === undefined
        ? `frame ${frameName(evidence)}`
        : `line ${evidence.line} of ${analysis.logs?.[evidence.log]?.path ?? "the log"}`,
    exchange: (id) => exchanges.get(id),
    timeline: (exchangeId) => entries.get(exchangeId) ?? [],
    logLine: ({ log, line }) => lines[log]?.get(line),
  };
}
