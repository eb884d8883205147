import { equalOctets, formatHex, isAllZero } from "../../bytes/octets.ts";
import { sameNonce } from "../belonging.ts";
import { type Check, checkOn } from "../check.ts";
import type { ExchangeContext } from "../context.ts";
import { ftRequests } from "../exchange.ts";
import { formatR0khId, fteOf, pmkidOf } from "../facts.ts";
import { type FtRequest, type FtResponse, isAgreement } from "../sighting.ts";
import { announcedMdidCheck, announcedRsneCheck } from "./announced.ts";
import { compareOctets, isGarbledCopy, missingField } from "./compare.ts";

/** What an answer with which the target agrees must carry (13.5): the station's values back, and its own. */
export function checkFtResponse(context: ExchangeContext, response: FtResponse): readonly Check[] {
  if (!isAgreement(response)) return [];
  const request = requestAnswered(context, response);
  const fte = fteOf(response);
  if (request !== undefined && !isAnswerTo(context, response, request)) {
    return [
      announcedMdidCheck(context, response),
      announcedRsneCheck(context, response),
      checkOn(response, "snonce", {
        result: "cannot-tell",
        ...(fte?.snonce === undefined ? {} : { seen: formatHex(fte.snonce) }),
        needs: ["every request of the station"],
        text: "the SNonce of no captured request: the request it answers may be missing",
        variant: "not-captured",
      }),
      checkR1khId(response),
      checkAnonce(response),
    ];
  }
  return [
    announcedMdidCheck(context, response),
    announcedRsneCheck(context, response),
    compareOctets(response, "pmkr0name", {
      name: "PMKR0Name",
      seen: pmkidOf(response),
      expected: pmkidOf(request),
      from: request,
    }),
    compareOctets(response, "r0kh-id", {
      name: "R0KH-ID",
      seen: fte?.r0khId,
      expected: fteOf(request)?.r0khId,
      from: request,
      format: formatR0khId,
    }),
    compareOctets(response, "snonce", {
      name: "SNonce",
      seen: fte?.snonce,
      expected: fteOf(request)?.snonce,
      from: request,
    }),
    checkR1khId(response),
    checkAnonce(response),
  ];
}

/** The request of the exchange that came last before the response; its content is the same in all of them. */
function requestAnswered(context: ExchangeContext, response: FtResponse): FtRequest | undefined {
  const requests = ftRequests(context.exchange);
  const snonce = fteOf(response)?.snonce;
  const bySnonce = requests.find((request) => sameNonce(fteOf(request)?.snonce, snonce));
  return bySnonce ?? requests.findLast((request) => request.air.time <= response.air.time);
}

/**
 * A response with another SNonce than the captured requests answers a request that was missed, unless
 * the nonce is a garbled copy, or the station's sequence counter shows that it sent no other request.
 */
function isAnswerTo(context: ExchangeContext, response: FtResponse, request: FtRequest): boolean {
  const ours = fteOf(response)?.snonce;
  const theirs = fteOf(request)?.snonce;
  if (ours === undefined || theirs === undefined) return true;
  if (equalOctets(ours, theirs) || isGarbledCopy(ours, theirs)) return true;
  const later = context.exchange.sightings.find(
    (sighting) =>
      sighting.sender === context.exchange.station && sighting.air.time > response.air.time,
  );
  return later?.missedBefore === 0;
}

function checkR1khId(response: FtResponse): Check {
  const r1khId = fteOf(response)?.r1khId;
  if (r1khId !== undefined) {
    return checkOn(response, "r1kh-id", {
      result: "sound",
      seen: formatHex(r1khId),
      text: "the target names its R1KH-ID",
    });
  }
  return missingField(response, "r1kh-id", { name: "R1KH-ID" });
}

function checkAnonce(response: FtResponse): Check {
  const anonce = fteOf(response)?.anonce;
  if (anonce === undefined) return missingField(response, "anonce", { name: "ANonce" });
  return isAllZero(anonce)
    ? checkOn(response, "anonce", {
        result: "fault",
        seen: formatHex(anonce),
        text: "the ANonce is zero",
        variant: "zero",
      })
    : checkOn(response, "anonce", {
        result: "sound",
        seen: formatHex(anonce),
        text: "the target names its ANonce",
      });
}
