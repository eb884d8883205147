import {
  associationRequests,
  associationResponses,
  ftRequests,
  ftResponses,
} from "../../exchange/exchange.ts";
import { isAcknowledged } from "../../exchange/sighting.ts";
import { evidenceAt, type Rule, type RuleResult, roleName } from "../rule.ts";

export const noAnswer: Rule = {
  id: "no-answer",
  title: "No answer of the target AP was captured",
  severity: "note",
  clauses: ["13.5", "13.7"],
  why: "A missing frame is no fault by itself: the target may be silent, the answer may be lost on the air, or only the recorder may have missed it.",
  decides:
    "A request of the station was captured and no answer to it. An acknowledgement shows that the target's radio received the request; it does not show why no answer followed.",
  fix: ["Look into the target AP's log at the time of the request."],
  confirm: ["A second recorder close to the target AP, on its channel."],
  judge({ context }): RuleResult {
    const { exchange, outcome } = context;
    if (outcome !== "unanswered") {
      return { kind: "not-applicable", because: "the request was answered" };
    }
    const isReassociation =
      associationRequests(exchange).length > 0 && associationResponses(exchange).length === 0;
    const requests = isReassociation ? associationRequests(exchange) : ftRequests(exchange);
    const first = requests[0];
    const acknowledged = requests.filter(isAcknowledged).length;
    const step = first === undefined ? "request" : roleName(first.role);
    const target =
      exchange.kind === "ft-over-the-ds" && !isReassociation ? "current AP" : "target AP";
    const times = requests.length === 1 ? "once" : `${requests.length} times`;
    const answered = ftResponses(exchange).length > 0 ? " It had answered the first frame." : "";
    const heardAck =
      acknowledged > 0
        ? `The ${target} acknowledged ${acknowledged} of them, so its radio received the request.`
        : "No acknowledgement was captured either: the request may not have arrived.";
    return {
      kind: "cannot-tell",
      concludes: true,
      summary: `The station sent its ${step} ${times} and no answer was captured. ${heardAck}${answered}`,
      evidence: requests.slice(0, 4).map((request) =>
        evidenceAt(request, {
          field: "ACK",
          seen: isAcknowledged(request) ? "captured" : "not captured",
          text: roleName(request.role),
        }),
      ),
      alternatives: [
        {
          culprit: "key-distribution",
          rule: "r1-key-pull-timeout",
          text: "The target AP was still waiting for the station's key.",
          settledBy: "a capture of the wire between the APs, or the target AP's debug log",
        },
        {
          culprit: "target-ap",
          text: `The ${target} ignored the request.`,
          settledBy: "its debug log",
        },
        {
          culprit: "radio",
          text: "The answer was sent and lost on the air.",
          settledBy: "a second recorder near the station",
        },
        {
          culprit: "capture",
          text: "Only the recorder missed the answer.",
          settledBy: "a second recorder on the target AP's channel",
        },
      ],
      missing: [
        "the debug log of the target AP at that time",
        "a capture of the wire between the APs",
      ],
    };
  },
};
