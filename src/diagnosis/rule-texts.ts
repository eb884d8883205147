import type { Rule } from "./rule.ts";

/** What a rule says of itself, be it for frames, for several exchanges, for what BSSs announce, or for logs. */
export type RuleTexts = Omit<Rule, "judge">;
