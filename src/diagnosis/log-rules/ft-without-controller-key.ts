import { attemptsOf, attemptWords, type LogRule, lineEvidence, stationsOf } from "../log-rule.ts";

/** FT attempts without a key at the controller, and no line that says where it went. */
export const ftWithoutControllerKey: LogRule = {
  id: "ft-without-controller-key",
  title: "The controller has no key of the station, and the log does not show why",
  severity: "warning",
  clauses: ["13.5"],
  why: "Without the key of an initial mobility domain association no FT roam can succeed. The key may have been deleted before the log begins, have expired, or never have been there.",
  decides:
    "The controller finds no PMK of the station, and no line before it shows that it deleted one.",
  fix: ["Let the station associate anew, and log from before that association on."],
  confirm: [
    "A log that begins before the station's last full association.",
    "`show pmk-cache all`: type TGR is an 802.11r key; Session Timeout of the WLAN.",
  ],
  judge: (facts) =>
    stationsOf(facts).flatMap(({ station, ...told }) => {
      const purgedAt = station.removals.find(({ keyPurged }) => keyPurged)?.keyPurged?.line;
      const without = attemptsOf(
        station,
        ({ key, begun }) => key === "absent" && (purgedAt === undefined || begun.line < purgedAt),
      );
      if (without === undefined) return [];
      const { first, count } = without;
      return [
        {
          culprit: "undetermined",
          confidence: "possible",
          station: station.station,
          summary: `The controller had no key of ${station.station} for ${attemptWords(count)} to roam with FT; the log does not show when or why it went.`,
          evidence: [
            lineEvidence(told, first.keySaid ?? first.begun, {
              field: "PMK cache",
              text: `attempt ${first.number}: the controller finds no key`,
            }),
          ],
          alternatives: [
            {
              culprit: "none",
              text: "The controller deleted the key before the log begins, after an earlier refused roam or a session timeout.",
              settledBy: "a log from before the station's last full association on",
            },
            {
              culprit: "station",
              text: "The station associated with another controller, or never in full, and asks for FT all the same.",
              settledBy: "a capture or log of its last full association",
            },
          ],
          questions: [
            {
              question: "When did the station last associate in full, and with which controller?",
              answeredBy: "`debug client` from before that on, or a capture",
            },
          ],
        },
      ];
    }),
};
