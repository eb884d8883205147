import type { Analysis, Finding, LogReport } from "../analyze/analysis.ts";
import type { Evidence } from "../diagnosis/verdict.ts";
import { dialectTitle } from "./dialect-titles.ts";
import { harmlessPart } from "./harmless.ts";
import { findingDetails, findingHeadline } from "./log-finding.ts";
import { stationStory } from "./log-story.ts";
import { blank, headline, paragraph, type Table, type TextPart } from "./part.ts";
import { duration } from "./times.ts";
import { count, sentence } from "./words.ts";

/** Stations told in full; the others are in the JSON document. */
const mostStations = 20;
/** Findings of one rule told in full: more stations with the same fault add nothing. */
const mostOfRule = 5;
const mostUnknownLines = 50;
/** Faults come before what follows from them. */
const rank: readonly Finding["severity"][] = ["fault", "warning", "note"];

/**
 * The text report of logs without captures: what was read, the findings in a sentence each, the story of
 * each station, then what supports the findings and what the configuration means. Every text is safe to print.
 */
export function logTextReport(
  analysis: Analysis,
  { verbose }: { readonly verbose: boolean },
): readonly TextPart[] {
  const logs = analysis.logs ?? [];
  const lineName = ({ log = 0, line }: Evidence) => `${fileName(logs[log]?.path ?? "-")}:${line}`;
  const findings = limited(
    analysis.findings.toSorted((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity)),
  );
  const parts: readonly TextPart[] = [
    ...logs.flatMap(readParts),
    blank,
    ...(findings.length === 0 ? nothingFound(logs) : []),
    ...findings.flatMap((finding) => [findingHeadline(finding), blank]),
    ...more(analysis.findings.length - findings.length),
    ...logs.flatMap((log) => storyParts(log, verbose)),
    ...findings.flatMap((finding) => findingDetails(finding, lineName)),
    ...logs.flatMap(implicationParts),
    ...(verbose ? logs.flatMap(unknownParts) : []),
  ];
  return withoutTrailingBlanks(parts).map(harmlessPart);
}

function withoutTrailingBlanks(parts: readonly TextPart[]): readonly TextPart[] {
  const last = parts.findLastIndex(({ kind }) => kind !== "blank");
  return parts.slice(0, last + 1);
}

function limited(findings: readonly Finding[]): readonly Finding[] {
  const counts = new Map<string, number>();
  return findings.filter(({ rule }) => {
    const number = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, number);
    return number <= mostOfRule;
  });
}

function more(hidden: number): readonly TextPart[] {
  return hidden === 0
    ? []
    : [
        paragraph("NOTE", `${count(hidden, "finding")} of the same kinds more: see --format json.`),
        blank,
      ];
}

/** Where the file lies is said once, at the top. */
function fileName(path: string): string {
  return path === "-" ? "standard input" : path.slice(path.lastIndexOf("/") + 1);
}

function readParts({ path, dialect, dialects, records, unrecognised, span }: LogReport) {
  const what = [
    `${path === "-" ? "standard input" : path}, ${dialectTitle(dialect)}`,
    `${count(records - unrecognised, "record")} understood, ${unrecognised} not`,
    ...(dialects === undefined
      ? []
      : [
          `in it ${dialects.map((each) => `${each.records} of ${dialectTitle(each.dialect)}`).join(", ")}`,
        ]),
    ...(span === undefined
      ? []
      : [
          `${span.first} to ${span.last}${span.ms === undefined ? "" : ` (${duration(span.ms)}`}${missingOf(span)}${span.ms === undefined ? "" : ")"}`,
        ]),
  ];
  return [paragraph("READ", sentence(what.join("; ")))];
}

function missingOf({ hasYear, hasZone }: NonNullable<LogReport["span"]>): string {
  if (hasYear && hasZone) return "";
  return `, ${[...(hasYear ? [] : ["no year"]), ...(hasZone ? [] : ["no zone"])].join(", ")}`;
}

function nothingFound(logs: readonly LogReport[]): readonly TextPart[] {
  const attempts = logs
    .flatMap(({ story }) => story?.stations ?? [])
    .reduce((sum, station) => sum + station.attempts, 0);
  return [
    headline(
      "note",
      attempts === 0
        ? "No FT attempt is in the log. Logs often leave FT out: that is not to say that there was none."
        : `${count(attempts, "FT attempt")}, and nothing that a rule finds fault with or can judge.`,
    ),
    blank,
  ];
}

function storyParts(log: LogReport, verbose: boolean): readonly TextPart[] {
  const stations = (log.story?.stations ?? []).filter(
    ({ attempts, removals, joins }) => verbose || attempts + removals.length + joins.length > 0,
  );
  const shown = stations.slice(0, mostStations);
  const hidden = stations.length - shown.length + (log.story?.stationsNotShown ?? 0);
  return [
    ...shown.flatMap((station) => [...stationStory(station, log), blank]),
    ...(hidden > 0
      ? [paragraph("NOTE", `${count(hidden, "station")} more: see --format json.`), blank]
      : []),
  ];
}

function implicationParts({ implications = [], path }: LogReport): readonly TextPart[] {
  if (implications.length === 0) return [];
  const table: Table = {
    kind: "table",
    columns: [
      { head: "line", align: "right" },
      { head: "Setting", align: "left", most: 32 },
      { head: "Value", align: "left", most: 14 },
      { head: "What it means for FT", align: "left" },
    ],
    rows: implications.map(({ setting, text, isSuspect }) => ({
      cells: [String(setting.line), setting.label, setting.value, text],
      tone: isSuspect ? "warning" : undefined,
    })),
  };
  return [paragraph("CONFIG", `What the WLAN of ${fileName(path)} means for FT:`), table, blank];
}

function unknownParts({ path, unknownLines = [], unrecognised }: LogReport): readonly TextPart[] {
  if (unknownLines.length === 0) return [];
  const shown = unknownLines.slice(0, mostUnknownLines);
  return [
    paragraph("NOTE", `Not understood in ${path}, as they stand there:`),
    ...shown.map(({ line, raw }) => paragraph("", `${line}: ${raw}`)),
    ...(unrecognised > shown.length
      ? [paragraph("", `and ${unrecognised - shown.length} more.`)]
      : []),
    blank,
  ];
}
