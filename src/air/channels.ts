import type { AirFrame } from "./air-frame.ts";
import { HeardSpans, type SpanMs } from "./heard-spans.ts";

/** Frames of two interfaces, or of two frequencies, do not follow each other on the air. */
export interface Channel {
  readonly interfaceId: number;
  /** 0: not known. */
  readonly frequencyMhz: number;
  /** In the spans of frequencies and of ACKs. */
  readonly slot: number;
  /** What the next ACK may belong to: a frame that was passed over, by number, or one that was decoded. */
  lastPassed: number;
  lastDecoded: AirFrame | undefined;
  lastTimeUs: number;
}

const mostChannels = 4096;

/** The channels of a capture, and when something was heard on each; times are the owner's milliseconds. */
export class Channels {
  readonly #all: Channel[] = [];
  readonly #heard = new HeardSpans(mostChannels);
  readonly #heardAcks = new HeardSpans(mostChannels);
  #latest: Channel | undefined;

  /** The channel on which a frame is heard. */
  hear(interfaceId: number, frequencyMhz: number, timeMs: number): Channel {
    const latest = this.#latest;
    const channel =
      latest?.interfaceId === interfaceId && latest.frequencyMhz === frequencyMhz
        ? latest
        : this.#find(interfaceId, frequencyMhz);
    this.#heard.add(channel.slot, timeMs);
    return channel;
  }

  hearAck({ slot }: Channel, timeMs: number): void {
    this.#heardAcks.add(slot, timeMs);
  }

  /** The known ones. */
  frequenciesMhz(): readonly number[] {
    return this.#all.map(({ frequencyMhz }) => frequencyMhz).filter((mhz) => mhz !== 0);
  }

  spans(): readonly (readonly [frequencyMhz: number, spans: readonly SpanMs[]])[] {
    return this.#all
      .filter(({ frequencyMhz }) => frequencyMhz !== 0)
      .map(({ frequencyMhz, slot }) => [frequencyMhz, this.#heard.spans(slot)]);
  }

  ackSpans(frequencyMhz: number): readonly SpanMs[] {
    return this.#all
      .filter((channel) => channel.frequencyMhz === frequencyMhz)
      .flatMap(({ slot }) => this.#heardAcks.spans(slot));
  }

  #find(interfaceId: number, frequencyMhz: number): Channel {
    let channel = this.#all.find(
      (one) => one.interfaceId === interfaceId && one.frequencyMhz === frequencyMhz,
    );
    if (channel === undefined) {
      // So many are damage; the last one stands for all of them.
      if (this.#all.length === mostChannels) return this.#all.at(-1) as Channel;
      channel = {
        interfaceId,
        frequencyMhz,
        slot: this.#all.length,
        lastPassed: -1,
        lastDecoded: undefined,
        lastTimeUs: 0,
      };
      this.#all.push(channel);
    }
    this.#latest = channel;
    return channel;
  }
}
