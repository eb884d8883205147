import { equalOctets, formatHex } from "../../bytes/octets.ts";
import { unwrapKey } from "../../crypto/key-wrap.ts";
import type { FteSubelement } from "../../elements/fte-subelement.ts";
import { sameNonce } from "../belonging.ts";
import { type Check, checkOn } from "../check.ts";
import type { ExchangeContext } from "../context.ts";
import { associationRequests, ftResponses } from "../exchange.ts";
import { formatR0khId, fteOf, pmkidOf } from "../facts.ts";
import { ptkGuesses } from "../key-finding.ts";
import { explainMic, micWords } from "../mic-forensics.ts";
import { expectedFteMic, isMic, type PtkGuess } from "../mic-search.ts";
import { isMultiLink } from "../multi-link.ts";
import type { AssociationRequest, AssociationResponse } from "../sighting.ts";
import { announcedMdidCheck, announcedRsneCheck, announcedRsnxeCheck } from "./announced.ts";
import { compareOctets, isGarbledCopy } from "./compare.ts";
import { deviceNeeds } from "./device-needs.ts";
import { keyNeeds } from "./key-needs.ts";
import { checkElementCount } from "./reassociation-request.ts";

/** What the target's accepting (re)association response must carry (13.7). */
export function checkReassociationResponse(
  context: ExchangeContext,
  response: AssociationResponse,
): readonly Check[] {
  if (response.body.status !== 0) return [];
  const request = associationRequests(context.exchange).findLast(
    (candidate) => candidate.air.time <= response.air.time,
  );
  const fte = fteOf(response);
  const requestFte = fteOf(request);
  const compare = (id: Check["id"], name: string, key: "anonce" | "snonce" | "r0khId" | "r1khId") =>
    compareOctets(response, id, {
      name,
      seen: fte?.[key],
      expected: requestFte?.[key],
      from: request,
      ...(key === "r0khId" ? { format: formatR0khId } : {}),
    });
  const announced = [
    announcedMdidCheck(context, response),
    announcedRsneCheck(context, response),
    announcedRsnxeCheck(context, response, { rsnxeUsed: fte?.rsnxeUsed ?? false }),
  ];
  // A response that shares no nonce with the captured request, or has another ANonce that the target had
  // sent, answers a request that was missed.
  const isOfOtherAnswer =
    !isNonceOf(fte?.anonce, requestFte?.anonce) &&
    ftResponses(context.exchange).some((answer) => sameNonce(fteOf(answer)?.anonce, fte?.anonce));
  const isAnswer =
    !isOfOtherAnswer &&
    (isNonceOf(fte?.anonce, requestFte?.anonce) || isNonceOf(fte?.snonce, requestFte?.snonce));
  if (request !== undefined && fte !== undefined && !isAnswer) {
    return [
      ...announced,
      checkElementCount(context.exchange, response),
      ...checkKeyed(context, request, response),
    ];
  }
  return [
    ...announced,
    compare("anonce", "ANonce", "anonce"),
    compare("snonce", "SNonce", "snonce"),
    compare("r0kh-id", "R0KH-ID", "r0khId"),
    compare("r1kh-id", "R1KH-ID", "r1khId"),
    compareOctets(response, "pmkr1name-derivation", {
      name: "PMKR1Name",
      seen: pmkidOf(response),
      expected: pmkidOf(request),
      from: request,
    }),
    checkElementCount(context.exchange, response),
    ...checkKeyed(context, request, response),
  ];
}

/** Only what was searched for in vain tells that no key fits. */
function variantOf(explanation: ReturnType<typeof explainMic>, holdsGroupKey: boolean): string {
  if (holdsGroupKey) return "holds-the-key";
  if (explanation === "not-searched") return explanation;
  return explanation?.concerns === "mic" ? "holds-the-key" : "no-key-fits";
}

function isNonceOf(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && (equalOctets(a, b) || isGarbledCopy(a, b));
}

function checkKeyed(
  context: ExchangeContext,
  request: AssociationRequest | undefined,
  response: AssociationResponse,
): readonly Check[] {
  const fte = fteOf(response);
  const { matched, ptk } = context.keys;
  const gtk = groupKeys(fte?.subelements ?? [], "gtk")[0];
  if (fte?.mic === undefined || response.air.cut) {
    return [
      checkOn(response, "fte-mic-response", {
        result: "cannot-tell",
        needs: ["the whole frame"],
        text: "the frame was not captured to its end",
      }),
    ];
  }
  if (matched === undefined) {
    const needs = keyNeeds(context);
    return [
      checkOn(response, "fte-mic-response", {
        result: "cannot-tell",
        seen: formatHex(fte.mic),
        ...needs,
      }),
      checkOn(response, "gtk-unwrap", { result: "cannot-tell", ...needs }),
    ];
  }
  const guesses = ptkGuesses(context, matched.path);
  const byMic = guesses.find((guess) => isMic(expectedFteMic(response, guess), fte.mic));
  const byGtk = gtk && guesses.find((guess) => unwraps(guess, gtk) !== undefined);
  const confirmed = byMic ?? byGtk;
  const [expected] = [byMic ?? byGtk ?? ptk ?? guesses[0]].map(
    (guess) => guess && expectedFteMic(response, guess),
  );
  const checks: Check[] = [];
  if (byMic !== undefined) {
    checks.push(
      checkOn(response, "fte-mic-response", {
        result: "sound",
        seen: formatHex(fte.mic),
        expected: formatHex(fte.mic),
        text: "verifies: the target holds the right key",
      }),
    );
  } else if (isMultiLink(context.exchange)) {
    checks.push(
      checkOn(response, "fte-mic-response", {
        result: "cannot-tell",
        seen: formatHex(fte.mic),
        ...deviceNeeds(context.exchange),
      }),
    );
  } else if (expected === undefined) {
    checks.push(
      checkOn(response, "fte-mic-response", {
        result: "cannot-tell",
        seen: formatHex(fte.mic),
        needs: ["both nonces and the R1KH-ID"],
        text: "the values the MIC is made of were not captured",
      }),
    );
  } else {
    const guess = byGtk ?? ptk;
    const explanation = explainMic(context, response, guess === undefined ? guesses : [guess]);
    checks.push(
      checkOn(response, "fte-mic-response", {
        result: "fault",
        seen: formatHex(fte.mic),
        expected: formatHex(expected),
        text: micWords(explanation),
        variant: variantOf(explanation, byGtk !== undefined),
      }),
    );
  }
  for (const kind of groupKeyKinds) {
    const wrapped = groupKeys(fte.subelements, kind);
    if (wrapped.length > 0) checks.push(checkUnwrap(response, kind, wrapped, confirmed ?? ptk));
  }
  if (gtk === undefined && request !== undefined && fte.faults.length === 0) {
    checks.push(
      checkOn(response, "gtk-unwrap", {
        result: "fault",
        text: "the FTE has no GTK",
        variant: "absent",
      }),
    );
  }
  return checks;
}

type WrappedGroupKey = Extract<FteSubelement, { readonly wrappedKey: Uint8Array }>;

const groupKeyKinds = ["gtk", "igtk", "bigtk"] as const;

/** The keys of a kind; of a multi-link device there is one for each link. */
function groupKeys(
  subelements: readonly FteSubelement[],
  kind: (typeof groupKeyKinds)[number],
): readonly WrappedGroupKey[] {
  return subelements.filter(
    (subelement): subelement is WrappedGroupKey =>
      subelement.kind === kind || subelement.kind === `mlo-${kind}`,
  );
}

function checkUnwrap(
  response: AssociationResponse,
  kind: (typeof groupKeyKinds)[number],
  keys: readonly WrappedGroupKey[],
  guess: PtkGuess | undefined,
): Check {
  const id = `${kind}-unwrap` as const;
  const name = kind.toUpperCase();
  const isWhole = (one: WrappedGroupKey) => {
    const unwrapped = guess && unwraps(guess, one);
    return unwrapped !== undefined && isPaddedTo(one.keyLength, unwrapped);
  };
  const wrapped = (keys.find((one) => !isWhole(one)) ?? keys[0]) as WrappedGroupKey;
  const key = guess && unwraps(guess, wrapped);
  if (key === undefined) {
    return checkOn(response, id, {
      result: guess === undefined ? "cannot-tell" : "fault",
      text:
        guess === undefined
          ? `no MIC of the exchange confirms a key with which the ${name} could be unwrapped`
          : `the ${name} does not unwrap with the key of this exchange`,
      ...(guess === undefined ? { needs: ["a frame whose MIC verifies"] } : {}),
    });
  }
  const isPadded = isPaddedTo(wrapped.keyLength, key);
  return checkOn(response, id, {
    result: isPadded ? "sound" : "fault",
    seen: `${wrapped.keyLength} octets`,
    text: isPadded ? "unwraps" : `unwraps to ${key.length} octets`,
    ...(isPadded ? {} : { variant: "length" }),
  });
}

function unwraps(guess: PtkGuess, { wrappedKey }: WrappedGroupKey): Uint8Array | undefined {
  const { ptk, path } = guess;
  return unwrapKey({ kek: path.lengths.kek2 > 0 ? ptk.kek2 : ptk.kek, wrapped: wrappedKey });
}

function isPaddedTo(length: number, key: Uint8Array): boolean {
  return key.length >= length && isPadding(key.subarray(length));
}

/** Keys that are no multiple of 8 octets, or shorter than 16, are padded with dd and zeros (12.7). */
function isPadding(octets: Uint8Array): boolean {
  return (
    octets.length === 0 ||
    equalOctets(octets, Uint8Array.of(0xdd, ...new Array(octets.length - 1).fill(0)))
  );
}
