import type { ExchangeReport } from "../analyze/analysis.ts";
import type { RoamReport } from "../analyze/roam-report.ts";
import type { VerdictCounts, WatchEvent, WatchSummary } from "../analyze/watch-event.ts";
import type { Evidence } from "../diagnosis/verdict.ts";
import { toolVersion } from "../spec/version.ts";
import { valueWords } from "./evidence.ts";
import { exchangeBlock } from "./exchange-block.ts";
import { consequenceWords, networkOf, outcomeNames, pathWords } from "./exchange-words.ts";
import { harmlessPart } from "./harmless.ts";
import { ndjsonLine } from "./json.ts";
import { blank, type Headline, headline, paragraph, type TextPart } from "./part.ts";
import { methodWords } from "./roam-words.ts";
import { findingParts, inputNoteParts, inputParts } from "./summary.ts";
import { duration } from "./times.ts";
import { type View, viewOf } from "./view.ts";
import {
  capital,
  count,
  culpritName,
  isFtExchange,
  kindName,
  sentence,
  sentences,
  verdictName,
} from "./words.ts";

/** Values that are longer are not read at a glance. */
const longestValue = 24;

/** Exchanges that later ones may mention. */
const mostRemembered = 256;

/** Tells what a watcher says, event by event. */
export class WatchWriter {
  readonly #isVerbose: boolean;
  readonly #told = new Map<string, ExchangeReport>();

  constructor({ verbose }: { readonly verbose: boolean }) {
    this.#isVerbose = verbose;
  }

  /** Lines for a person; every text is safe to print. */
  parts(event: WatchEvent): readonly TextPart[] {
    return this.#parts(event).map(harmlessPart);
  }

  #parts(event: WatchEvent): readonly TextPart[] {
    switch (event.event) {
      case "exchange": {
        const { exchange, amendment } = event;
        this.#remember(exchange);
        if (!this.#isVerbose) return exchangeParts(exchange, amendment, viewOfAll([exchange]));
        const view = viewOfAll([...this.#told.values()]);
        const corrected = amendment === undefined ? [] : [paragraph("NOTE", correction(exchange))];
        return [...corrected, ...exchangeBlock(exchange, view), blank];
      }
      case "roam":
        // What FT had to do with it stands with the exchange.
        return event.roam.method.startsWith("ft-") && !this.#isVerbose
          ? []
          : [roamPart(event.roam, event.amendment)];
      case "finding":
        return findingParts(event.finding, "", viewOfAll([]));
      default: {
        const never: never = event;
        return never;
      }
    }
  }

  #remember(exchange: ExchangeReport): void {
    this.#told.delete(exchange.id);
    this.#told.set(exchange.id, exchange);
    if (this.#told.size <= mostRemembered) return;
    const [oldest] = this.#told.keys();
    if (oldest !== undefined) this.#told.delete(oldest);
  }
}

/** One event, or the summary, as a line of NDJSON. */
export function watchLine(event: WatchEvent | ({ readonly event: "summary" } & WatchSummary)) {
  return ndjsonLine({ schema: "ftscope/watch/1", ...event });
}

/** What was seen, all in all. */
export function watchSummaryParts(summary: WatchSummary): readonly TextPart[] {
  const { inputs, verdicts, roams, notTold, findings } = summary;
  const notes = inputNoteParts(inputs);
  return [
    blank,
    ...inputParts(inputs),
    paragraph(
      "FOUND",
      sentence(
        [
          countsOf("FT exchange", "FT exchanges", verdicts.ft),
          countsOf(
            "initial mobility domain association",
            "initial mobility domain associations",
            verdicts.initial,
          ),
          countsOf("association without FT", "associations without FT", verdicts.other),
          count(roams, "roam"),
        ].join("; "),
      ),
    ),
    ...(notTold === 0
      ? []
      : [
          paragraph(
            "NOTE",
            `${count(notTold, "attempt")} of stations that no AP let in were counted and not judged: more came at once than are told.`,
          ),
        ]),
    ...findings
      .filter(({ severity, bssids }) => severity !== "note" || bssids === undefined)
      .flatMap((finding) => findingParts(finding, "", viewOfAll([]))),
    ...(notes.length > 0 ? [blank, ...notes] : []),
  ].map(harmlessPart);
}

function countsOf(noun: string, nouns: string, counts: VerdictCounts): string {
  const kinds = (["fault", "cannot-tell", "sound"] as const).filter((kind) => counts[kind] > 0);
  const total = kinds.reduce((sum, kind) => sum + counts[kind], 0);
  const detail = kinds.map((kind) => `${counts[kind]} ${verdictName(kind)}`).join(", ");
  return `${count(total, noun, nouns)}${detail === "" ? "" : ` (${detail})`}`;
}

function exchangeParts(
  exchange: ExchangeReport,
  amendment: number | undefined,
  view: View,
): readonly TextPart[] {
  const { kind, verdict } = exchange;
  const isSound = verdict.kind === "sound";
  if (kind === "association" && verdict.kind !== "fault") return [];
  const [proof] = verdict.evidence;
  return [
    verdictLine(exchange, amendment),
    ...(isSound || proof === undefined ? [] : [evidenceLine(proof, view)]),
    ...(isSound ? [] : spoken("Then", consequenceWords(exchange))),
    ...(isSound ? [] : verdict.fix.slice(0, 1).flatMap((text) => spoken("Do", text))),
  ];
}

function spoken(label: string, text: string | undefined): readonly TextPart[] {
  return text === undefined || text === "" ? [] : [paragraph(label, sentence(text))];
}

function verdictLine(exchange: ExchangeReport, amendment: number | undefined): Headline {
  const { id, kind, station, startTime, outcome, verdict, timing } = exchange;
  const what = isFtExchange(exchange) ? [] : [kindName(kind)];
  const took = timing.completeMs === undefined ? "" : ` in ${duration(timing.completeMs)}`;
  const head = [
    `${clock(startTime)} ${id}${amendment === undefined ? "" : " corrected"}: ${station} ${pathWords(exchange)}`,
    ...what,
    ...networkOf(exchange),
  ].join(", ");
  switch (verdict.kind) {
    case "sound":
      return headline("sound", `${head}: ${outcomeNames[outcome]}${took} (${verdict.confidence}).`);
    case "fault":
      return headline(
        "fault",
        `${head}: ${culpritName(verdict.culprit)} (${verdict.confidence}): ${sentence(verdict.summary)}`,
      );
    case "cannot-tell":
      return headline("cannot-tell", `${head}: ${sentence(verdict.summary)}`);
    default: {
      const never: never = verdict.kind;
      return never;
    }
  }
}

function correction({ id }: ExchangeReport): string {
  return `What was said of ${id} is corrected.`;
}

function evidenceLine(item: Evidence, view: View): TextPart {
  const isShort = [item.seen, item.expected].every(
    (value) => value === undefined || value.length <= longestValue,
  );
  const values = isShort ? valueWords(item.seen, item.expected) : "";
  return paragraph(
    "Seen",
    sentences(`${capital(view.placeName(item))}, ${item.field}${values}`, item.text),
  );
}

function roamPart(roam: RoamReport, amendment: number | undefined): TextPart {
  const { id, station, from, to, startTime, durationMs, outageMs, exchangeIds } = roam;
  const outage = Math.max(outageMs.uplink ?? -1, outageMs.downlink ?? -1);
  return paragraph(
    "ROAM",
    sentence(
      [
        `${clock(startTime)} ${id}${amendment === undefined ? "" : " corrected"}: ${station} ${from === to ? `back to ${to}` : `from ${from} to ${to}`}`,
        `${methodWords(roam)}, ${duration(durationMs)} (${exchangeIds.join(", ")})`,
        ...(outage < 0 ? [] : [`${duration(outage)} without data`]),
        ...(roam.fellBack ? ["after FT had failed"] : []),
      ].join(", "),
    ),
  );
}

/** The time of day, to the millisecond; days are the same or known. */
function clock(time: string): string {
  return /T(\d\d:\d\d:\d\d(?:\.\d{1,3})?)/.exec(time)?.[1] ?? time;
}

/** What was told, as the document of an analysis would hold it. */
function viewOfAll(exchanges: readonly ExchangeReport[]): View {
  return viewOf(
    {
      schema: "ftscope/analysis/1",
      generator: { name: "ftscope", version: toolVersion },
      inputs: [],
      networks: [],
      exchanges,
      roams: [],
      voice: [],
      findings: [],
    },
    { verbose: false },
  );
}
