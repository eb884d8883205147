import type { Finding } from "./analysis.ts";
import {
  failingStations,
  holdersWithoutReach,
  refusingTargets,
} from "./group-findings/by-party.ts";
import {
  coldFirstRoams,
  negativeCaches,
  sinceKeyAge,
  sinceRestart,
} from "./group-findings/by-time.ts";
import { adaptiveAps, backOffs, notTried, oldPaths } from "./group-findings/choices.ts";
import type { Judged } from "./group-findings/judged.ts";
import { partitions } from "./group-findings/partition.ts";
import { sharedIdentifiers } from "./group-findings/shared-identifiers.ts";
import { steeredRoams } from "./group-findings/steering.ts";

export type { Judged } from "./group-findings/judged.ts";

const findings = [
  partitions,
  refusingTargets,
  holdersWithoutReach,
  failingStations,
  sinceRestart,
  sinceKeyAge,
  negativeCaches,
  coldFirstRoams,
  sharedIdentifiers,
  steeredRoams,
  notTried,
  backOffs,
  oldPaths,
  adaptiveAps,
] as const;

/** What several exchanges show together and none alone. */
export function groupFindings(judged: readonly Judged[]): readonly Finding[] {
  return findings.flatMap((find) => find(judged));
}
