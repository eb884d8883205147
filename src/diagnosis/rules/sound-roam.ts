import { associationResponses, isFt } from "../../exchange/exchange.ts";
import { dismissalByTarget } from "../../exchange/outcome.ts";
import type { AssociationResponse } from "../../exchange/sighting.ts";
import { statusName } from "../../spec/status-codes.ts";
import { dismissalWords, evidenceOfDismissal } from "../dismissal.ts";
import { evidenceOf, type Facts, type Rule, type RuleResult } from "../rule.ts";
import { settling } from "../settling.ts";

export const soundRoam: Rule = {
  id: "sound-roam",
  title: "The FT exchange was completed, and nothing in it is wrong",
  severity: "note",
  clauses: ["13.5", "13.7"],
  why: "",
  decides:
    "The target accepted, the station stayed, and no check failed. With the key both MICs verify (proven); without it the names, nonces and identifiers are right as far as they can be judged (probable).",
  fix: [],
  confirm: [],
  judge(facts): RuleResult {
    const { context, checks } = facts;
    if (!isFt(context.exchange)) {
      return { kind: "not-applicable", because: "no FT exchange" };
    }
    if (context.outcome !== "completed") {
      return { kind: "not-applicable", because: "the exchange was not completed" };
    }
    const mics = checks.filter(
      (check) => check.id === "fte-mic-request" || check.id === "fte-mic-response",
    );
    const ids = new Set(mics.filter((check) => check.result === "sound").map((check) => check.id));
    const isProven = ids.size === 2;
    const needs = [...new Set(mics.flatMap((check) => check.needs ?? []))];
    const dismissal = dismissalByTarget(context.exchange, context.next);
    const last = associationResponses(context.exchange).at(-1);
    return {
      kind: "sound",
      concludes: true,
      confidence: isProven ? "proven" : "probable",
      summary: [
        isProven
          ? "The roam succeeded: both MICs verify, station and target AP hold the same key."
          : "The roam succeeded, and nothing in its frames is wrong as far as it can be judged without the MICs.",
        ...(last === undefined || last.body.status === 0 ? [] : [laterRefusalWords(last)]),
        ...(dismissal === undefined ? [] : [dismissalWords(dismissal)]),
      ].join(" "),
      evidence: [
        ...mics.filter((check) => check.result === "sound").map(evidenceOf),
        ...(dismissal === undefined ? [] : [evidenceOfDismissal(dismissal)]),
      ],
      missing: [...(isProven ? [] : needs), ...(dismissal === undefined ? [] : whoKnows(facts))],
    };
  },
};

function laterRefusalWords(answer: AssociationResponse): string {
  return `The refusal after it (frame ${answer.air.frame}: ${answer.body.status} ${statusName(answer.body.status)}) answers the station's repeated request: data went both ways all the same.`;
}

/** Why it ended that is not on the air. */
function whoKnows(facts: Facts): readonly string[] {
  const { targetLog, stationLog } = settling(facts);
  return [targetLog, stationLog];
}
