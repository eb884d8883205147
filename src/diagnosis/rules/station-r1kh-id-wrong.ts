import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, stationSecond } from "../rule.ts";

export const stationR1khIdWrong: Rule = {
  id: "station-r1kh-id-wrong",
  title: "The station returns another R1KH-ID than the target named",
  severity: "fault",
  clauses: ["12.7.1.6", "13.7"],
  why: "PMK-R1 is bound to the R1KH-ID: with another one the two sides derive different keys, and the target refuses (status 55).",
  decides:
    "The R1KH-ID of the reassociation request is not that of the target's answer in the same attempt.",
  fix: ["Update the station's Wi-Fi driver or supplicant."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["r1kh-id"], stationSecond), {
      culprit: "station",

      summary: (check) =>
        `The station's ${roleName(check.role)} (frame ${check.frame}) names R1KH-ID ${check.seen ?? "none"}; the target had named ${check.expected}.`,
    }),
};
