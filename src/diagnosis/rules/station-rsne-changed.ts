import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, stationSecond } from "../rule.ts";

export const stationRsneChanged: Rule = {
  id: "station-rsne-changed",
  title: "The station's RSNE differs between its two frames",
  severity: "fault",
  clauses: ["13.7"],
  why: "The RSNE of the reassociation request must repeat that of the FT authentication request, and the MIC covers it: the target takes the change for an attack or finds the MIC wrong.",
  decides:
    "Ciphers, AKM, capabilities or group management cipher of the two RSNEs differ (PMKIDs aside).",
  fix: ["Update the station's Wi-Fi driver or supplicant."],
  confirm: ["Compare the RSNE of both frames octet by octet."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["rsne-consistency"], stationSecond), {
      culprit: "station",
      summary: (check) =>
        check.seen === undefined
          ? `The station's ${roleName(check.role)} (frame ${check.frame}) carries no RSNE.`
          : `The station's ${roleName(check.role)} (frame ${check.frame}) carries another RSNE than its first frame: ${check.seen} instead of ${check.expected}.`,
    }),
};
