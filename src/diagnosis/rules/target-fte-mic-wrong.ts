import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, targetSecond } from "../rule.ts";

export const targetFteMicWrong: Rule = {
  id: "target-fte-mic-wrong",
  title: "The MIC of the target's reassociation response is wrong although it holds the key",
  severity: "fault",
  clauses: ["13.8"],
  why: "The station takes a wrong MIC for a forged frame and leaves (often with deauthentication reason 13) although the status was 0.",
  decides:
    "The group key in the same frame unwraps with the key of the exchange, or a known mistake makes the MIC verify with it: the target holds the right PTK and computes the MIC wrongly.",
  fix: ["Update the target's firmware, or report the frames to its vendor."],
  confirm: [
    "Recompute the MIC over station address, BSSID, 6, RSNE, MDE, FTE with the MIC field zero, and RSNXE.",
  ],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["fte-mic-response"], targetSecond), {
      culprit: "target-ap",
      isConcerned: (check) => check.variant === "holds-the-key",
      summary: (check) =>
        `The MIC in the target's ${roleName(check.role)} (frame ${check.frame}) is wrong although the target holds the right key: ${check.text}.`,
    }),
};
