import { againstAnnouncement } from "../announcement.ts";
import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, targetFirst, targetSecond } from "../rule.ts";

export const targetRsneMismatch: Rule = {
  id: "target-rsne-mismatch",
  title: "The target's RSNE differs from the one in its beacon",
  severity: "fault",
  clauses: ["13.5", "13.7"],
  why: "The station compares the RSNE with the beacon to detect a downgrade attack; on a difference it leaves (often with deauthentication reason 13) although the status was 0.",
  decides:
    "The RSNE of the target's frame (PMKIDs aside) is none of those it announced in the capture.",
  fix: [
    "Update the target's firmware; if its security settings were just changed, restart the BSS so that beacon and FT frames agree.",
  ],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["rsne-consistency"], [...targetFirst, ...targetSecond]), {
      culprit: "target-ap",
      ...againstAnnouncement(facts),
      summary: (check) =>
        `The target's ${roleName(check.role)} (frame ${check.frame}) carries another RSNE than its beacon: ${check.seen ?? "none"} instead of ${check.expected ?? "one"}.`,
    }),
};
