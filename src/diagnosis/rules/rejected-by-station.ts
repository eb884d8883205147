import { associationResponses } from "../../exchange/exchange.ts";
import { stationRejection } from "../../exchange/outcome.ts";
import { evidenceAt, evidenceOf, type Rule, type RuleResult, roleName } from "../rule.ts";
import { settling } from "../settling.ts";

export const rejectedByStation: Rule = {
  id: "rejected-by-station",
  title: "The station turned down an accepting answer, and the frames do not show why",
  severity: "note",
  clauses: ["13.7"],
  why: "A station that finds MIC, RSNE, nonces or group keys of the answer wrong leaves at once. Which of them it was stands in no frame; with the key it can be recomputed.",
  decides: "The answer had status 0, the station left at once, and no rule found the cause.",
  fix: [
    "Give the key of the network: the MIC and the group keys of the answer can then be judged.",
  ],
  confirm: ["The station's log at that time."],
  judge({ context, checks }): RuleResult {
    if (context.outcome !== "rejected-by-station") {
      return { kind: "not-applicable", because: "the station did not turn the answer down" };
    }
    const leave = stationRejection(context.exchange);
    const answer = associationResponses(context.exchange).at(-1);
    const open = checks.filter((check) => check.result === "cannot-tell");
    return {
      kind: "cannot-tell",
      concludes: true,
      summary: `The target AP accepted (frame ${answer?.air.frame}), but the station left at once${leave === undefined ? " without a word" : ` with a ${roleName(leave.role)}`}: it did not like something in the answer.`,
      evidence: [
        ...(leave?.role === "deauthentication" || leave?.role === "disassociation"
          ? [
              evidenceAt(leave, {
                field: "Reason Code",
                seen: String(leave.body.reason),
                text: roleName(leave.role),
              }),
            ]
          : []),
        ...open
          .filter(({ id }) => id === "fte-mic-response")
          .slice(0, 1)
          .map(evidenceOf),
      ],
      missing: [
        ...new Set(
          [...open.filter(({ id }) => id === "fte-mic-response"), ...open]
            .slice(0, 3)
            .flatMap((check) => check.needs ?? []),
        ),
        settling(context).stationLog,
      ],
    };
  },
};
