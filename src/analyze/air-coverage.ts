import type { AirFrame } from "../air/air-frame.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Coverage } from "./analysis.ts";

/** What was heard is noted in steps of this length. */
const stepNs = 1_000_000_000n;
const mostSteps = 3600;

interface Step {
  readonly frequencies: Set<number>;
  readonly frequenciesWithAck: Set<number>;
  readonly transmitters: Set<MacAddress>;
}

const controlType = 1;
const ackSubtype = 13;
const mostTransmittersAStep = 4096;

/** Which channels and whom the recorders heard, second by second. Bounded: the oldest seconds are dropped. */
export class AirCoverage {
  readonly #steps = new Map<bigint, Step>();

  heard(air: AirFrame): void {
    const { header } = air.decoded;
    if (header === undefined) return;
    const index = air.time / stepNs;
    let step = this.#steps.get(index);
    if (step === undefined) {
      step = { frequencies: new Set(), frequenciesWithAck: new Set(), transmitters: new Set() };
      this.#steps.set(index, step);
      if (this.#steps.size > mostSteps) {
        const oldest = this.#steps.keys().next();
        if (!oldest.done) this.#steps.delete(oldest.value);
      }
    }
    const frequency = air.radio.frequencyMhz;
    if (frequency !== undefined) {
      step.frequencies.add(frequency);
      if (header.type === controlType && header.subtype === ackSubtype) {
        step.frequenciesWithAck.add(frequency);
      }
    }
    if (header.transmitter !== undefined && step.transmitters.size < mostTransmittersAStep) {
      step.transmitters.add(header.transmitter);
    }
  }

  /** From a second before the exchange until a second after it. */
  around(
    exchange: {
      readonly startTime: TimeNs;
      readonly lastTime: TimeNs;
      readonly station: MacAddress;
      readonly targetAp: MacAddress;
    },
    targetFrequencyMhz: number | undefined,
  ): Coverage {
    const channels = new Set<number>();
    let targetHeard = false;
    let stationHeard = false;
    let acksCaptured = false;
    const last = exchange.lastTime / stepNs + 1n;
    for (let index = exchange.startTime / stepNs - 1n; index <= last; index++) {
      const step = this.#steps.get(index);
      if (step === undefined) continue;
      for (const frequency of step.frequencies) channels.add(frequency);
      targetHeard ||= step.transmitters.has(exchange.targetAp);
      stationHeard ||= step.transmitters.has(exchange.station);
      acksCaptured ||=
        targetFrequencyMhz === undefined
          ? step.frequenciesWithAck.size > 0
          : step.frequenciesWithAck.has(targetFrequencyMhz);
    }
    return {
      channels: [...channels].sort((a, b) => a - b),
      targetHeard,
      stationHeard,
      acksCaptured,
    };
  }
}
