import { type Refusal, refusal, refusalAfterAcceptance } from "../refusal.ts";
import {
  evidenceAt,
  evidenceOf,
  type Facts,
  type Rule,
  type RuleResult,
  roleName,
} from "../rule.ts";
import { settling } from "../settling.ts";
import { isOfLore, meaningOf } from "../status-meanings.ts";
import type { Alternative } from "../verdict.ts";

function alternatives(needs: readonly string[]): readonly Alternative[] {
  const settledBy = needs[0] ?? "the key of the network";
  return [
    {
      culprit: "station",
      rule: "station-fte-mic-wrong",
      text: "The MIC of the station's request is wrong.",
      settledBy,
    },
    {
      culprit: "key-distribution",
      rule: "target-holds-another-pmk-r1",
      text: "The MIC is right, and the target AP holds another key.",
      settledBy,
    },
  ];
}

export const refused: Rule = {
  id: "refused",
  title: "The target AP refused, and the frames do not show why",
  severity: "note",
  clauses: ["13.5", "13.7"],
  why: "A status code alone accuses nobody: the same cause has different codes with different vendors.",
  decides: "The target refused and no rule found the cause.",
  fix: ["Look into the target AP's log at the time of the refusal."],
  confirm: [],
  judge(facts): RuleResult {
    const { context, checks } = facts;
    const found = refusal(context);
    if (found === undefined) return judgeRepetition(facts);
    // What a MIC would show comes first: it decides between the two sides.
    const mics = checks.filter(
      ({ id, result }) => id === "fte-mic-request" && result === "cannot-tell",
    );
    const open = [...mics, ...checks.filter(({ result }) => result === "cannot-tell")];
    const keyMissing = meaningOf(found, "key-missing");
    const lore =
      keyMissing === undefined || isOfLore(keyMissing, context.target)
        ? undefined
        : keyMissing.lore;
    const isAboutKeys = meaningOf(found, "key-values") !== undefined;
    return {
      kind: "cannot-tell",
      concludes: true,
      summary: `The target AP refused: ${found.text}. What was captured does not show whether the request was wrong.`,
      evidence: [found.evidence, ...mics.slice(0, 1).map(evidenceOf)],
      alternatives: [
        ...(isAboutKeys && mics.length > 0 ? alternatives(mics[0]?.needs ?? []) : []),
        ...(lore === undefined
          ? []
          : [
              {
                culprit: "key-distribution" as const,
                rule: "r1-key-unknown-to-target",
                text: `The target AP has no key for the station (vendor lore: ${lore.text}; its beacons do not show whether it is one of them).`,
                settledBy: "the maker of the target AP, or ".concat(settling(facts).targetLog),
              },
            ]),
        ...(isOfList(found)
          ? [
              {
                culprit: "configuration" as const,
                rule: "station-denied-at-target",
                text: "The target AP is configured not to serve this station (ACL): hostapd refuses with this status then.",
                settledBy: settling(facts).targetLog,
              },
            ]
          : []),
      ],
      missing: [
        ...new Set(open.slice(0, 4).flatMap((check) => check.needs ?? [])),
        settling(facts).targetLog,
      ].slice(0, 4),
    };
  },
};

/** How hostapd answers over the air when a list of stations keeps the station out (ieee802_11.c). */
function isOfList({ sighting, status }: Refusal): boolean {
  return sighting.role === "ft-authentication-response" && status === 1;
}

/** A station that missed the acceptance asks again, and its target may not know what to make of that. */
function judgeRepetition(facts: Facts): RuleResult {
  const { context } = facts;
  const repetition = refusalAfterAcceptance(context);
  if (context.outcome !== "refused" || repetition === undefined) {
    return { kind: "not-applicable", because: "nothing was refused" };
  }
  const { accepted, refused: repeated } = repetition;
  const { targetLog, stationLog } = settling(facts);
  return {
    kind: "cannot-tell",
    concludes: true,
    summary: `The target AP accepted the station (frame ${accepted.air.frame}), the station asked again, and then the target AP refused it: ${repeated.text}. Why it asked again, and why it was refused then, cannot be told.`,
    evidence: [
      evidenceAt(accepted, { field: "Status Code", seen: "0", text: roleName(accepted.role) }),
      repeated.evidence,
    ],
    alternatives: [
      {
        culprit: "radio",
        text: "The station did not receive the acceptance.",
        settledBy: stationLog,
      },
      {
        culprit: "target-ap",
        text: "The target AP should have answered a repeated request as it had answered the first.",
        settledBy: targetLog,
      },
    ],
    missing: [targetLog, stationLog],
  };
}
