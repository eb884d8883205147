import type { TimeNs } from "../bytes/time.ts";

/** Entries of one rank are put in order of their silence to within this span. */
const coarseNs = 1_000_000_000n;

interface Entry<Value> {
  readonly value: Value;
  rank: number;
  movedAt: TimeNs;
}

/**
 * What is known of many parties, of each rank so many at most. Who invents addresses can fill the lowest
 * rank only: whoever has shown more is not pushed out by those that have not. The one of the same rank that
 * is idle longest makes room.
 */
export class RankedTable<Key, Value> {
  /** In the order in which they were first heard. */
  readonly #entries = new Map<Key, Entry<Value>>();
  /** By rank, the one that is idle longest first. */
  readonly #idle: readonly Map<Key, Entry<Value>>[];
  /** How far each of them was emptied: to begin anew would be to walk over all that was deleted. */
  readonly #idlest: Iterator<[Key, Entry<Value>]>[];
  readonly #most: readonly number[];
  readonly #onEvicted: (value: Value) => void;
  /** Entries that made room. */
  evicted = 0;

  /** `most`: how many there may be of each rank, from the lowest on. */
  constructor(most: readonly number[], onEvicted: (value: Value) => void = () => {}) {
    this.#most = most;
    this.#idle = most.map(() => new Map());
    this.#idlest = this.#idle.map((own) => own.entries());
    this.#onEvicted = onEvicted;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** undefined: not among them. */
  rankOf(key: Key): number | undefined {
    return this.#entries.get(key)?.rank;
  }

  /** In the order in which they were first heard. */
  *values(): Generator<Value> {
    for (const { value } of this.#entries.values()) yield value;
  }

  /** The entry of a party that was heard; a new one has the lowest rank. */
  heard(key: Key, time: TimeNs, create: () => Value): Value {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#touch(key, known, time);
      return known.value;
    }
    this.#makeRoom(0);
    const entry = { value: create(), rank: 0, movedAt: time };
    this.#entries.set(key, entry);
    this.#idle[0]?.set(key, entry);
    return entry.value;
  }

  /** The party has shown that it is of this rank at least. */
  raise(key: Key, rank: number): void {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.rank >= rank) return;
    this.#idle[entry.rank]?.delete(key);
    this.#makeRoom(rank);
    entry.rank = rank;
    this.#idle[rank]?.set(key, entry);
  }

  #touch(key: Key, entry: Entry<Value>, time: TimeNs): void {
    const since = time - entry.movedAt;
    if (since >= 0n && since < coarseNs) return;
    entry.movedAt = time;
    const own = this.#idle[entry.rank];
    own?.delete(key);
    own?.set(key, entry);
  }

  #makeRoom(rank: number): void {
    const own = this.#idle[rank];
    if (own === undefined || own.size < (this.#most[rank] ?? 0)) return;
    let idlest = this.#idlest[rank]?.next();
    if (idlest?.done !== false) {
      const anew = own.entries();
      this.#idlest[rank] = anew;
      idlest = anew.next();
    }
    if (idlest.done) return;
    const [key, { value }] = idlest.value;
    own.delete(key);
    this.#entries.delete(key);
    this.evicted++;
    this.#onEvicted(value);
  }
}
