import { type LogRule, lineEvidence, stationsOf } from "../log-rule.ts";

/** Message 2 of the 4-way handshake does not verify. */
export const wrongPskInLog: LogRule = {
  id: "wrong-psk-in-log",
  title: "The MIC of message 2 was wrong: station and network do not have one key",
  severity: "warning",
  clauses: ["12.7.6.3"],
  why: "Message 2 proves that the station has the PMK. A wrong MIC means different passphrases, or for 802.1X another PMK; nothing that follows can work.",
  decides: "The log says that message 2 of the 4-way handshake had an invalid MIC.",
  fix: ["Compare the passphrase of the station with that of the WLAN."],
  confirm: ["ftscope analyze with the passphrase, on a capture of the handshake."],
  judge: (facts) =>
    stationsOf(facts).flatMap(({ station, ...told }) => {
      const noted = station.noted.find(({ kind }) => kind === "m2-bad-mic");
      if (noted === undefined) return [];
      return [
        {
          culprit: "undetermined",
          confidence: "probable",
          station: station.station,
          summary: `Message 2 of ${station.station} had a wrong MIC (${noted.count} in the log): its passphrase or PMK is not the network's.`,
          evidence: [
            lineEvidence(told, noted.first, {
              field: "EAPOL-Key MIC",
              text: "message 2 is refused",
            }),
          ],
        },
      ];
    }),
};
