import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, targetSecond } from "../rule.ts";

export const targetNonceChanged: Rule = {
  id: "target-nonce-changed",
  title: "The target's reassociation response carries other nonces than the request",
  severity: "fault",
  clauses: ["13.7"],
  why: "The station compares both nonces and leaves when one differs.",
  decides:
    "ANonce or SNonce of the response is not that of the station's reassociation request before it.",
  fix: ["Update the target's firmware, or report the frames to its vendor."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["anonce", "snonce"], targetSecond), {
      culprit: "target-ap",

      summary: (check) =>
        `The target's ${roleName(check.role)} (frame ${check.frame}) carries another ${check.id === "anonce" ? "ANonce" : "SNonce"} than the request it answers.`,
    }),
};
