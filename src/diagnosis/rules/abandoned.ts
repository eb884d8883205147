import { ftResponses, isFt } from "../../exchange/exchange.ts";
import { isAcknowledged, statusOf } from "../../exchange/sighting.ts";
import { evidenceAt, evidenceOf, type Rule, type RuleResult, roleName } from "../rule.ts";

export const abandoned: Rule = {
  id: "abandoned",
  title: "The target AP agreed, and no reassociation request was captured",
  severity: "note",
  clauses: ["13.5", "13.7"],
  why: "A station that finds fault with the answer, or never receives it, goes away without a word; a recorder on one channel may simply not have heard what followed.",
  decides:
    "The target's answer had status 0, no reassociation request followed in the capture, and no rule found fault with the answer.",
  fix: ["Look into the station's log at that time."],
  confirm: ["A second recorder on the target AP's channel."],
  judge({ context, checks }): RuleResult {
    if (context.outcome !== "abandoned") {
      return { kind: "not-applicable", because: "the exchange went on" };
    }
    const answer = ftResponses(context.exchange).findLast((response) => statusOf(response) === 0);
    const open = checks.filter((check) => check.result === "cannot-tell");
    return {
      kind: "cannot-tell",
      concludes: true,
      summary: isFt(context.exchange)
        ? "The target AP agreed to the roam, and no reassociation request of the station was captured. Nothing in the answer is wrong as far as it can be judged."
        : "The AP answered the authentication, and no association request of the station was captured.",
      evidence: [
        ...(answer === undefined
          ? []
          : [
              evidenceAt(answer, {
                field: "Status Code",
                seen: "0",
                text: `${roleName(answer.role)}${isAcknowledged(answer) ? ", acknowledged by the station" : ", no ACK captured"}`,
              }),
            ]),
        ...open
          .filter(({ id }) => id === "pmkr0name")
          .slice(0, 1)
          .map(evidenceOf),
      ],
      alternatives: [
        {
          culprit: "station",
          text: "The station gave up by itself.",
          settledBy: "the station's log",
        },
        {
          culprit: "radio",
          text: "The station did not receive the answer.",
          settledBy: "a second recorder near the station",
        },
        {
          culprit: "capture",
          text: "The recorder missed the rest.",
          settledBy: "a second recorder on the target AP's channel",
        },
      ],
      missing: ["the station's log at that time", "a second recorder on the target AP's channel"],
    };
  },
};
