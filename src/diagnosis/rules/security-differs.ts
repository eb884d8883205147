import { rsneWithDefaults } from "../../elements/rsne.ts";
import { ftRequests } from "../../exchange/exchange.ts";
import { rsneOf } from "../../exchange/facts.ts";
import { akmName, cipherName } from "../../spec/suites.ts";
import { refusal } from "../refusal.ts";
import { evidenceAt, type Rule, type RuleResult } from "../rule.ts";
import { settling } from "../settling.ts";

export const securityDiffers: Rule = {
  id: "security-differs",
  title: "Current AP and target AP use different AKMs or pairwise ciphers",
  severity: "fault",
  clauses: ["13.5", "9.4.2.24"],
  why: "The key of a roam belongs to the AKM and the pairwise cipher of the initial association; a target that offers others cannot use it and refuses (status 42 or 43, or 53 because it knows no such key).",
  decides:
    "The station's FT request asks for another AKM or pairwise cipher than its initial association used, it asks for what the target offers, and the target refused.",
  fix: ["Give all APs of the mobility domain the same AKMs and pairwise ciphers."],
  confirm: ["Compare the RSNE in the beacons of both APs."],
  judge(facts): RuleResult {
    const { context } = facts;
    const [request] = ftRequests(context.exchange);
    const asked = rsneOf(request);
    const session = context.link?.session;
    if (request === undefined || asked === undefined || session === undefined) {
      return {
        kind: "not-applicable",
        because: "the FT request or the initial association was not captured",
      };
    }
    const { akms, pairwiseCiphers } = rsneWithDefaults(asked);
    const changes: { field: string; seen: string; expected: string }[] = [];
    const akm = akms.length === 1 ? akms[0] : undefined;
    if (akm !== undefined && session.akm !== undefined && akm !== session.akm) {
      changes.push({ field: "AKM", seen: akmName(akm), expected: akmName(session.akm) });
    }
    const cipher = pairwiseCiphers.length === 1 ? pairwiseCiphers[0] : undefined;
    if (
      cipher !== undefined &&
      session.pairwiseCipher !== undefined &&
      cipher !== session.pairwiseCipher
    ) {
      changes.push({
        field: "pairwise cipher",
        seen: cipherName(cipher),
        expected: cipherName(session.pairwiseCipher),
      });
    }
    const offered = (context.target?.configurations ?? [])
      .map((configuration) => configuration.rsne)
      .filter((rsne) => rsne !== undefined)
      .map(rsneWithDefaults);
    const targetOffersOld = offered.some(
      (offer) =>
        (session.akm === undefined || offer.akms.includes(session.akm)) &&
        (session.pairwiseCipher === undefined ||
          offer.pairwiseCiphers.includes(session.pairwiseCipher)),
    );
    const refused = refusal(context);
    if (changes.length === 0 || refused === undefined || targetOffersOld) {
      return {
        kind: "sound",
        confidence: "proven",
        summary: "the same AKM and cipher as before",
        evidence: [],
      };
    }
    const [change] = changes;
    const isTied = context.link?.isTied === "yes";
    return {
      kind: "fault",
      culprit: "configuration",
      confidence: offered.length > 0 && isTied ? "proven" : "probable",
      summary: `The station's key was made for ${change?.field} ${change?.expected}; the target AP offers ${change?.seen}: the key cannot be used there.`,
      evidence: [
        ...changes.map((difference) =>
          evidenceAt(request, {
            ...difference,
            text: "FT request against the initial association",
          }),
        ),
        refused.evidence,
      ],
      alternatives: [
        {
          culprit: "station",
          text: "If the difference is wanted, the station should have associated anew instead of trying FT.",
          settledBy: "the intended configuration of the two APs",
        },
        ...(isTied
          ? []
          : [
              {
                culprit: "capture" as const,
                text: "The station has associated anew since, and the recorder missed that: then its key is another.",
                settledBy: settling(facts).stationLog,
              },
            ]),
      ],
    };
  },
};
