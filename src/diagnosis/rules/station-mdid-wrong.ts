import type { Check } from "../../exchange/check.ts";
import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Facts, type Rule, roleName, stationFirst, stationSecond } from "../rule.ts";
import { settling } from "../settling.ts";

export const stationMdidWrong: Rule = {
  id: "station-mdid-wrong",
  title: "The station names another mobility domain than the one it is in",
  severity: "fault",
  clauses: ["13.5", "13.7"],
  why: "The MDID is part of the key and of what the MIC covers: the target refuses a domain that is not its own (status 54).",
  decides:
    "The MDE of the station's frame is neither what the target announces nor what the station's own association was made with, or it changes between its two frames.",
  fix: ["Update the station's Wi-Fi driver or supplicant."],
  confirm: ["Compare the MDE of the beacons with the MDE of the station's frames."],
  judge: (facts) => {
    const first = checksOn(facts, ["mdid"], stationFirst).filter(
      (check) =>
        check.variant === "of-nobody" || check.variant === "absent" || check.result !== "fault",
    );
    const second = checksOn(facts, ["mdid"], stationSecond);
    return judgeChecks(facts, [...first, ...second], {
      culprit: "station",
      confidence: (check) => (isOfMissedAssociation(facts, check) ? "probable" : "proven"),
      alternatives: (check) =>
        isOfMissedAssociation(facts, check)
          ? [
              {
                culprit: "capture",
                text: `The station has associated in ${check.seen} since, and the recorder missed that.`,
                settledBy: settling(facts).stationLog,
              },
            ]
          : [],
      summary: (check) =>
        check.seen === undefined
          ? `The station's ${roleName(check.role)} (frame ${check.frame}) carries no MDE.`
          : `The station's ${roleName(check.role)} (frame ${check.frame}) names mobility domain ${check.seen}; its domain is ${check.expected}.`,
    });
  },
};

/** The MDID may be that of an association that nobody heard: no name ties the key to the one that was heard. */
function isOfMissedAssociation({ context }: Facts, { variant }: Check): boolean {
  return (
    variant === "of-nobody" &&
    context.link?.isTied !== "yes" &&
    context.keys.matched?.by !== "pmkr0name"
  );
}
