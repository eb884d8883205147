import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, targetSecond } from "../rule.ts";

export const targetR1khIdChanged: Rule = {
  id: "target-r1kh-id-changed",
  title: "The target changes its R1KH-ID in mid-exchange",
  severity: "fault",
  clauses: ["13.7"],
  why: "PMK-R1 is bound to the R1KH-ID; the station leaves when it changes.",
  decides: "The R1KH-ID of the reassociation response is not that of the request before it.",
  fix: ["Update the target's firmware, or report the frames to its vendor."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["r1kh-id"], targetSecond), {
      culprit: "target-ap",

      summary: (check) =>
        `The target's ${roleName(check.role)} (frame ${check.frame}) names R1KH-ID ${check.seen ?? "none"}; the request had ${check.expected}.`,
    }),
};
