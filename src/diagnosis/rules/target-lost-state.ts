import type { ExchangeContext } from "../../exchange/context.ts";
import { associationRequests, isFt } from "../../exchange/exchange.ts";
import { dismissalByTarget } from "../../exchange/outcome.ts";
import type { Sighting } from "../../exchange/sighting.ts";
import { refusal, refusalIn } from "../refusal.ts";
import {
  checksOn,
  evidenceAt,
  evidenceOf,
  type Rule,
  type RuleResult,
  roleName,
  stationSecond,
} from "../rule.ts";
import { settling } from "../settling.ts";
import type { Alternative } from "../verdict.ts";

/** Class 2 and class 3 frames from a station that the AP does not know. */
const unknownStationReasons: ReadonlySet<number> = new Set([6, 7]);

export const targetLostState: Rule = {
  id: "target-lost-state",
  title: "The target AP forgot the station it had agreed with",
  severity: "fault",
  clauses: ["13.5", "13.7"],
  why: "The target agreed to the roam (or completed it) and then told the station that it does not know it (reason 6 or 7).",
  decides:
    "The target deauthenticated the station with reason 6 or 7 in answer to a reassociation request that came within a known deadline; by its sequence numbers it had sent nothing else in between, and the station had not left nor tried anything else. Within 5 s after the target has accepted the station such a frame is told and accuses nobody: the station may have left unseen.",
  fix: ["Update the target AP; look for restarts or state loss in its log at that time."],
  confirm: ["The debug log of the target AP."],
  judge(facts): RuleResult {
    const { context } = facts;
    const { exchange } = context;
    const { targetLog, stationLog, recorderAtTarget } = settling(facts);
    if (!isFt(exchange)) return { kind: "not-applicable", because: "no FT exchange" };
    const dismissal = dismissalByTarget(exchange, context.next);
    if (dismissal !== undefined && unknownStationReasons.has(dismissal.departure.body.reason)) {
      const { accepted, departure, afterMs } = dismissal;
      return {
        kind: "cannot-tell",
        concludes: true,
        summary: `The target AP accepted the station (frame ${accepted.air.frame}) and ${afterMs.toFixed(0)} ms later did not know it any more (${refusalIn(departure, "association-request").text}). Whether it forgot the station, or the station had left unseen, cannot be told.`,
        evidence: [
          evidenceAt(accepted, { field: "Status Code", seen: "0", text: roleName(accepted.role) }),
          refusalIn(departure, "association-request").evidence,
        ],
        alternatives: [
          {
            culprit: "target-ap",
            rule: "target-lost-state",
            text: "The target AP lost the state of the station.",
            settledBy: targetLog,
          },
          {
            culprit: "station",
            text: "The station had left by itself, and the recorder missed that.",
            settledBy: stationLog,
          },
          forged(targetLog),
        ],
        missing: [targetLog, stationLog],
      };
    }
    const refused = refusal(context);
    if (refused?.reason === undefined || !unknownStationReasons.has(refused.reason)) {
      return {
        kind: "not-applicable",
        because: "the target did not say that it does not know the station",
      };
    }
    const deadline = checksOn(facts, ["reassociation-deadline"], stationSecond).find(
      (check) => check.result === "sound",
    );
    if (deadline === undefined) {
      return {
        kind: "cannot-tell",
        concludes: true,
        summary: `The target AP had agreed to the roam and then did not know the station (${refused.text}). Whether the station came after the reassociation deadline cannot be told.`,
        evidence: [refused.evidence],
        alternatives: [
          {
            culprit: "station",
            rule: "station-deadline-missed",
            text: "The station came after the reassociation deadline.",
            settledBy: "the key of the network (the deadline stands in message 3)",
          },
          {
            culprit: "target-ap",
            rule: "target-lost-state",
            text: "The target AP lost the state of the exchange.",
            settledBy: targetLog,
          },
          forged(targetLog),
        ],
        missing: ["the key of the network and the initial association of the station"],
      };
    }
    if (mayHaveMissedOfTarget(context, refused.sighting)) {
      return {
        kind: "cannot-tell",
        concludes: true,
        summary: `The target AP had agreed to the roam, the station came in time, and the target AP did not know it any more (${refused.text}). Whether it had accepted the station before, and the station had left, cannot be told: frames of the target AP may have been missed.`,
        evidence: [refused.evidence, evidenceOf(deadline)],
        alternatives: [
          {
            culprit: "target-ap",
            rule: "target-lost-state",
            text: "The target AP lost the state of the exchange.",
            settledBy: targetLog,
          },
          {
            culprit: "station",
            text: "The target AP had accepted the station, which had then left by itself; the recorder missed both.",
            settledBy: stationLog,
          },
          forged(targetLog),
        ],
        missing: [targetLog, recorderAtTarget],
      };
    }
    return {
      kind: "fault",
      culprit: "target-ap",
      confidence: "probable",
      summary: `The target AP had agreed to the roam, the station came in time, and the target AP did not know it any more (${refused.text}).`,
      evidence: [refused.evidence, evidenceOf(deadline)],
      alternatives: [forged(targetLog)],
    };
  },
};

function forged(targetLog: string): Alternative {
  return {
    culprit: "attacker",
    text: "Unprotected deauthentications can be forged.",
    settledBy: `management frame protection, or ${targetLog}`,
  };
}

/** Its sequence numbers do not run on from the request to its last word. */
function mayHaveMissedOfTarget({ exchange, target }: ExchangeContext, last: Sighting): boolean {
  const request = associationRequests(exchange)[0];
  if (request === undefined) return true;
  return target?.numbers.between(request.air.time, last.air.time)?.missed !== 0;
}
