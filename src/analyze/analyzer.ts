import type { AirFrame } from "../air/air-frame.ts";
import { type Clock, loneClock } from "../air/clock.ts";
import { createIngest, type Ingest } from "../air/ingest.ts";
import { Sieve } from "../air/sieve.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import { Packet } from "../capture/packet.ts";
import type { CaptureRecord, CaptureSummary } from "../capture/record.ts";
import type { Pbkdf2 } from "../crypto/psk.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import type { Verdict } from "../diagnosis/verdict.ts";
import { checkExchange } from "../exchange/checks/check-exchange.ts";
import { contextOf } from "../exchange/context.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { KeyRing, type KeySpec } from "../exchange/key-ring.ts";
import { revealFtActions } from "../exchange/protected-actions.ts";
import { countFrom } from "../exchange/tracker.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { toolVersion } from "../spec/version.ts";
import { isWireLink } from "../wire/ether-frame.ts";
import { createWireTap } from "../wire/wire-tap.ts";
import type { Analysis, ExchangeReport, Finding } from "./analysis.ts";
import { exchangeId, reportExchange } from "./exchange-report.ts";
import { groupFindings, type Judged } from "./group-findings.ts";
import { type InputName, reportInput } from "./input-report.ts";
import { keyFindings } from "./key-findings.ts";
import type { CollectedLog } from "./log-reading.ts";
import { reportNetworks } from "./network-report.ts";
import { RecordedSpan } from "./recorded-span.ts";
import { type Relevance, relevanceOf } from "./relevance.ts";
import { reportRoams } from "./roams.ts";
import { bssLookup, Timeline, timelineKey } from "./timeline.ts";
import { hearWitnesses } from "./witnesses.ts";

export interface AnalyzerOptions {
  /** The captures, in the order in which the user named them. */
  readonly inputs: number;
  /** How their clocks stand to each other, as a survey found it; without it they count as one clock. */
  readonly clocks?: readonly Clock[];
  /** Inputs that are known to be the wire between the APs; others are found out. */
  readonly wired?: ReadonlySet<number>;
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
  const clocks = Array.from(
    { length: options.inputs },
    (_, input) => options.clocks?.[input] ?? loneClock,
  );
  const ingests: Ingest[] = clocks.map((clock, input) =>
    createIngest(input, { ...options, clock }),
  );
  const spans = ingests.map(() => new RecordedSpan());
  const taken: AirFrame[][] = ingests.map(() => []);
  const ended: (EndedInput | undefined)[] = ingests.map(() => undefined);
  const nextNumber = countFrom(1);
  const wired = options.wired ?? new Set<number>();
  const tap = createWireTap(wired);
  const airs: Timeline[] = [];
  const airOf = clocks.map(({ timeline }) => {
    const members = clocks.flatMap((clock, input) => (clock.timeline === timeline ? [input] : []));
    airs[timeline] ??= new Timeline(options.inputs, new Set(members), { nextNumber });
    return airs[timeline];
  });
  /** Of a capture that says that its interfaces have clocks of their own. */
  const declared = new Map<string, Timeline>();

  function declaredAir(input: number, timeline: number): Timeline {
    const key = timelineKey(input, clocks[input]?.timeline ?? 0, timeline);
    const known = declared.get(key);
    if (known !== undefined) return known;
    const air = new Timeline(options.inputs, new Set([input]), { nextNumber });
    declared.set(key, air);
    airs.push(air);
    return air;
  }

  // Several recorders hear one station on its way from channel to channel: there, every frame counts.
  let sieve =
    options.inputs === 1 && !wired.has(0)
      ? new Sieve(0, ingests[0] as Ingest, (frame) => handOn(0, frame))
      : undefined;
  if (sieve !== undefined) airs[0]?.coverage.include(sieve);
  const counted = sieve;
  const packet = new Packet();

  function handOn(input: number, frame: AirFrame): void {
    if (wired.has(input)) return;
    if (frame.timeline === undefined) taken[input]?.push(frame);
    else declaredAir(input, frame.timeline).push(input, [frame]);
  }

  function take(input: number, from: Packet): void {
    const span = spans[input];
    if (span === undefined) {
      throw new RangeError(`input ${input} is not among the ${options.inputs} announced`);
    }
    span.add(from);
    if (isWireLink(from.linkType) && tap.take(input, from.toRecord())) return;
    if (sieve !== undefined && from.interfaceComment !== undefined) {
      // The capture may say that its interfaces have clocks of their own; the sieve knows one only.
      sieve.flush();
      sieve = undefined;
    }
    if (sieve !== undefined) {
      sieve.take(from);
      return;
    }
    const frame = ingests[input]?.take(from.toRecord());
    if (frame !== undefined) handOn(input, frame);
  }

  function flow(input: number): void {
    const frames = taken[input] ?? [];
    taken[input] = [];
    airOf[input]?.push(input, frames);
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

  function elsewhere(air: Timeline, { station }: Exchange): readonly Exchange[] {
    return airs.filter((other) => other !== air).flatMap((other) => other.exchangesOf(station));
  }

  // Faults must not go without details because sound exchanges came first.
  const detailed = { sound: 0, other: 0 };
  function isWorthDetails({ kind }: Verdict): boolean {
    return detailed[kind === "sound" ? "sound" : "other"]++ < (options.details ?? 0);
  }

  return {
    next() {
      for (const { merger } of airs) {
        const input = merger.next();
        if (input !== undefined) return input;
      }
      return undefined;
    },
    take,
    flow,
    push(input, records) {
      for (const record of records) {
        packet.set(record);
        take(input, packet);
      }
      flow(input);
    },
    end(input, summary) {
      ended[input] = summary;
      sieve?.flush();
      flow(input);
      for (const air of airs) air.end(input);
    },
    finish() {
      const ring = new KeyRing(options.keys ?? [], options.pbkdf2);
      const exchanges = airs.flatMap((air) => {
        const bsss = bssLookup(air, airs);
        return air.exchanges.map((exchange) => ({
          air,
          exchange,
          surroundings: {
            bsss,
            ring,
            history: air.historyOf(exchange),
            ...(airs.length > 1 ? { elsewhere: elsewhere(air, exchange) } : {}),
          },
        }));
      });
      for (const { exchange, surroundings } of exchanges) revealFtActions(exchange, surroundings);
      const wanted = exchanges.filter(({ exchange }) => isWanted(exchange));
      const gather = () =>
        wanted.map(({ exchange, surroundings, air }) => ({
          context: contextOf(exchange, surroundings),
          coverage: air.coverage,
          steering: air.tracker.stations.get(exchange.station)?.steering ?? [],
        }));
      // The first pass finds out which keys are right; the second judges with that knowledge.
      if (ring.specs.length > 0) gather();
      const testimony = hearWitnesses(
        exchanges.map(({ exchange }) => exchange),
        {
          story: tap.story(),
          logs: options.logs ?? [],
          ...(options.logOffsetUs === undefined ? {} : { logOffsetUs: options.logOffsetUs }),
        },
      );
      const findings: Finding[] = [];
      const judged: Judged[] = [];
      const reports: ExchangeReport[] = gather().map(({ context, coverage, steering }) => {
        const checks = checkExchange(context);
        const { exchange, target } = context;
        const heard = coverage.around(
          exchange,
          exchange.sightings.find(({ sender }) => sender === exchange.targetAp)?.air.radio
            .frequencyMhz ?? target?.frequencyMhz,
        );
        const witnesses = testimony.of(exchange);
        const { verdict, failures } = diagnose({ context, checks, coverage: heard, witnesses });
        for (const failure of failures) {
          findings.push({
            rule: failure.rule,
            severity: "warning",
            culprit: "undetermined",
            summary: `Internal error in rule ${failure.rule}: ${failure.message}. The other rules were applied.`,
            evidence: [],
          });
        }
        judged.push({ context, verdict, steering, air: coverage });
        return reportExchange({
          context,
          checks,
          verdict,
          witnesses,
          coverage: heard,
          air: coverage,
          showSecrets: options.showSecrets ?? false,
          showProof: options.showProofs ?? false,
          withDetails: isWorthDetails(verdict),
        });
      });
      const { roams, voice } = reportRoams(airs, { ring, limits: options });
      const { networks, findings: ofNetworks } = reportNetworks(
        airs.map(({ tracker }) => tracker.bsss),
      );
      findings.push(...ofNetworks, ...groupFindings(judged), ...keyFindings(ring, reports.length));
      return {
        schema: "ftscope/analysis/1",
        generator: { name: "ftscope", version: toolVersion },
        inputs: ingests.map((ingest, input) =>
          reportInput(ended[input], (counted ?? ingest).counts(), spans[input] ?? {}, {
            clock: clocks[input]?.relation,
            wireMessages: tap.messages(input),
          }),
        ),
        networks,
        exchanges: reports,
        roams,
        voice,
        findings,
        ...testimony.report(reports),
      };
    },
    relevance(analysis, wide) {
      const keys = new Map([...declared].map(([key, air]) => [air, key]));
      return relevanceOf(
        analysis,
        airs.map((air, timeline) => ({ key: keys.get(air) ?? `${timeline}`, air })),
        new Set(
          airs
            .flatMap(({ exchanges }) => exchanges)
            .filter((exchange) => wide.has(exchangeId(exchange))),
        ),
      );
    },
  };
}
