import type { RuleTexts } from "../diagnosis/rule-texts.ts";
import { blank, headline, paragraph, type TextPart } from "./part.ts";

/** The list of all rules, in the order in which they are applied. */
export function explainList(rules: readonly RuleTexts[]): readonly TextPart[] {
  return [
    {
      kind: "table",
      columns: [
        { head: "Rule", align: "left" },
        { head: "What it says", align: "left" },
      ],
      rows: rules.map((rule) => ({ cells: [rule.id, rule.title] })),
    },
    blank,
    paragraph("", "`ftscope explain <rule>` tells how a rule decides and what to do."),
  ];
}

/** One rule: what it says, why that breaks a roam, how it is decided, what to do, how to make sure. */
export function explainRule(rule: RuleTexts): readonly TextPart[] {
  const clauses =
    rule.clauses.length === 0 ? "" : ` (IEEE Std 802.11-2020, ${rule.clauses.join(", ")})`;
  return [
    headline("note", `${rule.id}: ${rule.title}${clauses}`),
    blank,
    ...(rule.why === "" ? [] : [paragraph("Why", rule.why)]),
    paragraph("Decided", rule.decides),
    ...rule.fix.map((text, index) => paragraph(index === 0 ? "Do" : "", text)),
    ...rule.confirm.map((text, index) => paragraph(index === 0 ? "Proof" : "", text)),
  ];
}
