import type { Implication } from "../diagnosis/wlan-implications.ts";
import type { ConfigSection } from "../logs/config-section.ts";
import type { LogEvent } from "../logs/event.ts";
import type { LogSummary, UnknownLine } from "../logs/reader.ts";
import type { LogStory, StationStory } from "../logs/story/story.ts";
import { type Told, tell } from "./told.ts";

export type StationReport = Told<StationStory>;
export type EventReport = Told<LogEvent>;

/** What a log was and what it tells, apart from any capture. */
export interface LogReading {
  readonly path: string;
  /** Of most of its records; "unknown" when the file is no log. */
  readonly dialect: string;
  /** Where a file holds several: the recording of a terminal. */
  readonly dialects?: readonly { readonly dialect: string; readonly records: number }[];
  readonly records: number;
  /** Records that no pattern of the dialect explains. */
  readonly unrecognised: number;
  readonly lines?: number;
  /** First and last time, as written; logs often leave out year and zone. */
  readonly span?: {
    readonly first: string;
    readonly last: string;
    readonly ms?: number;
    readonly hasYear: boolean;
    readonly hasZone: boolean;
  };
  readonly story?: Told<LogStory>;
  readonly events?: readonly EventReport[];
  /** Events beyond the limit of the document. */
  readonly eventsNotShown?: number;
  /** The first of the lines that were not understood, keys hidden. */
  readonly unknownLines?: readonly UnknownLine[];
  /** What the settings of a WLAN mean for FT; only for configuration dumps. */
  readonly implications?: readonly Implication[];
}

/** A log that was read to its end. */
export interface CollectedLog {
  readonly path: string;
  readonly summary: LogSummary;
  readonly story: LogStory;
  readonly events: readonly LogEvent[];
  readonly eventsNotShown: number;
  readonly sections: readonly ConfigSection[];
}

/** What the document says of a log. */
export function logReading({
  path,
  summary,
  story,
  events,
  eventsNotShown,
}: CollectedLog): LogReading {
  const { dialect, dialects, records, unrecognised, lines, unknownLines } = summary;
  const first = story.first?.time;
  const last = story.last?.time;
  return {
    path,
    dialect: dialect ?? "unknown",
    ...(dialects.length > 1 ? { dialects } : {}),
    records,
    unrecognised,
    lines,
    ...(first === undefined || last === undefined
      ? {}
      : {
          span: {
            first: first.text,
            last: last.text,
            ...(first.stretch === last.stretch && first.basis === last.basis
              ? { ms: (last.clockUs - first.clockUs) / 1000 }
              : {}),
            hasYear: first.hasYear,
            hasZone: first.zoneMinutes !== undefined,
          },
        }),
    story: tell(story, first),
    events: tell(events, first),
    ...(eventsNotShown > 0 ? { eventsNotShown } : {}),
    ...(unknownLines.length > 0 ? { unknownLines } : {}),
  };
}
