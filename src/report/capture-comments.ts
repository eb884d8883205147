import type { Analysis, ExchangeReport, FrameReport } from "../analyze/analysis.ts";
import { roleName } from "../diagnosis/rule.ts";
import type { Evidence } from "../diagnosis/verdict.ts";
import type { Check } from "../exchange/check.ts";
import { clockWords } from "./clock-words.ts";
import { valueWords } from "./evidence.ts";
import { networkOf, pathWords } from "./exchange-words.ts";
import { annotations, placeOf } from "./frame-ladder.ts";
import { harmless } from "./harmless.ts";
import { clockTime } from "./times.ts";
import { inputLetter, type View, viewOf } from "./view.ts";
import {
  checkName,
  count,
  culpritName,
  isFtExchange,
  resultName,
  sentence,
  sentences,
  verdictName,
} from "./words.ts";

/** What an annotated capture says of an analysis: comments of its frames and of its section. */
export interface CaptureComments {
  /**
   * One comment for each part that a frame plays: its role, its checks, the verdict of its exchange.
   * `what` is said of a frame that is no part of an exchange. Texts are safe to print; lines end in LF.
   */
  ofFrame(reference: { readonly input: number; readonly frame: number }, what: string): string[];
  /** The summary, for `frames` frames that were kept. */
  ofSection(frames: number): readonly string[];
}

/** A section comment must not grow without limit. */
const mostExchanges = 500;

export function captureComments(analysis: Analysis): CaptureComments {
  const view = viewOf(analysis, { verbose: true });
  const parts = new Map<string, (() => string)[]>();

  function add(input: number | undefined, frame: number | undefined, write: () => string): void {
    if (input === undefined || frame === undefined) return;
    const key = `${input}/${frame}`;
    const ofFrame = parts.get(key) ?? [];
    parts.set(key, ofFrame);
    ofFrame.push(write);
  }

  for (const exchange of analysis.exchanges) {
    const own = new Set(exchange.frames.map(({ input, frame }) => `${input}/${frame}`));
    for (const frame of exchange.frames) {
      add(frame.input, frame.frame, () => frameComment(frame, exchange, view));
    }
    for (const { input, frame, field, seen, expected, text } of exchange.verdict.evidence) {
      if (own.has(`${input}/${frame}`)) continue;
      add(input, frame, () =>
        lines(
          `Evidence for ${exchange.id}: ${field}${valueWords(seen, expected)}. ${sentence(text)}`,
          verdictLine(exchange),
        ),
      );
    }
  }
  for (const { rule, summary, evidence } of analysis.findings) {
    for (const { input, frame, field, text } of evidence) {
      add(input, frame, () => lines(`Finding ${rule}: ${sentence(summary)}`, `${field}: ${text}`));
    }
  }

  return {
    ofFrame(reference, what) {
      const told = parts.get(`${reference.input}/${reference.frame}`)?.map((write) => write());
      const origin = harmless(`Frame ${view.frameName(reference)}`);
      const [first, ...others] = told ?? [lines(`${what}.`)];
      return [`${origin}: ${first}`, ...others];
    },
    ofSection: (frames) => [lines(...sectionLines(analysis, frames))],
  };
}

function frameComment(frame: FrameReport, exchange: ExchangeReport, view: View): string {
  const notes = annotations(frame, view);
  const { input, frame: number } = frame;
  const isOfFrame = (other: Evidence | Check) => other.input === input && other.frame === number;
  return lines(
    `${roleName(frame.role)} of ${exchange.id}, ${placeOf(frame.sender, exchange)} to ${placeOf(frame.receiver, exchange)}${notes.length === 0 ? "" : `: ${notes.join(", ")}`}.`,
    ...exchange.checks.filter(isOfFrame).map(checkLine),
    ...exchange.verdict.evidence
      .filter(isOfFrame)
      .map(
        ({ field, seen, expected, text }) =>
          `Evidence: ${field}${valueWords(seen, expected)}. ${sentence(text)}`,
      ),
    verdictLine(exchange),
  );
}

function checkLine({ id, result, text }: Check): string {
  return `Check ${checkName(id)}: ${resultName(result)}: ${sentence(text)}`;
}

function verdictLine({ id, verdict }: ExchangeReport): string {
  const { kind, culprit, confidence, rule, summary } = verdict;
  const who = kind === "fault" ? `, ${culpritName(culprit)}` : "";
  return `Verdict of ${id}: ${verdictName(kind)}${who} (${confidence}; rule ${rule}). ${sentence(summary)}`;
}

function sectionLines(analysis: Analysis, frames: number): readonly string[] {
  const { inputs, exchanges, findings, generator } = analysis;
  const isOne = inputs.length === 1;
  const ft = exchanges.filter(isFtExchange);
  const shown = [...ft, ...exchanges.filter((exchange) => !isFtExchange(exchange))];
  return [
    `Extract by ${generator.name} ${generator.version}: ${count(frames, "frame")} of ${inputs.reduce((sum, input) => sum + input.frames, 0)}. Frame numbers in comments are those of the captures it was made from; times are as recorded.`,
    ...inputs.map((input, i) => {
      const { path, sha256, frames: all } = input;
      return sentences(
        `${isOne ? "Of" : `${inputLetter(i)}:`} ${path === "-" ? "standard input" : path}, ${count(all, "frame")}${sha256 === undefined ? "" : `, SHA-256 ${sha256}`}`,
        clockWords(input),
      );
    }),
    ...(analysis.redaction === undefined ? [] : [analysis.redaction.text]),
    ...shown.slice(0, mostExchanges).map(exchangeLine),
    ...(shown.length > mostExchanges
      ? [`${shown.length - mostExchanges} more exchanges are not listed.`]
      : []),
    ...findings.map(({ severity, rule, summary }) => `${severity} ${rule}: ${sentence(summary)}`),
  ];
}

function exchangeLine(exchange: ExchangeReport): string {
  const what = [exchange.station, pathWords(exchange), ...networkOf(exchange)].join(", ");
  return `${exchange.id}, ${clockTime(exchange.startTime)}: ${what}. ${verdictLine(exchange)}`;
}

/** Every line is made harmless: a line break in captured text would forge one of ours. */
function lines(...texts: readonly string[]): string {
  return texts.map(harmless).join("\n");
}
