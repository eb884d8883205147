import { equalOctets, formatHex } from "../../bytes/octets.ts";
import { type Check, checkOn } from "../check.ts";
import type { ExchangeContext } from "../context.ts";
import { associationRequests, associationResponses, type Exchange, seen } from "../exchange.ts";
import { mdeOf, pmkidOf } from "../facts.ts";
import { ptkGuesses, r1khIdsOf } from "../key-finding.ts";
import { pmkR1NameOf } from "../key-path.ts";
import { message3KeyData } from "../message-3.ts";
import { expectedEapolMic, isMic } from "../mic-search.ts";
import { isMultiLink, mayBeMultiLink } from "../multi-link.ts";
import type { Sighting, SightingOf } from "../sighting.ts";
import { announcedMdidCheck } from "./announced.ts";
import { deviceNeeds } from "./device-needs.ts";
import { checkHandshakeElements } from "./handshake-elements.ts";
import { keyNeeds } from "./key-needs.ts";

/** The initial mobility domain association (13.4): MDE, key name, the MICs of the 4-way handshake. */
export function checkInitialAssociation(context: ExchangeContext): readonly Check[] {
  const { exchange } = context;
  const checks: Check[] = [];
  for (const request of associationRequests(exchange)) {
    if (mdeOf(request) !== undefined) checks.push(announcedMdidCheck(context, request));
  }
  for (const response of associationResponses(exchange)) {
    if (response.body.status === 0) checks.push(announcedMdidCheck(context, response));
  }
  checks.push(...checkHandshakeElements(context));
  for (const message of [2, 3, 4] as const) {
    for (const sighting of seen(exchange, `eapol-${message}`)) {
      if (message === 2) checks.push(...checkKeyName(context, sighting));
      checks.push(checkMic(context, sighting, message));
    }
  }
  for (const sighting of seen(exchange, "eapol-3")) checks.push(checkGroupKey(context, sighting));
  return checks;
}

type Message = SightingOf<"eapol-2"> | SightingOf<"eapol-3"> | SightingOf<"eapol-4">;

function checkKeyName(context: ExchangeContext, message2: Message): readonly Check[] {
  const pmkid = pmkidOf(message2);
  const { matched } = context.keys;
  if (pmkid === undefined) return [];
  const seenName = formatHex(pmkid);
  const [expected] =
    matched === undefined
      ? []
      : r1khIdsOf(context.exchange).map((r1khId) => pmkR1NameOf(matched.path, r1khId));
  if (expected === undefined) {
    return [
      checkOn(message2, "pmkr1name", {
        result: "cannot-tell",
        seen: seenName,
        ...keyNeeds(context),
      }),
    ];
  }
  const isRight = equalOctets(pmkid, expected);
  if (!isRight && mayBeMultiLink(context.exchange)) {
    return [
      checkOn(message2, "pmkr1name", {
        result: "cannot-tell",
        seen: seenName,
        ...deviceNeeds(context.exchange),
      }),
    ];
  }
  return [
    checkOn(message2, "pmkr1name", {
      result: isRight ? "sound" : "fault",
      seen: seenName,
      expected: formatHex(expected),
      text: isRight ? "what the key gives" : "not what the key gives",
    }),
  ];
}

function checkMic(context: ExchangeContext, sighting: Message, message: 2 | 3 | 4): Check {
  const id = `eapol-mic-${message}` as const;
  const { mic } = sighting.body;
  const { matched } = context.keys;
  if (sighting.air.cut) {
    return checkOn(sighting, id, {
      result: "cannot-tell",
      needs: ["the whole frame"],
      text: "the frame was not captured to its end",
    });
  }
  if (matched === undefined) {
    return checkOn(sighting, id, {
      result: "cannot-tell",
      seen: formatHex(mic),
      ...keyNeeds(context),
    });
  }
  const guesses = ptkGuesses(context, matched.path);
  const right = guesses.find((guess) => isMic(expectedEapolMic(sighting, guess), mic));
  if (right !== undefined) {
    return checkOn(sighting, id, {
      result: "sound",
      seen: formatHex(mic),
      expected: formatHex(mic),
      text: "verifies",
    });
  }
  const [first] = guesses;
  const expected = first && expectedEapolMic(sighting, first);
  if (expected === undefined || !hasItsNonces(context.exchange, sighting)) {
    return checkOn(sighting, id, {
      result: "cannot-tell",
      seen: formatHex(mic),
      needs: ["messages 1 and 2 of the handshake"],
      text: "the nonces of the handshake were not captured",
    });
  }
  if (isMultiLink(context.exchange)) {
    return checkOn(sighting, id, {
      result: "cannot-tell",
      seen: formatHex(mic),
      ...deviceNeeds(context.exchange),
    });
  }
  return checkOn(sighting, id, {
    result: "fault",
    seen: formatHex(mic),
    expected: formatHex(expected),
    text: "does not verify",
  });
}

/** A message that answers another comes within milliseconds; what came so long before may be of another handshake. */
const longestTurnNs = 250_000_000n;

/**
 * Whether the nonces of the handshake that a message is part of were captured: an earlier handshake of the same
 * exchange had others, and each begins to count its messages anew.
 */
function hasItsNonces(exchange: Exchange, message: Message): boolean {
  const { replayCounter, nonce } = message.body;
  switch (message.role) {
    case "eapol-2":
      return before(message, seen(exchange, "eapol-1")).some(
        ({ body }) => body.replayCounter === replayCounter,
      );
    case "eapol-3":
      return before(message, seen(exchange, "eapol-2")).some((answer) => {
        const first = before(answer, seen(exchange, "eapol-1")).at(-1);
        return first !== undefined && equalOctets(first.body.nonce, nonce);
      });
    default: {
      const request = before(message, seen(exchange, "eapol-3")).at(-1);
      return request?.body.replayCounter === replayCounter && hasItsNonces(exchange, request);
    }
  }
}

/** Those that a message may follow in its handshake. */
function before<Earlier extends Sighting>(
  { air }: Sighting,
  earlier: readonly Earlier[],
): readonly Earlier[] {
  return earlier.filter(
    (other) => other.air.time <= air.time && air.time - other.air.time <= longestTurnNs,
  );
}

/** Of a multi-link device there is one for each link. */
const groupKeyKinds = [
  ["gtk", "GTK"],
  ["igtk", "IGTK"],
  ["bigtk", "BIGTK"],
] as const;

function checkGroupKey(context: ExchangeContext, message3: SightingOf<"eapol-3">): Check {
  const keyData = message3KeyData(context, message3);
  if (keyData === undefined) {
    return checkOn(message3, "gtk-unwrap", {
      result: "cannot-tell",
      ...(context.keys.matched === undefined
        ? keyNeeds(context)
        : { needs: ["a handshake message whose MIC verifies"], text: "no PTK is confirmed" }),
    });
  }
  const groupKeys = groupKeyKinds
    .filter(([kind]) => keyData.kdes.some((kde) => kde.kind === kind || kde.kind === `mlo-${kind}`))
    .map(([, name]) => name);
  const hasGtk = groupKeys.includes("GTK");
  return checkOn(message3, "gtk-unwrap", {
    result: hasGtk ? "sound" : "fault",
    text: hasGtk ? `key data decrypt: ${groupKeys.join(", ")}` : "key data decrypt, without a GTK",
  });
}
