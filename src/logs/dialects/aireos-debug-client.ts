import type { MacAddress } from "../../bytes/mac-address.ts";
import { associationMessages } from "../aireos/association-messages.ts";
import { clientMessages } from "../aireos/client-messages.ts";
import { keyMessages } from "../aireos/key-messages.ts";
import { roamMessages } from "../aireos/roam-messages.ts";
import { syslogMessages } from "../aireos/syslog-messages.ts";
import type { Dialect, DialectParser, LogSink, RecordHead } from "../dialect.ts";
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
  /\*([A-Za-z][\w .-]{0,40}?): +([A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d:\d\d(?:\.\d{1,6})?): */y;

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

function createParser(clock: LogClock): DialectParser {
  // The record that may go on on the next line.
  let pending: LogLine | undefined;
  let source = "";
  let time: LogTime | undefined;
  let body = "";
  /** As far as its last colon: the next record mostly begins in the same way. */
  let headText: string | undefined;
  let continuations: Piece[] = [];

  function finish(sink: LogSink): void {
    if (pending === undefined) return;
    const line = pending;
    pending = undefined;
    const reading =
      continuations.length === 0
        ? readText(body)
        : readPieces([{ line, text: body }, ...continuations]);
    // What nothing was made of, once the record itself is said.
    for (let i = (reading?.taken ?? 1) - 1; i < continuations.length; i++) {
      sink.unknown((continuations[i] as Piece).line);
    }
    if (reading === undefined) sink.unknown(line);
    else if (reading.event === undefined) sink.understood(line);
    else {
      const { event, station } = reading;
      sink.event(event, line, { time, source, station } as RecordHead);
      if (event.kind === "clock-set") {
        clock.wasSet();
        time = undefined;
        headText = undefined;
      }
    }
  }

  /**
   * The time of a head, whose shape {@link head} has made sure of: fields are where they must be. Many
   * records are of one millisecond: the time of the last one is at hand.
   */
  function timeOf(text: string): LogTime | undefined {
    if (time?.text === text) return time;
    const month = parseMonth(text);
    if (month === undefined) return undefined;
    const hourAt = text.lastIndexOf(" ") + 1;
    const fraction = text.slice(hourAt + 9);
    return clock.calendar({
      text,
      month,
      day: Number(text.slice(3, hourAt)),
      hour: Number(text.slice(hourAt, hourAt + 2)),
      minute: Number(text.slice(hourAt + 3, hourAt + 5)),
      second: Number(text.slice(hourAt + 6, hourAt + 8)),
      fraction: fraction === "" ? undefined : fraction,
    });
  }

  function begin(line: LogLine, headEnd: number): void {
    let at = headEnd;
    while (line.text.charCodeAt(at) === 0x20) at++;
    pending = line;
    body = line.text.slice(at);
    if (continuations.length > 0) continuations = [];
  }

  return {
    push(line, sink) {
      const { text } = line;
      if (headText !== undefined && text.startsWith(headText)) {
        finish(sink);
        // A clock that was set makes the same text another time.
        if (headText !== undefined) {
          begin(line, headText.length);
          return true;
        }
      }
      const begun = recordHead(text);
      if (begun !== undefined) {
        finish(sink);
        const [, task = "", written = ""] = begun;
        const at = timeOf(written);
        if (at === undefined) return false;
        source = task;
        time = at;
        headText = text.slice(0, text.indexOf(written, begun.index) + written.length + 1);
        begin(line, headText.length);
        return true;
      }
      if (line.command !== undefined) {
        finish(sink);
        return !/^\s*show\b/.test(line.command);
      }
      // The newline that some records end with, or the place where pager text was.
      if (text === "" || text.startsWith("!--")) return true;
      if (hexRow.test(text)) return true;
      if (pending === undefined || continuations.length >= mostPieces) return false;
      const before = continuations.at(-1)?.line ?? pending;
      if (!mayContinue(body, before, text)) return false;
      continuations.push({ line, text });
      return true;
    },
    end: finish,
  };
}

/** Continuations begin with a blank or in lower case; a full line may have been cut anywhere. */
function mayContinue(body: string, before: LogLine, text: string): boolean {
  return (
    /^[\s[a-z]/.test(text) ||
    before.text.length >= narrowestTerminal ||
    body === "" ||
    stationAlone.test(body)
  );
}

const stationAlone = new RegExp(`^${macGroup}\\s*$`);

interface Reading {
  readonly station: MacAddress | undefined;
  readonly event: MessageEvent | undefined;
  /** Pieces that were used. */
  readonly taken: number;
}

/** The longest way in which the lines of a record make sense together; undefined when none does. */
function readPieces(pieces: readonly Piece[]): Reading | undefined {
  for (let taken = pieces.length; taken > 0; taken--) {
    for (const text of joined(pieces.slice(0, taken))) {
      const reading = readText(text);
      if (reading !== undefined) return { ...reading, taken };
    }
  }
  return undefined;
}

/** With the blank behind it. Most records are of the station of the one before. */
let lastStation: { readonly text: string; readonly station: MacAddress } | undefined;

function readText(text: string): Reading | undefined {
  if (lastStation === undefined || !text.startsWith(lastStation.text)) {
    const mac = stationAtBegin.exec(text);
    if (mac === null) return readMessage(text, undefined);
    const station = macOf(mac[1] as string);
    if (!mac[0].endsWith(" ")) return readMessage("", station);
    lastStation = { text: mac[0], station };
  }
  return readMessage(text.slice(lastStation.text.length), lastStation.station);
}

function readMessage(text: string, station: MacAddress | undefined): Reading | undefined {
  const found = messages.find(singleBlanks(text));
  return found === undefined ? undefined : { station, event: found.event, taken: 1 };
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
