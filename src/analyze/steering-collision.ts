import { elapsedMs } from "../bytes/time.ts";
import { bssTransitionStatusName } from "../dot11/bss-transition.ts";
import { isFt } from "../exchange/exchange.ts";
import type { Roam } from "../exchange/roam.ts";
import type { RoamSteering } from "../exchange/roam-steering.ts";

const usualBeaconIntervalMs = 102.4;

/** How steering by the current AP got in the way of a roam; undefined when it did not. */
export function collisionOf(
  roam: Roam,
  { transition, dismissal }: RoamSteering,
): string | undefined {
  const isThrownOut = dismissal?.isFromAp === true;
  if (transition === undefined) return undefined;
  const { at, request, response } = transition;
  if (at.time > roam.startTime) {
    return "the current AP asked the station to move while it was already roaming";
  }
  if (!isThrownOut || dismissal === undefined || dismissal.at.time < at.time) return undefined;
  const afterMs = elapsedMs(at.time, dismissal.at.time);
  if (response !== undefined && response.status !== 0) {
    return `the station had answered the request to move with "${bssTransitionStatusName(response.status)}", and the current AP threw it out ${Math.round(afterMs)} ms later`;
  }
  const promisedMs = request.disassociationTimer * usualBeaconIntervalMs;
  if (promisedMs > 0 && afterMs < promisedMs * 0.9) {
    return `the current AP threw the station out ${Math.round(afterMs)} ms after asking it to move, before the ${Math.round(promisedMs)} ms it had given`;
  }
  const isInAttempt =
    [...roam.failed, roam.exchange].some(isFt) &&
    dismissal.at.time > roam.startTime &&
    dismissal.at.time < roam.completedBy.air.time;
  return isInAttempt
    ? "the current AP threw the station out in the middle of its FT exchange"
    : undefined;
}
