import type { Rule } from "../rule.ts";
import { judgeTemporalKey } from "../temporal-key.ts";

export const stationTkNotInstalled: Rule = {
  id: "station-tk-not-installed",
  title: "The station does not use the temporal key of the exchange",
  severity: "fault",
  clauses: ["12.7.1.6", "13.7"],
  why: "The roam looks perfect and no data get through: the AP can decrypt none of the station's frames, and the station none of the AP's.",
  decides:
    "The exchange was completed and the target's answer verifies. None of the station's first data frames decrypts with the temporal key (TK) that follows from it, while later ones of the AP do; or they decrypt with a key of zeros. Where no later data of the AP were captured, only a key of zeros or of an earlier association accuses the station: both may have taken another key, unheard.",
  fix: ["Update the station's Wi-Fi driver, or report the frames to its vendor."],
  confirm: ["The station's driver log at the moment of the reassociation."],
  judge: (facts) =>
    judgeTemporalKey(facts, {
      id: "tk-uplink",
      flow: facts.context.exchange.uplink,
      culprit: "station",
      summary: ({ frame, variant }) => {
        switch (variant) {
          case "zero-tk":
            return `The station installed a temporal key of zeros: its data after the exchange (frame ${frame}) are under a key that everybody knows.`;
          case "previous-tk":
            return `The station did not install the new temporal key: its data after the exchange (frame ${frame}) are under the key of an earlier association.`;
          default:
            return `The station did not install the temporal key of the exchange: its data afterwards (frame ${frame}) are under another key.`;
        }
      },
    }),
};
