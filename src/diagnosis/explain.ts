import { logRules } from "./log-rules/index.ts";
import type { Rule } from "./rule.ts";
import { rules } from "./rules/index.ts";

/** What a rule says of itself, be it for frames or for logs. */
export type RuleTexts = Omit<Rule, "judge">;

/** Every rule in the order in which they are applied: those for frames, then those for logs. */
export function ruleList(): readonly RuleTexts[] {
  return [...rules, ...logRules];
}

export function findRule(id: string): RuleTexts | undefined {
  return ruleList().find((rule) => rule.id === id);
}
