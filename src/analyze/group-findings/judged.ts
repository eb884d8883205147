import type { Evidence, Verdict } from "../../diagnosis/verdict.ts";
import type { AirCoverage } from "../../exchange/air-coverage.ts";
import type { ExchangeContext } from "../../exchange/context.ts";
import { ftRequests, isFt } from "../../exchange/exchange.ts";
import { formatR0khId, fteOf } from "../../exchange/facts.ts";
import type { SteeringEvent } from "../../exchange/steering.ts";

/** An exchange and what was said of it. */
export interface Judged {
  readonly context: ExchangeContext;
  readonly verdict: Verdict;
  /** What the station and its APs said to each other about where to go, oldest first. */
  readonly steering: readonly SteeringEvent[];
  /** Of the air the exchange was heard on. */
  readonly air: AirCoverage;
}

/** So many roams of one kind are needed before they say something about an AP, a pair or a station. */
export const fewest = 2;

/** The values of each group, in the order in which the groups were met. */
export function groupBy<Key, Value>(
  values: readonly Value[],
  keyOf: (value: Value) => Key,
): ReadonlyMap<Key, readonly Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(value);
  }
  return groups;
}

export function isRoam({ context }: Judged): boolean {
  return isFt(context.exchange);
}

/** An FT roam that failed for want of a key. */
export function isWithoutKey(judged: Judged): boolean {
  return isRoam(judged) && judged.verdict.culprit === "key-distribution";
}

/** An FT roam that went well. */
export function isSoundRoam(judged: Judged): boolean {
  return isRoam(judged) && judged.verdict.kind === "sound";
}

/** The R0KH-ID that the station names, as text. */
export function holderOf({ context }: Judged): string | undefined {
  const r0khId = ftRequests(context.exchange)
    .map((request) => fteOf(request)?.r0khId)
    .find((id) => id !== undefined);
  return r0khId === undefined ? undefined : formatR0khId(r0khId);
}

/** The first piece of evidence of each of some verdicts. */
export function firstEvidence(judged: readonly Judged[], most = 4): readonly Evidence[] {
  const first = judged.slice(0, most).flatMap(({ verdict }) => verdict.evidence.slice(0, 1));
  // Several verdicts may rest on one frame: it is shown once.
  return first.filter(
    (one, i) =>
      first.findIndex((other) => isSamePlace(other, one) && other.text === one.text) === i,
  );
}

function isSamePlace(a: Evidence, b: Evidence): boolean {
  return (
    a.input === b.input &&
    a.frame === b.frame &&
    a.log === b.log &&
    a.line === b.line &&
    a.field === b.field
  );
}

/** "1 roam", "2 roams". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** "a", "a and b", "a, b and c". */
export function listing(texts: readonly string[]): string {
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} and ${last}`;
}
