import { associationRequests, ftResponses } from "../../exchange/exchange.ts";
import { statusOf } from "../../exchange/sighting.ts";
import { refusal } from "../refusal.ts";
import { restartSign } from "../restart-sign.ts";
import type { Rule, RuleResult } from "../rule.ts";

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
  judge({ context }): RuleResult {
    const refused = refusal(context.exchange);
    const answer = ftResponses(context.exchange).findLast((response) => statusOf(response) === 0);
    const [request] = associationRequests(context.exchange);
    if (refused?.step !== "association-request" || answer === undefined || request === undefined) {
      return {
        kind: "not-applicable",
        because: "no refusal after an accepting answer was captured",
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
    return {
      kind: "fault",
      culprit: "target-ap",
      confidence: "probable",
      summary: `The target AP ${sign.text} between its answer and the reassociation request, and then knew nothing of the station.`,
      evidence: [sign.evidence, refused.evidence],
      alternatives: [
        {
          culprit: "station",
          rule: "station-deadline-missed",
          text: "The station may also have come after the reassociation deadline.",
          settledBy: "the key of the network (the deadline stands in message 3)",
        },
      ],
    };
  },
};
