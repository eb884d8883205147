import type { Finding } from "../analysis.ts";
import {
  count,
  fewest,
  firstEvidence,
  groupBy,
  isRoam,
  isSoundRoam,
  isWithoutKey,
  type Judged,
  listing,
} from "./judged.ts";

/** Roams from one AP to another. */
export interface Pair {
  readonly from: string;
  readonly to: string;
  readonly roams: readonly Judged[];
  readonly sound: number;
  readonly withoutKey: readonly Judged[];
}

/** The matrix of roams by AP pair and direction, in the order in which the pairs were met. */
function pairsOf(judged: readonly Judged[]): readonly Pair[] {
  const roams = judged.filter(
    (one) =>
      isRoam(one) &&
      one.context.exchange.currentAp !== undefined &&
      one.context.exchange.currentAp !== one.context.exchange.targetAp,
  );
  const byPair = groupBy(
    roams,
    ({ context: { exchange } }) => `${exchange.currentAp} ${exchange.targetAp}`,
  );
  return [...byPair].map(([pair, ofPair]) => {
    const [from = "", to = ""] = pair.split(" ");
    return {
      from,
      to,
      roams: ofPair,
      sound: ofPair.filter(isSoundRoam).length,
      withoutKey: ofPair.filter(isWithoutKey),
    };
  });
}

/**
 * Roams that fail for want of a key between some APs and succeed between others (D39). APs between which
 * roams succeed belong together. What fails from one such group to another is counted over all pairs of
 * the two, since every pair may have been tried once only; where that tells no more than pairs would, and
 * inside a group, the pairs are named with their direction.
 */
export function partitions(judged: readonly Judged[]): readonly Finding[] {
  const pairs = pairsOf(judged);
  const working = pairs.filter(
    ({ sound, withoutKey }) => withoutKey.length === 0 && sound >= fewest,
  );
  if (working.length === 0) return [];
  const soundRoams = working.reduce((sum, { sound }) => sum + sound, 0);
  const elsewhere = `${soundRoams} of ${soundRoams} between other APs did`;
  const failing = pairs.filter(({ sound, withoutKey }) => sound === 0 && withoutKey.length > 0);
  const groups = groupsOf(pairs);
  const groupOfAp = new Map(groups.flatMap((group, i) => group.map((ap) => [ap, i] as const)));
  const groupOf = (ap: string) => groupOfAp.get(ap) ?? -1;
  const byPair = new Map(pairs.map((pair) => [`${pair.from} ${pair.to}`, pair]));
  const crossings = [
    ...groupBy(failing, ({ from, to }) => `${groupOf(from)} ${groupOf(to)}`).values(),
  ].filter(
    (crossing) =>
      crossing.some(({ from, to }) => groupOf(from) !== groupOf(to)) &&
      crossing.flatMap(({ withoutKey }) => withoutKey).length >= fewest,
  );
  const isBoundary =
    groups.some((group) => group.length > 1) &&
    new Set(crossings.flat().flatMap(({ from, to }) => [from, to])).size > 2;
  const crossing = new Set(isBoundary ? crossings.flat() : []);
  return [
    ...(isBoundary ? crossings : []).map((ofCrossing) => {
      const [first] = ofCrossing as [Pair, ...Pair[]];
      const failed = ofCrossing.flatMap(({ withoutKey }) => withoutKey);
      const from = listing(groups[groupOf(first.from)] ?? [first.from]);
      const to = listing(groups[groupOf(first.to)] ?? [first.to]);
      return finding(
        failed,
        `0 of ${count(failed.length, "roam")} from ${from} to ${to} succeeded, for want of a key; ${elsewhere}: the APs fall into groups, and the key distribution does not reach from one to the other (FlexConnect group, site tag, mobility domain, R0KH list).`,
      );
    }),
    ...failing
      .filter((pair) => !crossing.has(pair) && pair.withoutKey.length >= fewest)
      .map(({ from, to, withoutKey }) => {
        const back = byPair.get(`${to} ${from}`);
        const reverse =
          back !== undefined && back.sound > 0
            ? ` (${back.sound} of ${back.roams.length} the other way did)`
            : "";
        return finding(
          withoutKey,
          `0 of ${count(withoutKey.length, "roam")} from ${from} to ${to} succeeded, for want of a key${reverse}; ${elsewhere}: the key distribution does not reach across this pair in this direction.`,
        );
      }),
  ];
}

function finding(failed: readonly Judged[], summary: string): Finding {
  return {
    rule: "key-distribution-partitioned",
    severity: "warning",
    culprit: "key-distribution",
    summary,
    evidence: firstEvidence(failed),
  };
}

/** APs that successful roams join, each group in order of address. */
function groupsOf(pairs: readonly Pair[]): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const { from, to, sound } of pairs) {
    for (const ap of [from, to]) if (!groups.has(ap)) groups.set(ap, [ap]);
    const [one, other] = [groups.get(from), groups.get(to)] as [string[], string[]];
    if (sound === 0 || one === other) continue;
    // The smaller one joins: no AP moves often.
    const [small, large] = one.length < other.length ? [one, other] : [other, one];
    for (const ap of small) {
      large.push(ap);
      groups.set(ap, large);
    }
  }
  return [...new Set(groups.values())].map((group) => group.toSorted());
}
