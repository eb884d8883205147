import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, stationFirst } from "../rule.ts";

export const stationFteMissing: Rule = {
  id: "station-fte-missing",
  title: "The station's first FT frame has no FTE, or no R0KH-ID in it",
  severity: "fault",
  clauses: ["13.5", "13.8"],
  why: "Without the R0KH-ID the target does not know which key holder has the station's key, without the whole FTE not even the station's SNonce; it can only refuse (status 55).",
  decides:
    "The frame was captured whole (no snap length, good FCS) and holds no FTE, or an FTE without the R0KH-ID sub-element.",
  fix: ["Update the station's Wi-Fi driver or supplicant."],
  confirm: ["Capture the same station with another AP: it is missing there too."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["r0kh-id"], stationFirst), {
      culprit: "station",
      isConcerned: (check) => check.variant === "no-fte" || check.variant === "absent",
      summary: (check) =>
        `The station's ${roleName(check.role)} (frame ${check.frame}) carries no ${check.variant === "no-fte" ? "FTE" : "R0KH-ID"}: the target cannot know which key to use.`,
    }),
};
