import type { ExchangeContext } from "../../exchange/context.ts";
import { associationRequests } from "../../exchange/exchange.ts";
import type { Sighting } from "../../exchange/sighting.ts";
import { refusal } from "../refusal.ts";
import type { Rule, RuleResult } from "../rule.ts";
import { meaningOf } from "../status-meanings.ts";

export const refusedByPolicy: Rule = {
  id: "refused-by-policy",
  title: "The target AP refused for load or by policy",
  severity: "fault",
  clauses: ["13.5", "13.7"],
  why: "The exchange itself is right; the target does not want this station now. A station that is sent back and forth loses its connection all the same.",
  decides:
    "The target refused with a status that means load, signal, steering, an external service or memory (17, 34, 82, 92, 93).",
  fix: [
    "Look at load balancing, band steering, minimum signal and client limits of the target AP.",
  ],
  confirm: ["The target AP's log says which limit was reached."],
  judge({ context }): RuleResult {
    const refused = refusal(context);
    if (refused === undefined || meaningOf(refused, "policy") === undefined) {
      return { kind: "not-applicable", because: "no refusal for load or by policy" };
    }
    if (refused.step === "association-request" && mayHaveAccepted(context, refused.sighting)) {
      return {
        kind: "not-applicable",
        because: "the target may have accepted the station unseen, and refused a repeated request",
      };
    }
    return {
      kind: "fault",
      culprit: "target-ap",
      confidence: "probable",
      summary: `The target AP refused for load or by policy, not for anything in the FT exchange: ${refused.text}.`,
      evidence: [refused.evidence],
      alternatives: [
        {
          culprit: "configuration",
          text: "A limit or a steering policy is set too tight.",
          settledBy: "the configuration of the target AP",
        },
      ],
    };
  },
};

/**
 * A slow target accepts a station and refuses the request that the station had repeated meanwhile. Frames of its may have
 * been missed before the refusal, or data went between the two.
 */
function mayHaveAccepted({ exchange, target }: ExchangeContext, refusing: Sighting): boolean {
  const { uplink, downlink } = exchange;
  if (uplink.frames > 0 || downlink.frames > 0) return true;
  const [request, ...repeated] = associationRequests(exchange);
  if (request === undefined) return true;
  return (
    repeated.length > 0 &&
    target?.numbers.between(request.air.time, refusing.air.time)?.missed !== 0
  );
}
