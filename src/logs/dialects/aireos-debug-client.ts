import type { MacAddress } from "../../bytes/mac-address.ts";
import { associationMessages } from "../aireos/association-messages.ts";
import { clientMessages } from "../aireos/client-messages.ts";
import { keyMessages } from "../aireos/key-messages.ts";
import { roamMessages } from "../aireos/roam-messages.ts";
import { syslogMessages } from "../aireos/syslog-messages.ts";
import type { Dialect, DialectParser, LogSink } from "../dialect.ts";
import { type LogLine, singleBlanks } from "../log-line.ts";
import { type LogClock, type LogTime, parseMonth } from "../log-time.ts";
import { macGroup, macOf } from "../mac-text.ts";
import { createMessageTable, type MessageEvent } from "../message-table.ts";

/** Cisco AireOS (WLC 2500 to 8500, vWLC; releases 7 and 8): `debug client <mac>` and its syslog twins. */
export const aireosDebugClient: Dialect = {
  id: "aireos-debug-client",
  title: "Cisco AireOS `debug client`",
  weigh: (text) => (recordHead(text) === undefined ? 0 : 3),
  createParser,
};

const messages = createMessageTable([
  ...roamMessages,
  ...associationMessages,
  ...keyMessages,
  ...clientMessages,
  ...syslogMessages,
]);

/** "*apfMsConnTask_5: Aug 13 00:50:21.187: ": the task may hold blanks, the year and the zone are missing. */
const head =
  /\*([A-Za-z][\w .-]{0,40}?): +([A-Z][a-z]{2}) +(\d{1,2}) +(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?: */y;

/** Hosts, priorities and list numbers stand before the "*". */
const longestPrefix = 120;

const stationAtBegin = new RegExp(`^${macGroup}(?: |$)`);

/** "   [0000] c9 4d 9d ..": octets that belong to the record above. */
const hexRow = /^\s*\[?[0-9a-f]{4}\]?:?\s+(?:[0-9a-f]{2}\s*)+$/;

/** A terminal breaks lines only where it is full; narrower ones are not in use. */
const narrowestTerminal = 79;

/** So many lines of one record are joined; more is no record. */
const mostPieces = 4;

function recordHead(text: string): RegExpExecArray | undefined {
  const star = text.indexOf("*");
  if (star < 0 || star > longestPrefix) return undefined;
  head.lastIndex = star;
  return head.exec(text) ?? undefined;
}

interface Piece {
  readonly line: LogLine;
  readonly text: string;
}

interface Pending {
  readonly line: LogLine;
  readonly source: string;
  readonly time: LogTime;
  /** What stands behind the head, then the lines that may belong to it. */
  readonly pieces: Piece[];
}

function createParser(clock: LogClock): DialectParser {
  let pending: Pending | undefined;

  function finish(sink: LogSink): void {
    if (pending === undefined) return;
    const { line, source, time, pieces } = pending;
    pending = undefined;
    const reading = readPieces(pieces);
    for (const piece of pieces.slice(reading?.taken ?? 1)) sink.unknown(piece.line);
    if (reading === undefined) sink.unknown(line);
    else if (reading.event === undefined) sink.understood(line);
    else {
      const { event, station } = reading;
      sink.event({ time, source, ...(station === undefined ? {} : { station }), ...event }, line);
      if (event.kind === "clock-set") clock.wasSet();
    }
  }

  return {
    push(line, sink) {
      const { text } = line;
      const begun = recordHead(text);
      if (begun !== undefined) {
        finish(sink);
        const [all, source = "", monthName = "", day, hour, minute, second, fraction] = begun;
        const month = parseMonth(monthName);
        if (month === undefined) return false;
        pending = {
          line,
          source,
          time: clock.calendar({
            text: timeText(all),
            month,
            day: Number(day),
            hour: Number(hour),
            minute: Number(minute),
            second: Number(second),
            ...(fraction === undefined ? {} : { fraction }),
          }),
          pieces: [{ line, text: text.slice(begun.index + all.length) }],
        };
        return true;
      }
      if (line.command !== undefined) {
        finish(sink);
        return !/^\s*show\b/.test(line.command);
      }
      // The newline that some records end with, or the place where pager text was.
      if (text === "" || text.startsWith("!--")) return true;
      if (hexRow.test(text)) return true;
      if (pending === undefined || pending.pieces.length >= mostPieces) return false;
      if (!mayContinue(pending, text)) return false;
      pending.pieces.push({ line, text });
      return true;
    },
    end: finish,
  };
}

/** "Aug 13 00:50:21.187" of a head. */
function timeText(all: string): string {
  return all
    .slice(all.indexOf(": ") + 1)
    .replace(/: *$/, "")
    .trim();
}

/** Continuations begin with a blank or in lower case; a full line may have been cut anywhere. */
function mayContinue({ pieces }: Pending, text: string): boolean {
  return (
    /^[\s[a-z]/.test(text) ||
    (pieces.at(-1) as Piece).line.text.length >= narrowestTerminal ||
    (pieces[0] as Piece).text === "" ||
    stationAlone.test((pieces[0] as Piece).text)
  );
}

const stationAlone = new RegExp(`^${macGroup}\\s*$`);

interface Reading {
  readonly station?: MacAddress;
  readonly event: MessageEvent | undefined;
  /** Pieces that were used. */
  readonly taken: number;
}

/** The longest way in which the lines of a record make sense together; undefined when none does. */
function readPieces(pieces: readonly Piece[]): Reading | undefined {
  for (let taken = pieces.length; taken > 0; taken--) {
    for (const text of joined(pieces.slice(0, taken))) {
      const mac = stationAtBegin.exec(text);
      const found = messages.find(singleBlanks(mac === null ? text : text.slice(mac[0].length)));
      if (found === undefined) continue;
      return { ...(mac === null ? {} : { station: macOf(mac[1] as string) }), ...found, taken };
    }
  }
  return undefined;
}

/** With and without a blank at each break: terminals swallow it, documents keep it. */
function joined(pieces: readonly Piece[]): readonly string[] {
  return pieces
    .slice(1)
    .reduce<readonly string[]>(
      (texts, { text }) =>
        texts.flatMap((before) =>
          text.startsWith(" ") ? [before + text] : [before + text, `${before} ${text}`],
        ),
      [(pieces[0] as Piece).text],
    );
}
