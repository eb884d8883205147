import type { Check } from "../exchange/check.ts";
import type { Facts } from "./rule.ts";
import { settling } from "./settling.ts";
import type { Alternative, Confidence } from "./verdict.ts";

/**
 * What a frame of the target may be blamed for that is not as the target announces it. An announcement that
 * was heard long before shows little: the target may have been reconfigured since, and a station that took
 * the frame found nothing wrong in it.
 */
export function againstAnnouncement(facts: Facts) {
  return {
    isConcerned: (check: Check) => !isOld(check) || facts.context.outcome !== "completed",
    confidence: (check: Check): Confidence => (isOld(check) ? "probable" : "proven"),
    alternatives: (check: Check): readonly Alternative[] =>
      isOld(check)
        ? [
            {
              culprit: "capture",
              text: "The target AP was reconfigured, and the recorder missed its new beacons.",
              settledBy: settling(facts).recorderAtTarget,
            },
          ]
        : [],
  };
}

function isOld({ variant }: Check): boolean {
  return variant === "announced-long-before";
}
