import type { AirFrame } from "../air/air-frame.ts";
import { createIngest, type Ingest } from "../air/ingest.ts";
import { createMerger } from "../air/merge.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { CaptureRecord, CaptureSummary } from "../capture/record.ts";
import type { Pbkdf2 } from "../crypto/psk.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import type { Verdict } from "../diagnosis/verdict.ts";
import { AirCoverage } from "../exchange/air-coverage.ts";
import { checkExchange } from "../exchange/checks/check-exchange.ts";
import { contextOf } from "../exchange/context.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { KeyRing, type KeySpec } from "../exchange/key-ring.ts";
import { revealFtActions } from "../exchange/protected-actions.ts";
import { Tracker } from "../exchange/tracker.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { toolVersion } from "../spec/version.ts";
import type { Analysis, ExchangeReport, Finding } from "./analysis.ts";
import { reportExchange } from "./exchange-report.ts";
import { groupFindings, type Judged } from "./group-findings.ts";
import { type InputName, reportInput } from "./input-report.ts";
import { keyFindings } from "./key-findings.ts";
import { reportNetworks } from "./network-report.ts";

export interface AnalyzerOptions {
  /** The captures, in the order in which the user named them. */
  readonly inputs: number;
  readonly keys?: readonly KeySpec[];
  /** Only exchanges of this station. */
  readonly station?: MacAddress;
  /** Only exchanges with this AP as target or current AP. */
  readonly bssid?: MacAddress;
  /** Only exchanges that were going on at this moment or later. */
  readonly from?: TimeNs;
  /** Only exchanges that began up to this moment. */
  readonly to?: TimeNs;
  /** What datagrams of remote captures are read as, by UDP port; others are told by their content. */
  readonly decodeAs?: readonly DecodeAs[];
  /** Derived keys are put into the document. */
  readonly showSecrets?: boolean;
  /** Octets and fields of the frames of at most so many sound exchanges, and of as many others; default none. */
  readonly details?: number;
  /** What names and MICs are made of is put into the document. */
  readonly showProofs?: boolean;
  /** A native PBKDF2; the portable one is used without it. */
  readonly pbkdf2?: Pbkdf2;
}

/** What a capture was, told once it has been read. */
export type EndedInput = InputName & CaptureSummary;

/**
 * Captures in, one analysis out. Records are pushed capture by capture, each in its own order, and
 * flow through: frames of all captures are merged by time, followed into exchanges, and forgotten.
 */
export interface Analyzer {
  /** The capture of which more records are wanted; undefined when all have ended. */
  next(): number | undefined;
  push(input: number, records: readonly CaptureRecord[]): void;
  end(input: number, ended: EndedInput): void;
  finish(): Analysis;
}

export function createAnalyzer(options: AnalyzerOptions): Analyzer {
  const ingests: Ingest[] = Array.from({ length: options.inputs }, (_, input) =>
    createIngest(input, options),
  );
  const spans: { first?: TimeNs; last?: TimeNs; digits?: number }[] = ingests.map(() => ({}));
  const ended: (EndedInput | undefined)[] = ingests.map(() => undefined);
  const merger = createMerger(options.inputs);
  const exchanges: Exchange[] = [];
  const coverage = new AirCoverage();
  const tracker = new Tracker({ exchange: (exchange) => exchanges.push(exchange) });

  function follow(frames: readonly AirFrame[]): void {
    for (const air of frames) {
      if (air.fcs === "bad") continue;
      coverage.heard(air);
      tracker.frame(air);
    }
  }

  function isWanted(exchange: Exchange): boolean {
    const { station, bssid, from, to } = options;
    return (
      (from === undefined || exchange.lastTime >= from) &&
      (to === undefined || exchange.startTime <= to) &&
      (station === undefined || exchange.station === station) &&
      (bssid === undefined || exchange.targetAp === bssid || exchange.currentAp === bssid)
    );
  }

  // Faults must not go without details because sound exchanges came first.
  const detailed = { sound: 0, other: 0 };
  function isWorthDetails({ kind }: Verdict): boolean {
    return detailed[kind === "sound" ? "sound" : "other"]++ < (options.details ?? 0);
  }

  return {
    next: merger.next,
    push(input, records) {
      const ingest = ingests[input];
      const span = spans[input];
      if (ingest === undefined || span === undefined) {
        throw new RangeError(`input ${input} is not among the ${options.inputs} announced`);
      }
      const frames: AirFrame[] = [];
      for (const record of records) {
        if (span.first === undefined || record.time < span.first) span.first = record.time;
        if (span.last === undefined || record.time > span.last) span.last = record.time;
        span.digits = Math.max(span.digits ?? 0, record.timeDigits);
        const frame = ingest.take(record);
        if (frame !== undefined) frames.push(frame);
      }
      merger.push(input, frames);
      follow(merger.drain());
    },
    end(input, summary) {
      ended[input] = summary;
      merger.end(input);
      follow(merger.drain());
    },
    finish() {
      const ring = new KeyRing(options.keys ?? [], options.pbkdf2);
      const historyOf = histories(exchanges);
      for (const exchange of exchanges) {
        revealFtActions(exchange, { bsss: tracker.bsss, ring, history: historyOf(exchange) });
      }
      const wanted = exchanges.filter(isWanted);
      const gather = () =>
        wanted.map((exchange) =>
          contextOf(exchange, { bsss: tracker.bsss, ring, history: historyOf(exchange) }),
        );
      // The first pass finds out which keys are right; the second judges with that knowledge.
      if (ring.specs.length > 0) gather();
      const findings: Finding[] = [];
      const judged: Judged[] = [];
      const reports: ExchangeReport[] = gather().map((context) => {
        const checks = checkExchange(context);
        const { exchange, target } = context;
        const heard = coverage.around(
          exchange,
          exchange.sightings.find(({ sender }) => sender === exchange.targetAp)?.air.radio
            .frequencyMhz ?? target?.frequencyMhz,
        );
        const { verdict, failures } = diagnose({ context, checks, coverage: heard });
        for (const failure of failures) {
          findings.push({
            rule: failure.rule,
            severity: "warning",
            culprit: "undetermined",
            summary: `Internal error in rule ${failure.rule}: ${failure.message}. The other rules were applied.`,
            evidence: [],
          });
        }
        judged.push({ context, verdict });
        return reportExchange({
          context,
          checks,
          verdict,
          coverage: heard,
          air: coverage,
          showSecrets: options.showSecrets ?? false,
          showProof: options.showProofs ?? false,
          withDetails: isWorthDetails(verdict),
        });
      });
      findings.push(...groupFindings(judged), ...keyFindings(ring, reports.length));
      return {
        schema: "ftscope/analysis/1",
        generator: { name: "ftscope", version: toolVersion },
        inputs: ingests.map((ingest, input) =>
          reportInput(ended[input], ingest.counts(), spans[input] ?? {}),
        ),
        networks: reportNetworks(tracker.bsss),
        exchanges: reports,
        findings,
      };
    },
  };
}

/** Exchanges before and after one that its judgement may look at. */
const before = 64;
const after = 8;

/** What the station of an exchange did around it. */
function histories(exchanges: readonly Exchange[]): (exchange: Exchange) => readonly Exchange[] {
  const byStation = new Map<MacAddress, Exchange[]>();
  const places = new Map<Exchange, number>();
  for (const exchange of exchanges) {
    const own = byStation.get(exchange.station) ?? [];
    byStation.set(exchange.station, own);
    places.set(exchange, own.length);
    own.push(exchange);
  }
  return (exchange) => {
    const place = places.get(exchange) ?? 0;
    return (byStation.get(exchange.station) ?? []).slice(
      Math.max(0, place - before),
      place + after,
    );
  };
}
