import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, targetFirst } from "../rule.ts";

export const targetAnswerIncomplete: Rule = {
  id: "target-answer-incomplete",
  title: "The target's answer lacks its ANonce or its R1KH-ID",
  severity: "fault",
  clauses: ["13.5"],
  why: "The station can derive neither PMK-R1 nor the PTK without them.",
  decides: "The frame was captured whole and carries no R1KH-ID, or an ANonce of zero.",
  fix: ["Update the target's firmware, or report the frames to its vendor."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["r1kh-id", "anonce"], targetFirst), {
      culprit: "target-ap",

      summary: (check) =>
        `The target's ${roleName(check.role)} (frame ${check.frame}) carries ${check.id === "anonce" ? "no usable ANonce" : "no R1KH-ID"}.`,
    }),
};
