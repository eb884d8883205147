import type { Attempt } from "../../logs/story/story.ts";
import {
  apWords,
  attemptsOf,
  attemptWords,
  type LogRule,
  lineEvidence,
  stationsOf,
} from "../log-rule.ts";

/** What went well, so that nobody looks for faults there. */
export const ftRoamsInLog: LogRule = {
  id: "ft-roams-in-log",
  title: "FT roams were completed, as the log tells it",
  severity: "note",
  clauses: ["13.5"],
  why: "",
  decides:
    "An attempt ended with an association response of status 0 or with the controller's word that the roam is finished.",
  fix: [],
  confirm: ["A capture shows what the station made of the response; the log cannot."],
  judge: (facts) =>
    stationsOf(facts).flatMap(({ station, ...told }) => {
      const accepted = attemptsOf(station, isFtRoam);
      if (accepted === undefined) return [];
      const targets = new Set(
        station.runs
          .filter(({ first }) => isFtRoam(first))
          .map(({ first }) => apWords(first.target)),
      );
      return [
        {
          culprit: "none",
          confidence: "probable",
          station: station.station,
          summary: `${attemptWords(accepted.count)} of ${station.station} to roam with FT to ${[...targets].join(", ")} succeeded, without a 4-way handshake after it.`,
          evidence: [
            lineEvidence(told, accepted.first.ended ?? accepted.first.begun, {
              field: "FT roam",
              text: `attempt ${accepted.first.number} is accepted${accepted.first.endedAfterMs === undefined ? "" : ` after ${accepted.first.endedAfterMs} ms`}`,
            }),
          ],
        },
      ];
    }),
};

/** With a 4-way handshake after it keys were made anew: the roam is completed, FT was not used. */
function isFtRoam({ outcome, handshake }: Attempt): boolean {
  return outcome === "accepted" && handshake === undefined;
}
