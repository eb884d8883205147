import { judgeChecks } from "../judge-checks.ts";
import { checksOn, type Rule, roleName, stationFirst } from "../rule.ts";

export const stationPmkr0nameWrong: Rule = {
  id: "station-pmkr0name-wrong",
  title: "The station offers a PMKR0Name that its key does not give",
  severity: "fault",
  clauses: ["12.7.1.6", "13.5"],
  why: "The name stands for the key. Nobody in the network has a key under that name, so the target can only refuse (status 53).",
  decides:
    "A key that the capture proves to be right (a MIC or another name of this station verifies with it) gives another PMKR0Name for the SSID, MDID, R0KH-ID and station address: proven when a MIC of the same exchange verifies with it; otherwise the station may have another passphrase since. A key of one association (EAP, SAE) says nothing of the next one.",
  fix: [
    "Let the station forget the network and associate anew.",
    "Update the station's Wi-Fi driver or supplicant: it keeps or computes a wrong key name.",
  ],
  confirm: ["`ftscope derive` with the same inputs gives the expected name."],
  judge: (facts) =>
    judgeChecks(facts, checksOn(facts, ["pmkr0name"], stationFirst), {
      culprit: "station",
      // A target that took the name has the key.
      isConcerned: ({ variant }) =>
        facts.context.outcome !== "completed" || variant === "count" || variant === "key-in-use",
      confidence: ({ variant }) =>
        variant === "network-key" || variant === "own-key" ? "probable" : "proven",
      alternatives: ({ variant }) => {
        switch (variant) {
          case "network-key":
            return [
              {
                culprit: "undetermined",
                text: "The station may have a key of its own (a passphrase per device).",
                settledBy: "the station's own passphrase",
              },
            ];
          case "own-key":
            return [
              {
                culprit: "undetermined",
                text: "The passphrase was changed, and the station has associated with the new one since, unheard.",
                settledBy: "the passphrase at the time of the roam",
              },
            ];
          default:
            return [];
        }
      },
      summary: (check) =>
        check.variant === "count"
          ? `The station's ${roleName(check.role)} (frame ${check.frame}) carries ${check.seen} where exactly one PMKID must stand.`
          : `The station's ${roleName(check.role)} (frame ${check.frame}) offers a PMKR0Name that ${check.variant === "network-key" ? "the key of its network" : "its key"} does not give${check.variant === "key-in-use" ? "" : ", as far as that key still holds"}: the target cannot have a key of that name.`,
    }),
};
