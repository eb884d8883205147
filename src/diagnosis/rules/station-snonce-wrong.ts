import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, stationSecond } from "../rule.ts";

export const stationSnonceWrong: Rule = {
  id: "station-snonce-wrong",
  title: "The station changes its SNonce in mid-exchange",
  severity: "fault",
  clauses: ["13.5", "13.7"],
  why: "Both nonces make the key. The target compares the SNonce with the one of the first frame and refuses a difference (status 55).",
  decides:
    "The SNonce of the reassociation request is not that of the station's first frame, and the frames belong to one attempt: they share the ANonce, or the two are one value with some bits changed.",
  fix: ["Update the station's Wi-Fi driver or supplicant."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["snonce"], stationSecond), {
      culprit: "station",

      summary: (check) =>
        `The station's ${roleName(check.role)} (frame ${check.frame}) carries another SNonce than its first frame.`,
    }),
};
