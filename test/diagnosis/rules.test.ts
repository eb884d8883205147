import { findRule } from "../../src/diagnosis/explain.ts";
import { stationCases } from "./cases/station.ts";
import { testRule } from "./test-rule.ts";

for (const [id, cases] of Object.entries({ ...stationCases })) {
  const rule = findRule(id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  testRule(rule, cases);
}
