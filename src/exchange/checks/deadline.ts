import { elapsedMs } from "../../bytes/time.ts";
import { type Check, checkOn, referenceTo } from "../check.ts";
import { wasClockSet } from "../clock-set.ts";
import type { ExchangeContext } from "../context.ts";
import type { AssociationRequest, FtResponse } from "../sighting.ts";

/** One time unit (TU) in milliseconds. */
const tuMs = 1.024;

/**
 * The reassociation deadline of message 3 against the time between the target's answer and the request
 * (13.5). Without the decrypted message 3 nothing can be said; a deadline of 0 is none.
 */
export function checkDeadline(
  context: ExchangeContext,
  request: AssociationRequest,
  answer: FtResponse | undefined,
): Check {
  const deadlineTu = context.reassociationDeadlineTu;
  if (deadlineTu === 0) {
    return checkOn(request, "reassociation-deadline", {
      result: "not-applicable",
      seen: "0 TU",
      text: "message 3 of the initial association announces no deadline",
    });
  }
  if (deadlineTu === undefined) {
    return checkOn(request, "reassociation-deadline", {
      result: "cannot-tell",
      needs: ["message 3 of the initial association, decrypted"],
      text: "the deadline is not known",
    });
  }
  if (answer === undefined) {
    return checkOn(request, "reassociation-deadline", {
      result: "cannot-tell",
      needs: ["the target's answer"],
      text: "the answer from which the deadline counts was not captured",
    });
  }
  const tookMs = elapsedMs(answer.air.time, request.air.time);
  if (wasClockSet(context, answer.air.time, request.air.time)) {
    return checkOn(request, "reassociation-deadline", {
      result: "cannot-tell",
      needs: ["a recorder whose clock is not set in between"],
      text: "the recorder's clock and that of an AP moved apart in between: one of them was set",
      against: [referenceTo(answer)],
    });
  }
  const allowedMs = deadlineTu * tuMs;
  const isInTime = tookMs <= allowedMs;
  return checkOn(request, "reassociation-deadline", {
    result: isInTime ? "sound" : "fault",
    seen: `${tookMs.toFixed(1)} ms`,
    expected: `at most ${allowedMs.toFixed(1)} ms (${deadlineTu} TU)`,
    text: isInTime ? "in time" : "later than the deadline that message 3 announced",
    against: [referenceTo(answer)],
  });
}
