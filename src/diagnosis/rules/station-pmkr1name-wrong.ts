import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, stationSecond } from "../rule.ts";

export const stationPmkr1nameWrong: Rule = {
  id: "station-pmkr1name-wrong",
  title: "The station's PMKR1Name does not follow from its PMKR0Name",
  severity: "fault",
  clauses: ["12.7.1.6", "13.7"],
  why: "The name tells the target which PMK-R1 to use; the target has none under another name and refuses (status 53).",
  decides:
    "PMKR1Name is a hash of PMKR0Name, R1KH-ID and station address, all sent in clear. It was recomputed with the R1KH-ID of the target's answer and with that of the request itself: neither gives the name in the frame. No key is needed. A multi-link device is not accused: the name is made with its own address.",
  fix: ["Update the station's Wi-Fi driver or supplicant."],
  confirm: [
    "Recompute the name: SHA-256 (SHA-384 with a SHA-384 AKM) of FT-R1N, PMKR0Name, R1KH-ID and station address, first 16 octets.",
  ],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["pmkr1name-derivation"], stationSecond), {
      culprit: "station",

      summary: (check) =>
        `The station's ${roleName(check.role)} (frame ${check.frame}) carries a PMKR1Name that does not follow from its PMKR0Name and the R1KH-ID.`,
    }),
};
