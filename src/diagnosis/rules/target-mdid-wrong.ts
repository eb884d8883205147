import { againstAnnouncement } from "../announcement.ts";
import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, targetFirst, targetSecond } from "../rule.ts";

export const targetMdidWrong: Rule = {
  id: "target-mdid-wrong",
  title: "The target answers with another MDID than it announces",
  severity: "fault",
  clauses: ["13.5", "13.7"],
  why: "The station compares the MDE with the beacon and rejects a difference.",
  decides: "The MDE of the target's frame is none of those in its beacons and probe responses.",
  fix: ["Update the target's firmware, or report the frames to its vendor."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["mdid"], [...targetFirst, ...targetSecond]), {
      culprit: "target-ap",
      ...againstAnnouncement(facts),
      summary: (check) =>
        `The target's ${roleName(check.role)} (frame ${check.frame}) carries MDID ${check.seen ?? "none"}; its beacon says ${check.expected ?? "one"}.`,
    }),
};
