import { isFt, isSeenToBegin } from "../../exchange/exchange.ts";
import { evidenceOf, type Rule, type RuleResult } from "../rule.ts";

export const soundAssociation: Rule = {
  id: "sound-association",
  title: "The association was completed",
  severity: "note",
  clauses: ["13.4"],
  why: "",
  decides:
    "The AP accepted and the 4-way handshake was completed or protected data followed. With the key the MICs of the handshake verify (proven).",
  fix: [],
  confirm: [],
  judge({ context, checks }): RuleResult {
    if (isFt(context.exchange)) return { kind: "not-applicable", because: "an FT exchange" };
    if (context.outcome !== "completed") {
      return { kind: "not-applicable", because: "the association was not completed" };
    }
    const isInitial = context.exchange.kind === "initial-mobility-domain-association";
    const mics = checks.filter((check) => check.id.startsWith("eapol-mic"));
    const isProven = mics.length > 0 && mics.every((check) => check.result === "sound");
    return {
      kind: "sound",
      concludes: true,
      confidence: isProven ? "proven" : "probable",
      summary: isInitial
        ? "The station associated and can roam with FT from here."
        : isSeenToBegin(context.exchange)
          ? "The station associated without FT."
          : "The station is associated; how it began was not captured.",
      evidence: mics.filter((check) => check.result === "sound").map(evidenceOf),
      missing: isProven ? [] : [...new Set(mics.flatMap((check) => check.needs ?? []))],
    };
  },
};
