import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, targetFirst } from "../rule.ts";

export const targetPmkr0nameChanged: Rule = {
  id: "target-pmkr0name-changed",
  title: "The target answers with another PMKR0Name",
  severity: "fault",
  clauses: ["13.5"],
  why: "The station compares the PMKR0Name with the one it sent and gives up without a word when it differs.",
  decides: "The PMKID in the target's answer is not the one of the station's request.",
  fix: ["Update the target's firmware, or report the frames to its vendor."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["pmkr0name"], targetFirst), {
      culprit: "target-ap",

      summary: (check) =>
        `The target's ${roleName(check.role)} (frame ${check.frame}) carries another PMKR0Name than the station had sent.`,
    }),
};
