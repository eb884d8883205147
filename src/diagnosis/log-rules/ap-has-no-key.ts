import type { KeySearch } from "../../logs/story/story.ts";
import {
  apWords,
  attemptsOf,
  attemptWords,
  type LogRule,
  lineEvidence,
  stationsOf,
} from "../log-rule.ts";
import type { Alternative, Confidence } from "../verdict.ts";

/** An AP's own log: it has no key, and what it did to get one. */
export const apHasNoKey: LogRule = {
  id: "ap-has-no-key",
  title: "The AP's own log says that it has no key for the station, and what it did to get one",
  severity: "warning",
  clauses: ["13.5", "12.7.1.6"],
  why: "The AP needs the station's PMK-R1. It looks in its cache, then asks the key holder that the station names (R0KH-ID). Where that ends, the log of the AP says itself.",
  decides:
    "The AP refused for want of a key, and its log has the end of its search: a key holder that it does not know, one that it asked in vain, one that denied, or no passphrase that fits.",
  fix: [
    "Is the R0KH-ID that the station names among the AP's key holders, with the right address and key?",
    "Is the AP among those that may fetch keys there (R1KH list), and can the two reach each other?",
  ],
  confirm: [
    "The log of the key holder at that moment, or a capture of the wire between the APs.",
    "A capture of the roam with the passphrase: is the name that the station offers right?",
  ],
  judge: (facts) =>
    stationsOf(facts).flatMap(({ station, ...told }) => {
      const failed = attemptsOf(
        station,
        ({ outcome, keySearch }) => outcome === "key-not-at-target" && keySearch !== undefined,
      );
      if (failed?.first.keySearch === undefined) return [];
      const { first, count } = failed;
      const search = failed.first.keySearch;
      const confidence = confidences[search.fate];
      return [
        {
          severity: confidence === "probable" ? ("fault" as const) : ("warning" as const),
          culprit:
            confidence === "probable" ? ("key-distribution" as const) : ("undetermined" as const),
          confidence,
          station: station.station,
          summary: `${apWords(first.target)} refused ${attemptWords(count)} of ${station.station} for want of its FT key: ${searchText(search)}.`,
          evidence: [
            lineEvidence(told, search.said, { field: "key", text: searchText(search) }),
            lineEvidence(told, first.ended ?? first.begun, { field: "FT", text: "the AP refuses" }),
          ],
          alternatives: alternatives(search),
          questions: [
            {
              question: "Is the name (PMKR0Name, R0KH-ID) that the station offers the right one?",
              answeredBy:
                "ftscope analyze on a capture of its last full association and of this roam",
            },
          ],
        },
      ];
    }),
};

const confidences: Readonly<Record<KeySearch["fate"], Confidence>> = {
  missing: "possible",
  "holder-unknown": "possible",
  "no-answer": "probable",
  answered: "possible",
  denied: "possible",
  "not-made": "possible",
  found: "possible",
};

function searchText({ fate, asked, holder }: KeySearch): string {
  const whom = holder === undefined ? "the key holder" : `the key holder ${holder}`;
  switch (fate) {
    case "missing":
      return "it is not in its cache, and the log does not say more";
    case "found":
      return "yet it says that it found it, and not why that did not do";
    case "holder-unknown":
      return "it knows no key holder of the R0KH-ID that the station names";
    case "no-answer":
      return `it asked ${whom}${asked > 1 ? ` ${asked} times` : ""}, and no answer is logged`;
    case "answered":
      return `it asked ${whom}${asked > 1 ? ` ${asked} times` : ""}, and an answer came; for which station it was, and why it did not do, the log does not say`;
    case "denied":
      return `${whom} answered that it has no such key`;
    case "not-made":
      return "no passphrase of its own gives the name that the station offers";
    default: {
      const never: never = fate;
      return never;
    }
  }
}

function alternatives({ fate }: KeySearch): readonly Alternative[] {
  return [
    {
      culprit: "station",
      rule: fate === "holder-unknown" ? "station-r0kh-id-wrong" : "station-pmkr0name-wrong",
      text: "The station names a wrong key holder or an old key.",
      settledBy: "a capture of its last full association and of the refused request",
    },
    ...(fate === "not-made"
      ? [
          {
            culprit: "configuration" as const,
            text: "The passphrases of the two APs differ.",
            settledBy: "the configuration of both APs",
          },
        ]
      : []),
  ];
}
