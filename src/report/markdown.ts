import type { Analysis, ExchangeReport, InputReport, LogReport } from "../analyze/analysis.ts";
import { clockWords } from "./clock-words.ts";
import { dialectTitle } from "./dialect-titles.ts";
import { exchangeBlock, exchangeLine } from "./exchange-block.ts";
import { harmless, harmlessPart } from "./harmless.ts";
import { logClockWords } from "./log-lines.ts";
import type { TextPart } from "./part.ts";
import { recorderWords } from "./recorder-words.ts";
import { inputNotes, summary } from "./summary.ts";
import { inputLetter, viewOf } from "./view.ts";
import { channelWords, count, isFtExchange } from "./words.ts";

const order: readonly ExchangeReport["verdict"]["kind"][] = ["fault", "cannot-tell", "sound"];

/** An issue tracker takes about 65,000 characters in one text. */
const mostCharacters = 60_000;

const toneWords = {
  fault: "FAULT",
  warning: "WARNING",
  "cannot-tell": "CANNOT TELL",
  sound: "SOUND",
  note: "NOTE",
} as const;

/** The report for an issue tracker or a ticket: GitHub's Markdown, captured text as nothing but text. */
export function markdownReport(analysis: Analysis, options: { readonly verbose: boolean }): string {
  const view = viewOf(analysis, options);
  const isInFull = (exchange: ExchangeReport) =>
    view.verbose || isFtExchange(exchange) || exchange.verdict.kind === "fault";
  const sorted = order.flatMap((kind) =>
    analysis.exchanges.filter(({ verdict }) => verdict.kind === kind),
  );
  const blocks = [
    ...sorted
      .filter(isInFull)
      .map((exchange) => `## ${exchange.id}\n\n${partsMarkdown(exchangeBlock(exchange, view))}`),
    ...sorted
      .filter((exchange) => !isInFull(exchange))
      .map((exchange) => partsMarkdown([exchangeLine(exchange)])),
  ];
  const head = `# ftscope report\n\n${partsMarkdown(summary(analysis, view))}`;
  const foot = custody(analysis);
  const kept: string[] = [];
  let left = mostCharacters - head.length - foot.length;
  for (const block of blocks) {
    left -= block.length + 2;
    if (left < 0) break;
    kept.push(block);
  }
  const dropped = blocks.length - kept.length;
  return `${[
    head,
    ...kept,
    ...(dropped > 0
      ? [
          `*${count(dropped, "exchange")} left out: a ticket takes no more. The HTML report has them.*`,
        ]
      : []),
    foot,
  ].join("\n\n")}\n`;
}

/** What exactly was read, so that anybody can tell whether they have the same files. */
function custody({ inputs, logs = [], generator }: Analysis): string {
  const rows = inputs.map((input, i) => [
    inputs.length > 1 ? inputLetter(i) : "",
    input.path === "-" ? "standard input" : input.path,
    `${input.sizeBytes} octets, ${count(input.frames, "frame")}`,
    input.sha256 ?? "",
    recorded(input),
    [
      channelWords(input.channels),
      ...recorderWords(input).map((words) => `recorded by ${words}`),
      clockWords(input) ?? "",
      input.wireMessages === undefined
        ? ""
        : `a wire with ${count(input.wireMessages, "message")} of APs`,
      ...inputNotes(input),
    ]
      .filter((text) => text !== "")
      .join("; "),
  ]);
  return [
    "## Inputs",
    table(["", "File", "Size", "SHA-256", "Recorded (UTC)", "Channels and notes"], rows),
    ...(logs.length === 0 ? [] : [logTable(logs)]),
    text(`Read by ${generator.name} ${generator.version}, which never writes to its inputs.`),
  ].join("\n\n");
}

function logTable(logs: readonly LogReport[]): string {
  return table(
    ["Log", "Kind", "Records", "Clock", "Matched", "Contradictions"],
    logs.map((log) => [
      log.path === "-" ? "standard input" : log.path,
      dialectTitle(log.dialect),
      String(log.records),
      log.alignment === undefined ? "" : logClockWords(log),
      String(log.matched ?? ""),
      String(log.contradictions?.length ?? ""),
    ]),
  );
}

function recorded({ firstTime, lastTime }: InputReport): string {
  return firstTime === undefined ? "" : `${firstTime} to ${lastTime ?? firstTime}`;
}

function partsMarkdown(parts: readonly TextPart[]): string {
  return parts
    .map(harmlessPart)
    .map(partMarkdown)
    .filter((block) => block !== "")
    .join("\n\n");
}

function partMarkdown(part: TextPart): string {
  switch (part.kind) {
    case "headline":
      return `**${toneWords[part.tone]}** ${text(part.text)}`;
    case "paragraph":
      return part.label === "" ? text(part.text) : `**${text(part.label)}:** ${text(part.text)}`;
    case "table":
      return table(
        part.columns.map(({ head }) => head),
        part.rows.map(({ cells }) => cells),
      );
    case "octets":
      return octets(part);
    case "blank":
      return "";
    default: {
      const never: never = part;
      return never;
    }
  }
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map(text).join(" | ")} |`;
  return [row(heads), `|${heads.map(() => "---|").join("")}`, ...rows.map(row)].join("\n");
}

/** Hex digits in groups of 4 octets, 16 octets a line; no other text gets into a code block. */
function octets({ rows, marks }: Extract<TextPart, { kind: "octets" }>): string {
  const most = Math.max(marks.length, ...rows.map(({ digits }) => digits.length));
  const width = Math.max(...rows.map(({ label }) => label.length));
  const grouped = (digits: string, start: number) =>
    (digits.slice(start, start + 32).match(/.{1,8}/g) ?? []).join(" ");
  const lines: string[] = [];
  for (let start = 0; start < most; start += 32) {
    for (const { label, digits } of rows) {
      lines.push(`${(start === 0 ? plain(label) : "").padEnd(width)}  ${grouped(digits, start)}`);
    }
    const marked = grouped(marks, start).trimEnd();
    if (marked !== "") lines.push(`${" ".repeat(width)}  ${marked}`);
  }
  return ["```text", ...lines, "```"].join("\n");
}

/** Fit for a code block, in which nothing can be escaped. */
function plain(label: string): string {
  return label.replace(/[<>&`@~]/g, "?");
}

/** Addresses and long hex digits, which Markdown would read as emoji or as commits. */
const codeLike = /\b(?:[0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{16,}(?:\.\.)?)(?![\w:])/g;

/** A text that Markdown and GitHub take for nothing but text. */
function text(captured: string): string {
  const value = harmless(captured);
  let result = "";
  let at = 0;
  for (const match of value.matchAll(codeLike)) {
    result += `${escaped(value.slice(at, match.index))}\`${match[0]}\``;
    at = match.index + match[0].length;
  }
  return result + escaped(value.slice(at));
}

function escaped(value: string): string {
  return (
    value
      .replace(/&|#(?=\w)/g, (found) => (found === "&" ? "&amp;" : "&#35;"))
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replace(/[\\`*_[\]|~$]/g, "\\$&")
      .replace(/^(\s*)([#+-]|\d+[.)])(?=\s)/, "$1\\$2")
      // Mentions, references to issues, addresses of the web and names of emoji.
      .replaceAll("@", "&#64;")
      .replace(/\bwww\./gi, (found) => `${found.slice(0, 3)}&#46;`)
      .replace(/(?<!\b\d\d):(?=\S)|:(?!\d\d\b)(?=\S)/g, "&#58;")
  );
}
