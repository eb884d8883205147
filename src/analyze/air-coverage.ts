import type { AirFrame } from "../air/air-frame.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Coverage } from "./analysis.ts";

/** Silence of more than this ends a span in which something was heard. */
const longestSilenceNs = 2_000_000_000n;

/** What is heard so long before or after an exchange was there during it. */
const marginNs = 1_000_000_000n;

const mostSpans = 1024;
const mostTransmitters = 65_536;

const controlType = 1;
const ackSubtype = 13;

/** When something was heard, as spans of time. Bounded: the oldest spans are dropped. */
class Spans {
  readonly #spans: { first: TimeNs; last: TimeNs }[] = [];

  add(time: TimeNs): void {
    const latest = this.#spans.at(-1);
    if (latest !== undefined && time >= latest.first && time - latest.last <= longestSilenceNs) {
      if (time > latest.last) latest.last = time;
      return;
    }
    if (this.#spans.length === mostSpans) this.#spans.shift();
    this.#spans.push({ first: time, last: time });
  }

  get last(): TimeNs | undefined {
    return this.#spans.at(-1)?.last;
  }

  touches(from: TimeNs, to: TimeNs): boolean {
    return this.#spans.some(({ first, last }) => first <= to && last >= from);
  }
}

/** Which channels and whom the recorders heard, and when. */
export class AirCoverage {
  readonly #frequencies = new Map<number, Spans>();
  readonly #acks = new Map<number | undefined, Spans>();
  readonly #transmitters = new Map<MacAddress, Spans>();

  heard(air: AirFrame): void {
    const { header } = air.decoded;
    if (header === undefined) return;
    const { frequencyMhz } = air.radio;
    if (frequencyMhz !== undefined) spansOf(this.#frequencies, frequencyMhz).add(air.time);
    if (header.type === controlType && header.subtype === ackSubtype) {
      spansOf(this.#acks, frequencyMhz).add(air.time);
    }
    const { transmitter } = header;
    if (transmitter === undefined) return;
    if (this.#transmitters.size < mostTransmitters || this.#transmitters.has(transmitter)) {
      spansOf(this.#transmitters, transmitter).add(air.time);
    }
  }

  /** A transmitter was heard at this time or later. */
  hearsAfter(transmitter: MacAddress, time: TimeNs): boolean {
    const last = this.#transmitters.get(transmitter)?.last;
    return last !== undefined && last >= time;
  }

  /** What was heard around an exchange. */
  around(
    exchange: {
      readonly startTime: TimeNs;
      readonly lastTime: TimeNs;
      readonly station: MacAddress;
      readonly targetAp: MacAddress;
    },
    targetFrequencyMhz: number | undefined,
  ): Coverage {
    const from = exchange.startTime - marginNs;
    const to = exchange.lastTime + marginNs;
    const isHeard = (spans: Spans | undefined) => spans?.touches(from, to) ?? false;
    return {
      channels: [...this.#frequencies]
        .filter(([, spans]) => spans.touches(from, to))
        .map(([frequency]) => frequency)
        .sort((a, b) => a - b),
      targetHeard: isHeard(this.#transmitters.get(exchange.targetAp)),
      stationHeard: isHeard(this.#transmitters.get(exchange.station)),
      acksCaptured: isHeard(this.#acks.get(targetFrequencyMhz)),
    };
  }
}

function spansOf<Key>(map: Map<Key, Spans>, key: Key): Spans {
  const known = map.get(key);
  if (known !== undefined) return known;
  const spans = new Spans();
  map.set(key, spans);
  return spans;
}
