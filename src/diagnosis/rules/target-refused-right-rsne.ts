import { rsneWithDefaults } from "../../elements/rsne.ts";
import { rsneOf } from "../../exchange/facts.ts";
import type { Sighting } from "../../exchange/sighting.ts";
import { rsneRefusal } from "../rsne-refusal.ts";
import { evidenceAt, type Facts, type Rule, type RuleResult } from "../rule.ts";
import { settling } from "../settling.ts";

/** Cipher or AKM may be refused because the key was made for another one, although the target offers both. */
const keyStatuses: ReadonlySet<number> = new Set([42, 43, 72]);

/** These may mean something that a beacon does not show: another element, a capability, the PMKID list. */
const vagueStatuses: ReadonlySet<number> = new Set([40, 45, 72]);

export const targetRefusedRightRsne: Rule = {
  id: "target-refused-right-rsne",
  title: "The target AP refuses the security that it offers",
  severity: "fault",
  clauses: ["13.5", "13.7", "9.4.2.24"],
  why: "The station asked for the AKM, the ciphers and the management frame protection that the target's beacon offers, and for those its key was made for; the target refused them all the same.",
  decides:
    "The target refused with a status about the RSNE (31, 40 to 46 or 72) although all its beacons offer what the request asks for, and the key of the initial association was made for it.",
  fix: [
    "Compare the security that is configured on the target AP with what its beacon announces; restart or update the AP when they differ.",
  ],
  confirm: ["The debug log of the target AP says which field of the RSNE it refused."],
  judge(facts): RuleResult {
    const found = rsneRefusal(facts);
    if (found === undefined) {
      return { kind: "not-applicable", because: "nothing was refused for the RSNE" };
    }
    const { refused, offer } = found;
    if (offer.kind === "another") {
      return {
        kind: "sound",
        confidence: "proven",
        summary: "the target AP does not offer what it refused",
        evidence: [],
      };
    }
    const missing = offer.kind === "not-known" ? offer.missing : keyNeeds(facts, refused.status);
    if (offer.kind === "not-known" || missing.length > 0) {
      return {
        kind: "cannot-tell",
        summary: `Whether the target AP was right to refuse cannot be told (${refused.text}).`,
        evidence: [refused.evidence],
        missing,
      };
    }
    if (!isOfKey(facts, offer.request)) {
      return {
        kind: "not-applicable",
        because: "the key of the station was made for another AKM or cipher",
      };
    }
    const isVague = vagueStatuses.has(refused.status);
    return {
      kind: "fault",
      culprit: "target-ap",
      confidence: isVague ? "possible" : "probable",
      summary: `The target AP refused the RSNE of the station (${refused.text}), which asks for what its beacon offers.`,
      evidence: [
        refused.evidence,
        evidenceAt(offer.request, { field: "RSNE", text: "what the station asks for" }),
        {
          input: offer.beacon.first.input,
          frame: offer.beacon.first.frame,
          field: "RSNE",
          text: "the target AP offers it",
        },
      ],
      alternatives: [
        {
          culprit: "configuration",
          text: "A policy of the network forbids what the beacon offers.",
          settledBy: "the configuration of the target AP",
        },
        ...(isVague
          ? [
              {
                culprit: "station" as const,
                text: "Something else in the station's request is wrong.",
                settledBy: settling(facts).targetLog,
              },
            ]
          : []),
      ],
    };
  },
};

/** What must be known of the key before the target can be blamed. */
function keyNeeds({ context }: Facts, status: number): readonly string[] {
  return keyStatuses.has(status) && context.link?.isTied !== "yes"
    ? ["the initial association of the station"]
    : [];
}

function isOfKey({ context }: Facts, request: Sighting): boolean {
  const rsne = rsneOf(request);
  const session = context.link?.session;
  if (rsne === undefined || session === undefined) return true;
  const { akms, pairwiseCiphers } = rsneWithDefaults(rsne);
  return (
    (session.akm === undefined || akms.join() === session.akm) &&
    (session.pairwiseCipher === undefined || pairwiseCiphers.join() === session.pairwiseCipher)
  );
}
