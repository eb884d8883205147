/** From when to when, microseconds since 1970; both are within. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** Some spans of time, to be asked whether a moment is in one of them. */
export class TimeSpans {
  /** Without those that overlap, in order. */
  readonly #joined: TimeSpan[] = [];

  constructor(spans: readonly TimeSpan[]) {
    for (const span of [...spans].sort((a, b) => a.from - b.from)) {
      const last = this.#joined.at(-1);
      if (last === undefined || span.from > last.to) this.#joined.push(span);
      else if (span.to > last.to) this.#joined.splice(-1, 1, { from: last.from, to: span.to });
    }
  }

  has(timeUs: number): boolean {
    const spans = this.#joined;
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((spans[middle] as TimeSpan).to < timeUs) low = middle + 1;
      else high = middle;
    }
    const span = spans[low];
    return span !== undefined && span.from <= timeUs;
  }
}
