import type { Dismissal } from "../exchange/outcome.ts";
import { reasonName } from "../spec/reason-codes.ts";
import { evidenceAt, roleName } from "./rule.ts";
import type { Evidence } from "./verdict.ts";

/** Whoever looks for a dropped call wants to know what came after a sound exchange. */
export function dismissalWords({ departure, afterMs }: Dismissal): string {
  const { reason } = departure.body;
  return `But ${afterMs.toFixed(0)} ms after the target AP had accepted the station a ${roleName(departure.role)} in its name ended that (frame ${departure.air.frame}: reason ${reason} ${reasonName(reason)}).`;
}

export function evidenceOfDismissal({ departure }: Dismissal): Evidence {
  return evidenceAt(departure, {
    field: "Reason Code",
    seen: String(departure.body.reason),
    text: roleName(departure.role),
  });
}
