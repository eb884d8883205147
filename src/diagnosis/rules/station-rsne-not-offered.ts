import { rsneRefusal } from "../rsne-refusal.ts";
import { evidenceAt, type Rule, type RuleResult } from "../rule.ts";

export const stationRsneNotOffered: Rule = {
  id: "station-rsne-not-offered",
  title: "The station asks for security that the target AP does not offer",
  severity: "fault",
  clauses: ["13.5", "13.7", "9.4.2.24"],
  why: "A station may only ask for an AKM, ciphers and management frame protection that the target's beacon offers; the target refuses anything else (status 31, 40 to 46 or 72).",
  decides:
    "The target refused with a status about the RSNE, and none of its beacons offers what the RSNE of the request asks for. Where the AP that the station comes from offers it, the configuration differs between the APs; otherwise the station is wrong.",
  fix: [
    "Update the station, or correct its profile for this network (AKM, ciphers, management frame protection).",
    "If the station asks for what its current AP offers: give all APs of the mobility domain the same security.",
  ],
  confirm: ["Compare the RSNE of the request with the RSNE in the target's beacon."],
  judge(facts): RuleResult {
    const found = rsneRefusal(facts);
    if (found === undefined) {
      return { kind: "not-applicable", because: "nothing was refused for the RSNE" };
    }
    const { refused, offer } = found;
    switch (offer.kind) {
      case "same":
        return {
          kind: "sound",
          confidence: "proven",
          summary: "it asks for what the target AP offers",
          evidence: [],
        };
      case "not-known":
        return {
          kind: "cannot-tell",
          summary: `Whether the target AP offers what was refused cannot be told: ${offer.because}.`,
          evidence: [refused.evidence],
          missing: offer.missing,
        };
      case "another": {
        const { request, differences, beacon, offeredBy } = offer;
        const [first] = differences;
        return {
          kind: "fault",
          culprit: offeredBy === undefined ? "station" : "configuration",
          confidence: "probable",
          summary: `${offeredBy === undefined ? "The station asks for what the target AP does not offer" : `The station asks for what ${offeredBy.bssid} offers and the target AP does not: the APs of one mobility domain are configured differently`} (${first?.field}: ${first?.seen} instead of ${first?.expected}). The target AP was right to refuse: ${refused.text}.`,
          evidence: [
            ...differences.map((difference) =>
              evidenceAt(request, { ...difference, text: "RSNE of the request" }),
            ),
            {
              input: beacon.first.input,
              frame: beacon.first.frame,
              field: "RSNE",
              text: "what the target AP offers",
            },
            ...(offeredBy?.configurations.slice(-1) ?? []).map(({ first: { input, frame } }) => ({
              input,
              frame,
              field: "RSNE",
              text: `${offeredBy?.bssid} offers what the station asks for`,
            })),
            refused.evidence,
          ],
          alternatives: [
            offeredBy === undefined
              ? {
                  culprit: "configuration",
                  text: "The target AP should offer what the station asks for, as the other APs of the mobility domain do.",
                  settledBy: "the intended configuration of the APs",
                }
              : {
                  culprit: "station",
                  text: "The station should have seen that the target AP offers something else, and associated anew instead of trying FT.",
                  settledBy: "the intended configuration of the APs",
                },
          ],
        };
      }
      default: {
        const never: never = offer;
        return never;
      }
    }
  },
};
