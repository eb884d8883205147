import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, stationSecond } from "../rule.ts";

export const stationOciWrong: Rule = {
  id: "station-oci-wrong",
  title: "The station states another channel than the one it is on",
  severity: "fault",
  clauses: ["13.7"],
  why: "Operating channel validation protects against relays on other channels: the target refuses a frame whose OCI names another channel (status 55).",
  decides:
    "The OCI sub-element of the reassociation request names another primary channel than the one the target announces.",
  fix: ["Update the station's Wi-Fi driver or supplicant."],
  confirm: ["Check whether the target changed its channel shortly before."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["oci"], stationSecond), {
      culprit: "station",

      summary: (check) =>
        `The station's ${roleName(check.role)} (frame ${check.frame}) states ${check.seen}; the target works on ${check.expected}.`,
    }),
};
