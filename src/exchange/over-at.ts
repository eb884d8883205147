import type { TimeNs } from "../bytes/time.ts";
import {
  associationRequests,
  associationResponses,
  type Exchange,
  ftResponses,
  isFt,
  seen,
} from "./exchange.ts";
import { akmOf } from "./facts.ts";
import { isAgreement } from "./sighting.ts";

/** Milliseconds of silence after the latest frame of an exchange, by what is waited for. */
const waits = {
  /** Nothing but a second thought: a MAC retry, a deauthentication. */
  refusal: 400,
  /** The first data in both directions; a station that finds fault leaves within this time as a rule. */
  completion: 500,
  /** The AP asked the station to come back, after a second as a rule. */
  comeback: 2500,
  /** The answer to a (re)association request: stations give up after a few tenths of a second. */
  association: 2000,
  /** The reassociation after a good answer: deadlines in use are 1 s (1000 TU). */
  reassociation: 3000,
  /** The next message of a 4-way handshake: APs repeat theirs every second. */
  handshake: 3000,
  /** hostapd asks another AP for a key for up to 4 s before it answers. */
  ftAnswer: 4500,
  /** A server takes its time. */
  eap: 10_000,
  authentication: 5000,
} as const;

/** Status code REFUSED_TEMPORARILY (802.11-2020, table 9-50). */
const refusedTemporarily = 30;

/** The station has turned to another attempt: an answer to this one is hardly of use to it. */
const abandonedMs = 1000;

/**
 * When the exchange counts as over, unless one more frame of it comes before: answered and settled,
 * refused, or timed out. `next` is what the station tried after it. What comes later may still belong
 * to it and change what is to be said.
 */
export function overAt(exchange: Exchange, next: Exchange | undefined): TimeNs {
  const { lastTime } = exchange;
  const silent = lastTime + milliseconds(waits[awaited(exchange)]);
  if (next === undefined) return silent;
  const since = next.startTime > lastTime ? next.startTime : lastTime;
  const abandoned = since + milliseconds(abandonedMs);
  return abandoned < silent ? abandoned : silent;
}

function awaited(exchange: Exchange): keyof typeof waits {
  const last = exchange.sightings.at(-1)?.role;
  if (last === "deauthentication" || last === "disassociation") return "refusal";
  const answer = associationResponses(exchange).at(-1);
  if (answer !== undefined && answer.body.status === refusedTemporarily) return "comeback";
  if (answer !== undefined && answer.body.status !== 0) return "refusal";
  if (isFt(exchange)) {
    if (answer !== undefined) return "completion";
    if (associationRequests(exchange).length > 0) return "association";
    const response = ftResponses(exchange).at(-1);
    if (response === undefined) return "ftAnswer";
    return isAgreement(response) ? "reassociation" : "refusal";
  }
  if (seen(exchange, "eapol-4").length > 0) return "completion";
  if (exchange.sightings.some(({ role }) => role.startsWith("eapol"))) return "handshake";
  if (answer !== undefined) {
    if (exchange.eapPackets > 0) return "eap";
    return akmOf(exchange) === undefined ? "completion" : "handshake";
  }
  return associationRequests(exchange).length > 0 ? "association" : "authentication";
}

function milliseconds(ms: number): bigint {
  return BigInt(ms) * 1_000_000n;
}
