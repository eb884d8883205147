import type { Finding } from "./analysis.ts";
import type { Timeline } from "./timeline.ts";

/** What was dropped to stay within bounds. */
export interface Evictions {
  readonly stations: number;
  readonly bsss: number;
  readonly exchanges: number;
}

export function evictionsOf(airs: readonly Timeline[]): Evictions {
  const sum = (numberOf: (air: Timeline) => number) =>
    airs.reduce((total, air) => total + numberOf(air), 0);
  return {
    stations: sum(({ tracker }) => tracker.stations.evicted),
    bsss: sum(({ tracker }) => tracker.bsss.evicted),
    exchanges: sum(({ evicted }) => evicted),
  };
}

/** More parties or attempts than are remembered: what was dropped is said, since nothing is said of it. */
export function limitFindings(airs: readonly Timeline[]): readonly Finding[] {
  const { stations, bsss, exchanges } = evictionsOf(airs);
  if (stations + bsss + exchanges === 0) return [];
  return [
    {
      rule: "more-than-is-remembered",
      severity: "note",
      culprit: "undetermined",
      summary: `More was heard than is remembered, as in a flood of invented addresses: ${stations} stations, ${bsss} BSSs and ${exchanges} attempts made room for later ones. Dropped were those idle longest, first of those to which nobody had answered; the document says nothing of these attempts.`,
      evidence: [],
    },
  ];
}
