import { auditRules } from "./audit-rules/index.ts";
import { logRules } from "./log-rules/index.ts";
import type { Rule } from "./rule.ts";
import { rules } from "./rules/index.ts";

/** What a rule says of itself, be it for frames, for what BSSs announce, or for logs. */
export type RuleTexts = Omit<Rule, "judge">;

/** Every rule in the order in which they are applied: those for exchanges, for the audit, then for logs. */
export function ruleList(): readonly RuleTexts[] {
  return [...rules, ...auditRules, ...logRules];
}

export function findRule(id: string): RuleTexts | undefined {
  return ruleList().find((rule) => rule.id === id);
}
