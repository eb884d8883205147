import { elapsedMs, formatTime, type TimeNs } from "../bytes/time.ts";
import { roleName } from "../diagnosis/rule.ts";
import type { LoggedFact, Witnesses } from "../diagnosis/witness.ts";
import type { LogEventKind } from "../logs/event-kind.ts";
import type { WireFrame } from "../wire/wire-frame.ts";
import type { ExchangeReport, TimelineEntry } from "./analysis.ts";
import type { CollectedLog } from "./log-reading.ts";
import { eventWords } from "./log-words.ts";

type Source = TimelineEntry["sources"][number];

interface Entry {
  readonly time: TimeNs;
  readonly digits: number;
  readonly sources: Set<Source>;
  readonly text: string;
  readonly frames: { readonly input: number; readonly frame: number }[];
  readonly lines: { readonly log: number; readonly line: number }[];
  readonly isDetail?: true;
}

/** Records that say little to somebody who does not know the program. */
const details: ReadonlySet<LogEventKind> = new Set<LogEventKind>([
  "client-state-change",
  "mdid",
  "ft-auth-deferred",
  "ft-key-missing",
  "ft-snonce",
  "ft-key-request-received",
  "assoc-counter",
  "pem-state",
  "policy",
]);

/** Everything that anybody says of an exchange, in order of time; records about a frame stand with it. */
export function timelineOf(
  report: ExchangeReport,
  { wire, logged = [] }: Witnesses,
  { logs, offsetNs }: { readonly logs: readonly CollectedLog[]; readonly offsetNs: bigint },
): readonly TimelineEntry[] {
  const entries: Entry[] = [];
  const byFrame = new Map<string, Entry>();
  for (const { input, frame, time, role, status } of report.frames) {
    const entry: Entry = {
      time: timeOf(time),
      digits: digitsOf(time),
      sources: new Set(["air"]),
      text: `${roleName(role)}${status === undefined ? "" : `, status ${status}`}`,
      frames: [{ input, frame }],
      lines: [],
    };
    entries.push(entry);
    byFrame.set(`${input}/${frame}`, entry);
  }
  const begun = entries[0]?.time ?? timeOf(report.startTime);
  const spoken: readonly WireFrame[] =
    wire === undefined
      ? []
      : [
          ...wire.pushes,
          ...wire.pulls.flatMap(({ question, answer }) =>
            answer === undefined ? [question] : [question, answer],
          ),
          ...wire.relays,
        ];
  for (const frame of spoken) {
    entries.push({
      time: frame.time + offsetNs,
      digits: frame.timeDigits,
      sources: new Set(["wire"]),
      text: wireWords(frame),
      frames: [{ input: frame.input, frame: frame.frame }],
      lines: [],
    });
  }
  for (const fact of logged) {
    const { log, event, sighting } = fact;
    const place = { log, line: event.line };
    const source = sourceOf(logs[log]);
    const known = sighting && byFrame.get(`${sighting.air.input}/${sighting.air.frame}`);
    if (known === undefined) {
      entries.push(entryOf(fact, source));
      continue;
    }
    known.sources.add(source);
    known.lines.push(place);
  }
  return entries
    .toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .map(({ time, digits, sources, text, frames, lines, isDetail }) => ({
      exchangeId: report.id,
      time: formatTime(time, digits),
      atMs: elapsedMs(begun, time),
      sources: [...sources],
      text,
      frames,
      lines,
      ...(isDetail === undefined ? {} : { isDetail }),
    }));
}

function entryOf({ log, event, time }: LoggedFact, source: Source): Entry {
  return {
    time,
    digits: 6,
    sources: new Set([source]),
    text: eventWords(event),
    frames: [],
    lines: [{ log, line: event.line }],
    ...(details.has(event.kind) ? { isDetail: true } : {}),
  };
}

/** Whose log it is: a station's, an AP's, or that of the controller behind several. */
function sourceOf(log: CollectedLog | undefined): Source {
  switch (log?.summary.dialect) {
    case "wpa-supplicant":
      return "station";
    case "hostapd":
    case "ios-ap-syslog":
    case "cos-ap-trace":
      return "ap";
    default:
      return "controller";
  }
}

const wireNames: Readonly<Record<WireFrame["message"]["kind"], string>> = {
  "key-request": "PMK-R1 asked for",
  "key-answer": "answer about the PMK-R1",
  "key-push": "PMK-R1 pushed",
  "sequence-request": "sequence number asked for",
  "sequence-answer": "sequence number told",
  "ft-remote-request": "FT Request passed on",
  "ft-remote-response": "FT Response passed on",
};

function wireWords({ message, sender, receiver }: WireFrame): string {
  const parties = `${sender ?? "?"} to ${receiver ?? "?"}`;
  const content =
    "mayCarryKey" in message && message.mayCarryKey !== undefined
      ? message.mayCarryKey
        ? ", long enough for a key"
        : ", too short for a key"
      : "";
  return `${wireNames[message.kind]}${content}, ${parties}`;
}

function timeOf(time: string): TimeNs {
  const [whole = "", fraction = ""] = time.replace("Z", "").split(".");
  return BigInt(Date.parse(`${whole}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, "0").slice(0, 9));
}

function digitsOf(time: string): number {
  return /\.(\d+)Z$/.exec(time)?.[1]?.length ?? 0;
}
