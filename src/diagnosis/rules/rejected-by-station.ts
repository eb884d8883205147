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
  judge(facts): RuleResult {
    const { context, checks } = facts;
    if (context.outcome !== "rejected-by-station") {
      return { kind: "not-applicable", because: "the station did not turn the answer down" };
    }
    const leave = stationRejection(context.exchange);
    const answer = associationResponses(context.exchange).at(-1);
    const open = checks.filter((check) => check.result === "cannot-tell");
    const isVerified = (["fte-mic-response", "gtk-unwrap"] as const).every((id) =>
      checks.some((check) => check.id === id && check.result === "sound"),
    );
    const settled = settling(facts);
    return {
      kind: "cannot-tell",
      concludes: true,
      summary: `${departure()}${isVerified ? " MIC and group key of the answer verify with the key: nothing in it is wrong as far as it can be judged." : ""}`,
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
        settled.stationLog,
      ],
      alternatives: [
        ...(isVerified
          ? []
          : [
              {
                culprit: "target-ap" as const,
                text: "Something in the answer is wrong that only the key shows (MIC, group keys).",
                settledBy: "the key of the network",
              },
            ]),
        {
          culprit: "station",
          text: "The station left by its own choice or mistake.",
          settledBy: settled.stationLog,
        },
        ...(leave === undefined
          ? [
              {
                culprit: "capture" as const,
                text: "The station stayed for a moment, and its data were not captured.",
                settledBy: settled.recorderAtStation,
              },
            ]
          : []),
      ],
    };

    function departure(): string {
      const accepted = `The target AP accepted (frame ${answer?.air.frame})`;
      return leave === undefined
        ? `${accepted}, and without data in between the station tried another association at once: it did not like something in the answer, or went on for a reason of its own.`
        : `${accepted}, but the station left at once with a ${roleName(leave.role)}: it did not like something in the answer.`;
    }
  },
};
