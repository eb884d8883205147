import type { Dialect, DialectParser } from "../dialect.ts";
import type { LogEvent } from "../event.ts";
import { type LogClock, parseMonth } from "../log-time.ts";
import { macGroup, macOf } from "../mac-text.ts";

/** "*Mar  1 00:01:02.345: %DOT11-6-DISASSOC: Interface Dot11Radio1, ...": "*" for a clock never set. */
const record =
  /(?:^|\s|:)[*.]?([A-Z][a-z]{2}) +(\d{1,2})(?: (\d{4}))? (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?: [A-Z]{2,5})?: %DOT11-(\d)-(\w+): +(.*)$/;
const anyMac = new RegExp(macGroup);
const radio = /Dot11Radio(\d)/;

const kinds: Readonly<Record<string, LogEvent["kind"]>> = {
  ASSOC: "assoc-ok",
  ROAMED: "roamed",
  DISASSOC: "deauth-sent",
  DEAUTH: "deauth-sent",
};

/** Autonomous and FlexConnect APs with classic IOS: their syslog about stations. */
export const iosApSyslog: Dialect = {
  id: "ios-ap-syslog",
  title: "Cisco IOS AP syslog",
  weigh: (text) => (record.test(text) ? 3 : 0),
  createParser,
};

function createParser(clock: LogClock): DialectParser {
  return {
    push(line, sink) {
      const match = record.exec(line.text);
      if (match === null) return line.text === "" || line.command !== undefined;
      const [, monthName = "", day, year, hour, minute, second, fraction, , id = "", text = ""] =
        match;
      const month = parseMonth(monthName);
      const mac = anyMac.exec(text)?.[1];
      const kind = kinds[id];
      if (month === undefined || mac === undefined || kind === undefined) {
        sink.unknown(line);
        return true;
      }
      const slot = radio.exec(text)?.[1];
      const reason = /\[?Reason:? *([^\]]*)\]?/i.exec(text)?.[1];
      sink.event(
        {
          time: clock.calendar({
            text: match[0].slice(0, match[0].indexOf(": %")).replace(/^[\s:*.]+/, ""),
            ...(year === undefined ? {} : { year: Number(year) }),
            month,
            day: Number(day),
            hour: Number(hour),
            minute: Number(minute),
            second: Number(second),
            ...(fraction === undefined ? {} : { fraction }),
          }),
          kind: kind === "deauth-sent" && /^.*Disassociat/.test(text) ? "disassoc-sent" : kind,
          station: macOf(mac),
          ...(slot === undefined ? {} : { ap: { addressIs: "unknown", slot: Number(slot) } }),
          details: {
            ...(reason === undefined ? {} : { reason: reason.trim() }),
            text,
          },
        },
        line,
      );
      return true;
    },
    end() {},
  };
}
