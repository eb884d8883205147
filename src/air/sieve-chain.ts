import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Packet } from "../capture/packet.ts";
import type { AirFrame } from "./air-frame.ts";
import type { InProgress } from "./following.ts";
import type { Heard } from "./heard.ts";
import type { HeardTimes, SpanUs } from "./heard-spans.ts";
import type { Ingest, PassedCounts } from "./ingest.ts";
import { Sieve, type SieveOptions } from "./sieve.ts";

/**
 * A sieve for captures without end. A sieve numbers addresses and milliseconds and runs out of both, of
 * addresses at once where somebody invents them: then another one takes its place, and whoever is in the
 * midst of something is followed on. When it was that parties were heard is known of two sieves.
 */
export class SieveChain implements HeardTimes {
  readonly #input: number;
  readonly #ingest: Ingest;
  readonly #handOn: (frame: AirFrame) => void;
  readonly #options: SieveOptions;
  readonly #inProgress: () => readonly InProgress[];
  #current: Sieve;
  #previous: Sieve | undefined;
  /** Of the sieves before. */
  #passed: PassedCounts = {
    linkTypes: [],
    badFcs: 0,
    cut: 0,
    frequenciesMhz: [],
    strangers: 0,
  };

  /** `inProgress` tells who is to be followed from one sieve to the next. */
  constructor(
    input: number,
    ingest: Ingest,
    handOn: (frame: AirFrame) => void,
    inProgress: () => readonly InProgress[],
    options: SieveOptions = {},
  ) {
    this.#input = input;
    this.#ingest = ingest;
    this.#handOn = handOn;
    this.#inProgress = inProgress;
    this.#options = options;
    this.#current = new Sieve(input, ingest, handOn, options);
  }

  get delayMs(): number {
    return this.#current.delayMs;
  }

  take(packet: Packet): void {
    if (this.#current.isSpent) this.#renew(packet.timeUs);
    this.#current.take(packet);
  }

  /** By the clock of the capture it is `now`: what has waited long enough is handed on. */
  settle(now: TimeNs): void {
    this.#current.settle(now);
  }

  /** The capture has ended. */
  flush(): void {
    this.#current.flush();
  }

  /** What was passed over, to be added to what the ingest counts. */
  passed(): PassedCounts {
    return sum(this.#passed, this.#current.passed());
  }

  /** What was heard so far, for whoever needs nothing else any more. */
  heardTimes(): HeardTimes {
    const current = this.#current.heard.times();
    const previous = this.#previous?.heard.times();
    if (previous === undefined) return current;
    return {
      transmitter: (address) => [...previous.transmitter(address), ...current.transmitter(address)],
      frequencies: () => [...previous.frequencies(), ...current.frequencies()],
      acks: (frequencyMhz) => [...previous.acks(frequencyMhz), ...current.acks(frequencyMhz)],
    };
  }

  transmitter(address: MacAddress): readonly SpanUs[] {
    return this.#heard((times) => times.transmitter(address));
  }

  frequencies(): readonly (readonly [number, readonly SpanUs[]])[] {
    return this.#heard((times) => times.frequencies());
  }

  acks(frequencyMhz: number | undefined): readonly SpanUs[] {
    return this.#heard((times) => times.acks(frequencyMhz));
  }

  #heard<Span>(by: (times: Heard) => readonly Span[]): readonly Span[] {
    const current = by(this.#current.heard);
    return this.#previous === undefined ? current : [...by(this.#previous.heard), ...current];
  }

  #renew(timeUs: number): void {
    const before = this.#current;
    before.flush();
    this.#passed = sum(this.#passed, before.passed());
    this.#previous = before;
    const parties = this.#inProgress();
    this.#current = new Sieve(this.#input, this.#ingest, this.#handOn, {
      ...this.#options,
      expected: before.expected(),
    });
    this.#current.goOn(timeUs, parties);
  }
}

function sum(a: PassedCounts, b: PassedCounts): PassedCounts {
  return {
    linkTypes: new Set([...a.linkTypes, ...b.linkTypes]),
    badFcs: a.badFcs + b.badFcs,
    cut: a.cut + b.cut,
    frequenciesMhz: new Set([...a.frequenciesMhz, ...b.frequenciesMhz]),
    strangers: a.strangers + b.strangers,
  };
}
