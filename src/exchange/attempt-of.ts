import type { AirFrame } from "../air/air-frame.ts";
import type { FrameOf } from "../dot11/frame.ts";
import { findElement } from "../elements/find.ts";
import { hasFtMic, isRetry, sameNonce, wasAnsweredRightly } from "./belonging.ts";
import {
  associationRequests,
  associationResponses,
  type Exchange,
  ftRequests,
  ftResponses,
  isFt,
} from "./exchange.ts";

export type FtKind = "ft-over-the-air" | "ft-over-the-ds";
export type FtBody = FrameOf<"authentication"> | FrameOf<"ft-action">;

/** Which of a station's attempts at a target a request for FT is of; undefined when it begins another one. */
export function attemptOfFtRequest(
  attempts: readonly Exchange[],
  air: AirFrame,
  body: FtBody,
): Exchange | undefined {
  // The same SNonce in a new frame is the station's host trying again; another SNonce is another attempt.
  const snonce = snonceOf(body);
  return attempts.findLast((attempt) =>
    ftRequests(attempt).some(
      (request) => isRetry(request, air) || sameNonce(snonceOf(request.body), snonce),
    ),
  );
}

/** Which of a station's attempts at a target an answer to FT is of; undefined when its request was missed. */
export function attemptOfFtResponse(
  attempts: readonly Exchange[],
  air: AirFrame,
  body: FtBody,
): Exchange | undefined {
  const snonce = snonceOf(body);
  const asRetry = attempts.findLast((attempt) =>
    ftResponses(attempt).some((response) => isRetry(response, air)),
  );
  if (asRetry !== undefined) return asRetry;
  const bySnonce = attempts.findLast((attempt) =>
    ftRequests(attempt).some((request) => sameNonce(snonceOf(request.body), snonce)),
  );
  if (bySnonce !== undefined) return bySnonce;
  // Once the target has answered the reassociation, or has answered rightly, an answer with another
  // SNonce belongs to an attempt whose request was missed.
  const open = attempts.filter(
    (attempt) =>
      associationResponses(attempt).length === 0 &&
      (snonce === undefined || !wasAnsweredRightly(attempt)),
  );
  return open.findLast((attempt) => ftResponses(attempt).length === 0) ?? open.at(-1);
}

/** Which FT exchange a reassociation request with a MIC is of: by its nonces, or the latest that is open. */
export function attemptOfFtReassociation(
  attempts: readonly Exchange[],
  body: FrameOf<"association-request"> | FrameOf<"reassociation-request">,
): Exchange | undefined {
  const fte = findElement(body.elements, "fte");
  const byNonce = attempts.findLast(({ sightings }) =>
    sightings.some((sighting) => {
      if (!("elements" in sighting.body)) return false;
      const other = findElement(sighting.body.elements, "fte");
      return sameNonce(other?.snonce, fte?.snonce) || sameNonce(other?.anonce, fte?.anonce);
    }),
  );
  // An attempt that has a reassociation request with other nonces was not continued: its answer was missed.
  return (
    byNonce ??
    attempts.findLast(
      (attempt) =>
        associationResponses(attempt).length === 0 && associationRequests(attempt).length === 0,
    )
  );
}

/** Which of a station's attempts at a target an answer to (re)association is of; undefined when all of that one was missed. */
export function attemptOfAssociationResponse(
  attempts: readonly Exchange[],
  air: AirFrame,
  body: FrameOf<"association-response"> | FrameOf<"reassociation-response">,
): Exchange | undefined {
  const asRetry = attempts.findLast((attempt) =>
    associationResponses(attempt).some((response) => isRetry(response, air)),
  );
  if (asRetry !== undefined) return asRetry;
  const fits = (attempt: Exchange) => isFt(attempt) === hasFtMic(body);
  const asked = attempts.findLast((attempt) => associationRequests(attempt).length > 0);
  const latest = attempts.at(-1);
  if (asked === undefined) return latest !== undefined && fits(latest) ? latest : undefined;
  if (associationResponses(asked).length === 0 && (fits(asked) || asked === latest)) return asked;
  // It was answered before: of a later attempt the request was missed.
  if (asked !== latest && latest !== undefined && (fits(latest) || body.status !== 0))
    return latest;
  return fits(asked) || body.status !== 0 ? asked : undefined;
}

function snonceOf({ elements }: { readonly elements: FtBody["elements"] }): Uint8Array | undefined {
  return findElement(elements, "fte")?.snonce;
}
