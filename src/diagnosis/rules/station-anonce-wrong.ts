import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, stationSecond } from "../rule.ts";

export const stationAnonceWrong: Rule = {
  id: "station-anonce-wrong",
  title: "The station returns another ANonce than the target sent",
  severity: "fault",
  clauses: ["13.5", "13.7"],
  why: "Both nonces make the key. The target compares the ANonce with the one it sent and refuses a difference (status 55).",
  decides:
    "The ANonce of the reassociation request is not that of the target's answer, and no answer of the target can be missing from the capture: its MIC was computed with the captured one, or the two are one value with some bits changed, or every request has its answer.",
  fix: ["Update the station's Wi-Fi driver or supplicant."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["anonce"], stationSecond), {
      culprit: "station",

      summary: (check) =>
        `The station's ${roleName(check.role)} (frame ${check.frame}) carries another ANonce than the target had sent${check.variant === "mic-shows-right-value" ? ", although its MIC was computed with the right one" : ""}.`,
    }),
};
