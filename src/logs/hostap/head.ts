import { type LogClock, type LogTime, parseMonth } from "../log-time.ts";

/** What stands before the text of hostapd and wpa_supplicant, wherever their output went. */
export interface HostapHead {
  readonly time: (clock: LogClock) => LogTime | undefined;
  /** The program that wrote the line, where syslog and its like name it. */
  readonly program?: string;
  /** What the program wrote. */
  readonly text: string;
}

type Reader = (match: RegExpExecArray) => HostapHead;

const clockTime = "(\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d{1,9}))?";
const program = "([\\w.-]+)(?:\\[\\d+\\])?: ?";

interface Clock {
  readonly hour: string | undefined;
  readonly minute: string | undefined;
  readonly second: string | undefined;
  readonly fraction: string | undefined;
}

function calendar(
  text: string,
  date: {
    readonly year?: string | undefined;
    readonly month: string | number | undefined;
    readonly day: string | undefined;
  },
  { hour, minute, second, fraction }: Clock,
  zone?: string,
): HostapHead["time"] {
  const { year, day } = date;
  const month =
    typeof date.month === "number"
      ? date.month
      : (parseMonth(date.month ?? "") ?? Number(date.month));
  if (!(month >= 1 && month <= 12)) return () => undefined;
  const zoneMinutes = zoneOf(zone);
  return (clock) =>
    clock.calendar({
      text,
      ...(year === undefined ? {} : { year: Number(year) }),
      month,
      day: Number(day),
      hour: Number(hour),
      minute: Number(minute),
      second: Number(second),
      ...(fraction === undefined ? {} : { fraction }),
      ...(zoneMinutes === undefined ? {} : { zoneMinutes }),
    });
}

/** "Z", "+02:00", "+0200", "GMT+2": minutes east of UTC. */
function zoneOf(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === "") return undefined;
  if (/^(?:Z|UTC|GMT)$/.test(zone)) return 0;
  const [, sign, hours, minutes = "0"] = /([+-])(\d{1,2}):?(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) return undefined;
  const east = Number(hours) * 60 + Number(minutes);
  return sign === "-" ? -east : east;
}

const forms: readonly (readonly [RegExp, Reader])[] = [
  // Option -t; what passes through the logger is stamped twice.
  [
    /^(\d{9,10})\.(\d{6}): (?:\d{9,10}\.\d{6}: )?(.*)$/,
    ([, seconds, fraction, text = ""]) => ({
      time: (clock) => clock.epoch(Number(seconds), fraction, `${seconds}.${fraction}`),
      text,
    }),
  ],
  // OpenWrt logread, with the kernel's clock in brackets on request.
  [
    new RegExp(
      `^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\\d{1,2}) ${clockTime} (\\d{4}) (?:\\[[\\d.]+\\] )?\\w+\\.\\w+ (?:[^\\s:]+ )?${program}(.*)$`,
    ),
    ([all, month, day, hour, minute, second, fraction, year, name, text = ""]) => ({
      time: calendar(
        (all as string).slice(0, 24),
        { year, month, day },
        { hour, minute, second, fraction },
      ),
      program: name as string,
      text,
    }),
  ],
  // The log page of OpenWrt's web interface.
  [
    new RegExp(
      `^\\[([A-Z][a-z]{2}) (\\d{1,2}), (\\d{4}), (\\d{1,2}):(\\d\\d):(\\d\\d) ([AP])M ?([A-Z+\\-\\d:]*)\\] \\w+\\.\\w+: ${program}(.*)$`,
    ),
    ([all, month, day, year, hour, minute, second, half, zone, name, text = ""]) => ({
      time: calendar(
        (all as string).slice(1, (all as string).indexOf("]")),
        { year, month, day },
        {
          hour: String((Number(hour) % 12) + (half === "P" ? 12 : 0)),
          minute,
          second,
          fraction: undefined,
        },
        zone,
      ),
      program: name as string,
      text,
    }),
  ],
  // Syslog and journald.
  [
    new RegExp(
      `^(?:<\\d{1,3}>)?([A-Z][a-z]{2}) +(\\d{1,2}) ${clockTime} (?:[^\\s:]+ )?(?:\\w+\\.\\w+ )?${program}(.*)$`,
    ),
    ([all, month, day, hour, minute, second, fraction, name, text = ""]) => ({
      time: calendar(
        (all as string)
          .replace(/^<\d+>/, "")
          .slice(0, fraction === undefined ? 15 : 16 + fraction.length),
        { month, day },
        { hour, minute, second, fraction },
      ),
      program: name as string,
      text,
    }),
  ],
  // journalctl -o short-iso, rsyslog with RFC 3339.
  [
    new RegExp(
      `^(\\d{4})-(\\d\\d)-(\\d\\d)[T ]${clockTime}(Z|[+-]\\d\\d:?\\d\\d)? (?:[^\\s:]+ )?${program}(.*)$`,
    ),
    ([all, year, month, day, hour, minute, second, fraction, zone, name, text = ""]) => ({
      time: calendar(
        (all as string).split(" ", 1)[0] as string,
        { year, month, day },
        { hour, minute, second, fraction },
        zone,
      ),
      program: name as string,
      text,
    }),
  ],
  // Android, threadtime and brief.
  [
    new RegExp(`^(\\d\\d)-(\\d\\d) ${clockTime} +\\d+ +\\d+ [VDIWEF] ([\\w.-]+) *: (.*)$`),
    ([all, month, day, hour, minute, second, fraction, name, text = ""]) => ({
      time: calendar(
        (all as string).slice(0, 18),
        { month: Number(month), day },
        { hour, minute, second, fraction },
      ),
      program: name as string,
      text,
    }),
  ],
  [
    /^[VDIWEF]\/([\w.-]+) *\( *\d+\): (.*)$/,
    ([, name, text = ""]) => ({ time: () => undefined, program: name as string, text }),
  ],
];

/** Takes the head off; undefined when the line has none that is known. */
export function hostapHead(line: string): HostapHead | undefined {
  for (const [pattern, read] of forms) {
    const match = pattern.exec(line);
    if (match !== null) return read(match);
  }
  return undefined;
}
