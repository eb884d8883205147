import { associationRequests, ftRequests } from "../../exchange/exchange.ts";
import { isAcknowledged } from "../../exchange/sighting.ts";
import { evidenceAt, type Rule, type RuleResult, roleName } from "../rule.ts";
import { settling } from "../settling.ts";

/** A sender gives up after some 4 to 7 copies; fewer may be a busy channel. */
const exhaustedRetries = 3;

export const requestNotAcknowledged: Rule = {
  id: "request-not-acknowledged",
  title: "The target AP did not hear the station",
  severity: "fault",
  clauses: ["13.5"],
  why: "The MAC of the station repeats a frame only as long as no ACK comes. A request repeated again and again was not received by the target's radio.",
  decides:
    "One request of the station was captured with at least 3 retries (same sequence number, Retry bit), no ACK for any copy, no answer, while the recorder did capture ACKs for frames to this AP around that time.",
  fix: [
    "Check coverage and interference at the place of the roam: the station went to an AP that does not hear it.",
    "Check transmit power: an AP much louder than its stations attracts them too early.",
  ],
  confirm: ["A recorder close to the target AP: does it hear the station's requests?"],
  judge(facts): RuleResult {
    const { context } = facts;
    const { exchange, outcome } = context;
    if (outcome !== "unanswered") {
      return { kind: "not-applicable", because: "the request was answered" };
    }
    const requests = [...ftRequests(exchange), ...associationRequests(exchange)];
    const last = requests.at(-1);
    if (last !== undefined && last.receiver !== exchange.targetAp) {
      return { kind: "not-applicable", because: "the current AP was asked, not the target" };
    }
    if (last === undefined || requests.some(isAcknowledged)) {
      return { kind: "not-applicable", because: "an acknowledgement was captured" };
    }
    if (last.retries.length < exhaustedRetries) {
      return { kind: "sound", confidence: "possible", summary: "few or no retries", evidence: [] };
    }
    if (!context.acksForTarget) {
      return {
        kind: "cannot-tell",
        summary: "no ACKs for frames to this AP were captured at all",
        evidence: [],
        missing: ["a recorder that captures ACKs, close to the target AP"],
      };
    }
    return {
      kind: "fault",
      culprit: "radio",
      confidence: "probable",
      summary: `The station sent its ${roleName(last.role)} ${last.retries.length + 1} times (frame ${last.air.frame} and its retries) and the target AP acknowledged none of them: it did not hear the station.`,
      evidence: [
        evidenceAt(last, {
          field: "Retry",
          seen: `${last.retries.length} retries, no ACK`,
          text: roleName(last.role),
        }),
      ],
      alternatives: [
        {
          culprit: "target-ap",
          text: "The target AP was switched off or on another channel.",
          settledBy: `its beacons ${settling(facts).when}`,
        },
        {
          culprit: "capture",
          text: "Only the recorder missed the ACKs.",
          settledBy: settling(facts).recorderAtTarget,
        },
      ],
    };
  },
};
