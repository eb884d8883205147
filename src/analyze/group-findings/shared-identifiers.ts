import { formatHex } from "../../bytes/octets.ts";
import { associationResponses, ftResponses, isFt } from "../../exchange/exchange.ts";
import { formatR0khId, fteOf } from "../../exchange/facts.ts";
import type { Sighting } from "../../exchange/sighting.ts";
import type { Finding } from "../analysis.ts";
import { count, firstEvidence, holderOf, isWithoutKey, type Judged, listing } from "./judged.ts";

/**
 * Key holder identifiers that several APs claim (B3). One R0KH-ID for all APs is normal where a controller
 * holds the keys, and one R1KH-ID where an AP has several BSSIDs; where APs fetch keys from each other the
 * name must lead to one of them. It is told only when roams under the name fail for want of a key.
 */
export function sharedIdentifiers(judged: readonly Judged[]): readonly Finding[] {
  const holders = new Map<string, Map<string, Sighting>>();
  const targets = new Map<string, Map<string, Sighting>>();
  for (const { context } of judged) {
    const { exchange } = context;
    const answers = [...associationResponses(exchange), ...ftResponses(exchange)];
    for (const answer of answers) {
      const fte = fteOf(answer);
      if (fte?.r1khId !== undefined) claim(targets, formatHex(fte.r1khId), answer);
      if (fte?.r0khId !== undefined && !isFt(exchange)) {
        claim(holders, formatR0khId(fte.r0khId), answer);
      }
    }
  }
  const noKey = judged.filter(isWithoutKey);
  return [
    ...[...holders].flatMap(([name, claims]) => {
      const failed = noKey.filter((one) => holderOf(one) === name);
      return toFinding(name, claims, {
        rule: "r0kh-id-shared",
        field: "R0KH-ID",
        failed,
        text: `${count(failed.length, "roam")} under keys of that holder failed for want of a key. Where a controller holds all keys this is normal; where APs fetch keys from each other (hostapd: nas_identifier and r0kh lists) each needs a name of its own, or targets ask the wrong one`,
      });
    }),
    ...[...targets].flatMap(([id, claims]) => {
      const failed = noKey.filter(({ context }) => claims.has(context.exchange.targetAp));
      return toFinding(id, claims, {
        rule: "r1kh-id-shared",
        field: "R1KH-ID",
        failed,
        text: `${count(failed.length, "roam")} to them failed for want of a key. BSSIDs of one AP may share it; where keys are fetched (hostapd: r1_key_holder and r1kh lists) two APs must not, or the key goes to the wrong one`,
      });
    }),
  ];
}

function claim(map: Map<string, Map<string, Sighting>>, id: string, answer: Sighting): void {
  const claims = map.get(id) ?? new Map<string, Sighting>();
  map.set(id, claims);
  if (!claims.has(answer.sender)) claims.set(answer.sender, answer);
}

function toFinding(
  id: string,
  claims: ReadonlyMap<string, Sighting>,
  {
    rule,
    field,
    failed,
    text,
  }: {
    readonly rule: string;
    readonly field: string;
    readonly failed: readonly Judged[];
    readonly text: string;
  },
): readonly Finding[] {
  if (claims.size < 2 || failed.length === 0) return [];
  return [
    {
      rule,
      severity: "warning",
      culprit: "configuration",
      summary: `${listing([...claims.keys()].toSorted())} all name ${id} as ${field}; ${text}.`,
      evidence: [
        ...[...claims.values()].slice(0, 3).map(({ air }) => ({
          input: air.input,
          frame: air.frame,
          field,
          seen: id,
          text: "the AP names it as its own",
        })),
        ...firstEvidence(failed, 2),
      ],
    },
  ];
}
