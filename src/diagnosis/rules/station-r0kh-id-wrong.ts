import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, stationFirst, stationSecond } from "../rule.ts";

export const stationR0khIdWrong: Rule = {
  id: "station-r0kh-id-wrong",
  title: "The station names another R0KH-ID than that of its key",
  severity: "fault",
  clauses: ["13.5", "13.7"],
  why: "The R0KH-ID tells the target where to fetch the key. With another one it asks nobody, or the wrong key holder, and refuses.",
  decides:
    "The key name the station offers belongs to an association with another R0KH-ID (shown by the key, or without a key by the PMKR1Name of that association), or the R0KH-ID changes between the station's two frames.",
  fix: ["Update the station's Wi-Fi driver or supplicant."],
  confirm: [
    "Compare the R0KH-ID of the association response with that of the station's FT frames.",
  ],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["r0kh-id"], [...stationFirst, ...stationSecond]), {
      culprit: "station",
      isConcerned: (check) => check.variant !== "no-fte" && check.seen !== undefined,
      summary: (check) =>
        `The station's ${roleName(check.role)} (frame ${check.frame}) names R0KH-ID ${check.seen}; its key belongs to ${check.expected}.`,
    }),
};
