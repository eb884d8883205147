import { elapsedMs } from "../../bytes/time.ts";
import { ftRequests } from "../../exchange/exchange.ts";
import { isHollow } from "../../exchange/sighting.ts";
import { keyTransfer, withKeyTransfer } from "../key-transfer.ts";
import { refusal } from "../refusal.ts";
import {
  checksOn,
  evidenceAt,
  evidenceOf,
  type Facts,
  isInDomainOfKey,
  type Rule,
  type RuleResult,
  roleName,
  stationFirst,
} from "../rule.ts";
import { settling } from "../settling.ts";
import { meaningOf } from "../status-meanings.ts";

const hollowness =
  "Its answer says success and holds nothing else, as hostapd's over the DS does when it had to ask the key holder and got no key.";

/** hostapd waits 1 s for a key holder before it asks again; no AP needs so long to say no by itself. */
const shortestTimeoutMs = 900;

export const r1KeyPullTimeout: Rule = {
  id: "r1-key-pull-timeout",
  title: "The target AP waited in vain for the station's key",
  severity: "fault",
  clauses: ["13.5"],
  why: "A target that asks the station's key holder (R0KH) for the key and gets no answer refuses only when its own timer is over; stations give up long before that.",
  decides:
    "The target refused for want of a key 0.9 s or more after the station's last request, and the station's PMKR0Name is right.",
  fix: [
    "Can the target AP reach the key holder on the wire (VLAN, EtherType 89-0d and 88-b7, address in its R0KH list)?",
    "Do both have the same key for talking to each other?",
    "Does the key holder list the target AP among those that may fetch keys?",
  ],
  confirm: [
    "A capture of the wire between the APs at that time shows the question and the silence.",
    "The debug log of the key holder: undecryptable or unknown requests.",
  ],
  judge(facts): RuleResult {
    const { context } = facts;
    const { targetLog, targetLogOrWire, wire } = settling(facts);
    const refused = refusal(context);
    if (refused === undefined && context.outcome === "unanswered") return judgeUnanswered(facts);
    const meaning = meaningOf(refused, "key-missing");
    const isHollowAnswer = refused !== undefined && isHollow(refused.sighting);
    if (
      refused?.step !== "ft-request" ||
      meaning === undefined ||
      (meaning.lore !== undefined && !isHollowAnswer)
    ) {
      return { kind: "not-applicable", because: "the target did not refuse for want of a key" };
    }
    const before = ftRequests(context.exchange).filter(
      (request) => request.air.time <= refused.sighting.air.time,
    );
    const last = before.at(-1);
    if (last === undefined) {
      return { kind: "not-applicable", because: "the station's request was not captured" };
    }
    const waitedMs = elapsedMs(last.air.time, refused.sighting.air.time);
    if (waitedMs < shortestTimeoutMs) {
      return {
        kind: "sound",
        confidence: "proven",
        summary: `answered after ${waitedMs.toFixed(1)} ms`,
        evidence: [],
      };
    }
    const [name] = checksOn(facts, ["pmkr0name"], stationFirst);
    const evidence = [
      {
        ...refused.evidence,
        text: `${roleName(refused.sighting.role)} ${(waitedMs / 1000).toFixed(2)} s after the last of ${before.length} request${before.length === 1 ? "" : "s"}`,
      },
      ...(name === undefined ? [] : [evidenceOf(name)]),
    ];
    const isNameRight = name?.result === "sound" && isInDomainOfKey(facts);
    if (!isNameRight && !isHolderSilent(facts)) {
      return {
        kind: "cannot-tell",
        concludes: true,
        summary: `The target AP refused only ${(waitedMs / 1000).toFixed(1)} s after the station's last request, as after a key holder's silence; whether the station offered the right key name cannot be told.`,
        evidence,
        alternatives: [
          {
            culprit: "key-distribution",
            rule: "r1-key-pull-timeout",
            text: "The key holder did not answer the target AP.",
            settledBy: wire,
          },
        ],
        missing: name?.needs ?? ["the station's FT request"],
      };
    }
    const { next } = context;
    const hasLeft = next !== undefined && next.startTime < refused.sighting.air.time;
    return withKeyTransfer(facts, {
      kind: "fault",
      culprit: "key-distribution",
      confidence: "probable",
      summary: `The target AP refused only ${(waitedMs / 1000).toFixed(1)} s after the last request of the station that was captured, as an AP that waits in vain for the station's key.${isNameRight ? ` The station's request was right${hasLeft ? ", and it had given up by then" : ""}.` : ""}${isHollowAnswer ? ` ${hollowness}` : ""}`,
      evidence,
      alternatives: [
        {
          culprit: "target-ap",
          text: "The target AP was busy or slow by itself.",
          settledBy: targetLog,
        },
        {
          culprit: "key-distribution",
          rule: "r1-key-unknown-to-target",
          text: "The station asked once more later, which the recorder missed, and was refused at once.",
          settledBy: targetLog,
        },
      ],
      missing: [targetLogOrWire],
    });
  },
};

/**
 * A key holder that knows the target says so even of a key that it does not have: its silence is its
 * own, or the network's, whatever name the station offered. Only the holder must be the station's.
 */
function isHolderSilent(facts: Facts): boolean {
  const transfer = keyTransfer(facts);
  return (
    transfer?.kind === "silent" &&
    transfer.isProof &&
    checksOn(facts, ["r0kh-id"], stationFirst).some((check) => check.result === "sound")
  );
}

function judgeUnanswered(facts: Facts): RuleResult {
  const [request] = ftRequests(facts.context.exchange);
  if (request === undefined || !isHolderSilent(facts)) {
    return { kind: "not-applicable", because: "the target did not refuse for want of a key" };
  }
  return withKeyTransfer(facts, {
    kind: "fault",
    culprit: "key-distribution",
    confidence: "probable",
    summary: "The target AP did not answer the station: it waited in vain for the station's key.",
    evidence: [
      evidenceAt(request, { field: "R0KH-ID", text: `${roleName(request.role)}, not answered` }),
    ],
  });
}
