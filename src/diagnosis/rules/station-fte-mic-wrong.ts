import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, stationSecond } from "../rule.ts";

export const stationFteMicWrong: Rule = {
  id: "station-fte-mic-wrong",
  title: "The MIC of the station's reassociation request is wrong",
  severity: "fault",
  clauses: ["12.7.1.6", "13.8"],
  why: "The MIC proves that the station holds the key. A wrong one is refused (status 55 by hostapd, silence by others).",
  decides:
    "The key is right: the PMKR0Name of this exchange follows from it. With every ANonce, SNonce and R1KH-ID of the captured frames the MIC comes out different from the one in the frame.",
  fix: ["Update the station's Wi-Fi driver or supplicant."],
  confirm: [
    "The MICs of the initial association show whether the station held the right PMK there.",
  ],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["fte-mic-request"], stationSecond), {
      culprit: "station",

      summary: (check) =>
        check.variant === "unexplained"
          ? `The MIC in the station's ${roleName(check.role)} (frame ${check.frame}) does not verify although the station names the right key: it used another PMK-R1 or PTK, or computed the MIC in a way that is not known.`
          : `The MIC in the station's ${roleName(check.role)} (frame ${check.frame}) is wrong: ${check.text}.`,
    }),
};
