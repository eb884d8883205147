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
      const accepted = attemptsOf(
        station,
        ({ outcome, handshake }) => outcome === "accepted" && handshake === undefined,
      );
      if (accepted === undefined) return [];
      const targets = station.targets.filter((target) => target.accepted > 0);
      return [
        {
          culprit: "none",
          confidence: "probable",
          station: station.station,
          summary: `${attemptWords(accepted.count)} of ${station.station} to roam with FT to ${targets.map(({ ap }) => apWords(ap)).join(", ")} succeeded, without a 4-way handshake after it.`,
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
