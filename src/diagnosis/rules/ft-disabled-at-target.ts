import type { BssConfiguration } from "../../exchange/bss.ts";
import { ftAkm } from "../../spec/suites.ts";
import { refusal } from "../refusal.ts";
import { evidenceAt, type Rule, type RuleResult } from "../rule.ts";
import { meaningOf } from "../status-meanings.ts";

export const ftDisabledAtTarget: Rule = {
  id: "ft-disabled-at-target",
  title: "The target AP does not do FT",
  severity: "fault",
  clauses: ["13.5"],
  why: "The target knows no FT authentication and refuses its algorithm (status 13). Stations try FT because a beacon announces the mobility domain or an FT AKM.",
  decides:
    "The target refused the FT authentication with status 13, and its beacons (when captured) show whether it announces FT.",
  fix: [
    "Enable FT for this SSID on the target AP, or stop announcing it there (MDE and FT AKMs in the beacon).",
  ],
  confirm: ["Compare MDE and RSNE in the beacons of both APs."],
  judge({ context }): RuleResult {
    const refused = refusal(context);
    if (refused === undefined || meaningOf(refused, "ft-disabled") === undefined) {
      return { kind: "not-applicable", because: "no FT request was refused with status 13" };
    }
    const configurations = context.target?.configurations ?? [];
    if (configurations.length === 0) {
      return {
        kind: "cannot-tell",
        concludes: true,
        summary: `The target AP does not accept FT authentication (${refused.text}). Whether it announces FT is not in the capture.`,
        evidence: [refused.evidence],
        missing: ["beacon of the target AP"],
      };
    }
    const announcing = configurations.filter(announcesFt);
    const beacon = announcing.at(-1);
    if (beacon !== undefined && announcing.length < configurations.length) {
      return {
        kind: "cannot-tell",
        concludes: true,
        summary: `The target AP does not accept FT authentication (${refused.text}). Some of its beacons announce FT and others do not: it was reconfigured, and whether the station could know cannot be told.`,
        evidence: [refused.evidence],
        alternatives: [
          {
            culprit: "configuration",
            text: "FT was switched on or off at this AP while stations used it.",
            settledBy: "the configuration of the target AP",
          },
          {
            culprit: "station",
            text: "The station tried FT after the beacons had ceased to announce it.",
            settledBy: "the times of the beacons",
          },
        ],
        missing: ["the configuration of the target AP"],
      };
    }
    return beacon !== undefined
      ? {
          kind: "fault",
          culprit: "configuration",
          confidence: "probable",
          summary: `The target AP announces FT and refuses it (${refused.text}): FT is not fully enabled there.`,
          evidence: [
            refused.evidence,
            {
              input: beacon.first.input,
              frame: beacon.first.frame,
              field: "MDE and RSNE",
              text: "the target AP announces FT",
            },
          ],
          alternatives: [
            {
              culprit: "target-ap",
              text: "The target AP lost its FT state by its own fault.",
              settledBy: "its log and configuration",
            },
          ],
        }
      : {
          kind: "fault",
          culprit: "station",
          confidence: "probable",
          summary: `The target AP announces no FT, and the station tried it all the same (${refused.text}).`,
          evidence: [
            refused.evidence,
            evidenceAt(refused.sighting, {
              field: "Subtype",
              text: "the target AP is right to refuse",
            }),
          ],
          alternatives: [
            {
              culprit: "configuration",
              text: "Other APs told the station that FT works here (neighbor reports), or the target AP had announced it before.",
              settledBy: "the configuration of the APs",
            },
          ],
        };
  },
};

/** An AP that offers more than its RSNE says may offer an FT AKM there. */
function announcesFt({ mde, rsne, hasOverride }: BssConfiguration): boolean {
  return (
    mde !== undefined || hasOverride || (rsne?.akms ?? []).some((akm) => ftAkm(akm) !== undefined)
  );
}
