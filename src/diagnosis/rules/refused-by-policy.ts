import { elapsedMs } from "../../bytes/time.ts";
import type { ExchangeContext } from "../../exchange/context.ts";
import { associationRequests } from "../../exchange/exchange.ts";
import type { Sighting } from "../../exchange/sighting.ts";
import { evidenceIn } from "../logged-transfer.ts";
import { refusal } from "../refusal.ts";
import type { Facts, Rule, RuleResult } from "../rule.ts";
import { meaningOf } from "../status-meanings.ts";
import { type TurnedAway, turnedAway } from "../turned-away.ts";
import type { Alternative } from "../verdict.ts";

export const refusedByPolicy: Rule = {
  id: "refused-by-policy",
  title: "The target AP refused for load or by policy",
  severity: "fault",
  clauses: ["13.5", "13.7"],
  why: "The exchange itself is right; the target does not want this station now. A station that is sent back and forth loses its connection all the same.",
  decides:
    "The target refused with a status that means load, signal, steering, an external service or memory (17, 34, 82, 92, 93). A log of the target that says it had no room for another station makes that proven, and explains a request that was not answered: over the DS hostapd says nothing then.",
  fix: [
    "Look at load balancing, band steering, minimum signal and client limits of the target AP.",
  ],
  confirm: ["The target AP's log says which limit was reached."],
  judge(facts): RuleResult {
    const { context } = facts;
    const refused = refusal(context);
    const crowded = crowdedOut(facts);
    if (crowded !== undefined) return judgeCrowded(crowded);
    if (refused === undefined || meaningOf(refused, "policy") === undefined) {
      return { kind: "not-applicable", because: "no refusal for load or by policy" };
    }
    if (refused.step === "association-request" && mayHaveAccepted(context, refused.sighting)) {
      return {
        kind: "not-applicable",
        because: "the target may have accepted the station unseen, and refused a repeated request",
      };
    }
    return {
      kind: "fault",
      culprit: "target-ap",
      confidence: "probable",
      summary: `The target AP refused for load or by policy, not for anything in the FT exchange: ${refused.text}.`,
      evidence: [refused.evidence],
      alternatives: [tooTight],
    };
  },
};

const tooTight: Alternative = {
  culprit: "configuration",
  text: "A limit or a steering policy is set too tight.",
  settledBy: "the configuration of the target AP",
};

/** The target says that it had no room, and what it answered, if anything, does not say otherwise. */
function crowdedOut(facts: Facts): TurnedAway | undefined {
  const refused = refusal(facts.context);
  return refused === undefined || meaningOf(refused, "policy") !== undefined
    ? turnedAway(facts, "no-room-for-station")
    : undefined;
}

function judgeCrowded({ said, request, evidence }: TurnedAway): RuleResult {
  const { stations, limit } = said.event.details ?? {};
  const count = limit === undefined ? "" : ` (${stations} of ${limit})`;
  return {
    kind: "fault",
    culprit: "target-ap",
    confidence: "proven",
    summary: `The target AP had no room for another station${count}. Its log says so of the station's ${request}. Nothing of FT was looked at.`,
    evidence: [...evidence, evidenceIn(said)],
    alternatives: [tooTight],
  };
}

/** A station that waits for an answer repeats its request only after so long. */
const waitsMs = 100;

/**
 * A slow target accepts a station and refuses the request that the station had repeated meanwhile. Frames of its may have
 * been missed before the refusal, or data went between the two.
 */
function mayHaveAccepted({ exchange, target }: ExchangeContext, refusing: Sighting): boolean {
  const { uplink, downlink } = exchange;
  if (uplink.frames > 0 || downlink.frames > 0) return true;
  const [request, ...repeated] = associationRequests(exchange);
  if (request === undefined) return true;
  const mayBeRepeated =
    repeated.length > 0 || elapsedMs(request.air.time, refusing.air.time) > waitsMs;
  return (
    mayBeRepeated && target?.numbers.between(request.air.time, refusing.air.time)?.missed !== 0
  );
}
