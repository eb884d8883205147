import type { Rule } from "./rule.ts";
import { rules } from "./rules/index.ts";

/** Every rule in the order in which they are applied. */
export function ruleList(): readonly Rule[] {
  return rules;
}

export function findRule(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}
