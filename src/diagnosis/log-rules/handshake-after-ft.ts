import { attemptsOf, attemptWords, type LogRule, lineEvidence, stationsOf } from "../log-rule.ts";

/** FT agreed, and then keys are made anew. */
export const handshakeAfterFt: LogRule = {
  id: "handshake-after-ft",
  title: "A 4-way handshake follows an FT roam that was accepted",
  severity: "warning",
  clauses: ["13.4", "13.5"],
  why: "FT makes the keys within its own frames: a 4-way handshake after it means that one side did not take the roam for FT, and the time that FT saves is lost.",
  decides: "An FT attempt was accepted, and within a second the AP begins a 4-way handshake.",
  fix: ["Compare the RSNE and the AKM of the reassociation with those of the beacon."],
  confirm: ["A capture of the roam: was the reassociation sent with an FT AKM and an FTE?"],
  judge: (facts) =>
    stationsOf(facts).flatMap(({ station, ...told }) => {
      const after = attemptsOf(station, ({ handshake }) => handshake !== undefined);
      if (after?.first.handshake === undefined) return [];
      return [
        {
          culprit: "undetermined",
          confidence: "probable",
          station: station.station,
          summary: `After ${attemptWords(after.count)} of ${station.station} that FT accepted, the AP began a 4-way handshake all the same.`,
          evidence: [
            lineEvidence(told, after.first.handshake, {
              field: "4-way handshake",
              text: `begins after attempt ${after.first.number} was accepted`,
            }),
          ],
          questions: [
            {
              question: "Which AKM did the reassociation ask for?",
              answeredBy: "a capture on the target's channel",
            },
          ],
        },
      ];
    }),
};
