import type { Dialect, DialectParser } from "../dialect.ts";
import { iosXeMessages } from "../ios-xe/messages.ts";
import { singleBlanks } from "../log-line.ts";
import type { LogClock } from "../log-time.ts";
import { macOf } from "../mac-text.ts";
import { createMessageTable } from "../message-table.ts";

const messages = createMessageTable(iosXeMessages);

/** "2024/03/05 10:11:12.123456789 {wncd_x_R0-0}{1}: [client-orch-sm] [15596]: (note): MAC: 0200.0000.0001  text". */
const record =
  /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3,9}) +\{([^}]+)\}\{(\d+)\}: +\[([\w.-]+)\] +\[\d+\]: +\((\w+)\): *(?:MAC: +([0-9a-fA-F.]{14}) +)?(.*)$/;

/** Records of no station. */
const nobody = "00:00:00:00:00:00";

/** Cisco Catalyst 9800 (IOS-XE): radioactive and always-on traces. The year is there, the zone is not. */
export const iosXeRaTrace: Dialect = {
  id: "ios-xe-ra-trace",
  title: "Cisco Catalyst 9800 RA trace",
  weigh: (text) => (record.test(text) ? 3 : 0),
  createParser,
};

function createParser(clock: LogClock): DialectParser {
  return {
    push(line, sink) {
      const match = record.exec(line.text);
      if (match === null) return line.text === "" || line.command !== undefined;
      const [, year, month, day, hour, minute, second, fraction, source] = match;
      const [component = "", level = "", mac, body = ""] = match.slice(10);
      const time = clock.calendar({
        text: line.text.slice(0, line.text.indexOf(" {")),
        year: Number(year),
        month: Number(month),
        day: Number(day),
        hour: Number(hour),
        minute: Number(minute),
        second: Number(second),
        ...(fraction === undefined ? {} : { fraction }),
      });
      const found = messages.find(singleBlanks(body));
      if (found === undefined) {
        // The wording of FT failures on this platform is not known: what speaks of it must be seen.
        sink.unknown(line);
        return true;
      }
      if (found.event === undefined) {
        sink.understood(line);
        return true;
      }
      const station = mac === undefined ? undefined : macOf(mac);
      sink.event(
        {
          time,
          source: `${source ?? ""} ${component}`.trim(),
          ...(station === undefined || station === nobody ? {} : { station }),
          ...found.event,
          details: { ...found.event.details, level },
        },
        line,
      );
      return true;
    },
    end() {},
  };
}
