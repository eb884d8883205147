import {
  apWords,
  attemptsOf,
  attemptWords,
  type LogRule,
  lineEvidence,
  stationsOf,
} from "../log-rule.ts";

/** An AP says that it has no key, and the log is silent about the controller's. */
export const flexApHasNoKey: LogRule = {
  id: "flex-ap-has-no-key",
  title:
    "A FlexConnect AP has no key for the station; whether the controller had one is not logged",
  severity: "warning",
  clauses: ["13.5"],
  why: "The AP refuses because its key cache has no entry. Without the controller's own lines it stays open whether the key did not get there, had been deleted, or was never made.",
  decides:
    "An AP reports that its key cache has no entry, and the log has no line of the controller about its own key at that moment.",
  fix: ["Log with `debug client <mac>` on the controller, from before the roam on."],
  confirm: ["`debug client <mac>`, and the FlexConnect groups of both APs."],
  judge: (facts) =>
    stationsOf(facts).flatMap(({ station, ...told }) => {
      const failed = attemptsOf(
        station,
        ({ outcome, key, text = "" }) =>
          outcome === "key-not-at-target" && key === "not-said" && text !== "",
      );
      if (failed?.first.ended === undefined) return [];
      const { first, count } = failed;
      return [
        {
          culprit: "undetermined",
          confidence: "possible",
          station: station.station,
          summary: `${apWords(first.target)} refused ${attemptWords(count)} of ${station.station} for want of its FT key; whether the controller held it is not in the log.`,
          evidence: [
            lineEvidence(told, failed.first.ended, {
              field: "Status Code",
              text: `the AP reports: "${first.text ?? ""}"`,
            }),
          ],
          alternatives: [
            {
              culprit: "none",
              text: "The controller had deleted the key before.",
              settledBy: "the controller's `debug client` lines of the moment before",
            },
            {
              culprit: "station",
              text: "The station offers the name of an old or wrong key.",
              settledBy: "a capture with its last full association and the refused request",
            },
          ],
          questions: [
            {
              question: "Did the controller hold the station's key then?",
              answeredBy: "`debug client <mac>` during a roam, and `show pmk-cache all`",
            },
          ],
        },
      ];
    }),
};
