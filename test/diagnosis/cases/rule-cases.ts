import type { RuleCases } from "../test-rule.ts";
import { dataCases } from "./data.ts";
import { keyDistributionCases } from "./key-distribution.ts";
import { networkCases } from "./network.ts";
import { outcomeCases } from "./outcome.ts";
import { securityCases } from "./security.ts";
import { stationFirstFrameCases } from "./station-first-frame.ts";
import { stationSecondFrameCases } from "./station-second-frame.ts";
import { targetFirstAnswerCases } from "./target-first-answer.ts";
import { targetSecondAnswerCases } from "./target-second-answer.ts";
import { targetStateCases } from "./target-state.ts";
import { turnedAwayCases } from "./turned-away.ts";

/** The stories on which each rule is tested, by its id. */
export const ruleCases: Readonly<Record<string, RuleCases>> = {
  ...stationFirstFrameCases,
  ...stationSecondFrameCases,
  ...targetFirstAnswerCases,
  ...targetSecondAnswerCases,
  ...targetStateCases,
  ...turnedAwayCases,
  ...securityCases,
  ...dataCases,
  ...keyDistributionCases,
  ...networkCases,
  ...outcomeCases,
};
