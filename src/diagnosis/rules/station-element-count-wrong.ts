import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, stationSecond } from "../rule.ts";

export const stationElementCountWrong: Rule = {
  id: "station-element-count-wrong",
  title: "The station's FTE counts its protected elements wrong",
  severity: "fault",
  clauses: ["13.8"],
  why: "The element count tells the target which elements the MIC covers; hostapd refuses another number than it finds (status 1).",
  decides:
    "The count in the MIC Control of the reassociation request is not the number of RSNE, MDE, FTE, RSNXE and RIC elements in the frame.",
  fix: ["Update the station's Wi-Fi driver or supplicant."],
  confirm: ["Compare the named frames octet by octet in Wireshark."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["element-count"], stationSecond), {
      culprit: "station",

      summary: (check) =>
        `The FTE of the station's ${roleName(check.role)} (frame ${check.frame}) counts ${check.seen} protected elements; the frame has ${check.expected}.`,
    }),
};
