import type { ConfigSection } from "./config-section.ts";
import type { Dialect, DialectId, DialectParser, LogSink } from "./dialect.ts";
import { dialects } from "./dialects/index.ts";
import type { LogEvent } from "./event.ts";
import { createLineSplitter, type DecodeLatin1 } from "./line-splitter.ts";
import type { LogLine } from "./log-line.ts";
import { createLogClock } from "./log-time.ts";
import { beginsAsRow, maskSecrets } from "./mask.ts";

/** A line that no dialect understands: kept as it is, never interpreted. */
export interface UnknownLine {
  readonly line: number;
  /** Safe to print, keys hidden. */
  readonly raw: string;
}

export interface LogSummary {
  /** The dialect of most records; null when the file is no log of a known kind. */
  readonly dialect: DialectId | null;
  /** Records by dialect, most first: the recording of a terminal can hold several. */
  readonly dialects: readonly { readonly dialect: DialectId; readonly records: number }[];
  readonly lines: number;
  /** Records met, understood or not; rows of a configuration dump are records too. */
  readonly records: number;
  readonly unrecognised: number;
  /** The first of the lines that were not understood. */
  readonly unknownLines: readonly UnknownLine[];
  readonly sections: readonly ConfigSection[];
}

export interface LogReader {
  /** Octets of the file in order, in chunks of any size; gives the events that are complete. */
  push(octets: Uint8Array): readonly LogEvent[];
  end(): { readonly events: readonly LogEvent[]; readonly summary: LogSummary };
}

export interface LogReaderOptions {
  /** A faster way than the built-in one, where the platform has one. */
  readonly decodeLatin1?: DecodeLatin1 | undefined;
  readonly list?: readonly Dialect[];
}

/** Lines looked at before the dialect is chosen. */
const headLines = 400;
/** What a terminal writes at the head of its recording, by the clock of the PC it runs on. */
const terminalHead = /^=~=~=.*?(\d{4}[./-]\d\d[./-]\d\d \d\d:\d\d:\d\d)/;

const mostUnknownLines = 1000;
const mostSections = 1000;

interface Part {
  readonly dialect: Dialect;
  readonly parser: DialectParser;
  records: number;
}

/** Reads one log file; what it is written in is told by its content. Memory does not grow with the file. */
export function createLogReader({
  decodeLatin1,
  list = dialects,
}: LogReaderOptions = {}): LogReader {
  let head: LogLine[] | undefined = [];
  let events: LogEvent[] = [];
  const sections: ConfigSection[] = [];
  const unknownLines: UnknownLine[] = [];
  let unrecognised = 0;

  const clock = createLogClock();
  const parts: Part[] = [];
  let active: Part | undefined;
  /** The last line that is no row of a dump: it says what the rows are. */
  let label = "";
  let counted: LogLine | undefined;

  function count(line: LogLine): void {
    if (counted === line || active === undefined) return;
    counted = line;
    active.records++;
  }

  function keepUnknown({ number, text, command, raw }: LogLine): void {
    if (text === "" && command === undefined) return;
    unrecognised++;
    if (unknownLines.length < mostUnknownLines) {
      unknownLines.push({ line: number, raw: maskSecrets(raw, label) });
    }
  }

  const sink: LogSink = {
    event(event, line, head) {
      count(line);
      // All events are of one shape, absent fields being undefined: there are millions of them.
      events.push({
        line: line.number,
        raw: maskSecrets(line.raw, label),
        time: event.time ?? head?.time,
        kind: event.kind,
        station: event.station ?? head?.station,
        ap: event.ap,
        currentAp: event.currentAp,
        codes: event.codes,
        details: event.details,
        source: event.source ?? head?.source,
        sequenceNumber: event.sequenceNumber,
        isRetry: event.isRetry,
        repeated: line.repeated ?? event.repeated,
      } as LogEvent);
    },
    understood: count,
    unknown: keepUnknown,
    section(section) {
      if (sections.length < mostSections) sections.push(section);
    },
  };

  function partOf(dialect: Dialect): Part {
    const known = parts.find((part) => part.dialect === dialect);
    if (known !== undefined) return known;
    const made = { dialect, parser: dialect.createParser(clock), records: 0 };
    parts.push(made);
    return made;
  }

  function parse(line: LogLine): void {
    const recorded = line.text.startsWith("=~=") ? terminalHead.exec(line.text)?.[1] : undefined;
    if (recorded !== undefined) {
      sink.event({ kind: "recording-started", details: { clockOfTerminal: recorded } }, line);
      return;
    }
    if (active?.parser.push(line, sink) !== true) {
      const other = list.find(
        (dialect) =>
          dialect !== active?.dialect &&
          dialect.isLastResort !== true &&
          weigh(dialect, line) === 3,
      );
      if (other === undefined) keepUnknown(line);
      else {
        active?.parser.end(sink);
        active = partOf(other);
        if (!active.parser.push(line, sink)) keepUnknown(line);
      }
    }
    if (!beginsAsRow(line.raw)) label = line.raw;
  }

  /** Chooses the dialect that has most to say for itself in the head of the file. */
  function settle(): void {
    if (head === undefined) return;
    const held = head;
    head = undefined;
    const dialect =
      strongest(
        list.filter(({ isLastResort }) => isLastResort !== true),
        held,
      ) ?? strongest(list, held);
    active = dialect && partOf(dialect);
    for (const line of held) parse(line);
  }

  const splitter = createLineSplitter((line) => {
    if (head === undefined) {
      parse(line);
      return;
    }
    head.push(line);
    if (head.length >= headLines) settle();
  }, decodeLatin1);

  function taken(): readonly LogEvent[] {
    const given = events;
    events = [];
    return given;
  }

  return {
    push(octets) {
      splitter.push(octets);
      return taken();
    },
    end() {
      splitter.end();
      settle();
      active?.parser.end(sink);
      const byDialect = parts
        .filter(({ records }) => records > 0)
        .map(({ dialect, records }) => ({ dialect: dialect.id, records }))
        .toSorted((a, b) => b.records - a.records);
      return {
        events: taken(),
        summary: {
          dialect: byDialect[0]?.dialect ?? null,
          dialects: byDialect,
          lines: splitter.lines(),
          records: byDialect.reduce((sum, { records }) => sum + records, unrecognised),
          unrecognised,
          unknownLines,
          sections,
        },
      };
    },
  };
}

function weigh(dialect: Dialect, { text, command }: LogLine): number {
  return dialect.weigh(text === "" && command !== undefined ? command : text);
}

function strongest(list: readonly Dialect[], lines: readonly LogLine[]): Dialect | undefined {
  let best: Dialect | undefined;
  let most = 0;
  for (const dialect of list) {
    const weight = lines.reduce((sum, line) => sum + weigh(dialect, line), 0);
    if (weight > most) {
      best = dialect;
      most = weight;
    }
  }
  return best;
}
