import { elapsedMs } from "../../bytes/time.ts";
import { type Exchange, ftRequests, ftResponses, isFt } from "../../exchange/exchange.ts";
import { type FtResponse, isAcknowledged, isAgreement } from "../../exchange/sighting.ts";
import { evidenceAt, evidenceOf, type Rule, type RuleResult, roleName } from "../rule.ts";
import { settling } from "../settling.ts";

export const abandoned: Rule = {
  id: "abandoned",
  title: "The target AP agreed, and no reassociation request was captured",
  severity: "note",
  clauses: ["13.5", "13.7"],
  why: "A station that finds fault with the answer, or never receives it, goes away without a word; a recorder on one channel may simply not have heard what followed.",
  decides:
    "The target's answer had status 0, no reassociation request followed in the capture, and no rule found fault with the answer.",
  fix: ["Look into the station's log at that time."],
  confirm: ["A second recorder on the target AP's channel."],
  judge(facts): RuleResult {
    const { context, checks } = facts;
    if (context.outcome !== "abandoned") {
      return { kind: "not-applicable", because: "the exchange went on" };
    }
    const answer = ftResponses(context.exchange).findLast(isAgreement);
    const late = answer === undefined ? undefined : lateness(context.exchange, answer);
    const open = checks.filter((check) => check.result === "cannot-tell");
    const settled = settling(facts);
    const missed = context.next?.sightings.find(
      ({ sender }) => sender === context.exchange.station,
    )?.missedBefore;
    const counted =
      missed === undefined
        ? ""
        : missed === 0
          ? " The sequence numbers of the station run on to its next frame: it sent none."
          : ` The sequence numbers of the station jump by ${missed + 1} to its next captured frame: it sent ${missed} frame${missed === 1 ? "" : "s"} that ${missed === 1 ? "was" : "were"} not captured.`;
    return {
      kind: "cannot-tell",
      concludes: true,
      ...((missed ?? 0) > 0 ? { culprit: "capture" as const } : {}),
      summary: isFt(context.exchange)
        ? `The target AP agreed to the roam${late === undefined ? "" : ` only ${late}, and no ACK for its answer was captured: by then stations have given up`}, and no reassociation request of the station was captured. Nothing in the answer is wrong as far as it can be judged.${counted}`
        : "The AP answered the authentication, and no association request of the station was captured.",
      evidence: [
        ...(answer === undefined
          ? []
          : [
              evidenceAt(answer, {
                field: "Status Code",
                seen: "0",
                text: `${roleName(answer.role)}${isAcknowledged(answer) ? ", acknowledged by the station" : ", no ACK captured"}`,
              }),
            ]),
        ...open
          .filter(({ id }) => id === "pmkr0name")
          .slice(0, 1)
          .map(evidenceOf),
      ],
      alternatives: [
        ...(late === undefined
          ? []
          : [
              {
                culprit: "key-distribution" as const,
                text: "The target AP had to fetch the station's key first, for longer than the station waits.",
                settledBy: settled.targetLogOrWire,
              },
              {
                culprit: "target-ap" as const,
                text: "The target AP was slow by itself, or waited for RADIUS or a MAC ACL.",
                settledBy: settled.targetLog,
              },
            ]),
        {
          culprit: "station",
          text: "The station gave up by itself.",
          settledBy: settled.stationLog,
        },
        {
          culprit: "radio",
          text: "The station did not receive the answer.",
          settledBy: settled.recorderAtStation,
        },
        ...(missed === 0
          ? []
          : [
              {
                culprit: "capture" as const,
                text: "The recorder missed the rest.",
                settledBy: settled.recorderAtTarget,
              },
            ]),
      ],
      missing: [settled.stationLog, settled.recorderAtTarget],
    };
  },
};

/** Stations repeat a request for some 0.3 s and give up (mac80211: 3 tries, 0.1 s each). */
const patienceMs = 300;

/** "486 ms after the first of 3 requests", of an answer that came late and that nobody acknowledged. */
function lateness(exchange: Exchange, answer: FtResponse): string | undefined {
  const requests = ftRequests(exchange).filter(({ air }) => air.time <= answer.air.time);
  const first = requests[0];
  if (first === undefined || isAcknowledged(answer)) return undefined;
  const afterMs = elapsedMs(first.air.time, answer.air.time);
  if (afterMs <= patienceMs) return undefined;
  const which = requests.length === 1 ? "the request" : `the first of ${requests.length} requests`;
  return `${afterMs.toFixed(0)} ms after ${which}`;
}
