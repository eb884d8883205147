import type { KeyRing } from "../exchange/key-ring.ts";
import type { Finding } from "./analysis.ts";

/** Keys of the user that nothing in the capture confirms: a typing error accuses nobody, but must be said. */
export function keyFindings(ring: KeyRing, exchanges: number): readonly Finding[] {
  if (exchanges === 0) return [];
  return ring.unconfirmed().map((spec) => ({
    rule: "key-fits-nothing",
    severity: "note",
    culprit: "undetermined",
    summary: `Nothing in the captures confirms ${spec.label}: it may belong to another network, or be mistyped. No check rests on it.`,
    evidence: [],
  }));
}
