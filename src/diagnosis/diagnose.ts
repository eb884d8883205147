import type { Facts, Rule, RuleResult } from "./rule.ts";
import { rules } from "./rules/index.ts";
import type { Verdict } from "./verdict.ts";

/** A rule that failed by itself: our mistake, and no reason to stop the analysis. */
export interface RuleFailure {
  readonly rule: string;
  readonly message: string;
  /** What the rules look at could not be made: none was applied. */
  readonly isOfChecks?: true;
}

export interface Diagnosis {
  readonly verdict: Verdict;
  readonly failures: readonly RuleFailure[];
}

/**
 * Runs every rule. The first fault in the order of the list is the verdict, since causes stand before
 * their consequences; without a fault the first rule that concludes speaks for the exchange.
 */
export function diagnose(facts: Facts, list: readonly Rule[] = rules): Diagnosis {
  const failures: RuleFailure[] = [];
  const judged: { readonly rule: Rule; readonly result: RuleResult }[] = [];
  for (const rule of list) {
    try {
      judged.push({ rule, result: rule.judge(facts) });
    } catch (error) {
      failures.push(failureOf(rule.id, error));
    }
  }
  const chosen =
    judged.find(({ result }) => result.kind === "fault") ??
    judged.find(
      ({ result }) =>
        (result.kind === "sound" || result.kind === "cannot-tell") && result.concludes === true,
    );
  return { verdict: chosen === undefined ? nothingKnown : toVerdict(facts, chosen), failures };
}

/** Of an exchange whose checks broke: without them no rule could be trusted, not even that nobody is at fault. */
export function undiagnosed(error: unknown): Diagnosis {
  const { rule, message } = failureOf(nothingKnown.rule, error);
  return { verdict: nothingKnown, failures: [{ rule, message, isOfChecks: true }] };
}

function failureOf(rule: string, error: unknown): RuleFailure {
  return { rule, message: error instanceof Error ? error.message : "unknown" };
}

const nothingKnown: Verdict = {
  kind: "cannot-tell",
  culprit: "undetermined",
  rule: "undecided",
  confidence: "possible",
  summary: "The captured frames do not allow a verdict.",
  evidence: [],
  alternatives: [],
  missing: [],
  fix: [],
};

function toVerdict(
  { context }: Facts,
  { rule, result }: { readonly rule: Rule; readonly result: RuleResult },
): Verdict {
  switch (result.kind) {
    case "fault": {
      // The peer took what the octets say it should have refused: the recorder may be the one that erred.
      const isContradicted =
        context.outcome === "completed" &&
        result.confidence === "proven" &&
        result.isUncontradicted !== true;
      return {
        kind: "fault",
        culprit: result.culprit,
        rule: rule.id,
        confidence: isContradicted ? "probable" : result.confidence,
        summary: result.summary,
        why: rule.why,
        evidence: result.evidence,
        alternatives: [
          ...(result.alternatives ?? []),
          ...(isContradicted
            ? [
                {
                  culprit: "capture" as const,
                  text: "The exchange was completed all the same: the recorder may have garbled the frame.",
                  settledBy: "a second capture of the same frame",
                },
              ]
            : []),
        ],
        missing: result.missing ?? [],
        fix: rule.fix,
      };
    }
    case "sound":
      return {
        kind: "sound",
        culprit: "none",
        rule: rule.id,
        confidence: result.confidence,
        summary: result.summary,
        evidence: result.evidence,
        alternatives: [],
        missing: result.missing ?? [],
        fix: [],
      };
    case "cannot-tell":
      return {
        kind: "cannot-tell",
        culprit: result.culprit ?? "undetermined",
        rule: rule.id,
        confidence: "possible",
        summary: result.summary,
        why: rule.why,
        evidence: result.evidence,
        alternatives: result.alternatives ?? [],
        missing: result.missing,
        fix: rule.fix,
      };
    case "not-applicable":
      return nothingKnown;
    default: {
      const never: never = result;
      return never;
    }
  }
}
