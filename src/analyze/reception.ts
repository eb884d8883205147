import type { AirFrame } from "../air/air-frame.ts";
import type { Beginning } from "../air/beginnings.ts";
import { type Clock, loneClock } from "../air/clock.ts";
import { longestDelayMs } from "../air/delay-line.ts";
import {
  createIngest,
  type Ingest,
  type IngestCounts,
  type PassedCounts,
  withPassed,
} from "../air/ingest.ts";
import type { SieveOptions } from "../air/sieve.ts";
import { SieveChain } from "../air/sieve-chain.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Packet } from "../capture/packet.ts";
import type { CaptureSummary } from "../capture/record.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { countFrom } from "../exchange/tracker.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { isWireLink } from "../wire/ether-frame.ts";
import type { WirePacket } from "../wire/wire-frame.ts";
import { createWireTap, type WireStory } from "../wire/wire-tap.ts";
import type { InputReport } from "./analysis.ts";
import { type InputName, reportInput } from "./input-report.ts";
import type { Evictions } from "./limit-findings.ts";
import { RecordedSpan } from "./recorded-span.ts";
import { type AirLimits, Timeline, timelineKey } from "./timeline.ts";

export interface ReceptionOptions {
  /** The captures, in the order in which the user named them. */
  readonly inputs: number;
  /** How their clocks stand to each other, as a survey found it; without it they count as one clock. */
  readonly clocks?: readonly Clock[];
  /**
   * What begins on each timeline, as a survey of several captures found it; without it every frame of several
   * captures is looked at.
   */
  readonly beginnings?: readonly (readonly Beginning[])[];
  /** Where on its timeline each capture begins, so that none is opened before its time has come. */
  readonly starts?: readonly (TimeNs | undefined)[];
  /** Inputs that are known to be the wire between the APs; others are found out. */
  readonly wired?: ReadonlySet<number>;
  /** What datagrams of remote captures are read as, by UDP port; others are told by their content. */
  readonly decodeAs?: readonly DecodeAs[];
  /** How much of the air is remembered. */
  readonly limits?: AirLimits;
}

/** Exchanges as they come and, beyond the limits, go. */
export interface ReceptionEvents {
  begun(exchange: Exchange, air: Timeline): void;
  changed(exchange: Exchange): void;
  dropped(exchange: Exchange): void;
}

/** What a capture was, told once it has been read. */
export type EndedInput = InputName & CaptureSummary;

/** Packets in, exchanges out: frames of all captures are merged by time and followed, air by air. */
export class Reception {
  readonly airs: Timeline[] = [];
  readonly #options: ReceptionOptions;
  readonly #events: ReceptionEvents | undefined;
  readonly #clocks: readonly Clock[];
  readonly #ingests: readonly Ingest[];
  readonly #spans: readonly RecordedSpan[];
  readonly #taken: AirFrame[][];
  readonly #ended: (EndedInput | undefined)[];
  readonly #wired: ReadonlySet<number>;
  readonly #tap: ReturnType<typeof createWireTap>;
  readonly #airOf: readonly Timeline[];
  readonly #nextNumber = countFrom(1);
  /** Of a capture that says that its interfaces have clocks of their own. */
  readonly #declared = new Map<string, Timeline>();
  readonly #sieving: SieveOptions;
  /** Inputs of which packets are looked at before they are decoded; of the others every frame counts. */
  readonly #isSieved: boolean[];
  /** One for each of them that is being read. */
  readonly #sieves: (SieveChain | undefined)[];
  /** What those passed over that are not needed any more. */
  readonly #passed: (PassedCounts | undefined)[];
  readonly #delayNs: TimeNs;

  constructor(options: ReceptionOptions, sieving: SieveOptions = {}, events?: ReceptionEvents) {
    const { inputs, wired = new Set<number>() } = options;
    this.#options = options;
    this.#events = events;
    this.#wired = wired;
    this.#tap = createWireTap(wired);
    this.#clocks = Array.from(
      { length: inputs },
      (_, input) => options.clocks?.[input] ?? loneClock,
    );
    this.#ingests = this.#clocks.map((clock, input) => createIngest(input, { ...options, clock }));
    this.#spans = this.#clocks.map(() => new RecordedSpan());
    this.#taken = this.#clocks.map(() => []);
    this.#ended = this.#clocks.map(() => undefined);
    this.#airOf = this.#clocks.map(({ timeline }) => {
      const members = this.#clocks.flatMap((clock, input) =>
        clock.timeline === timeline ? [input] : [],
      );
      this.airs[timeline] ??= this.#air(new Set(members));
      return this.airs[timeline];
    });
    this.#sieving = sieving;
    // Several recorders hear one station on its way from channel to channel: they can be sieved only when
    // each knows what the others hear begin.
    const isSieved = inputs === 1 || options.beginnings !== undefined;
    this.#isSieved = this.#clocks.map((_, input) => isSieved && !wired.has(input));
    this.#sieves = this.#clocks.map(() => undefined);
    this.#passed = this.#clocks.map(() => undefined);
    this.#delayNs = BigInt(isSieved ? (sieving.delayMs ?? longestDelayMs) : 0) * 1_000_000n;
    for (const [input, start] of (options.starts ?? []).entries()) {
      if (start !== undefined) this.#airOf[input]?.merger.reach(input, start);
    }
  }

  /** The capture of which more records are wanted; undefined when all have ended. */
  next(): number | undefined {
    for (const { merger } of this.airs) {
      const input = merger.next();
      if (input !== undefined) return input;
    }
    return undefined;
  }

  /** Takes one packet, where it lies; what was taken flows on with {@link flow}. */
  take(input: number, from: Packet): void {
    const span = this.#spans[input];
    if (span === undefined) {
      throw new RangeError(`input ${input} is not among the ${this.#options.inputs} announced`);
    }
    span.add(from);
    if (isWireLink(from.linkType) && this.#tap.take(input, lying(from))) return;
    // The capture may say that its interfaces have clocks of their own; the sieve knows one only.
    if (from.interfaceComment !== undefined) this.#endSieving(input);
    if (this.#isSieved[input]) {
      (this.#sieves[input] ?? this.#beginSieving(input)).take(from);
      return;
    }
    const frame = this.#ingests[input]?.take(from.toRecord());
    if (frame !== undefined) this.#handOn(input, frame);
  }

  flow(input: number): void {
    const frames = this.#taken[input] ?? [];
    this.#taken[input] = [];
    this.#airOf[input]?.push(input, frames);
  }

  /** By the clock of the capture it is `now`, though no frame may say so: nothing is waited for any more. */
  settle(input: number, now: TimeNs): void {
    this.#sieves[input]?.settle(now);
    this.flow(input);
    for (const air of this.airs) air.settle(input, now - this.#delayNs);
  }

  end(input: number, summary: EndedInput): void {
    this.#ended[input] = summary;
    this.#endSieving(input);
    this.flow(input);
    for (const air of this.airs) air.end(input);
  }

  /** What the wire had to say. */
  story(): WireStory | undefined {
    return this.#tap.story();
  }

  reportInputs(): readonly InputReport[] {
    return this.#ingests.map((ingest, input) =>
      reportInput(this.#ended[input], this.#countsOf(input, ingest), this.#spans[input] ?? {}, {
        clock: this.#clocks[input]?.relation,
        wireMessages: this.#tap.messages(input),
      }),
    );
  }

  /** What was dropped, or not looked at, to stay within bounds. */
  evictions(): Evictions {
    const sum = (numberOf: (air: Timeline) => number) =>
      this.airs.reduce((total, air) => total + numberOf(air), 0);
    return {
      stations: sum(({ tracker }) => tracker.stations.evicted),
      bsss: sum(({ tracker }) => tracker.bsss.evicted),
      exchanges: sum(({ evicted }) => evicted),
      strangers: this.#ingests.reduce(
        (total, _, input) => total + (this.#passedOf(input)?.strangers ?? 0),
        0,
      ),
    };
  }

  /** Each air and its name. */
  namedAirs(): readonly { readonly key: string; readonly air: Timeline }[] {
    const keys = new Map([...this.#declared].map(([key, air]) => [air, key]));
    return this.airs.map((air, timeline) => ({ key: keys.get(air) ?? `${timeline}`, air }));
  }

  #handOn(input: number, frame: AirFrame): void {
    if (this.#wired.has(input)) return;
    if (frame.timeline === undefined) this.#taken[input]?.push(frame);
    else this.#declaredAir(input, frame.timeline).push(input, [frame]);
  }

  #beginSieving(input: number): SieveChain {
    const clock = this.#clocks[input] ?? loneClock;
    const expected = this.#options.beginnings?.[clock.timeline] ?? [];
    const handOn = (frame: AirFrame) => this.#handOn(input, frame);
    const options = { ...this.#sieving, clock, expected };
    const inProgress = () => this.#airOf[input]?.inProgress() ?? [];
    const ingest = this.#ingests[input] as Ingest;
    const sieve = new SieveChain(input, ingest, handOn, inProgress, options);
    this.#sieves[input] = sieve;
    this.#airOf[input]?.coverage.include(sieve);
    return sieve;
  }

  /** Of many captures only those that are being read have a sieve: what it found out is kept without it. */
  #endSieving(input: number): void {
    this.#isSieved[input] = false;
    const sieve = this.#sieves[input];
    if (sieve === undefined) return;
    sieve.flush();
    this.#sieves[input] = undefined;
    this.#passed[input] = sieve.passed();
    this.#airOf[input]?.coverage.replace(sieve, sieve.heardTimes());
  }

  #passedOf(input: number): PassedCounts | undefined {
    return this.#sieves[input]?.passed() ?? this.#passed[input];
  }

  #countsOf(input: number, ingest: Ingest): IngestCounts {
    const passed = this.#passedOf(input);
    return passed === undefined ? ingest.counts() : withPassed(ingest.counts(), passed);
  }

  #declaredAir(input: number, timeline: number): Timeline {
    const key = timelineKey(input, this.#clocks[input]?.timeline ?? 0, timeline);
    const known = this.#declared.get(key);
    if (known !== undefined) return known;
    const air = this.#air(new Set([input]));
    this.#declared.set(key, air);
    this.airs.push(air);
    return air;
  }

  #air(members: ReadonlySet<number>): Timeline {
    const events = this.#events;
    const air: Timeline = new Timeline(this.#options.inputs, members, {
      nextNumber: this.#nextNumber,
      limits: this.#options.limits ?? {},
      ...(events === undefined
        ? {}
        : {
            begun: (exchange: Exchange) => events.begun(exchange, air),
            changed: (exchange: Exchange) => events.changed(exchange),
            dropped: (exchange: Exchange) => events.dropped(exchange),
          }),
    });
    return air;
  }
}

/** A packet of a wire where it lies: most are of no interest, and of the others the tap keeps a copy. */
function lying(packet: Packet): WirePacket {
  const { frame, linkType, time, timeDigits, originalLength, start, end } = packet;
  return {
    frame,
    linkType,
    time,
    timeDigits,
    originalLength,
    octets: packet.octets.subarray(start, end),
  };
}
