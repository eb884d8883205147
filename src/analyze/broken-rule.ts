import type { RuleFailure } from "../diagnosis/diagnose.ts";
import type { Finding } from "./analysis.ts";

/** A rule that threw: said, since nothing it might have found is. */
export function brokenRule({ rule, message }: RuleFailure): Finding {
  return internalError(rule, `rule ${rule}: ${message}. The other rules were applied.`);
}

export function internalError(rule: string, where: string): Finding {
  return {
    rule,
    severity: "warning",
    culprit: "undetermined",
    summary: `Internal error in ${where}`,
    evidence: [],
  };
}
