import { elapsedMs } from "../../bytes/time.ts";
import { ftAkm } from "../../spec/suites.ts";
import { withKeyTransfer } from "../key-transfer.ts";
import { refusal } from "../refusal.ts";
import { evidenceAt, type Rule, type RuleResult } from "../rule.ts";
import { settling } from "../settling.ts";
import { isOfLore, meaningOf } from "../status-meanings.ts";

export const r0KeyExpired: Rule = {
  id: "r0-key-expired",
  title: "The lifetime of the station's key was over",
  severity: "fault",
  clauses: ["13.4", "12.7.1.6"],
  why: "Message 3 of the initial association tells how long PMK-R0 lives. Afterwards the key holder forgets it, and every AP answers as if it had never existed.",
  decides:
    "The key lifetime was read from the decrypted message 3, the roam began later than that after the initial association, and the target refused for want of a key.",
  fix: [
    "Use a longer key lifetime (hostapd: ft_r0_key_lifetime), or a session timeout that is shorter than it.",
    "The station should associate anew when the lifetime is over instead of repeating the dead name: update its software.",
  ],
  confirm: ["Compare the lifetime with the time between association and refusal."],
  judge(facts): RuleResult {
    const { context } = facts;
    const refused = refusal(context);
    const { keyLifetimeS, link } = context;
    const message3 =
      link?.isSameClock && link.isTied === "yes"
        ? link.session.association.sightings.find(({ role }) => role === "eapol-3")
        : undefined;
    const meaning = meaningOf(refused, "key-missing");
    if (refused === undefined || meaning === undefined || !isOfLore(meaning, context.target)) {
      return { kind: "not-applicable", because: "the target did not refuse for want of a key" };
    }
    if (keyLifetimeS === undefined || keyLifetimeS === 0 || message3 === undefined) {
      return {
        kind: "cannot-tell",
        summary: "the key lifetime is not known",
        evidence: [],
        missing: ["message 3 of the initial association, decrypted"],
      };
    }
    const ageS = elapsedMs(message3.air.time, context.exchange.startTime) / 1000;
    if (ageS <= keyLifetimeS) {
      return {
        kind: "sound",
        confidence: "proven",
        summary: `the key was ${ageS.toFixed(1)} s old, ${keyLifetimeS} s are allowed`,
        evidence: [],
      };
    }
    return withKeyTransfer(facts, {
      kind: "fault",
      culprit: "key-distribution",
      confidence: "probable",
      summary: `The station's key was ${ageS.toFixed(1)} s old and its lifetime ${keyLifetimeS} s: the network has forgotten it, and the target AP refused.`,
      evidence: [
        evidenceAt(message3, {
          field: "key lifetime (TIE)",
          seen: `${keyLifetimeS} s`,
          text: "EAPOL-Key message 3 of the initial association",
        }),
        refused.evidence,
      ],
      alternatives: [
        {
          culprit: "station",
          text: "The station knew the lifetime and offered the key all the same.",
          settledBy: "nothing more: the lifetime stands in message 3",
        },
        ...(context.akm !== undefined && ftAkm(context.akm)?.keySource === "psk"
          ? [
              {
                culprit: "capture" as const,
                text: "The station has associated with that AP again since, which with a PSK gives a key of the same name, and the recorder missed that.",
                settledBy: settling(facts).stationLog,
              },
            ]
          : []),
      ],
    });
  },
};
