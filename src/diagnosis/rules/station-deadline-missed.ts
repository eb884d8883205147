import { associationRequests } from "../../exchange/exchange.ts";
import { evidenceIn, saidByTarget } from "../logged-transfer.ts";
import { refusal } from "../refusal.ts";
import { checksOn, evidenceOf, type Rule, type RuleResult, stationSecond } from "../rule.ts";
import { settling } from "../settling.ts";
import { hasOwnReason } from "../status-meanings.ts";

export const stationDeadlineMissed: Rule = {
  id: "station-deadline-missed",
  title: "The station came after the reassociation deadline",
  severity: "fault",
  clauses: ["13.5"],
  why: "The target keeps the prepared keys only until the deadline that message 3 of the initial association announced. After it, it may know nothing of the station any more.",
  decides:
    "The deadline was read from the decrypted message 3 and is not 0, the request came later than that after the target's answer, and the target refused it after that. Without the deadline there is no verdict: a late request that is accepted is no fault. A log of the target that gives the deadline as its reason makes it proven.",
  fix: [
    "Find out what the station does between the two frames (scanning, power save).",
    "A longer reassociation deadline on the APs hides the delay.",
  ],
  confirm: ["The station's log between the two frames."],
  judge(facts): RuleResult {
    const [late] = checksOn(facts, ["reassociation-deadline"], stationSecond).filter(
      (check) => check.result === "fault",
    );
    const refused = refusal(facts.context);
    if (late === undefined) {
      return { kind: "not-applicable", because: "no request after a known deadline" };
    }
    const said = saidByTarget(facts, "reassoc-too-late");
    if (refused?.step !== "association-request" || (hasOwnReason(refused) && said === undefined)) {
      return {
        kind: "sound",
        confidence: "proven",
        summary: "late, but not refused for that",
        evidence: [evidenceOf(late)],
      };
    }
    const request = associationRequests(facts.context.exchange).find(
      ({ air }) => air.input === late.input && air.frame === late.frame,
    );
    if (request !== undefined && refused.sighting.air.time < request.air.time) {
      return {
        kind: "sound",
        confidence: "proven",
        summary: "the refusal came before the late request",
        evidence: [evidenceOf(late), refused.evidence],
      };
    }
    const summary = `The station sent its request ${late.seen} after the target's answer; ${late.expected} are allowed. The target AP refused it (${refused.text}).`;
    if (said !== undefined) {
      return {
        kind: "fault",
        culprit: "station",
        confidence: "proven",
        summary: `${summary} The target's log gives the deadline as the reason.`,
        evidence: [evidenceOf(late), refused.evidence, evidenceIn(said)],
      };
    }
    return {
      kind: "fault",
      culprit: "station",
      confidence: "probable",
      summary,
      evidence: [evidenceOf(late), refused.evidence],
      alternatives: [
        {
          culprit: "target-ap",
          text: "The target AP lost the exchange for another reason.",
          settledBy: settling(facts).targetLog,
        },
      ],
    };
  },
};
