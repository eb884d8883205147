import { refusal } from "../refusal.ts";
import { evidenceOf, type Rule, type RuleResult } from "../rule.ts";

export const refused: Rule = {
  id: "refused",
  title: "The target AP refused, and the frames do not show why",
  severity: "note",
  clauses: ["13.5", "13.7"],
  why: "A status code alone accuses nobody: the same cause has different codes with different vendors.",
  decides: "The target refused and no rule found the cause.",
  fix: ["Look into the target AP's log at the time of the refusal."],
  confirm: [],
  judge({ context, checks }): RuleResult {
    const found = refusal(context.exchange);
    if (found === undefined) return { kind: "not-applicable", because: "nothing was refused" };
    const open = checks.filter((check) => check.result === "cannot-tell");
    return {
      kind: "cannot-tell",
      concludes: true,
      summary: `The target AP refused: ${found.text}. What was captured does not show whether the request was wrong.`,
      evidence: [found.evidence, ...open.slice(0, 3).map(evidenceOf)],
      missing: [
        ...new Set(open.flatMap((check) => check.needs ?? [])),
        "the debug log of the target AP at that time",
      ],
    };
  },
};
