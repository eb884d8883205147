import type { Analysis, ExchangeReport, LogReport } from "../analyze/analysis.ts";
import { dialectTitle } from "./dialect-titles.ts";
import { paragraph, type TextPart } from "./part.ts";
import { duration } from "./times.ts";
import type { View } from "./view.ts";
import { count, listing, sentence, sentences } from "./words.ts";

/** What each log was, and how it was brought to the capture's clock. */
export function logLines({ logs = [] }: Analysis): readonly TextPart[] {
  return logs.map((log, i) => paragraph(i === 0 ? "LOG" : "", logWords(log)));
}

function logWords(log: LogReport): string {
  const { path, dialect, records, matched = 0, contradictions = [] } = log;
  return sentences(
    `${path}, ${dialectTitle(dialect)}, ${count(records, "record")}`,
    logClockWords(log),
    `${matchedWords({ ...log, matched })}, ${count(contradictions.length, "contradiction")}`,
  );
}

/** How many records found their frames; "" where there was nothing to match. */
export function matchedWords({ matched }: LogReport): string {
  if (matched === undefined) return "";
  return `${count(matched, "record")} matched to ${matched === 1 ? "its frame" : "their frames"}`;
}

/** Where the log's clock stands, in words that keep sign and direction apart. */
export function logClockWords({
  alignment,
  offsetMs = 0,
  residualMs = 0,
  zoneMinutes,
  stretches = [],
}: LogReport): string {
  if (alignment === "not-aligned") {
    return "Clock not aligned: too few records that a frame goes with (--log-offset gives it)";
  }
  const side = offsetMs === 0 ? "" : offsetMs > 0 ? " behind" : " ahead";
  const zone =
    zoneMinutes === undefined
      ? ""
      : ` (as in zone UTC${zoneMinutes < 0 ? "-" : "+"}${Math.floor(Math.abs(zoneMinutes) / 60)}:${String(Math.abs(zoneMinutes) % 60).padStart(2, "0")})`;
  return [
    `${alignment === "given" ? "Clock taken as" : "Clock"} ${span(Math.abs(offsetMs))}${side}${zone}`,
    `records within ${duration(residualMs)} of their frames`,
    ...(stretches.length > 1 ? [`set ${count(stretches.length - 1, "time")} in the log`] : []),
  ].join(", ");
}

/** "8 h 37 min 12 s": offsets are looked up on clocks. */
function span(ms: number): string {
  if (ms < 120_000) return duration(ms);
  const seconds = Math.round(ms / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ] as const;
  return parts
    .filter(([number]) => number > 0)
    .map(([number, unit]) => `${number} ${unit}`)
    .join(" ");
}

/** What the logs say of one exchange: agreements counted, contradictions in full. */
export function logParts(exchange: ExchangeReport, view: View): readonly TextPart[] {
  const { logs = [] } = view.analysis;
  return logs.flatMap(({ path, agreements = [], contradictions = [] }) => {
    const agreed = agreements.filter(({ exchangeId }) => exchangeId === exchange.id);
    const odds = contradictions.filter(({ exchangeId }) => exchangeId === exchange.id);
    if (agreed.length + odds.length === 0) return [];
    return [
      ...(agreed.length > 0
        ? [
            paragraph(
              "Log",
              sentence(
                `${path} agrees with the air in ${count(agreed.length, "record")}, lines ${linesOf(agreed)}`,
              ),
            ),
          ]
        : []),
      ...odds.map(({ line, text }) => paragraph("ODDS", sentence(`${path} line ${line}: ${text}`))),
    ];
  });
}

/** "ap1.log agrees with the air in 4 records", each log that has any. */
export function agreementWords({ id }: ExchangeReport, view: View): string {
  const words = (view.analysis.logs ?? []).flatMap(({ path, agreements = [] }) => {
    const agreed = agreements.filter(({ exchangeId }) => exchangeId === id);
    return agreed.length === 0
      ? []
      : [`${shortName(path)} agrees with the air in ${count(agreed.length, "record")}`];
  });
  return listing(words);
}

function linesOf(records: readonly { readonly line: number }[]): string {
  const lines = records.map(({ line }) => line);
  const [first] = lines;
  const last = lines.at(-1);
  return lines.length <= 3 ? lines.join(", ") : `${first} to ${last}`;
}

/** All witnesses of an exchange on one timeline; empty where the air was the only one. */
export function timelineParts(exchange: ExchangeReport, view: View): readonly TextPart[] {
  const { logs = [] } = view.analysis;
  const entries = view.timeline(exchange.id).filter(({ isDetail }) => view.verbose || !isDetail);
  const isOnlyAir = entries.every(({ sources }) => sources.every((source) => source === "air"));
  if (isOnlyAir) return [];
  const most = view.verbose ? entries.length : mostEntries;
  return [
    {
      kind: "table",
      columns: [
        { head: "ms", align: "right" },
        { head: "Says", align: "left" },
        { head: "Where", align: "left" },
        { head: "What", align: "left" },
      ],
      rows: entries.slice(0, most).map(({ atMs, sources, frames, lines, text }) => ({
        cells: [
          atMs.toFixed(Math.abs(atMs) < 1000 ? 3 : 1),
          sources.join(", "),
          [
            ...frames.map((frame) => view.frameName(frame)),
            ...lines.slice(0, 3).map(({ log, line }) => `${shortName(logs[log]?.path)}:${line}`),
          ].join(" "),
          text,
        ],
      })),
    },
    ...(entries.length > most
      ? [
          paragraph(
            "",
            `${count(entries.length - most, "more entry", "more entries")} (--verbose).`,
          ),
        ]
      : []),
  ];
}

const mostEntries = 24;

/** Where a log lies is said once, with the inputs. */
export function shortName(path = "log"): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
