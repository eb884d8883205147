import type { ExchangeReport, FrameReport, TimelineEntry } from "../../analyze/analysis.ts";
import { placeOf } from "../frame-ladder.ts";
import { shortName } from "../log-lines.ts";
import type { View } from "../view.ts";

/** More are counted only. */
const mostWitnessed = 120;

/** What a log or the wire says and no frame of the air shows. */
export interface Witnessed {
  /** The id in the page of its row in the list. */
  readonly id: string;
  readonly entry: TimelineEntry;
  /** Who says it: "wire", or whose log. */
  readonly who: string;
  /** "B12" for a message on the wire, "ap1.log:335" for a record. */
  readonly place: string;
  readonly text: string;
  readonly records: readonly LogRecord[];
}

/** A record of a log. */
export interface LogRecord {
  /** "ap1.log:335" */
  readonly place: string;
  /** As it stands in the log, keys hidden; undefined beyond the limit of the document. */
  readonly raw: string | undefined;
  /** How it contradicts the air. */
  readonly contradiction: string | undefined;
}

const names: Readonly<Record<TimelineEntry["sources"][number], string>> = {
  air: "air",
  wire: "wire",
  controller: "controller log",
  ap: "AP log",
  station: "station log",
};

/** The records and messages that have no frame of the exchange, in order of time, and how many are not told. */
export function witnessedOf(
  exchange: ExchangeReport,
  view: View,
): { readonly shown: readonly Witnessed[]; readonly details: number; readonly more: number } {
  const beside = view.timeline(exchange.id).filter(({ sources }) => !sources.includes("air"));
  const told = beside.filter(({ isDetail }) => view.verbose || isDetail !== true);
  return {
    shown: told
      .slice(0, mostWitnessed)
      .map((entry, i) => witnessed(entry, `${exchange.id}-w${i}`, exchange, view)),
    details: beside.length - told.length,
    more: Math.max(0, told.length - mostWitnessed),
  };
}

function witnessed(
  entry: TimelineEntry,
  id: string,
  exchange: ExchangeReport,
  view: View,
): Witnessed {
  const records = recordsOf(entry, exchange, view);
  return {
    id,
    entry,
    who: entry.sources.map((source) => names[source]).join(", "),
    place: [
      ...entry.frames.map((frame) => view.frameName(frame)),
      ...records.map(({ place }) => place),
    ].join(" "),
    text: entry.text.replace(/\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b/g, (address) =>
      placeOf(address, exchange),
    ),
    records,
  };
}

/** The records about each frame of the exchange, by {@link frameKey}. */
export function recordsByFrame(
  exchange: ExchangeReport,
  view: View,
): ReadonlyMap<string, readonly LogRecord[]> {
  return new Map(
    view
      .timeline(exchange.id)
      .filter(({ sources, lines }) => sources.includes("air") && lines.length > 0)
      .flatMap((entry) =>
        entry.frames.map((frame) => [frameKey(frame), recordsOf(entry, exchange, view)] as const),
      ),
  );
}

export function frameKey({ input, frame }: Pick<FrameReport, "input" | "frame">): string {
  return `${input}/${frame}`;
}

function recordsOf(
  { lines }: TimelineEntry,
  { id }: ExchangeReport,
  view: View,
): readonly LogRecord[] {
  return lines.map(({ log, line }) => {
    const { path, contradictions = [] } = view.analysis.logs?.[log] ?? {};
    return {
      place: `${shortName(path)}:${line}`,
      raw: view.logLine({ log, line }),
      contradiction: contradictions.find((other) => other.exchangeId === id && other.line === line)
        ?.text,
    };
  });
}
