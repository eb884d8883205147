import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, targetFirst } from "../rule.ts";

export const targetSnonceChanged: Rule = {
  id: "target-snonce-changed",
  title: "The target echoes another SNonce than the station sent",
  severity: "fault",
  clauses: ["13.5"],
  why: "The station compares the SNonce with its own and gives up without a word when it differs.",
  decides:
    "The SNonce of the target's answer is not that of the station's request, and the answer belongs to that request: the two are one value with some bits changed, or the station's sequence counter shows that it sent no other request.",
  fix: ["Update the target's firmware, or report the frames to its vendor."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["snonce"], targetFirst), {
      culprit: "target-ap",

      summary: (check) =>
        `The target's ${roleName(check.role)} (frame ${check.frame}) echoes another SNonce than the station had sent.`,
    }),
};
