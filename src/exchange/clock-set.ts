import type { TimeNs } from "../bytes/time.ts";
import type { ExchangeContext } from "./context.ts";

/** Frames of one recorder stand in the wrong order by less than a clock is set by. */
const setBackNs = 1_000_000_000n;

/**
 * The recorder's clock, or that of the target or current AP, was set between two moments: how long it was
 * between them is not known.
 */
export function wasClockSet(
  { target, current }: Pick<ExchangeContext, "target" | "current">,
  from: TimeNs,
  to: TimeNs,
): boolean {
  if (to < from - setBackNs) return true;
  return [target, current].some((bss) =>
    bss?.clockSteps.some(({ since, at }) => since <= to && at.time >= from),
  );
}
