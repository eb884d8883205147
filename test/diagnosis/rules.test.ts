import { findRule } from "../../src/diagnosis/explain.ts";
import { ruleCases } from "./cases/rule-cases.ts";
import { testRule } from "./test-rule.ts";

for (const [id, cases] of Object.entries(ruleCases)) {
  const rule = findRule(id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  testRule(rule, cases);
}
