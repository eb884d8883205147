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
    const beacon = configurations.at(-1);
    const announces = configurations.some(
      ({ mde, rsne }) =>
        mde !== undefined || (rsne?.akms ?? []).some((akm) => ftAkm(akm) !== undefined),
    );
    return announces
      ? {
          kind: "fault",
          culprit: "configuration",
          confidence: "probable",
          summary: `The target AP announces FT and refuses it (${refused.text}): FT is not fully enabled there.`,
          evidence: [
            refused.evidence,
            ...(beacon === undefined
              ? []
              : [
                  {
                    input: beacon.first.input,
                    frame: beacon.first.frame,
                    field: "MDE and RSNE",
                    text: "the target AP announces FT",
                  },
                ]),
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
        };
  },
};
