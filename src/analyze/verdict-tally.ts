import type { Verdict } from "../diagnosis/verdict.ts";
import type { ExchangeKind } from "../exchange/exchange.ts";
import type { VerdictCounts, WatchSummary } from "./watch-event.ts";

type Counts = { -readonly [Kind in keyof VerdictCounts]: number };

/** What was told of an exchange, as far as it is counted. */
export interface Told {
  readonly kind: ExchangeKind;
  readonly verdict: Verdict["kind"];
}

/** Counts exchanges by their kind and what was said of them last. */
export class VerdictTally {
  readonly #ft: Counts = none();
  readonly #initial: Counts = none();
  readonly #other: Counts = none();

  count({ kind, verdict }: Told): void {
    this.#of(kind)[verdict]++;
  }

  /** What was said of an exchange does not hold any more. */
  takeBack({ kind, verdict }: Told): void {
    this.#of(kind)[verdict]--;
  }

  get exchanges(): number {
    return this.#all().reduce(
      (sum, counts) => sum + counts.fault + counts["cannot-tell"] + counts.sound,
      0,
    );
  }

  get faults(): number {
    return this.#all().reduce((sum, { fault }) => sum + fault, 0);
  }

  verdicts(): WatchSummary["verdicts"] {
    return { ft: { ...this.#ft }, initial: { ...this.#initial }, other: { ...this.#other } };
  }

  #all(): readonly Counts[] {
    return [this.#ft, this.#initial, this.#other];
  }

  #of(kind: ExchangeKind): Counts {
    if (kind === "association") return this.#other;
    return kind === "initial-mobility-domain-association" ? this.#initial : this.#ft;
  }
}

function none(): Counts {
  return { fault: 0, "cannot-tell": 0, sound: 0 };
}
