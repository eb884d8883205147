import type { RuleFailure } from "./diagnose.ts";
import type { LogFacts, LogFindingDraft, LogRule } from "./log-rule.ts";
import { logRules } from "./log-rules/index.ts";

/** What a rule found in logs, with the rule's own texts. */
export interface LogFinding extends LogFindingDraft {
  readonly rule: string;
  readonly severity: "fault" | "warning" | "note";
  readonly why: string;
  readonly fix: readonly string[];
  readonly confirm: readonly string[];
}

/** Runs every rule for logs; the order of the list is that of the findings. */
export function judgeLogs(
  facts: LogFacts,
  list: readonly LogRule[] = logRules,
): { readonly findings: readonly LogFinding[]; readonly failures: readonly RuleFailure[] } {
  const findings: LogFinding[] = [];
  const failures: RuleFailure[] = [];
  for (const rule of list) {
    try {
      for (const draft of rule.judge(facts)) {
        findings.push({
          severity: rule.severity,
          ...draft,
          rule: rule.id,
          why: rule.why,
          fix: rule.fix,
          confirm: rule.confirm,
        });
      }
    } catch (error) {
      failures.push({ rule: rule.id, message: error instanceof Error ? error.message : "unknown" });
    }
  }
  return { findings, failures };
}
