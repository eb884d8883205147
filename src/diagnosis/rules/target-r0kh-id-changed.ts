import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, targetFirst, targetSecond } from "../rule.ts";

export const targetR0khIdChanged: Rule = {
  id: "target-r0kh-id-changed",
  title: "The target echoes another R0KH-ID than the station sent",
  severity: "fault",
  clauses: ["13.5", "13.7"],
  why: "The station compares the R0KH-ID with that of its key and gives up when it differs.",
  decides: "The R0KH-ID of the target's frame is not that of the station's request before it.",
  fix: [
    "Check the NAS-Identifier (R0KH-ID) settings of the target: it puts in its own in place of the one of the station's key.",
    "Update the target's firmware.",
  ],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["r0kh-id"], [...targetFirst, ...targetSecond]), {
      culprit: "target-ap",

      summary: (check) =>
        `The target's ${roleName(check.role)} (frame ${check.frame}) names R0KH-ID ${check.seen ?? "none"}; the station had named ${check.expected}.`,
    }),
};
