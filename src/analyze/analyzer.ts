import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import { Packet } from "../capture/packet.ts";
import type { CaptureRecord } from "../capture/record.ts";
import type { Pbkdf2 } from "../crypto/psk.ts";
import type { Verdict } from "../diagnosis/verdict.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { KeyRing, type KeySpec } from "../exchange/key-ring.ts";
import { revealFtActions } from "../exchange/protected-actions.ts";
import { toolVersion } from "../spec/version.ts";
import type { Analysis, ExchangeReport, Finding } from "./analysis.ts";
import { exchangeId } from "./exchange-report.ts";
import { groupFindings, type Judged } from "./group-findings.ts";
import { findHiddenExchanges } from "./hidden-exchanges.ts";
import { caseOf, contextOfCase, judge } from "./judge.ts";
import { keyFindings } from "./key-findings.ts";
import { limitFindings } from "./limit-findings.ts";
import type { CollectedLog } from "./log-reading.ts";
import { reportNetworks } from "./network-report.ts";
import { type EndedInput, Reception, type ReceptionOptions } from "./reception.ts";
import { type Relevance, relevanceOf } from "./relevance.ts";
import { reportRoams } from "./roams.ts";
import { bssLookup } from "./timeline.ts";
import { hearWitnesses } from "./witnesses.ts";

export interface AnalyzerOptions extends ReceptionOptions {
  readonly keys?: readonly KeySpec[];
  /** Logs of controllers, APs and stations of the same time. */
  readonly logs?: readonly CollectedLog[];
  /** Microseconds to add to the times of every log, instead of finding out. */
  readonly logOffsetUs?: number;
  /** Only exchanges of this station. */
  readonly station?: MacAddress;
  /** Only exchanges with this AP as target or current AP. */
  readonly bssid?: MacAddress;
  /** Only exchanges that were going on at this moment or later. */
  readonly from?: TimeNs;
  /** Only exchanges that began up to this moment. */
  readonly to?: TimeNs;
  /** Derived keys are put into the document. */
  readonly showSecrets?: boolean;
  /** Octets and fields of the frames of at most so many sound exchanges, and of as many others; default none. */
  readonly details?: number;
  /** What names and MICs are made of is put into the document. */
  readonly showProofs?: boolean;
  /** A native PBKDF2; the portable one is used without it. */
  readonly pbkdf2?: Pbkdf2;
}

export type { EndedInput } from "./reception.ts";

import { isStationOf, isTargetOf } from "../exchange/multi-link.ts";

/**
 * Captures in, one analysis out. Records are pushed capture by capture, each in its own order, and
 * flow through: frames of all captures are merged by time, followed into exchanges, and forgotten.
 */
export interface Analyzer {
  /** The capture of which more records are wanted; undefined when all have ended. */
  next(): number | undefined;
  /** Takes one packet, where it lies; what was taken flows on with {@link flow}. */
  take(input: number, packet: Packet): void;
  flow(input: number): void;
  /** Takes records and lets them flow on. */
  push(input: number, records: readonly CaptureRecord[]): void;
  end(input: number, ended: EndedInput): void;
  finish(): Analysis;
  /**
   * Which frames `analysis`, the result of {@link finish}, rests on. Of the exchanges with these ids
   * every frame that their parties sent is among them.
   */
  relevance(analysis: Analysis, wide: ReadonlySet<string>): Relevance;
}

export function createAnalyzer(options: AnalyzerOptions): Analyzer {
  const reception = new Reception(options);
  const packet = new Packet();

  function isWanted(exchange: Exchange): boolean {
    const { station, bssid, from, to } = options;
    return (
      (from === undefined || exchange.lastTime >= from) &&
      (to === undefined || exchange.startTime <= to) &&
      (station === undefined || isStationOf(exchange, station)) &&
      (bssid === undefined || isTargetOf(exchange, bssid) || exchange.currentAp === bssid)
    );
  }

  // Faults must not go without details because sound exchanges came first.
  const detailed = { sound: 0, other: 0 };
  function isWorthDetails({ kind }: Verdict): boolean {
    return detailed[kind === "sound" ? "sound" : "other"]++ < (options.details ?? 0);
  }

  return {
    next: () => reception.next(),
    take: (input, from) => reception.take(input, from),
    flow: (input) => reception.flow(input),
    push(input, records) {
      for (const record of records) {
        packet.set(record);
        reception.take(input, packet);
      }
      reception.flow(input);
    },
    end: (input, summary) => reception.end(input, summary),
    finish() {
      const { airs } = reception;
      const ring = new KeyRing(options.keys ?? [], options.pbkdf2);
      const casesOf = () =>
        airs.flatMap((air) => {
          const bsss = bssLookup(air, airs);
          return air.exchanges.map((exchange) => caseOf(exchange, air, { airs, ring, bsss }));
        });
      const begun = casesOf();
      for (const { exchange, surroundings } of begun) revealFtActions(exchange, surroundings);
      const cases = findHiddenExchanges(airs, ring) ? casesOf() : begun;
      const wanted = cases.filter(({ exchange }) => isWanted(exchange));
      const gather = () => wanted.map((one) => ({ one, context: contextOfCase(one) }));
      // The first pass finds out which keys are right; the second judges with that knowledge.
      if (ring.specs.length > 0) gather();
      const testimony = hearWitnesses(
        cases.map(({ exchange }) => exchange),
        {
          story: reception.story(),
          logs: options.logs ?? [],
          ...(options.logOffsetUs === undefined ? {} : { logOffsetUs: options.logOffsetUs }),
        },
      );
      const findings: Finding[] = [];
      const judged: Judged[] = [];
      const reports: ExchangeReport[] = gather().map(({ one, context }) => {
        const judgement = judge(one, context, testimony.of(one.exchange), {
          showSecrets: options.showSecrets ?? false,
          showProofs: options.showProofs ?? false,
          isWorthDetails,
        });
        findings.push(...judgement.failures);
        judged.push(judgement.judged);
        return judgement.report;
      });
      const { roams, voice } = reportRoams(airs, { ring, limits: options });
      const { networks, findings: ofNetworks } = reportNetworks(
        airs.map(({ tracker }) => tracker.bsss),
      );
      findings.push(
        ...ofNetworks,
        ...groupFindings(judged),
        ...keyFindings(ring, reports.length),
        ...limitFindings(reception.evictions()),
      );
      return {
        schema: "ftscope/analysis/1",
        generator: { name: "ftscope", version: toolVersion },
        inputs: reception.reportInputs(),
        networks,
        exchanges: reports,
        roams,
        voice,
        findings,
        ...testimony.report(reports),
      };
    },
    relevance(analysis, wide) {
      return relevanceOf(
        analysis,
        reception.namedAirs(),
        new Set(
          reception.airs
            .flatMap(({ exchanges }) => exchanges)
            .filter((exchange) => wide.has(exchangeId(exchange))),
        ),
      );
    },
  };
}
