import type { Check } from "../exchange/check.ts";
import type { DataFlow } from "../exchange/data-flow.ts";
import { checksOn, evidenceOf, type Facts, type RuleResult } from "./rule.ts";
import type { Culprit } from "./verdict.ts";

/** One side's data under a key that is not the exchange's. */
export interface WrongKey {
  readonly id: "tk-uplink" | "tk-downlink";
  readonly flow: DataFlow;
  readonly culprit: Culprit;
  readonly summary: (check: Check) => string;
}

/**
 * One side protects its data with another key than the exchange gave, while the other side does not.
 * Where neither uses that key, a later handshake was missed: nobody is at fault.
 */
export function judgeTemporalKey(
  facts: Facts,
  { id, flow, culprit, summary }: WrongKey,
): RuleResult {
  const opposite = id === "tk-uplink" ? "tk-downlink" : "tk-uplink";
  const [check] = checksOn(facts, [id], ["data-uplink", "data-downlink"]);
  const [other] = checksOn(facts, [opposite], ["data-uplink", "data-downlink"]);
  if (check === undefined) {
    return { kind: "not-applicable", because: "no protected data were captured" };
  }
  if (check.result !== "fault") {
    return check.result === "sound"
      ? { kind: "sound", confidence: "proven", summary: check.text, evidence: [] }
      : { kind: "cannot-tell", summary: check.text, evidence: [], missing: check.needs ?? [] };
  }
  if (other?.result === "fault") {
    return {
      kind: "cannot-tell",
      summary: "neither side's data are under the key of this exchange",
      evidence: [evidenceOf(check), evidenceOf(other)],
      missing: ["the frames between the exchange and its first data"],
    };
  }
  // One frame without FCS may be garbled.
  const isWhole = flow.kept.length > 1 || flow.kept[0]?.air.fcs === "good";
  const isProven =
    check.variant === "zero-tk" ||
    (other?.result === "sound" && check.against !== undefined && isWhole);
  return {
    kind: "fault",
    culprit,
    confidence: isProven ? "proven" : "probable",
    isUncontradicted: true,
    summary: summary(check),
    evidence: [
      evidenceOf(check),
      ...(other?.result === "sound" ? [evidenceOf(other)] : []),
      ...(check.against ?? []).map(({ input, frame }) => ({
        input,
        frame,
        field: "temporal key",
        text: "later, and still under the TK of this exchange",
      })),
    ],
    ...(isProven
      ? {}
      : {
          alternatives: [
            {
              culprit: "capture",
              text: "The recorder garbled the frame, or missed frames with which both sides changed their key.",
              settledBy: "a capture with more data in both directions",
            },
          ],
        }),
  };
}
