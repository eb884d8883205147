import type { Rule } from "../rule.ts";
import { judgeTemporalKey } from "../temporal-key.ts";

export const targetTkNotInstalled: Rule = {
  id: "target-tk-not-installed",
  title: "The target AP does not use the temporal key of the exchange",
  severity: "fault",
  clauses: ["12.7.1.6", "13.7"],
  why: "The roam looks perfect and no data get through: the AP acknowledges the station's frames and cannot decrypt them, and the station can decrypt none of the AP's.",
  decides:
    "The exchange was completed and the target's answer verifies. None of the AP's first data frames decrypts with the temporal key (TK) that follows from it, while later ones of the station do; or they decrypt with a key of zeros. Where no later data of the station were captured, only a key of zeros or of an earlier association accuses the AP: both may have taken another key, unheard.",
  fix: [
    "Update the driver or firmware of the target AP, or report the frames to its vendor.",
    "Until then, try without FT at this AP: a full association installs the key at another moment.",
  ],
  confirm: [
    "The log of the AP's driver at the moment of the reassociation: was the key installed, and after the association?",
    "The AP's counters of frames that it could not decrypt.",
  ],
  judge: (facts) =>
    judgeTemporalKey(facts, {
      id: "tk-downlink",
      flow: facts.context.exchange.downlink,
      culprit: "target-ap",
      summary: ({ frame, variant }) => {
        switch (variant) {
          case "zero-tk":
            return `The AP installed a temporal key of zeros: its data after the exchange (frame ${frame}) are under a key that everybody knows.`;
          case "previous-tk":
            return `The AP did not install the new temporal key: its data after the exchange (frame ${frame}) are under the key of an earlier association.`;
          default:
            return `The AP did not install the temporal key of the exchange: its data afterwards (frame ${frame}) are under another key.`;
        }
      },
    }),
};
