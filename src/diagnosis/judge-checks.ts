import type { Check } from "../exchange/check.ts";
import { refusal } from "./refusal.ts";
import { evidenceOf, type Facts, fieldNames, type RuleResult, roleName } from "./rule.ts";
import { meaningOf } from "./status-meanings.ts";
import type { Alternative, Confidence, Culprit, Evidence } from "./verdict.ts";

/** The result of a rule that stands or falls with the checks of one kind. */
export function judgeChecks(
  facts: Facts,
  checks: readonly Check[],
  {
    culprit,
    summary,
    isConcerned = () => true,
    confidence = () => "proven",
    alternatives = () => [],
  }: {
    readonly culprit: Culprit;
    readonly summary: (check: Check) => string;
    /** Faults of the check that are this rule's. */
    readonly isConcerned?: (check: Check) => boolean;
    readonly confidence?: (check: Check) => Confidence;
    readonly alternatives?: (check: Check) => readonly Alternative[];
  },
): RuleResult {
  const fault = checks.find((check) => check.result === "fault" && isConcerned(check));
  if (fault !== undefined) {
    const isRefusal = facts.context.outcome === "refused" && culprit === "station";
    const other = isRefusal ? otherReason(facts) : [];
    return {
      kind: "fault",
      culprit,
      confidence: other.length > 0 ? "probable" : confidence(fault),
      summary:
        isRefusal && other.length === 0 && confidence(fault) === "proven"
          ? `${summary(fault)} The target AP was right to refuse.`
          : summary(fault),
      evidence: [evidenceOf(fault), ...sourceEvidence(facts, fault)],
      alternatives: [...alternatives(fault), ...other],
    };
  }
  const open = checks.filter((check) => check.result === "cannot-tell");
  if (open.length > 0 && open.length === checks.length) {
    return {
      kind: "cannot-tell",
      summary: open[0]?.text ?? "",
      evidence: [],
      missing: [...new Set(open.flatMap((check) => check.needs ?? []))],
    };
  }
  return checks.length === 0
    ? { kind: "not-applicable", because: "no frame of this kind was captured" }
    : { kind: "sound", confidence: "proven", summary: "as it should be", evidence: [] };
}

/** The frames that a check compared with, as evidence of what was expected. */
function sourceEvidence(facts: Facts, check: Check): readonly Evidence[] {
  if (check.expected === undefined) return [];
  return (check.against ?? []).map(({ input, frame }) => {
    const source = facts.context.exchange.sightings.find(
      (sighting) => sighting.air.input === input && sighting.air.frame === frame,
    );
    return {
      input,
      frame,
      field: fieldNames[check.id],
      seen: check.expected as string,
      text: source === undefined ? "the value it must have" : roleName(source.role),
    };
  });
}

/** The target says that it refused for another reason than a fault of the station's frame. */
function otherReason({ context }: Facts): readonly Alternative[] {
  const refused = refusal(context);
  const hasOther = (["policy", "deferred"] as const).some(
    (cause) => meaningOf(refused, cause) !== undefined,
  );
  if (refused === undefined || !hasOther) return [];
  return [
    {
      culprit: "target-ap",
      text: `The target AP refused for another reason (${refused.text}), and the recorder may have garbled the station's frame.`,
      settledBy: "a second capture of the same frame",
    },
  ];
}
