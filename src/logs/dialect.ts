import type { ConfigSection } from "./config-section.ts";
import type { LogEvent } from "./event.ts";
import type { LogLine } from "./log-line.ts";
import type { LogClock } from "./log-time.ts";

/** Names of dialects in the document; never renamed. */
export type DialectId =
  | "aireos-debug-client"
  | "aireos-show-wlan"
  | "aireos-show-ap"
  | "aireos-show-flexconnect-group"
  | "aireos-show-flexconnect-groups"
  | "aireos-show-client"
  | "show-pmk-cache"
  | "ios-ap-syslog"
  | "cos-ap-trace"
  | "ios-xe-ra-trace"
  | "hostapd"
  | "wpa-supplicant"
  | "generic";

/** An event as a dialect makes it: the reader adds line number and raw text. */
export type ParsedEvent = Omit<LogEvent, "line" | "raw">;

/** What stands in the head of a record, for dialects that read it apart from the message. */
export type RecordHead = Pick<ParsedEvent, "time" | "source" | "station">;

/** Where a parser puts what it read. */
export interface LogSink {
  /** What a record says; several events may come from one record. */
  event(event: ParsedEvent, line: LogLine, of?: RecordHead): void;
  /** A record that is understood and says nothing of use. */
  understood(line: LogLine): void;
  /** A record of this dialect whose text is not understood: kept and counted, never guessed. */
  unknown(line: LogLine): void;
  /** A part of a configuration dump that is complete. */
  section(section: ConfigSection): void;
}

/** Parses the lines of one file in order; keeps no more than the record it is in. */
export interface DialectParser {
  /** False when the line is not of this dialect at all; blank lines and continuations are. */
  push(line: LogLine, sink: LogSink): boolean;
  /** The file, or the stretch of it in this dialect, is over: gives what is still held. */
  end(sink: LogSink): void;
}

/** How sure a line makes us: 0 not of this dialect, 1 as it might be, 3 as no other dialect writes. */
export type Weight = 0 | 1 | 2 | 3;

export interface Dialect {
  readonly id: DialectId;
  /** What people call it: "Cisco AireOS `debug client`". */
  readonly title: string;
  /** A cheap test of one clean line, made on the first lines of a file and on lines that another dialect does not know. */
  weigh(text: string): Weight;
  createParser(clock: LogClock): DialectParser;
  /** Taken only when no other dialect finds anything of its own in the whole head of the file. */
  readonly isLastResort?: true;
}
