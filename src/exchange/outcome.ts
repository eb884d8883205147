import { elapsedMs, type TimeNs } from "../bytes/time.ts";
import {
  associationRequests,
  associationResponses,
  type Exchange,
  ftRequests,
  ftResponses,
  isFt,
  type Outcome,
  seen,
} from "./exchange.ts";
import { type AssociationResponse, isAgreement, type Sighting, timeOf } from "./sighting.ts";

/** A station that finds fault with an accepting answer leaves at once, before it sends data. */
const rejectionWindowMs = 1000;

/** Reasons a station gives when it gives up a link that worked: they reject no answer. */
const ordinaryLeavingReasons: ReadonlySet<number> = new Set([3, 8, 36]);

/**
 * The answer that counts: the last one. Where data went both ways, that is the one that accepted: a refusal after it met
 * the station's repeated request, which a slow target had in its queue.
 */
export function decidingAnswer(exchange: Exchange): AssociationResponse | undefined {
  const answers = associationResponses(exchange);
  const accepting = hasDataBothWays(exchange)
    ? answers.findLast(({ body }) => body.status === 0)
    : undefined;
  return accepting ?? answers.at(-1);
}

/** The target accepted the station. */
export function isAccepted(exchange: Exchange): boolean {
  return decidingAnswer(exchange)?.body.status === 0;
}

/**
 * The station got the keys of an association: the AP accepted it, or sent message 3, which it does only
 * after message 2 was right.
 */
export function isEstablished(association: Exchange): boolean {
  return isAccepted(association) || seen(association, "eapol-3").length > 0;
}

/** The frame with which the station itself turned down an accepting answer. */
export function stationRejection(exchange: Exchange): Sighting | undefined {
  const answer = decidingAnswer(exchange);
  if (answer?.body.status !== 0) return undefined;
  const leave = departures(exchange).find(
    (sighting) => sighting.sender === exchange.station && timeOf(sighting) >= timeOf(answer),
  );
  if (leave === undefined || exchange.uplink.frames > 0) return undefined;
  const isOrdinary = ordinaryLeavingReasons.has(leave.body.reason);
  return !isOrdinary && elapsedMs(timeOf(answer), timeOf(leave)) <= rejectionWindowMs
    ? leave
    : undefined;
}

/** Deauthentications and disassociations between station and target, in order. */
export function departures(exchange: Exchange) {
  return [...seen(exchange, "deauthentication"), ...seen(exchange, "disassociation")].sort(
    (a, b) => (a.air.time < b.air.time ? -1 : 1),
  );
}

/**
 * The deauthentication or disassociation with which the target turned the station away after its request; undefined
 * when the station had left before, or had tried something else: then the target answers nothing with it.
 */
function departureByTarget(exchange: Exchange, next: Exchange | undefined) {
  const request = associationRequests(exchange)[0] ?? associationResponses(exchange)[0];
  if (request === undefined) return undefined;
  const first = departures(exchange).find((sighting) => timeOf(sighting) > timeOf(request));
  if (first === undefined || first.sender !== exchange.targetAp) return undefined;
  return next !== undefined && next.startTime < timeOf(first) ? undefined : first;
}

/** The target's deauthentication or disassociation in place of an answer to the (re)association request. */
export function refusalByDeparture(
  exchange: Exchange,
  next: Exchange | undefined,
): Sighting | undefined {
  if (associationRequests(exchange).length === 0) return undefined;
  if (associationResponses(exchange).length > 0 || hasDataBothWays(exchange)) return undefined;
  return departureByTarget(exchange, next);
}

/** Protected data went both ways: the target had let the station in, whatever was missed of its answer. */
export function hasDataBothWays({ uplink, downlink }: Exchange): boolean {
  return uplink.frames > 0 && downlink.frames > 0;
}

/** A target that lets a station go so soon after accepting it has not let it in for long. */
const dismissalWindowMs = 5000;

/** How the target ended what it had accepted. */
export interface Dismissal {
  readonly accepted: Sighting;
  readonly departure: ReturnType<typeof departures>[number];
  readonly afterMs: number;
}

/**
 * The deauthentication or disassociation with which the target ended, within 5 s, what it had accepted; undefined
 * when something else had ended it before: the station left, or tried another association (`next`).
 */
export function dismissalByTarget(
  exchange: Exchange,
  next: Exchange | undefined,
): Dismissal | undefined {
  const accepted = associationResponses(exchange).find(({ body }) => body.status === 0);
  if (accepted === undefined) return undefined;
  const departure = departureByTarget(exchange, next);
  if (departure === undefined || timeOf(departure) < timeOf(accepted)) return undefined;
  const afterMs = elapsedMs(timeOf(accepted), timeOf(departure));
  return afterMs <= dismissalWindowMs ? { accepted, departure, afterMs } : undefined;
}

/** What became of an exchange. `next` is what the station tried after it. */
export function outcomeOf(exchange: Exchange, next: Exchange | undefined): Outcome {
  const answer = decidingAnswer(exchange);
  if (answer !== undefined) {
    if (answer.body.status !== 0) return "refused";
    if (stationRejection(exchange) !== undefined) return "rejected-by-station";
    return leftWithoutAWord(exchange, timeOf(answer), next)
      ? "rejected-by-station"
      : closing(exchange);
  }
  if (refusalByDeparture(exchange, next) !== undefined) return "refused";
  if (associationRequests(exchange).length > 0) {
    return hasDataBothWays(exchange) ? "completed" : "unanswered";
  }
  if (isFt(exchange)) {
    const responses = ftResponses(exchange);
    if (responses.some(isAgreement)) return "abandoned";
    if (responses.length > 0) return "refused";
    return ftRequests(exchange).length > 0 ? "unanswered" : "not-observed";
  }
  const authentications = seen(exchange, "authentication-response");
  const refusal = authentications.findLast((response) => response.body.status !== 0);
  if (exchange.sightings.some((sighting) => sighting.role.startsWith("eapol"))) {
    return closing(exchange);
  }
  if (refusal !== undefined && refusal === authentications.at(-1)) return "refused";
  return authentications.length > 0 ? "abandoned" : "unanswered";
}

/** The station was accepted, sent no data, and at once tried another association. */
function leftWithoutAWord(
  exchange: Exchange,
  accepted: TimeNs,
  next: Exchange | undefined,
): boolean {
  return (
    isFt(exchange) &&
    next !== undefined &&
    exchange.uplink.frames === 0 &&
    exchange.downlink.frames === 0 &&
    elapsedMs(accepted, next.startTime) <= rejectionWindowMs &&
    !namesAsCurrent(next, exchange)
  );
}

/** The station says in its next request that it comes from this target: it took itself for associated there. */
function namesAsCurrent(next: Exchange, { targetAp }: Exchange): boolean {
  return (
    next.targetAp !== targetAp &&
    seen(next, "reassociation-request").some(({ body }) => body.currentAp === targetAp)
  );
}

/** An association with a 4-way handshake is complete with message 4, or when data flow. */
function closing(exchange: Exchange): Outcome {
  if (isFt(exchange)) return "completed";
  const hasHandshake = exchange.sightings.some((sighting) => sighting.role.startsWith("eapol"));
  if (!hasHandshake) return isAccepted(exchange) ? "completed" : "not-observed";
  if (seen(exchange, "eapol-4").length > 0) return "completed";
  return exchange.uplink.frames > 0 ? "completed" : "not-observed";
}
