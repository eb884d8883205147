import { equalOctets } from "../../bytes/octets.ts";
import {
  associationRequests,
  associationResponses,
  type Exchange,
  ftRequests,
  ftResponses,
} from "../../exchange/exchange.ts";
import { fteOf } from "../../exchange/facts.ts";
import { distinct } from "../../exchange/key-path.ts";
import { refusal } from "../refusal.ts";
import {
  checksOn,
  evidenceOf,
  type Rule,
  type RuleResult,
  stationSecond,
  targetSecond,
} from "../rule.ts";
import { settling } from "../settling.ts";
import { meaningOf } from "../status-meanings.ts";

export const targetHoldsAnotherPmkR1: Rule = {
  id: "target-holds-another-pmk-r1",
  title: "The target AP works with another PMK-R1 than the station",
  severity: "fault",
  clauses: ["12.7.1.6", "13.7", "13.8"],
  why: "Under one and the same name, station and target hold different keys: the key distribution gave the target a wrong or outdated PMK-R1. Names are sent in clear and match; the MICs cannot.",
  decides:
    "The MIC of the station's request verifies with the network's key. Either the target's MIC does not and its group key does not unwrap, or the target refused the station's right MIC (status 53 or 55) although every other value of the request is right and no second request of the station was missed.",
  fix: [
    "Clear the key caches of the target AP and of the key holder, and let the station associate anew.",
    "If PMK-R1 is made locally from the PSK: give the target AP the same passphrase as the others.",
  ],
  confirm: ["The debug log of the target AP: which PMK-R1 name and which key holder it used."],
  judge(facts): RuleResult {
    const { targetLog } = settling(facts);
    const request = checksOn(facts, ["fte-mic-request"], stationSecond).find(
      (check) => check.result === "sound",
    );
    if (request === undefined) {
      return {
        kind: "cannot-tell",
        summary: "no MIC of the station verifies",
        evidence: [],
        missing: ["the key of the network"],
      };
    }
    const isUsingKey = checksOn(facts, ["tk-downlink"], ["data-downlink"]).some(
      (check) => check.result === "sound",
    );
    const response = checksOn(facts, ["fte-mic-response"], targetSecond).find(
      (check) => check.variant === "no-key-fits" && !isUsingKey,
    );
    if (response !== undefined) {
      return {
        kind: "fault",
        culprit: "key-distribution",
        confidence: "probable",
        summary:
          "The target AP answers with a MIC that the station's key does not give, and its group key does not unwrap: it holds another PMK-R1 under the same name.",
        evidence: [evidenceOf(response), evidenceOf(request)],
        alternatives: [
          {
            culprit: "target-ap",
            text: "The target AP derived its PTK wrongly from the right PMK-R1.",
            settledBy: `${targetLog}, with keys`,
          },
        ],
      };
    }
    const refused = refusal(facts.context);
    if (refused === undefined || meaningOf(refused, "key-values") === undefined) {
      return {
        kind: "sound",
        confidence: "proven",
        summary: "no sign of another key",
        evidence: [],
      };
    }
    const unknown = facts.checks.find(
      ({ role, id, result }) =>
        stationSecond.includes(role) &&
        id !== "reassociation-deadline" &&
        (result === "cannot-tell" || result === "fault"),
    );
    if (unknown !== undefined) {
      return {
        kind: "cannot-tell",
        concludes: true,
        summary: `The target AP refused a request whose MIC is right (${refused.text}). Not every value of the request can be judged.`,
        evidence: [refused.evidence, evidenceOf(request), evidenceOf(unknown)],
        missing: [...(unknown.needs ?? []), targetLog],
      };
    }
    if (mayHaveMissedAnAnswer(facts.context.exchange)) {
      return {
        kind: "cannot-tell",
        concludes: true,
        summary: `The target AP refused a request whose MIC is right (${refused.text}). It may have sent a newer ANonce that was not captured.`,
        evidence: [refused.evidence, evidenceOf(request)],
        alternatives: [
          {
            culprit: "target-ap",
            rule: "target-anonce-race",
            text: "The target AP answered a repeated request with a new ANonce.",
            settledBy: "a capture with every frame between the first request and the refusal",
          },
          {
            culprit: "key-distribution",
            rule: "target-holds-another-pmk-r1",
            text: "The target AP holds another PMK-R1.",
            settledBy: targetLog,
          },
        ],
        missing: ["a capture without gaps", targetLog],
      };
    }
    return {
      kind: "fault",
      culprit: "key-distribution",
      confidence: "probable",
      summary: `The target AP refused a request whose MIC and values are right (${refused.text}): it holds another PMK-R1 under the same name.`,
      evidence: [refused.evidence, evidenceOf(request)],
      alternatives: [
        {
          culprit: "target-ap",
          text: "The target AP lost the state of the exchange or compares wrongly.",
          settledBy: targetLog,
        },
      ],
    };
  },
};

/**
 * The target sent two ANonces, the one that the station used was not captured before its request, there
 * are fewer answers than requests, or frames of the station were passed over: the target may have sent another ANonce.
 */
function mayHaveMissedAnAnswer(exchange: Exchange): boolean {
  const answers = ftResponses(exchange);
  const requests = ftRequests(exchange);
  const [first] = associationRequests(exchange);
  const used = fteOf(first)?.anonce;
  const isAnswerCaptured = answers.some((answer) => {
    const anonce = fteOf(answer)?.anonce;
    return (
      first !== undefined &&
      answer.air.time <= first.air.time &&
      anonce !== undefined &&
      used !== undefined &&
      equalOctets(anonce, used)
    );
  });
  const anonces = distinct(answers.map((answer) => fteOf(answer)?.anonce));
  // What the recorder cut away of an answer is an ANonce that was not captured.
  const isAnonceCut = answers.some((answer) => fteOf(answer)?.anonce === undefined);
  return (
    !isAnswerCaptured ||
    isAnonceCut ||
    anonces.length > 1 ||
    requests.length !== answers.length ||
    associationRequests(exchange).length !== associationResponses(exchange).length ||
    requests[0]?.missedBefore !== 0 ||
    first?.missedBefore !== 0
  );
}
