import type { Check } from "../../exchange/check.ts";
import { associationRequests, ftResponses } from "../../exchange/exchange.ts";
import { isAgreement } from "../../exchange/sighting.ts";
import { refusal } from "../refusal.ts";
import { restartSign } from "../restart-sign.ts";
import { checksOn, evidenceOf, type Rule, type RuleResult, stationSecond } from "../rule.ts";
import { settling } from "../settling.ts";
import { hasOwnReason, meaningOf } from "../status-meanings.ts";
import type { Alternative } from "../verdict.ts";

export const targetRestarted: Rule = {
  id: "target-restarted",
  title: "The target AP lost the exchange in a restart",
  severity: "fault",
  clauses: ["13.5", "13.7"],
  why: "The target answers the FT authentication and keeps nonces and keys for the reassociation. A restart in between wipes them: it does not know the station any more.",
  decides:
    "Between the target's accepting answer and its refusal it deauthenticated everybody or its beacon timestamp (TSF) began anew.",
  fix: ["Find out why the target AP restarted at that moment (log, uptime, power, watchdog)."],
  confirm: ["The uptime of the target AP."],
  judge(facts): RuleResult {
    const { context } = facts;
    const refused = refusal(context);
    const answer = ftResponses(context.exchange).findLast(isAgreement);
    const [request] = associationRequests(context.exchange);
    if (
      refused?.step !== "association-request" ||
      hasOwnReason(refused) ||
      answer === undefined ||
      request === undefined
    ) {
      return {
        kind: "not-applicable",
        because: "no refusal after an accepting answer was captured that a restart explains",
      };
    }
    const sign = restartSign(context.target, answer.air.time, refused.sighting.air.time);
    if (sign === undefined) {
      return {
        kind: "sound",
        confidence: "probable",
        summary: "no sign of a restart",
        evidence: [],
      };
    }
    const [deadline] = checksOn(facts, ["reassociation-deadline"], stationSecond);
    return {
      kind: "fault",
      culprit: "target-ap",
      confidence: "probable",
      summary: `The target AP ${sign.text} between its answer and its refusal, as in a restart, which wipes what it knew of the station (${refused.text}).`,
      evidence: [
        sign.evidence,
        refused.evidence,
        ...(deadline?.result === "fault" ? [evidenceOf(deadline)] : []),
      ],
      alternatives: [
        ...alternativesOf(deadline, settling(facts).targetLog),
        ...(meaningOf(refused, "key-values") === undefined
          ? []
          : [
              {
                culprit: "undetermined" as const,
                rule: "refused",
                text: `The target AP knew the station all the same, and refused the values of its request (${refused.text}).`,
                settledBy: settling(facts).targetLog,
              },
            ]),
        ...sign.alternatives,
      ],
    };
  },
};

/** Whether a target that had kept its state would have taken the station. */
function alternativesOf(deadline: Check | undefined, targetLog: string): readonly Alternative[] {
  const rule = "station-deadline-missed";
  switch (deadline?.result) {
    case "sound":
      return [];
    case "fault":
      return [
        {
          culprit: "station",
          rule,
          text: `The station also came after the reassociation deadline (${deadline.seen}; ${deadline.expected}): a target that had kept its state might have refused as well.`,
          settledBy: `${targetLog}, and its uptime`,
        },
      ];
    default:
      return [
        {
          culprit: "station",
          rule,
          text: "The station may also have come after the reassociation deadline.",
          settledBy: "the key of the network (the deadline stands in message 3)",
        },
      ];
  }
}
