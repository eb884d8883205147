import { macOctets } from "../../bytes/mac-address.ts";
import { equalOctets, formatHex } from "../../bytes/octets.ts";
import { derivePmkR1Name } from "../../crypto/ft-keys.ts";
import { sameNonce } from "../belonging.ts";
import { type Check, checkOn, referenceTo } from "../check.ts";
import type { ExchangeContext } from "../context.ts";
import { type Exchange, ftRequests, ftResponses } from "../exchange.ts";
import { formatR0khId, fteOf, mdeOf, pmkidOf, rsneOf } from "../facts.ts";
import { ptkGuesses } from "../key-finding.ts";
import { pmkR1NameOf } from "../key-path.ts";
import { explainMic, micWords } from "../mic-forensics.ts";
import { expectedFteMic, isMic, protectedElementCount } from "../mic-search.ts";
import { isMultiLink, mayBeMultiLink, multiLinkOf, stationAddresses } from "../multi-link.ts";
import { nameHashes } from "../session.ts";
import type { AssociationRequest, AssociationResponse, FtResponse, Sighting } from "../sighting.ts";
import { compareOctets, describeRsne, isGarbledCopy, isSameRsne, missingField } from "./compare.ts";
import { checkDeadline } from "./deadline.ts";
import { deviceNeeds } from "./device-needs.ts";
import { keyNeeds } from "./key-needs.ts";
import { checkOci } from "./oci.ts";

/** What the station's (re)association request must carry (13.7). */
export function checkReassociationRequest(
  context: ExchangeContext,
  request: AssociationRequest,
): readonly Check[] {
  const answer = answerUsed(context, request);
  const first = ftRequests(context.exchange)[0];
  const fte = fteOf(request);
  const anonce = checkNonce(context, request, "anonce", answer);
  const checks: Check[] = [
    checkMdid(request, first ?? answer),
    checkRsne(request, first),
    anonce,
    checkNonce(context, request, "snonce", answer),
  ];
  const isLinked = sharesNonce(context, request);
  checks.push(
    isLinked
      ? compareOctets(request, "r0kh-id", {
          name: "R0KH-ID",
          seen: fte?.r0khId,
          expected: fteOf(first ?? answer)?.r0khId,
          from: first ?? answer,
          format: formatR0khId,
        })
      : unlinked(request, "r0kh-id", fte?.r0khId && formatR0khId(fte.r0khId)),
    isLinked
      ? compareOctets(request, "r1kh-id", {
          name: "R1KH-ID",
          seen: fte?.r1khId,
          expected: fteOf(answer)?.r1khId,
          from: answer,
        })
      : unlinked(request, "r1kh-id", fte?.r1khId && formatHex(fte.r1khId)),
    checkPmkR1NameDerivation(context, request, answer),
    checkPmkR1Name(context, request, answer),
    checkElementCount(context.exchange, request),
    checkFteMic(context, request),
    ...checkOci(context, request),
    // It counts from the answer that the station used.
    checkDeadline(context, request, anonce.variant === "not-captured" ? undefined : answer),
  );
  return checks;
}

/** The answer whose ANonce the request uses, or else the last accepting answer before it. */
function answerUsed(context: ExchangeContext, request: AssociationRequest): FtResponse | undefined {
  const answers = ftResponses(context.exchange).filter(
    (response) => response.body.status === 0 && response.air.time <= request.air.time,
  );
  const anonce = fteOf(request)?.anonce;
  const byAnonce = answers.find((answer) => sameNonce(fteOf(answer)?.anonce, anonce));
  return byAnonce ?? answers.at(-1);
}

/** One nonce in common shows that the request belongs to the captured frames before it, and to no attempt that was missed. */
function sharesNonce(context: ExchangeContext, request: AssociationRequest): boolean {
  const fte = fteOf(request);
  return [...ftRequests(context.exchange), ...ftResponses(context.exchange)].some((sighting) => {
    const other = fteOf(sighting);
    return sameNonce(fte?.snonce, other?.snonce) || sameNonce(fte?.anonce, other?.anonce);
  });
}

function unlinked(request: Sighting, id: Check["id"], seen: string | undefined): Check {
  return checkOn(request, id, {
    result: "cannot-tell",
    ...(seen === undefined ? {} : { seen }),
    needs: ["the FT authentication of this attempt"],
    text: "the frames that gave the value were not captured",
  });
}

function checkMdid(request: AssociationRequest, from: Sighting | undefined): Check {
  const seen = mdeOf(request)?.mdid;
  const expected = mdeOf(from)?.mdid;
  if (seen === undefined) return missingField(request, "mdid", { name: "MDE" });
  if (expected === undefined || from === undefined) {
    return unlinked(request, "mdid", seen);
  }
  return checkOn(request, "mdid", {
    result: seen === expected ? "sound" : "fault",
    seen,
    expected,
    text: `${seen === expected ? "as" : "not as"} in frame ${from.air.frame}`,
    against: [referenceTo(from)],
  });
}

function checkRsne(request: AssociationRequest, first: Sighting | undefined): Check {
  const rsne = rsneOf(request);
  const before = rsneOf(first);
  if (rsne === undefined) return missingField(request, "rsne-consistency", { name: "RSNE" });
  if (before === undefined || first === undefined) {
    return unlinked(request, "rsne-consistency", describeRsne(rsne));
  }
  const isSame = isSameRsne(rsne, before);
  return checkOn(request, "rsne-consistency", {
    result: isSame ? "sound" : "fault",
    seen: describeRsne(rsne),
    expected: describeRsne(before),
    text: `${isSame ? "as" : "not as"} in frame ${first.air.frame}`,
    against: [referenceTo(first)],
  });
}

/**
 * A nonce that differs is the station's mistake only if no answer of the target can be missing from
 * the capture: the request must share its other nonce with the captured frames, every captured request
 * must have its answer and be kept as far as the nonce, or a MIC must show with which value the station really computed.
 */
function checkNonce(
  context: ExchangeContext,
  request: AssociationRequest,
  id: "anonce" | "snonce",
  answer: FtResponse | undefined,
): Check {
  const name = id === "anonce" ? "ANonce" : "SNonce";
  const seen = fteOf(request)?.[id];
  // The target echoed the SNonce it was sent: when the request carries that one, a first frame with
  // another SNonce is of another attempt.
  const echoed = seen !== undefined && sameNonce(fteOf(answer)?.snonce, seen);
  const source = id === "anonce" || echoed ? answer : (ftRequests(context.exchange)[0] ?? answer);
  const compared = compareOctets(request, id, {
    name,
    seen,
    expected: fteOf(source)?.[id],
    from: source,
  });
  if (compared.result !== "fault" || seen === undefined) return compared;
  const { ptk } = context.keys;
  if (ptk !== undefined && equalOctets(ptk[id], seen)) {
    return checkOn(request, id, {
      result: "cannot-tell",
      seen: formatHex(seen),
      needs: ["the frame of the target with this value"],
      text: `the station computed its MIC with this ${name}: a frame with it was not captured`,
      variant: "not-captured",
    });
  }
  if (ptk !== undefined) {
    return {
      ...compared,
      text: `${compared.text}; its MIC was computed with the right one`,
      variant: "mic-shows-right-value",
    };
  }
  const requests = ftRequests(context.exchange).filter(
    (sighting) => sighting.air.time <= request.air.time,
  );
  const answers = ftResponses(context.exchange).filter(
    (sighting) => sighting.air.time <= request.air.time,
  );
  const isGarbled = isGarbledCopy(seen, fteOf(source)?.[id]);
  const mayBeOfMissedFrame =
    !sharesNonce(context, request) ||
    requests.length > answers.length ||
    requests[0]?.missedBefore !== 0 ||
    request.missedBefore !== 0 ||
    [...requests, ...answers].some((sighting) => isCutBefore(sighting, id));
  if (mayBeOfMissedFrame && !isGarbled) {
    return checkOn(request, id, {
      result: "cannot-tell",
      seen: formatHex(seen),
      ...(compared.expected === undefined ? {} : { expected: compared.expected }),
      needs: ["every answer of the target"],
      text: `not the captured ${name}; an answer with it may be missing from the capture`,
      variant: "not-captured",
    });
  }
  return compared;
}

/** The frame had a nonce that the recorder did not keep. */
function isCutBefore(sighting: Sighting, id: "anonce" | "snonce"): boolean {
  return sighting.air.cut && fteOf(sighting)?.[id] === undefined;
}

/** PMKR1Name = Hash("FT-R1N" || PMKR0Name || R1KH-ID || station address): no key is needed (12.7.1.6). */
function checkPmkR1NameDerivation(
  context: ExchangeContext,
  request: AssociationRequest,
  answer: FtResponse | undefined,
): Check {
  const pmkid = pmkidOf(request);
  const count = rsneOf(request)?.pmkids.length;
  if (pmkid === undefined && count !== undefined && !request.air.cut) {
    return checkOn(request, "pmkr1name-derivation", {
      result: "fault",
      seen: `${count} PMKIDs`,
      expected: "1 PMKID",
      text: "the RSNE must carry exactly one PMKID, the PMKR1Name",
      variant: "count",
    });
  }
  const source = sharesNonce(context, request)
    ? (ftRequests(context.exchange)[0] ?? answer)
    : undefined;
  const pmkR0Name = pmkidOf(source);
  const r1khIds = [fteOf(answer)?.r1khId, fteOf(request)?.r1khId].filter((id) => id !== undefined);
  const [r1khId] = r1khIds;
  if (
    pmkid === undefined ||
    source === undefined ||
    pmkR0Name === undefined ||
    r1khId === undefined
  ) {
    return unlinked(request, "pmkr1name-derivation", pmkid && formatHex(pmkid));
  }
  const { exchange } = context;
  const derive = (id: Uint8Array) =>
    stationAddresses(exchange).flatMap((station) =>
      nameHashes(context.akm).map((hash) =>
        derivePmkR1Name({ hash, pmkR0Name, r1khId: id, s1khId: macOctets(station) }),
      ),
    );
  const isDerived = r1khIds.some((id) => derive(id).some((name) => equalOctets(name, pmkid)));
  if (!isDerived && mayBeMultiLink(exchange)) {
    return checkOn(request, "pmkr1name-derivation", {
      result: "cannot-tell",
      seen: formatHex(pmkid),
      ...deviceNeeds(exchange),
    });
  }
  const [expected] = derive(r1khId);
  return checkOn(request, "pmkr1name-derivation", {
    result: isDerived ? "sound" : "fault",
    seen: formatHex(pmkid),
    ...(expected === undefined ? {} : { expected: formatHex(isDerived ? pmkid : expected) }),
    text: `${isDerived ? "follows" : "does not follow"} from the PMKR0Name of frame ${source.air.frame} and the R1KH-ID`,
    against: [referenceTo(source)],
  });
}

function checkPmkR1Name(
  context: ExchangeContext,
  request: AssociationRequest,
  answer: FtResponse | undefined,
): Check {
  const pmkid = pmkidOf(request);
  const r1khId = fteOf(answer)?.r1khId ?? fteOf(request)?.r1khId;
  const { matched } = context.keys;
  const expected =
    matched === undefined || r1khId === undefined ? undefined : pmkR1NameOf(matched.path, r1khId);
  if (pmkid === undefined || expected === undefined) {
    return checkOn(request, "pmkr1name", {
      result: "cannot-tell",
      ...(pmkid === undefined ? {} : { seen: formatHex(pmkid) }),
      ...keyNeeds(context),
    });
  }
  const isRight = equalOctets(pmkid, expected);
  if (!isRight && mayBeMultiLink(context.exchange)) {
    return checkOn(request, "pmkr1name", {
      result: "cannot-tell",
      seen: formatHex(pmkid),
      ...deviceNeeds(context.exchange),
    });
  }
  return checkOn(request, "pmkr1name", {
    result: isRight ? "sound" : "fault",
    seen: formatHex(pmkid),
    expected: formatHex(expected),
    text: isRight ? "what the key gives" : "not what the key gives",
  });
}

export function checkElementCount(
  exchange: Exchange,
  sighting: AssociationRequest | AssociationResponse,
): Check {
  const fte = fteOf(sighting);
  if (fte === undefined || sighting.air.cut || sighting.air.decoded.faults.length > 0) {
    return checkOn(sighting, "element-count", {
      result: "cannot-tell",
      needs: ["the whole frame"],
      text: "the elements of the frame were not captured to the end",
    });
  }
  const counted = protectedElementCount(sighting);
  if (fte.elementCount !== counted && multiLinkOf(sighting) !== undefined) {
    return checkOn(sighting, "element-count", {
      result: "cannot-tell",
      seen: String(fte.elementCount),
      ...deviceNeeds(exchange),
    });
  }
  return checkOn(sighting, "element-count", {
    result: fte.elementCount === counted ? "sound" : "fault",
    seen: String(fte.elementCount),
    expected: String(counted),
    text:
      fte.elementCount === counted
        ? "as many as the MIC covers"
        : `the MIC covers ${counted} elements`,
  });
}

function checkFteMic(context: ExchangeContext, request: AssociationRequest): Check {
  const mic = fteOf(request)?.mic;
  const { matched, ptk } = context.keys;
  if (mic === undefined || request.air.cut) {
    return checkOn(request, "fte-mic-request", {
      result: "cannot-tell",
      needs: ["the whole frame"],
      text: "the frame was not captured to its end",
    });
  }
  if (matched === undefined) {
    return checkOn(request, "fte-mic-request", {
      result: "cannot-tell",
      seen: formatHex(mic),
      ...keyNeeds(context),
    });
  }
  const guesses = ptkGuesses(context, matched.path);
  const right = guesses.find((guess) => isMic(expectedFteMic(request, guess), mic));
  if (right !== undefined) {
    return checkOn(request, "fte-mic-request", {
      result: "sound",
      seen: formatHex(mic),
      expected: formatHex(mic),
      text: "verifies: the station holds the right key",
    });
  }
  if (isMultiLink(context.exchange)) {
    return checkOn(request, "fte-mic-request", {
      result: "cannot-tell",
      seen: formatHex(mic),
      ...deviceNeeds(context.exchange),
    });
  }
  const [first] = ptk === undefined ? guesses : [ptk];
  const expected = first && expectedFteMic(request, first);
  if (expected === undefined) {
    return checkOn(request, "fte-mic-request", {
      result: "cannot-tell",
      seen: formatHex(mic),
      needs: ["both nonces and the R1KH-ID"],
      text: "the values the MIC is made of were not captured",
    });
  }
  const explanation = explainMic(context, request, ptk === undefined ? guesses : [ptk]);
  return checkOn(request, "fte-mic-request", {
    result: "fault",
    seen: formatHex(mic),
    expected: formatHex(expected),
    text: micWords(explanation),
    variant:
      explanation === undefined || explanation === "not-searched" ? "unexplained" : explanation.id,
  });
}
