import { againstAnnouncement } from "../announcement.ts";
import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, targetSecond } from "../rule.ts";

export const targetRsnxeMismatch: Rule = {
  id: "target-rsnxe-mismatch",
  title: "The target's RSNXE differs from the one in its beacon",
  severity: "fault",
  clauses: ["13.7"],
  why: "The station compares the RSNXE with the beacon to detect a downgrade attack; on a difference it leaves although the status was 0.",
  decides:
    'The RSNXE of the reassociation response is none of those announced, or the FTE says "RSNXE used" although the beacon has none.',
  fix: ["Update the target's firmware, or report the frames to its vendor."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["rsnxe-consistency"], targetSecond), {
      culprit: "target-ap",
      ...againstAnnouncement(facts),
      summary: (check) =>
        `The target's ${roleName(check.role)} (frame ${check.frame}): ${check.text}.`,
    }),
};
