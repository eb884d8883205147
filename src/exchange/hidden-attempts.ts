import type { AirFrame } from "../air/air-frame.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import { isRetry, sameNonce } from "./belonging.ts";
import { earlierKey, type Surroundings } from "./context.ts";
import { type Exchange, ftRequests, newExchange } from "./exchange.ts";
import { answerWindowNs } from "./exchange-book.ts";
import { fteOf } from "./facts.ts";
import { type FtAction, openFtAction } from "./protected-actions.ts";
import type { SightingOf } from "./sighting.ts";

/**
 * Attempts over the DS of which there are no other frames than protected FT Action frames: when the station does not go
 * on to the reassociation, only who knows the key of its current association sees that it asked at all.
 *
 * @param station whose frames these are, with `actions` its protected Action frames that belong to no exchange, in order
 *   of time
 * @returns exchanges in order of time; their numbers stand between those of the exchanges around them and are no integers
 */
export function hiddenAttempts(
  station: MacAddress,
  actions: readonly AirFrame[],
  surroundings: Surroundings,
): readonly Exchange[] {
  const attempts: Exchange[] = [];
  for (const air of actions) {
    const number = numberAt(air, surroundings.history, attempts);
    const { header } = air.decoded;
    const key = earlierKey({ number }, surroundings, header?.address3);
    const sighting = header && key && openFtAction(air, header, key);
    if (sighting === undefined || sighting.body.station !== station) continue;
    if (sighting.role === "ft-action-request") {
      const attempt = attempts.find((one) => isRepeated(one, sighting));
      add(attempt ?? begin(attempts, { number, air, sighting }), sighting);
    } else {
      const asked = attempts.findLast(
        ({ targetAp, startTime }) =>
          targetAp === sighting.body.targetAp && air.time - startTime <= answerWindowNs,
      );
      if (asked !== undefined) add(asked, sighting);
    }
  }
  return attempts;
}

/** After all that began before the frame. */
function numberAt(
  { time }: AirFrame,
  history: readonly Exchange[],
  attempts: readonly Exchange[],
): number {
  const before = history.findLast(({ startTime }) => startTime <= time)?.number ?? 0;
  return before + 0.5 + attempts.length / 1000;
}

function isRepeated(attempt: Exchange, request: SightingOf<"ft-action-request">): boolean {
  const [first] = ftRequests(attempt);
  return (
    attempt.targetAp === request.body.targetAp &&
    sameNonce(fteOf(first)?.snonce, fteOf(request)?.snonce)
  );
}

function begin(
  attempts: Exchange[],
  {
    number,
    air,
    sighting,
  }: { readonly number: number; readonly air: AirFrame; readonly sighting: FtAction },
): Exchange {
  const attempt = newExchange(
    {
      number,
      kind: "ft-over-the-ds",
      station: sighting.body.station,
      targetAp: sighting.body.targetAp,
      currentAp: air.decoded.header?.address3,
      startTime: air.time,
      protectedActions: [],
      activity: [],
      heardBefore: {},
    },
    true,
  );
  attempts.push(attempt);
  return attempt;
}

function add(attempt: Exchange, sighting: FtAction): void {
  const { air } = sighting;
  const retried = attempt.sightings.find((other) => isRetry(other, air));
  if (retried !== undefined) retried.retries.push(air);
  else attempt.sightings.push(sighting);
  attempt.lastTime = air.time;
}
