import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, targetSecond } from "../rule.ts";

export const targetPmkr1nameChanged: Rule = {
  id: "target-pmkr1name-changed",
  title: "The target answers with another PMKR1Name",
  severity: "fault",
  clauses: ["13.7"],
  why: "The station compares the PMKR1Name with its own and leaves when it differs.",
  decides: "The PMKID of the reassociation response is not that of the request before it.",
  fix: ["Update the target's firmware, or report the frames to its vendor."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["pmkr1name-derivation"], targetSecond), {
      culprit: "target-ap",

      summary: (check) =>
        `The target's ${roleName(check.role)} (frame ${check.frame}) carries another PMKR1Name than the request it answers.`,
    }),
};
