import type { AirFrame } from "../air/air-frame.ts";
import type { HeardTimes, SpanUs } from "../air/heard-spans.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import { formatTime, type TimeNs } from "../bytes/time.ts";
import { RankedTable } from "./ranked-table.ts";

/** Silence of more than this ends a span in which something was heard. */
const longestSilenceNs = 2_000_000_000n;
const longestSilenceUs = 2_000_000;

/** What is heard so long before or after an exchange was there during it. */
const marginNs = 1_000_000_000n;

const mostSpans = 1024;
/** Where many are heard, fewer spans of each are remembered. */
const mostSpansInAll = 262_144;

/** Those to whom nobody has spoken, and all others. */
const mostTransmitters: readonly number[] = [8192, 57_344];
const spokenTo = 1;

const controlType = 1;
const ackSubtype = 13;

/** From when to when something was heard without a longer silence around an exchange. */
export interface HeardSpan {
  readonly from: string;
  readonly to: string;
}

export interface HeardParty {
  readonly role: "station" | "target-ap" | "current-ap";
  readonly address: string;
  /** Absent: nothing of this party was captured around the exchange. */
  readonly heard?: HeardSpan;
  /** From before the exchange until it was over. */
  readonly isThroughout: boolean;
}

/** Without it nobody can weigh a frame that is not there. */
export interface Coverage {
  /** Frequencies in MHz on which anything was heard around the exchange. */
  readonly channels: readonly number[];
  /** From when to when, channel by channel. */
  readonly spans: readonly (HeardSpan & { readonly frequencyMhz: number })[];
  readonly parties: readonly HeardParty[];
  /** Beacons or other frames of the target while the exchange lasted, a second before and after. */
  readonly targetHeard: boolean;
  readonly stationHeard: boolean;
  /** ACKs were captured on the target's channel. */
  readonly acksCaptured: boolean;
}

/** When something was heard, as spans of time. Bounded: the oldest spans are dropped. */
class Spans {
  readonly #spans: { first: TimeNs; last: TimeNs }[] = [];

  /** `others`: of how many there are spans besides. */
  add(time: TimeNs, others = 0): void {
    const latest = this.#spans.at(-1);
    if (latest !== undefined && time >= latest.first && time - latest.last <= longestSilenceNs) {
      if (time > latest.last) latest.last = time;
      return;
    }
    const most = Math.min(mostSpans, mostSpansInAll / (others + 1));
    while (this.#spans.length >= most) this.#spans.shift();
    this.#spans.push({ first: time, last: time });
  }

  get last(): TimeNs | undefined {
    return this.#spans.at(-1)?.last;
  }

  /** From the first to the last time in the spans that touch a time; undefined when none does. */
  touching(
    from: TimeNs,
    to: TimeNs,
  ): { readonly first: TimeNs; readonly last: TimeNs } | undefined {
    const touching = this.#spans.filter(({ first, last }) => first <= to && last >= from);
    const first = touching[0]?.first;
    const last = touching.at(-1)?.last;
    return first === undefined || last === undefined ? undefined : { first, last };
  }
}

/** Which channels and whom the recorders heard, and when. */
export class AirCoverage {
  readonly #frequencies = new Map<number, Spans>();
  readonly #acks = new Map<number | undefined, Spans>();
  readonly #transmitters = new RankedTable<MacAddress, Spans>(mostTransmitters);
  readonly #passed: HeardTimes[] = [];

  /** Frames that were passed over and are not given to {@link heard} were heard too. */
  include(passed: HeardTimes): void {
    this.#passed.push(passed);
  }

  /** The same is told by another from now on. */
  replace(passed: HeardTimes, by: HeardTimes): void {
    this.#passed[this.#passed.indexOf(passed)] = by;
  }

  #passedBy(address: MacAddress): readonly SpanUs[] {
    return chained(this.#passed.flatMap((passed) => passed.transmitter(address)));
  }

  #passedOnChannels(): ReadonlyMap<number, readonly SpanUs[]> {
    const channels = new Map<number, SpanUs[]>();
    for (const [frequencyMhz, spans] of this.#passed.flatMap((passed) => [
      ...passed.frequencies(),
    ])) {
      const known = channels.get(frequencyMhz);
      if (known === undefined) channels.set(frequencyMhz, [...spans]);
      else known.push(...spans);
    }
    return new Map([...channels].map(([frequencyMhz, spans]) => [frequencyMhz, chained(spans)]));
  }

  #passedAcks(frequencyMhz: number | undefined): readonly SpanUs[] {
    return chained(this.#passed.flatMap((passed) => passed.acks(frequencyMhz)));
  }

  heard(air: AirFrame): void {
    const { header } = air.decoded;
    if (header === undefined) return;
    const { frequencyMhz } = air.radio;
    if (frequencyMhz !== undefined) spansOf(this.#frequencies, frequencyMhz).add(air.time);
    if (header.type === controlType && header.subtype === ackSubtype) {
      spansOf(this.#acks, frequencyMhz).add(air.time);
    }
    const { transmitter, receiver } = header;
    if (transmitter === undefined) return;
    this.#transmitters
      .heard(transmitter, air.time, () => new Spans())
      .add(air.time, this.#transmitters.size);
    this.#transmitters.raise(receiver, spokenTo);
  }

  /** A transmitter was heard at this time or later. */
  hearsAfter(transmitter: MacAddress, time: TimeNs): boolean {
    const last = this.#transmitters.get(transmitter)?.last;
    if (last !== undefined && last >= time) return true;
    return this.#passedBy(transmitter).some((span) => toNs(span).last >= time);
  }

  /** A transmitter was heard at this time or shortly before. */
  hears(transmitter: MacAddress, time: TimeNs): boolean {
    return (
      this.#transmitters.get(transmitter)?.touching(time - marginNs, time) !== undefined ||
      this.#passedBy(transmitter).some(isShortlyBefore(time))
    );
  }

  /** Anything was heard on a channel at this time or shortly before. */
  hearsChannel(frequencyMhz: number, time: TimeNs): boolean {
    if (this.#frequencies.get(frequencyMhz)?.touching(time - marginNs, time) !== undefined) {
      return true;
    }
    return this.#passedOnChannels().get(frequencyMhz)?.some(isShortlyBefore(time)) === true;
  }

  /** What was heard around an exchange. */
  around(exchange: ExchangeInTime, targetFrequencyMhz: number | undefined): Coverage {
    const from = exchange.startTime - marginNs;
    const to = exchange.lastTime + marginNs;
    const heardOf = (spans: Spans | undefined, passed: readonly SpanUs[] = []) =>
      joined([
        spans?.touching(from, to),
        ...passed.map(toNs).filter(({ first, last }) => first <= to && last >= from),
      ]);
    const heardFrom = (address: MacAddress) =>
      heardOf(this.#transmitters.get(address), this.#passedBy(address));
    const party = (role: HeardParty["role"], address: MacAddress): HeardParty => {
      const heard = heardFrom(address);
      return {
        role,
        address,
        ...(heard === undefined ? {} : { heard: toSpan(heard) }),
        isThroughout:
          heard !== undefined &&
          heard.first <= exchange.startTime &&
          heard.last >= exchange.lastTime,
      };
    };
    const { currentAp, targetAp, station } = exchange;
    const parties = [
      party("station", station),
      party("target-ap", targetAp),
      ...(currentAp === undefined || currentAp === targetAp
        ? []
        : [party("current-ap", currentAp)]),
    ];
    const passedOn = this.#passedOnChannels();
    const spans = [...new Set([...this.#frequencies.keys(), ...passedOn.keys()])]
      .sort((a, b) => a - b)
      .flatMap((frequencyMhz) => {
        const span = heardOf(this.#frequencies.get(frequencyMhz), passedOn.get(frequencyMhz));
        return span === undefined ? [] : [{ frequencyMhz, ...toSpan(span) }];
      });
    return {
      channels: spans.map(({ frequencyMhz }) => frequencyMhz),
      spans,
      parties,
      targetHeard: heardFrom(targetAp) !== undefined,
      stationHeard: heardFrom(station) !== undefined,
      acksCaptured:
        heardOf(this.#acks.get(targetFrequencyMhz), this.#passedAcks(targetFrequencyMhz)) !==
        undefined,
    };
  }
}

/** Spans without a longer silence between them are one, whichever recorder and interface heard them. */
function chained(spans: readonly SpanUs[]): readonly SpanUs[] {
  if (spans.length < 2) return spans;
  const chain: { first: number; last: number }[] = [];
  for (const { first, last } of spans.toSorted((a, b) => a.first - b.first)) {
    const before = chain.at(-1);
    if (before === undefined || first - before.last > longestSilenceUs) chain.push({ first, last });
    else if (last > before.last) before.last = last;
  }
  return chain;
}

interface ExchangeInTime {
  readonly startTime: TimeNs;
  readonly lastTime: TimeNs;
  readonly station: MacAddress;
  readonly targetAp: MacAddress;
  readonly currentAp: MacAddress | undefined;
}

function toSpan({ first, last }: { readonly first: TimeNs; readonly last: TimeNs }): HeardSpan {
  return { from: formatTime(first, 3), to: formatTime(last, 3) };
}

interface SpanNs {
  readonly first: TimeNs;
  readonly last: TimeNs;
}

function toNs({ first, last }: SpanUs): SpanNs {
  return { first: BigInt(first) * 1000n, last: BigInt(last) * 1000n + 999n };
}

function isShortlyBefore(time: TimeNs): (span: SpanUs) => boolean {
  return (span) => {
    const { first, last } = toNs(span);
    return first <= time && last >= time - marginNs;
  };
}

/** From the first to the last time in any of the spans; undefined when there is none. */
function joined(spans: readonly (SpanNs | undefined)[]): SpanNs | undefined {
  let all: SpanNs | undefined;
  for (const span of spans) {
    if (span === undefined) continue;
    all = {
      first: all === undefined || span.first < all.first ? span.first : all.first,
      last: all === undefined || span.last > all.last ? span.last : all.last,
    };
  }
  return all;
}

function spansOf<Key>(map: Map<Key, Spans>, key: Key): Spans {
  const known = map.get(key);
  if (known !== undefined) return known;
  const spans = new Spans();
  map.set(key, spans);
  return spans;
}
