import { elapsedMs } from "../../bytes/time.ts";
import { findElements } from "../../elements/find.ts";
import { associationResponses, isFt } from "../../exchange/exchange.ts";
import { elementsOf } from "../../exchange/facts.ts";
import { hasDataBothWays } from "../../exchange/outcome.ts";
import { refusalIn } from "../refusal.ts";
import { evidenceAt, type Rule, type RuleResult } from "../rule.ts";
import { settling } from "../settling.ts";
import { meaningOf } from "../status-meanings.ts";

/** TIE type of the association comeback time, in TU. */
const comebackTime = 3;

export const ftReassociationDeferred: Rule = {
  id: "ft-reassociation-deferred",
  title: "The target AP puts an FT reassociation off",
  severity: "fault",
  clauses: ["13.7"],
  why: "An AP that still has a protected association with a station puts a new association off (status 30) while it asks the station whether the old one is alive (SA Query). The MIC of an FT reassociation shows already who sent it: there is nothing to ask, and the station loses its connection for as long.",
  decides:
    "The target answered the FT reassociation request with status 30, whether it accepted a later one or not.",
  fix: [
    "Update the target AP.",
    "Until then: does the target AP forget stations that left (inactivity timeout)?",
  ],
  confirm: ["The target AP's log shows an SA Query procedure with the station at that time."],
  judge(facts): RuleResult {
    const { context } = facts;
    const { exchange } = context;
    const answers = associationResponses(exchange);
    const [answer] = answers;
    const refused = answer === undefined ? undefined : refusalIn(answer, "association-request");
    const accepted = answers.find(({ body }) => body.status === 0);
    if (!isFt(exchange) || refused === undefined || meaningOf(refused, "deferred") === undefined) {
      return { kind: "not-applicable", because: "no FT reassociation was put off" };
    }
    if (accepted === undefined && hasDataBothWays(exchange)) {
      return {
        kind: "not-applicable",
        because:
          "the target had let the station in: its accepting answer was missed, perhaps before this one",
      };
    }
    const comeback = findElements(elementsOf(refused.sighting), "tie").find(
      ({ timeoutType }) => timeoutType === comebackTime,
    );
    return {
      kind: "fault",
      culprit: "target-ap",
      confidence: comeback === undefined ? "possible" : "probable",
      summary: `The target AP put the FT reassociation off${comeback === undefined ? "" : ` for ${comeback.value} TU`}, as if it were a new association: ${refused.text}.${accepted === undefined ? "" : ` It accepted the station ${elapsedMs(refused.sighting.air.time, accepted.air.time).toFixed(0)} ms later (frame ${accepted.air.frame}).`}`,
      evidence: [
        refused.evidence,
        ...(comeback === undefined
          ? []
          : [
              evidenceAt(refused.sighting, {
                field: "Timeout Interval",
                seen: `${comeback.value} TU`,
                text: "association comeback time: the AP runs an SA Query",
              }),
            ]),
      ],
      alternatives: [
        {
          culprit: "target-ap",
          text: "The target AP is busy for another reason.",
          settledBy: settling(facts).targetLog,
        },
      ],
    };
  },
};
