import type { LoggedFact, LogWriter, Witnesses } from "../diagnosis/witness.ts";
import { type Exchange, isFt } from "../exchange/exchange.ts";
import type { DialectId } from "../logs/dialect.ts";
import type { WireStory } from "../wire/wire-tap.ts";
import type { Analysis, ExchangeReport, LogReport } from "./analysis.ts";
import { crossCheck, type ReportOf } from "./cross-check.ts";
import { exchangeId } from "./exchange-report.ts";
import { type LogMatch, matchLog } from "./log-match.ts";
import { type CollectedLog, logReading } from "./log-reading.ts";
import { timelineOf } from "./merged-timeline.ts";
import { matchWire } from "./wire-match.ts";

/** All that others than the air have to say, sorted by exchange. */
export interface Testimony {
  of(exchange: Exchange): Witnesses;
  /** What the document says of them, once the exchanges are judged. */
  report(reports: readonly ExchangeReport[]): Pick<Analysis, "wire" | "logs" | "timeline">;
}

export interface Asked {
  /** Undefined where no wire was recorded. */
  readonly story: WireStory | undefined;
  readonly logs: readonly CollectedLog[];
  /** Microseconds to add to the times of every log, where the user knows better. */
  readonly logOffsetUs?: number;
}

/** Whose logs are in which dialect. */
const writers: ReadonlyMap<DialectId, LogWriter> = new Map([
  ["wpa-supplicant", "station"],
  ["hostapd", "access-point"],
  ["cos-ap-trace", "access-point"],
  ["ios-ap-syslog", "access-point"],
  ["aireos-debug-client", "controller"],
  ["ios-xe-ra-trace", "controller"],
]);

/** Asks the wire and the logs about every exchange. */
export function hearWitnesses(
  exchanges: readonly Exchange[],
  { story, logs, logOffsetUs }: Asked,
): Testimony {
  const wireMatch = story && matchWire(exchanges, story);
  const ordered = exchanges.toSorted((a, b) =>
    a.startTime < b.startTime ? -1 : a.startTime > b.startTime ? 1 : 0,
  );
  const matches = logs.map(({ events }) =>
    matchLog(events, ordered, logOffsetUs === undefined ? {} : { offsetUs: logOffsetUs }),
  );
  const logged = new Map<Exchange, LoggedFact[]>();
  for (const [log, { placed }] of matches.entries()) {
    for (const { exchange, ...fact } of placed) {
      if (exchange === undefined) continue;
      const own = logged.get(exchange) ?? [];
      const writer = writers.get(logs[log]?.summary.dialect ?? "generic");
      own.push({ log, ...(writer === undefined ? {} : { writer }), ...fact });
      logged.set(exchange, own);
    }
  }
  for (const facts of logged.values()) facts.sort((a, b) => (a.time < b.time ? -1 : 1));

  function of(exchange: Exchange): Witnesses {
    const wire = wireMatch?.witness(exchange);
    const facts = logged.get(exchange);
    return {
      ...(wire === undefined ? {} : { wire }),
      ...(facts === undefined ? {} : { logged: facts }),
    };
  }

  return {
    of,
    report(reports) {
      const byId = new Map(reports.map((report) => [report.id, report]));
      const reportOf = (exchange: Exchange) => byId.get(exchangeId(exchange));
      const offsetNs = wireMatch?.offsetNs;
      return {
        ...(story === undefined || wireMatch === undefined
          ? {}
          : {
              wire: {
                messages: story.frames.length + story.notKept,
                matched: wireMatch.matched,
                ...(offsetNs === undefined ? {} : { offsetMs: Number(offsetNs) / 1e6 }),
              },
            }),
        ...(logs.length === 0
          ? {}
          : {
              logs: logs.map((log, index) => reportLog(log, matches[index] as LogMatch, reportOf)),
            }),
        ...(logs.length === 0 && story === undefined
          ? {}
          : {
              timeline: ordered.flatMap((exchange) => {
                const report = reportOf(exchange);
                if (report === undefined || !isFt(exchange)) return [];
                return timelineOf(report, of(exchange), { logs, offsetNs: offsetNs ?? 0n });
              }),
            }),
      };
    },
  };
}

function reportLog(log: CollectedLog, match: LogMatch, reportOf: ReportOf): LogReport {
  const { stretches, isGiven, matched, expected } = match;
  const longest = stretches.toSorted((a, b) => b.matched - a.matched)[0];
  const zoneMinutes = longest && zoneOf(longest.offsetUs, log);
  return {
    ...logReading(log),
    alignment: isGiven ? "given" : longest === undefined ? "not-aligned" : "aligned",
    ...(longest === undefined
      ? {}
      : { offsetMs: longest.offsetUs / 1000, residualMs: longest.residualUs / 1000 }),
    ...(zoneMinutes === undefined ? {} : { zoneMinutes }),
    ...(stretches.length > 1
      ? {
          stretches: stretches.map((stretch) => ({
            firstLine: log.events[stretch.first]?.line ?? 0,
            lastLine: log.events[stretch.last]?.line ?? 0,
            offsetMs: stretch.offsetUs / 1000,
            residualMs: stretch.residualUs / 1000,
            matched: stretch.matched,
          })),
        }
      : {}),
    matched,
    expected,
    ...crossCheck(match, reportOf),
  };
}

/** Clocks of devices are rarely wrong by whole quarters of an hour, and off by seconds beside that. */
const quarterUs = 15 * 60_000_000;
const farthestZoneUs = 14 * 3600_000_000;

/** The zone that a log without one was written in, where the offset looks like one. */
function zoneOf(offsetUs: number, { events }: CollectedLog): number | undefined {
  const [first] = events;
  if (first?.time?.zoneMinutes !== undefined || first?.time?.basis === "boot") return undefined;
  const quarters = Math.round(offsetUs / quarterUs);
  const isZone =
    quarters !== 0 &&
    Math.abs(offsetUs - quarters * quarterUs) < 60_000_000 &&
    Math.abs(offsetUs) <= farthestZoneUs;
  return isZone ? -quarters * 15 : undefined;
}
