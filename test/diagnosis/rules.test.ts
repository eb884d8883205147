import { rules } from "../../src/diagnosis/rules/index.ts";
import { ruleCases } from "./cases/rule-cases.ts";
import { testRule } from "./test-rule.ts";

for (const [id, cases] of Object.entries(ruleCases)) {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  testRule(rule, cases);
}
