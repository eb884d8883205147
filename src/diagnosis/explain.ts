import { auditRules } from "./audit-rules/index.ts";
import { findingRules } from "./finding-rules.ts";
import { logRules } from "./log-rules/index.ts";
import type { RuleTexts } from "./rule-texts.ts";
import { rules } from "./rules/index.ts";

/** Every rule in the order in which they are applied: those for exchanges, for several of them, for the audit, then for logs. */
export function ruleList(): readonly RuleTexts[] {
  return [...rules, ...findingRules, ...auditRules, ...logRules];
}

export function findRule(id: string): RuleTexts | undefined {
  return ruleList().find((rule) => rule.id === id);
}
