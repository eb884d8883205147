import type { Finding } from "./analysis.ts";

/** What was dropped to stay within bounds. */
export interface Evictions {
  readonly stations: number;
  readonly bsss: number;
  readonly exchanges: number;
  /** First frames of addresses that came by the thousand in a second. */
  readonly strangers: number;
}

/** More parties or attempts than are remembered: what was dropped is said, since nothing is said of it. */
export function limitFindings({
  stations,
  bsss,
  exchanges,
  strangers,
}: Evictions): readonly Finding[] {
  if (stations + bsss + exchanges + strangers === 0) return [];
  return [
    {
      rule: "more-than-is-remembered",
      severity: "note",
      culprit: "undetermined",
      summary: `More was heard than is remembered, as in a flood of invented addresses: ${stations} stations, ${bsss} BSSs and ${exchanges} attempts made room for later ones, and the only frames of ${strangers} addresses were not looked at. Dropped were those idle longest, first of those to which nobody had answered; nothing is said of these attempts.`,
      evidence: [],
    },
  ];
}
