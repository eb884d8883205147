import type { KeyRing } from "../exchange/key-ring.ts";
import type { Finding } from "./analysis.ts";

/** More than so many keys are counted, not listed. */
const mostListed = 3;

/** Keys of the user that nothing in the capture confirms: a typing error accuses nobody, but must be said. */
export function keyFindings(ring: KeyRing, exchanges: number): readonly Finding[] {
  const unconfirmed = ring.unconfirmed();
  if (exchanges === 0 || unconfirmed.length === 0) return [];
  if (unconfirmed.length > mostListed) {
    const fitting = ring.specs.length - unconfirmed.length;
    return [
      note(
        `${unconfirmed.length} of ${ring.specs.length} keys fit nothing in the captures; ${fitting === 0 ? "none fits" : `${fitting} ${fitting === 1 ? "fits" : "fit"}`}. No check rests on the others.`,
      ),
    ];
  }
  return unconfirmed.map((spec) =>
    note(
      `Nothing in the captures confirms ${spec.label}: it may belong to another network, or be mistyped. No check rests on it.`,
    ),
  );
}

function note(summary: string): Finding {
  return {
    rule: "key-fits-nothing",
    severity: "note",
    culprit: "undetermined",
    summary,
    evidence: [],
  };
}
