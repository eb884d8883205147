import type { ExchangeReport } from "./analysis.ts";
import type { Outage, RoamReport } from "./roam-report.ts";

/** How many values there are, and where they lie. Milliseconds. */
export interface Spread {
  readonly count: number;
  readonly median: number;
  /** Only where 20 values or more make it something else than the largest. */
  readonly p95?: number;
  readonly max: number;
}

/** What is counted of a group of roams. */
export interface RoamCounts {
  readonly roams: number;
  readonly ft: number;
  readonly fellBack: number;
  readonly byMethod: Readonly<Record<string, number>>;
  readonly durationMs?: Spread;
  readonly outageMs: { readonly uplink?: Spread; readonly downlink?: Spread };
}

export interface PairStatistics extends RoamCounts {
  readonly from: string;
  readonly to: string;
  /** FT exchanges from the one to the other that were completed, and those that came to nothing. */
  readonly ftCompleted: number;
  readonly ftFailed: number;
}

export interface RoamStatistics {
  readonly all: RoamCounts;
  readonly byMethod: Readonly<Record<string, RoamCounts>>;
  /** Pairs of APs and directions between which a station roamed or tried FT. */
  readonly pairs: readonly PairStatistics[];
}

/** From so many values on the 95th percentile is not simply the largest. */
const fewestForP95 = 20;

/** Nearest-rank percentiles; undefined without values. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const max = sorted.at(-1);
  if (max === undefined) return undefined;
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] as number;
  return {
    count: sorted.length,
    median: medianOf(sorted),
    ...(sorted.length < fewestForP95 ? {} : { p95: at(0.95) }),
    max,
  };
}

function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] as number;
  return Number.isInteger(middle) ? ((sorted[middle - 1] as number) + upper) / 2 : upper;
}

export function isFtRoam({ method }: RoamReport): boolean {
  return method === "ft-over-the-air" || method === "ft-over-the-ds";
}

/** Counts and percentiles over all roams, by method and by pair of APs. */
export function roamStatistics(
  roams: readonly RoamReport[],
  exchanges: readonly ExchangeReport[],
): RoamStatistics {
  return {
    all: countsOf(roams),
    byMethod: Object.fromEntries(
      [...groupBy(roams, ({ method }) => method)].map(([method, members]) => [
        method,
        countsOf(members),
      ]),
    ),
    pairs: pairsOf(roams, exchanges),
  };
}

function countsOf(roams: readonly RoamReport[]): RoamCounts {
  const outages = (direction: keyof Outage) =>
    spreadOf(
      roams.map(({ outageMs }) => outageMs[direction]).filter((value) => value !== undefined),
    );
  const durationMs = spreadOf(roams.map((roam) => roam.durationMs));
  const [uplink, downlink] = [outages("uplink"), outages("downlink")];
  return {
    roams: roams.length,
    ft: roams.filter(isFtRoam).length,
    fellBack: roams.filter(({ fellBack }) => fellBack).length,
    byMethod: Object.fromEntries(
      [...groupBy(roams, ({ method }) => method)].map(([method, { length }]) => [method, length]),
    ),
    ...(durationMs === undefined ? {} : { durationMs }),
    outageMs: {
      ...(uplink === undefined ? {} : { uplink }),
      ...(downlink === undefined ? {} : { downlink }),
    },
  };
}

/** What became of an FT exchange; undefined where the capture does not show it. */
export function ftResult({ kind, outcome }: ExchangeReport): "completed" | "failed" | undefined {
  if (kind !== "ft-over-the-air" && kind !== "ft-over-the-ds") return undefined;
  switch (outcome) {
    case "completed":
      return "completed";
    case "not-observed":
      return undefined;
    default:
      return "failed";
  }
}

function pairsOf(
  roams: readonly RoamReport[],
  exchanges: readonly ExchangeReport[],
): readonly PairStatistics[] {
  const pairOf = (from: string, to: string) => `${from} ${to}`;
  const roamsOf = groupBy(roams, ({ from, to }) => pairOf(from, to));
  const attemptsOf = groupBy(
    exchanges.filter((exchange) => ftResult(exchange) !== undefined && exchange.currentAp !== null),
    ({ currentAp, targetAp }) => pairOf(currentAp ?? "", targetAp),
  );
  const ids = [...new Set([...roamsOf.keys(), ...attemptsOf.keys()])];
  return ids
    .map((id) => {
      const [from = "", to = ""] = id.split(" ");
      const attempts = attemptsOf.get(id) ?? [];
      const numberOf = (result: "completed" | "failed") =>
        attempts.filter((attempt) => ftResult(attempt) === result).length;
      return {
        from,
        to,
        ...countsOf(roamsOf.get(id) ?? []),
        ftCompleted: numberOf("completed"),
        ftFailed: numberOf("failed"),
      };
    })
    .sort((a, b) => b.roams - a.roams || (pairOf(a.from, a.to) < pairOf(b.from, b.to) ? -1 : 1));
}

function groupBy<Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(value);
  }
  return groups;
}
