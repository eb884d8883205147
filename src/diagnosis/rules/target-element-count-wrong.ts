import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, targetSecond } from "../rule.ts";

export const targetElementCountWrong: Rule = {
  id: "target-element-count-wrong",
  title: "The target's FTE counts its protected elements wrong",
  severity: "fault",
  clauses: ["13.8"],
  why: "The element count tells the station which elements the MIC covers; another number than it finds makes it leave.",
  decides:
    "The count in the MIC Control of the reassociation response is not the number of RSNE, MDE, FTE, RSNXE and RIC elements in the frame.",
  fix: ["Update the target's firmware, or report the frames to its vendor."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["element-count"], targetSecond), {
      culprit: "target-ap",

      summary: (check) =>
        `The FTE of the target's ${roleName(check.role)} (frame ${check.frame}) counts ${check.seen} protected elements; the frame has ${check.expected}.`,
    }),
};
