import type { RuleCases } from "../test-rule.ts";
import { networkCases, outcomeCases } from "./network.ts";
import { stationCases } from "./station.ts";
import { targetCases } from "./target.ts";

/** The stories on which each rule is tested, by its id. */
export const ruleCases: Readonly<Record<string, RuleCases>> = {
  ...stationCases,
  ...targetCases,
  ...networkCases,
  ...outcomeCases,
};
