import { equalOctets, formatHex } from "../../bytes/octets.ts";
import { associationRequests, ftResponses } from "../../exchange/exchange.ts";
import { fteOf } from "../../exchange/facts.ts";
import { isAcknowledged } from "../../exchange/sighting.ts";
import { refusal } from "../refusal.ts";
import { evidenceAt, type Rule, type RuleResult, roleName } from "../rule.ts";
import { settling } from "../settling.ts";
import { hasOwnReason } from "../status-meanings.ts";

export const targetAnonceRace: Rule = {
  id: "target-anonce-race",
  title: "The target AP forgot the ANonce it had just sent",
  severity: "fault",
  clauses: ["13.5"],
  why: "The station repeats its request when the answer is late. A target that takes the repetition for a new attempt makes a new ANonce and forgets the first one, while the station goes on with the answer it got first; the reassociation must fail.",
  decides:
    "The target sent answers with different ANonces within one attempt, the station's reassociation request carries an older one and was refused, and the newer answer came after the request or was not acknowledged before it.",
  fix: [
    "Update the target AP: within one attempt (same SNonce) it should keep its ANonce.",
    "Find out why the target's first answer was late (key fetched over the wire, load): a quick answer avoids the race.",
  ],
  confirm: ['The debug log of the target AP: "ANonce mismatch" at the time of the refusal.'],
  judge(facts): RuleResult {
    const { context } = facts;
    const answers = ftResponses(context.exchange).filter(
      (response) => response.body.status === 0 && fteOf(response)?.anonce !== undefined,
    );
    const [request] = associationRequests(context.exchange);
    const used = fteOf(request)?.anonce;
    const refused = refusal(context);
    if (
      request === undefined ||
      used === undefined ||
      refused?.step !== "association-request" ||
      hasOwnReason(refused)
    ) {
      return {
        kind: "not-applicable",
        because: "no reassociation request was captured that was refused for its values",
      };
    }
    const own = answers.find((answer) => equalOctets(fteOf(answer)?.anonce as Uint8Array, used));
    const newer = answers.find(
      (answer) =>
        !equalOctets(fteOf(answer)?.anonce as Uint8Array, used) &&
        (own === undefined || answer.air.time > own.air.time),
    );
    if (newer === undefined || own === undefined) {
      return {
        kind: "sound",
        confidence: "proven",
        summary: "one ANonce in the attempt",
        evidence: [],
      };
    }
    const evidence = [
      evidenceAt(own, {
        field: "ANonce",
        seen: formatHex(used),
        text: `${roleName(own.role)}: the first answer`,
      }),
      evidenceAt(newer, {
        field: "ANonce",
        seen: formatHex(fteOf(newer)?.anonce as Uint8Array),
        text: `${roleName(newer.role)}: another ANonce for the same attempt`,
      }),
      refused.evidence,
    ];
    if (newer.air.time < request.air.time && isAcknowledged(newer)) {
      return {
        kind: "cannot-tell",
        concludes: true,
        summary: `The target AP sent two answers with different ANonces and the station used the older one although it had acknowledged the newer one before. Both took part in the failure.`,
        evidence,
        missing: ["the station's log: did its host see the newer answer in time"],
      };
    }
    return {
      kind: "fault",
      culprit: "target-ap",
      confidence: "probable",
      summary: `The target AP answered one attempt with two ANonces (frames ${own.air.frame} and ${newer.air.frame}) and refused the request made with the first.`,
      evidence,
      alternatives: [
        {
          culprit: "station",
          text: "The station could have waited for the answer to its repeated request.",
          settledBy: "nothing in the standard asks it to",
        },
        ...(newer.air.time < request.air.time
          ? [
              {
                culprit: "station" as const,
                text: "The station had received the newer answer, whose ACK the recorder missed, and used the older one.",
                settledBy: settling(facts).stationLog,
              },
            ]
          : []),
      ],
    };
  },
};
