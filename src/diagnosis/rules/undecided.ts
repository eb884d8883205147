import { evidenceAt, type Rule, type RuleResult, roleName } from "../rule.ts";

export const undecided: Rule = {
  id: "undecided",
  title: "Too little of the exchange was captured",
  severity: "note",
  clauses: [],
  why: "Frames that were not captured prove nothing.",
  decides: "No other rule can say anything.",
  fix: ["Capture both APs' channels from before the roam until after it."],
  confirm: [],
  judge({ context }): RuleResult {
    const { sightings } = context.exchange;
    return {
      kind: "cannot-tell",
      concludes: true,
      culprit: "capture",
      summary: "Too little of the exchange was captured to judge it.",
      evidence: sightings
        .slice(0, 3)
        .map((sighting) =>
          evidenceAt(sighting, { field: "Subtype", text: roleName(sighting.role) }),
        ),
      missing: ["a capture that covers the target AP's channel during the whole exchange"],
    };
  },
};
