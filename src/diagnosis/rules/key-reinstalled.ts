import type { Check, FrameReference } from "../../exchange/check.ts";
import {
  associationRequests,
  associationResponses,
  type Exchange,
} from "../../exchange/exchange.ts";
import {
  checksOn,
  evidenceAt,
  evidenceOf,
  type Facts,
  type Rule,
  type RuleResult,
  roleName,
} from "../rule.ts";
import type { Evidence } from "../verdict.ts";

export const keyReinstalled: Rule = {
  id: "key-reinstalled",
  title: "The same temporal key was installed again, and packet numbers came twice",
  severity: "fault",
  clauses: ["12.5", "13.7"],
  why: "Two frames under one key and one packet number give away their contents, and the receiver drops every frame below the numbers it has seen. The classic case is an AP that starts anew when it gets the reassociation request again (KRACK, CVE-2017-13082).",
  decides:
    "A data frame carries a packet number that its sender had already used or passed, it is no retransmission nor the same encrypted frame once more, and both frames decrypt with the same temporal key.",
  fix: [
    "Update the sender: it must not reset the packet number when it installs a key that it already has.",
  ],
  confirm: [
    "Whether the reassociation request or response was sent twice before the numbers came again.",
  ],
  judge(facts): RuleResult {
    const checks = checksOn(facts, ["packet-number"], ["data-uplink", "data-downlink"]);
    const fault = checks.find((check) => check.result === "fault");
    if (fault !== undefined) return toFault(facts, fault);
    const open = checks.find((check) => check.result === "cannot-tell");
    if (open !== undefined) {
      return {
        kind: "cannot-tell",
        summary: open.text,
        evidence: [evidenceOf(open)],
        missing: open.needs ?? [],
      };
    }
    return checks.length === 0
      ? { kind: "not-applicable", because: "no protected data were captured" }
      : { kind: "sound", confidence: "proven", summary: "as it should be", evidence: [] };
  },
};

function toFault({ context }: Facts, check: Check): RuleResult {
  const isOfAp = check.role === "data-downlink";
  const { exchange } = context;
  return {
    kind: "fault",
    culprit: isOfAp ? "target-ap" : "station",
    confidence: "proven",
    isUncontradicted: true,
    summary: `The ${isOfAp ? "AP" : "station"} used packet numbers twice under one temporal key (frame ${check.frame}: ${check.seen}): it installed the key again.`,
    evidence: [evidenceOf(check), ...(check.against ?? []).map(toEvidence), ...repeated(exchange)],
    alternatives: [
      {
        culprit: "attacker",
        text: "Somebody may have repeated the reassociation on purpose to bring this about.",
        settledBy: "the signal strength of the repeated frames against that of the sender",
      },
    ],
  };
}

function toEvidence({ input, frame }: FrameReference): Evidence {
  return { input, frame, field: "packet number", text: "a frame under the same key before it" };
}

/** Reassociation frames that were sent more than once. */
function repeated(exchange: Exchange): readonly Evidence[] {
  return [associationRequests(exchange), associationResponses(exchange)].flatMap((frames) =>
    frames
      .slice(1)
      .map((sighting) =>
        evidenceAt(sighting, { field: "frame", text: `${roleName(sighting.role)}, sent again` }),
      ),
  );
}
