import type { Rule } from "../../src/diagnosis/rule.ts";
import { isFt } from "../../src/exchange/exchange.ts";
import { type RoamStory, type Told, tellRoam } from "../builders/roam.ts";
import { analyzeWithFacts } from "./test-rule.ts";

export interface SaidOptions {
  /** Default: none. */
  readonly keys?: "right" | "wrong" | "none";
  /** The last exchange of all, not the last FT exchange. */
  readonly isAnyKind?: boolean;
}

/** All that a rule says of an exchange, line by line: its frames, what else may explain it, what is missing. */
export function said(
  rule: Rule,
  told: Told,
  { keys = "none", isAnyKind = false }: SaidOptions = {},
): readonly string[] {
  const facts = analyzeWithFacts(told, keys).facts.findLast(
    ({ context }) => isAnyKind || isFt(context.exchange),
  );
  if (facts === undefined) throw new Error("the story has no exchange");
  const result = rule.judge(facts);
  if (result.kind === "not-applicable") return [`not-applicable: ${result.because}`];
  const culprit = "culprit" in result ? (result.culprit ?? "nobody") : "nobody";
  const alternatives = "alternatives" in result ? (result.alternatives ?? []) : [];
  return [
    `${result.kind}, ${culprit}: ${result.summary}`,
    ...result.evidence.map(
      ({ frame, field, seen = "", text }) => `${frame} ${field} ${seen}: ${text}`,
    ),
    ...alternatives.map(
      ({ culprit: other, rule: id = "", text, settledBy }) =>
        `or ${other} ${id}: ${text} [${settledBy}]`,
    ),
    ...("missing" in result ? (result.missing ?? []) : []).map((each) => `missing ${each}`),
  ];
}

export function saidOfRoam(
  story: RoamStory,
  rule: Rule,
  options: SaidOptions = {},
): readonly string[] {
  return said(rule, tellRoam(story), options);
}
