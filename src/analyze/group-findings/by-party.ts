import type { Finding } from "../analysis.ts";
import {
  count,
  fewest,
  firstEvidence,
  groupBy,
  holderOf,
  isRoam,
  isSoundRoam,
  isWithoutKey,
  type Judged,
  listing,
} from "./judged.ts";

/** Targets that had no key for any of several stations: the fault is not in one station's key. */
export function refusingTargets(judged: readonly Judged[]): readonly Finding[] {
  return [...groupBy(judged.filter(isRoam), ({ context }) => context.exchange.targetAp)].flatMap(
    ([target, ofTarget]) => {
      const noKey = ofTarget.filter(isWithoutKey);
      const byStation = groupBy(noKey, ({ context }) => context.exchange.station);
      const hasSucceeded = ofTarget.some(({ context }) => context.outcome === "completed");
      if (hasSucceeded || byStation.size < fewest) return [];
      return [
        {
          rule: "target-refuses-every-station",
          severity: "warning" as const,
          culprit: "key-distribution" as const,
          summary: `${target} had no key for any of ${byStation.size} stations (${noKey.length} of ${ofTarget.length} roams to it failed for want of a key, none succeeded): keys do not reach this AP.`,
          evidence: firstEvidence([...byStation.values()].flatMap(([first]) => first ?? [])),
        },
      ];
    },
  );
}

/** Key holders whose keys arrive nowhere, while those of others do. */
export function holdersWithoutReach(judged: readonly Judged[]): readonly Finding[] {
  const roams = judged.filter((one) => isRoam(one) && holderOf(one) !== undefined);
  const byHolder = groupBy(roams, (one) => holderOf(one) as string);
  const soundRoams = roams.filter(isSoundRoam).length;
  return [...byHolder].flatMap(([holder, ofHolder]) => {
    const noKey = ofHolder.filter(isWithoutKey);
    const targets = new Set(noKey.map(({ context }) => context.exchange.targetAp));
    // At its own AP the key holder needs nobody.
    const arrived = ofHolder.filter(
      (one) => isSoundRoam(one) && one.context.exchange.targetAp !== one.context.holder?.bssid,
    );
    const ofOthers = soundRoams - ofHolder.filter(isSoundRoam).length;
    if (arrived.length > 0 || noKey.length < fewest || targets.size < fewest || ofOthers === 0) {
      return [];
    }
    return [
      {
        rule: "key-holder-without-reach",
        severity: "warning" as const,
        culprit: "key-distribution" as const,
        summary: `0 of ${count(noKey.length, "roam")} under keys of ${holder} (R0KH-ID) found their key at ${listing([...targets].toSorted())}; ${count(ofOthers, "roam")} under keys of other holders succeeded: what this key holder makes does not get to the other APs.`,
        evidence: firstEvidence(noKey),
      },
    ];
  });
}

/** Stations whose roams fail where those of others succeed, whatever the reason. */
export function failingStations(judged: readonly Judged[]): readonly Finding[] {
  const roams = judged.filter(isRoam);
  const byTarget = groupBy(roams, ({ context }) => context.exchange.targetAp);
  const unsoundAt = new Map(
    [...byTarget].map(([target, ofTarget]) => [
      target,
      ofTarget.filter((one) => !isSoundRoam(one)).length,
    ]),
  );
  return [...groupBy(roams, ({ context }) => context.exchange.station)].flatMap(
    ([station, own]) => {
      const faults = own.filter(({ verdict }) => verdict.kind === "fault");
      if (faults.length < fewest || own.some(isSoundRoam)) return [];
      const targets = [...new Set(own.map(({ context }) => context.exchange.targetAp))];
      // Counted beforehand: with as many failing stations as there can be, to look at all others of each takes hours.
      const unsound = targets.reduce((sum, target) => sum + (unsoundAt.get(target) ?? 0), 0);
      if (unsound > own.length) return [];
      const others = targets
        .flatMap((target) => byTarget.get(target) ?? [])
        .filter(({ context }) => context.exchange.station !== station);
      if (others.length < fewest) return [];
      const byStation = groupBy(others, ({ context }) => context.exchange.station);
      return [
        {
          rule: "only-this-station",
          severity: "note" as const,
          culprit: "undetermined" as const,
          summary: `0 of ${count(own.length, "roam")} of ${station} succeeded; ${others.length} of ${others.length} of ${byStation.size === 1 ? "another station" : `${byStation.size} other stations`} to the same APs did: what fails belongs to this station or to its key.`,
          evidence: firstEvidence(faults),
        },
      ];
    },
  );
}
