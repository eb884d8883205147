import type { TimeNs } from "../bytes/time.ts";

/** Times are kept to within this span. */
const tickNs = 20_000_000n;

/** What is to be looked at, and when; the same thing stands in it once. */
export class Agenda<Item> {
  readonly #byTick = new Map<number, Set<Item>>();
  readonly #tickOf = new Map<Item, number>();
  #reached = 0;

  /** Puts it down for `time`, and for no other. */
  put(item: Item, time: TimeNs): void {
    // What is late is due with the next look.
    const tick = Math.max(this.#reached + 1, Number(time / tickNs) + 1);
    if (this.#tickOf.get(item) === tick) return;
    this.drop(item);
    const items = this.#byTick.get(tick) ?? new Set();
    this.#byTick.set(tick, items);
    items.add(item);
    this.#tickOf.set(item, tick);
  }

  drop(item: Item): void {
    const tick = this.#tickOf.get(item);
    if (tick === undefined) return;
    this.#tickOf.delete(item);
    const items = this.#byTick.get(tick);
    items?.delete(item);
    if (items?.size === 0) this.#byTick.delete(tick);
  }

  /** All whose time has come, in order of time; they are not in it any more. */
  take(now: TimeNs): readonly Item[] {
    const reached = Number(now / tickNs);
    const ticks: number[] = [];
    if (reached - this.#reached <= this.#byTick.size) {
      for (let tick = this.#reached + 1; tick <= reached; tick++) {
        if (this.#byTick.has(tick)) ticks.push(tick);
      }
    } else {
      for (const tick of this.#byTick.keys()) if (tick <= reached) ticks.push(tick);
      ticks.sort((a, b) => a - b);
    }
    this.#reached = reached;
    const items = ticks.flatMap((tick) => [...(this.#byTick.get(tick) ?? [])]);
    for (const item of items) this.drop(item);
    return items;
  }

  /** All of it, whatever the time: the clock was set back to `now`. */
  takeAll(now: TimeNs): readonly Item[] {
    const items = [...this.#tickOf.keys()];
    this.#byTick.clear();
    this.#tickOf.clear();
    this.#reached = Number(now / tickNs);
    return items;
  }
}
