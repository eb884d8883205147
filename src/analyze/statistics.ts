/** Standard normal quantile of a two-sided 95 % interval. */
const z95 = 1.959964;

export interface Proportion {
  readonly hits: number;
  readonly of: number;
  /** 95 % interval of the share (Wilson 1927): honest also where all or none of a few hit. */
  readonly low: number;
  readonly high: number;
}

/** A share with its uncertainty; of nothing, everything is possible. */
export function proportionOf(hits: number, of: number): Proportion {
  if (of === 0) return { hits, of, low: 0, high: 1 };
  const share = hits / of;
  const spread = 1 + z95 ** 2 / of;
  const middle = (share + z95 ** 2 / (2 * of)) / spread;
  const half = (z95 / spread) * Math.sqrt((share * (1 - share)) / of + (z95 / (2 * of)) ** 2);
  // All and none are exact ends, which rounding must not move.
  return {
    hits,
    of,
    low: hits === 0 ? 0 : Math.max(0, middle - half),
    high: hits === of ? 1 : Math.min(1, middle + half),
  };
}

/**
 * Fisher's exact test, two-sided: how often two shares of one population would differ as much or
 * more by chance (sum over all tables with the same margins that are not likelier than this one).
 */
export function fisherExact(
  a: { readonly hits: number; readonly of: number },
  b: { readonly hits: number; readonly of: number },
): number {
  const hits = a.hits + b.hits;
  const total = a.of + b.of;
  const logFactorials = logFactorialsUpTo(total);
  const logChoose = (n: number, k: number) =>
    (logFactorials[n] as number) - (logFactorials[k] as number) - (logFactorials[n - k] as number);
  const logOf = (x: number) =>
    logChoose(a.of, x) + logChoose(b.of, hits - x) - logChoose(total, hits);
  const observed = logOf(a.hits);
  // Tables of equal probability must not be told apart by rounding.
  const tolerance = 1e-9;
  let p = 0;
  for (let x = Math.max(0, hits - b.of); x <= Math.min(a.of, hits); x++) {
    const log = logOf(x);
    if (log <= observed + tolerance) p += Math.exp(log);
  }
  return Math.min(1, p);
}

function logFactorialsUpTo(n: number): readonly number[] {
  const logs = [0];
  for (let i = 1; i <= n; i++) logs.push((logs[i - 1] as number) + Math.log(i));
  return logs;
}

/** Beyond so many values the normal approximation is as good, and exact counting is slow. */
const mostExact = 60;

/**
 * Wilcoxon's rank-sum test (Mann and Whitney 1947), two-sided, ties by mid-ranks: how often two
 * samples of one population would lie as far apart or further. Exact for small samples.
 */
export function rankSumTest(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 1;
  // Doubled, mid-ranks are whole numbers.
  const doubledRanks = doubledMidRanks([...a, ...b]);
  const observed = doubledRanks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0);
  const mean = a.length * (a.length + b.length + 1);
  const distance = Math.abs(observed - mean);
  return a.length + b.length <= mostExact
    ? exactTail(doubledRanks, a.length, mean, distance)
    : normalTail(doubledRanks, a.length, distance);
}

function doubledMidRanks(values: readonly number[]): readonly number[] {
  const order = values.map((value, place) => ({ value, place })).sort((x, y) => x.value - y.value);
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && order[end]?.value === order[start]?.value) end++;
    for (const { place } of order.slice(start, end)) ranks[place] = start + 1 + end;
    start = end;
  }
  return ranks;
}

/** Of all ways to choose `size` of the ranks, the share whose sum is as far from the mean. */
function exactTail(ranks: readonly number[], size: number, mean: number, distance: number): number {
  const ways: Map<number, number>[] = Array.from({ length: size + 1 }, () => new Map());
  ways[0]?.set(0, 1);
  for (const rank of ranks) {
    for (let chosen = size; chosen >= 1; chosen--) {
      for (const [sum, number] of ways[chosen - 1] as Map<number, number>) {
        const into = ways[chosen] as Map<number, number>;
        into.set(sum + rank, (into.get(sum + rank) ?? 0) + number);
      }
    }
  }
  let all = 0;
  let far = 0;
  for (const [sum, number] of ways[size] as Map<number, number>) {
    all += number;
    if (Math.abs(sum - mean) >= distance) far += number;
  }
  return far / all;
}

function normalTail(doubledRanks: readonly number[], size: number, distance: number): number {
  const total = doubledRanks.length;
  const other = total - size;
  const counts = new Map<number, number>();
  for (const rank of doubledRanks) counts.set(rank, (counts.get(rank) ?? 0) + 1);
  const ties = [...counts.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
  const variance = ((size * other) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (variance <= 0) return 1;
  // Half a rank of continuity correction; the distance is of doubled ranks.
  const z = Math.max(0, distance / 2 - 0.5) / Math.sqrt(variance);
  return Math.min(1, 2 * upperTail(z));
}

/** Of the standard normal distribution; Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * z);
  const sum =
    t *
    (0.319_381_53 +
      t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}
