import type { Dialect, DialectParser, ParsedEvent, Weight } from "../dialect.ts";
import { type LogClock, type LogTime, parseMonth } from "../log-time.ts";
import { macGroup, macOf } from "../mac-text.ts";

/** Keys under which vendors name the station, and the AP. */
const stationKeys = /\b(?:stamac|sta|station|client|client_mac|mac|user_mac|src_mac)=["']?$/i;
const pair = /\b([A-Za-z_][\w.-]*)=("[^"]*"|'[^']*'|[^\s"',;]+)/g;
const mac = new RegExp(`(?<![0-9A-Fa-f:.-])${macGroup}(?![0-9A-Fa-f:-])`, "g");

const iso = /(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|[+-]\d\d:?\d\d)?/;
const syslog =
  /(?:^|[\s>])([A-Z][a-z]{2}) +(\d{1,2}) (?:(\d{4}) )?(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?/;
const fortinet = /\bdate=(\d{4})-(\d\d)-(\d\d) time=(\d\d):(\d\d):(\d\d)/;

/** Keys whose values are secrets, whatever they hold. */
const secretKey = /psk|pass|secret|key|pmk|ptk|token/i;
const mostDetails = 20;

/**
 * The weak last resort: lines of any maker that hold a time and a MAC address. What they mean is not
 * guessed: they are mentions of a station, to be read beside what a capture shows.
 */
export const generic: Dialect = {
  id: "generic",
  title: "lines with a time and a MAC address",
  isLastResort: true,
  weigh: (text): Weight => (timeFields(text) !== undefined && text.search(mac) >= 0 ? 1 : 0),
  createParser,
};

function createParser(clock: LogClock): DialectParser {
  return {
    push(line, sink) {
      const { text } = line;
      if (text === "") return true;
      const time = timeOf(text, clock);
      if (time === undefined) return false;
      const station = stationOf(text);
      if (station === undefined) {
        sink.unknown(line);
        return true;
      }
      const event: ParsedEvent = {
        time,
        kind: "mentioned",
        station: macOf(station),
        details: pairsOf(text),
      };
      sink.event(event, line);
      return true;
    },
    end() {},
  };
}

/** The address behind a key that names a station, else the only one there is; of several none. */
function stationOf(text: string): string | undefined {
  const found = [...text.matchAll(mac)];
  const named = found.find(({ index }) => stationKeys.test(text.slice(0, index)));
  if (named !== undefined) return named[1];
  const different = new Set(found.map(([, address]) => address?.toLowerCase()));
  return different.size === 1 ? found[0]?.[1] : undefined;
}

function pairsOf(text: string): Readonly<Record<string, string>> {
  const pairs: [string, string][] = [];
  for (const [, key = "", value = ""] of text.matchAll(pair)) {
    if (pairs.length >= mostDetails) break;
    if (!secretKey.test(key)) pairs.push([key, value.replace(/^["']|["']$/g, "")]);
  }
  return Object.fromEntries(pairs);
}

interface Fields {
  readonly match: RegExpExecArray;
  readonly year?: string | undefined;
  readonly month: number | undefined;
  readonly rest: readonly (string | undefined)[];
}

function timeFields(text: string): Fields | undefined {
  const numbered = fortinet.exec(text) ?? iso.exec(text);
  if (numbered !== null) {
    const [, year, month, ...rest] = numbered;
    return { match: numbered, year, month: Number(month), rest };
  }
  const named = syslog.exec(text);
  if (named === null) return undefined;
  const [, monthName = "", day, year, ...rest] = named;
  const month = parseMonth(monthName);
  return month === undefined ? undefined : { match: named, year, month, rest: [day, ...rest] };
}

function timeOf(text: string, clock: LogClock): LogTime | undefined {
  const fields = timeFields(text);
  if (fields?.month === undefined) return undefined;
  const [day, hour, minute, second, fraction, zone] = fields.rest;
  const zoneMinutes = zone === undefined ? undefined : minutesOf(zone);
  return clock.calendar({
    text: fields.match[0].trim(),
    ...(fields.year === undefined ? {} : { year: Number(fields.year) }),
    month: fields.month,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ...(fraction === undefined ? {} : { fraction }),
    ...(zoneMinutes === undefined ? {} : { zoneMinutes }),
  });
}

function minutesOf(zone: string): number {
  if (zone === "Z") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
