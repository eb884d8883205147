import type { MacAddress } from "../bytes/mac-address.ts";
import type { AddressSlots } from "./address-slots.ts";
import type { CaptureTime } from "./capture-time.ts";
import type { Channels } from "./channels.ts";
import type { HeardSpans, HeardTimes, SpanUs } from "./heard-spans.ts";

/** When it was that parties and channels of a capture were heard, as far as it was read. */
export class Heard implements HeardTimes {
  readonly #slots: AddressSlots;
  readonly #spans: HeardSpans;
  readonly #channels: Channels;
  readonly #time: CaptureTime;

  constructor(slots: AddressSlots, spans: HeardSpans, channels: Channels, time: CaptureTime) {
    this.#slots = slots;
    this.#spans = spans;
    this.#channels = channels;
    this.#time = time;
  }

  transmitter(address: MacAddress): readonly SpanUs[] {
    return this.#time.inUs(this.#spans.spans(this.#slots.of(address)));
  }

  frequencies(): readonly (readonly [number, readonly SpanUs[]])[] {
    return this.#channels
      .spans()
      .map(([frequencyMhz, spans]) => [frequencyMhz, this.#time.inUs(spans)]);
  }

  acks(frequencyMhz: number | undefined): readonly SpanUs[] {
    return this.#time.inUs(this.#channels.ackSpans(frequencyMhz ?? 0));
  }

  /** The same without all else that the sieve of the capture holds, for whoever needs nothing else any more. */
  times(): HeardTimes {
    const transmitters = new Map<MacAddress, readonly SpanUs[]>();
    for (const [slot, address] of this.#slots.addresses().entries()) {
      if (this.#spans.isHeard(slot)) transmitters.set(address, this.transmitter(address));
    }
    const frequencies = this.frequencies();
    const channels = [0, ...frequencies.map(([frequencyMhz]) => frequencyMhz)];
    const acks = new Map(channels.map((frequencyMhz) => [frequencyMhz, this.acks(frequencyMhz)]));
    return {
      transmitter: (address) => transmitters.get(address) ?? [],
      frequencies: () => frequencies,
      acks: (frequencyMhz) => acks.get(frequencyMhz ?? 0) ?? [],
    };
  }
}
