import type { TimeNs } from "../bytes/time.ts";
import type { Packet } from "../capture/packet.ts";

/** From when to when the packets of a capture were recorded, by its own clock. */
export class RecordedSpan {
  #firstUs = Number.POSITIVE_INFINITY;
  #lastUs = Number.NEGATIVE_INFINITY;
  first: TimeNs | undefined;
  #last: TimeNs | undefined;
  #lastSubUs = 0;
  /** Digits of the second in its times. */
  digits = 0;

  add(packet: Packet): void {
    const { timeUs, subUs, timeDigits } = packet;
    if (timeDigits > this.digits) this.digits = timeDigits;
    if (timeUs <= this.#firstUs) this.#begin(packet);
    if (timeUs > this.#lastUs || (timeUs === this.#lastUs && subUs > this.#lastSubUs)) {
      this.#lastUs = timeUs;
      this.#lastSubUs = subUs;
      this.#last = undefined;
    }
  }

  #begin({ timeUs, time }: Packet): void {
    this.#firstUs = timeUs;
    if (this.first === undefined || time < this.first) this.first = time;
  }

  get last(): TimeNs | undefined {
    if (this.first === undefined) return undefined;
    this.#last ??= BigInt(this.#lastUs) * 1000n + BigInt(this.#lastSubUs);
    return this.#last;
  }
}
