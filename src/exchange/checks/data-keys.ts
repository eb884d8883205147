import type { AirFrame } from "../../air/air-frame.ts";
import { SecretKey } from "../../crypto/secret-key.ts";
import { cipherName } from "../../spec/suites.ts";
import type { Check, CheckId, FrameReference } from "../check.ts";
import type { ExchangeContext } from "../context.ts";
import type { ProtectedFrame } from "../data-flow.ts";
import { associationResponses, type Exchange, isFt, seen } from "../exchange.ts";
import { fteOf } from "../facts.ts";
import { ptkGuesses } from "../key-finding.ts";
import { expectedEapolMic, expectedFteMic, isMic, type PtkGuess } from "../mic-search.ts";
import { isMultiLink } from "../multi-link.ts";
import { decidingAnswer, isAccepted } from "../outcome.ts";
import {
  type DataKey,
  dataKeyOf,
  isKeptDecrypted,
  isReadableCipher,
  opens,
} from "../protection-check.ts";
import type { FrameRole, Sighting } from "../sighting.ts";
import { keyNeeds } from "./key-needs.ts";

const directions = {
  uplink: { role: "data-uplink", id: "tk-uplink", opposite: "downlink" },
  downlink: { role: "data-downlink", id: "tk-downlink", opposite: "uplink" },
} as const;

type Direction = keyof typeof directions;

/** Which key protects the first data after an accepted exchange, in either direction, and with which packet numbers (12.5). */
export function checkDataKeys(context: ExchangeContext): readonly Check[] {
  const { exchange } = context;
  if (!isAccepted(exchange)) return [];
  const agreed = agreement(exchange);
  return (["uplink", "downlink"] as const).flatMap((direction) => {
    const [first] = exchange[direction].kept;
    // Earlier ones are under the key before: of an association that was missed, or far out of order in the file.
    if (first === undefined || agreed.some(({ air }) => first.air.time < air.time)) return [];
    const number = checkPacketNumbers(context, direction);
    return [checkKey(context, direction, first), ...(number === undefined ? [] : [number])];
  });
}

/** Frames after which data are under the key of the exchange; of two handshakes in one the last gives it. */
function agreement(exchange: Exchange): readonly Sighting[] {
  const accepted = associationResponses(exchange).find(({ body }) => body.status === 0);
  const handshake = isFt(exchange)
    ? []
    : [...seen(exchange, "eapol-1"), ...seen(exchange, "eapol-2")];
  return [...(accepted === undefined ? [] : [accepted]), ...handshake];
}

function checkKey(context: ExchangeContext, direction: Direction, first: ProtectedFrame): Check {
  const { exchange, cipher, keys } = context;
  const { role, id, opposite } = directions[direction];
  const { kept } = exchange[direction];
  const check = (frame: ProtectedFrame, body: CheckBody) => checkOnData(frame.air, role, id, body);
  const { givenTk } = context;
  if (givenTk !== undefined && isReadableCipher(cipher)) {
    const given = kept.find((frame) =>
      opens(frame, dataKeyOf(exchange, { cipher, tk: givenTk.secret })),
    );
    if (given !== undefined) {
      return check(given, { result: "sound", text: `decrypts with ${givenTk.label}` });
    }
  }
  if (keys.ptk === undefined) {
    return check(first, { result: "cannot-tell", ...keyNeeds(context) });
  }
  if (!isReadableCipher(cipher)) {
    return check(first, {
      result: "cannot-tell",
      text: `frames under ${cipher === undefined ? "a cipher that is not known" : cipherName(cipher)} are not decrypted`,
    });
  }
  const key = dataKeyOf(exchange, { cipher, tk: keys.ptk.ptk.tk });
  const opened = kept.find((frame) => opens(frame, key)) ?? openedByAnyGuess(context, kept, cipher);
  if (opened !== undefined) {
    return check(opened, { result: "sound", text: "decrypts with the TK of this exchange" });
  }
  const decrypted = kept.find(isKeptDecrypted);
  if (decrypted !== undefined) {
    return check(decrypted, {
      result: "cannot-tell",
      needs: ["a recorder that keeps frames as they were sent"],
      text: "the radio that recorded it had decrypted it: its key does not show",
    });
  }
  const doubt = doubtAbout(context, keys.ptk);
  if (doubt !== undefined) {
    return check(first, {
      result: "cannot-tell",
      needs: [doubt],
      text: "does not decrypt with the TK of this exchange",
    });
  }
  const zero = { ...key, tk: new SecretKey("TK", new Uint8Array(key.tk.length)) };
  const bare = kept.find((frame) => opens(frame, zero));
  if (bare !== undefined) {
    return check(bare, {
      result: "fault",
      seen: "a TK of zeros",
      expected: "the TK of this exchange",
      text: "decrypts with a TK of zeros",
      variant: "zero-tk",
    });
  }
  const earlier = context.earlierKeys();
  const stale = kept.find((frame) => earlier.some((other) => opens(frame, other)));
  const failed = stale ?? first;
  const witness = exchange[opposite].kept.find(
    (frame) => frame.air.time >= failed.air.time && opens(frame, key),
  );
  // Both sides may have a new key, of an association that was missed; or the recorder has changed the frames.
  if (stale === undefined && witness === undefined) {
    return check(failed, {
      result: "cannot-tell",
      needs: ["later data of the other side under the TK of this exchange"],
      text: "does not decrypt with the TK of this exchange",
    });
  }
  return check(failed, {
    result: "fault",
    seen: stale === undefined ? "another TK" : "the TK of an earlier association",
    expected: "the TK of this exchange",
    text:
      stale !== undefined
        ? "decrypts with the TK that the station had before"
        : earlier.length > 0
          ? "decrypts neither with the TK of this exchange nor with the one before it"
          : "does not decrypt with the TK of this exchange",
    variant: stale === undefined ? "no-known-key" : "previous-tk",
    ...(witness === undefined ? {} : { against: [placeOf(witness)] }),
  });
}

/** The nonces of a repeated attempt give several keys; any of them is of this exchange. */
function openedByAnyGuess(
  { exchange, keys, ring }: ExchangeContext,
  frames: readonly ProtectedFrame[],
  cipher: string,
): ProtectedFrame | undefined {
  if (keys.ptk === undefined) return undefined;
  const guesses = ptkGuesses({ exchange, cipher, ring }, keys.ptk.path);
  const dataKeys = guesses.map(({ ptk: { tk } }) => dataKeyOf(exchange, { cipher, tk }));
  return frames.find((frame) => dataKeys.some((key) => opens(frame, key)));
}

/** What would show that the frames must be under the PTK; undefined when its last frame shows it. */
function doubtAbout({ exchange }: ExchangeContext, guess: PtkGuess): string | undefined {
  // The protection covers the addresses of the multi-link devices, which may be of links that nobody names.
  if (isMultiLink(exchange)) return "frames of a link that is not part of a multi-link device";
  const handshake = [...seen(exchange, "eapol-3"), ...seen(exchange, "eapol-4")];
  if (isFt(exchange)) {
    if (exchange.sightings.some(({ role }) => role.startsWith("eapol"))) {
      return "the PTK of the 4-way handshake that followed";
    }
    const answer = decidingAnswer(exchange);
    const isConfirmed =
      answer !== undefined && isMic(expectedFteMic(answer, guess), fteOf(answer)?.mic);
    return isConfirmed ? undefined : "an accepting answer whose MIC verifies";
  }
  const isConfirmed =
    handshake.length > 0 &&
    handshake.every((message) => isMic(expectedEapolMic(message, guess), message.body.mic));
  return isConfirmed ? undefined : "messages 3 and 4 of the handshake";
}

function checkPacketNumbers(context: ExchangeContext, direction: Direction): Check | undefined {
  const { role } = directions[direction];
  const { kept, numbers, reuse } = context.exchange[direction];
  const [first] = kept;
  if (first === undefined || numbers === undefined || numbers.count < 2) return undefined;
  if (reuse === undefined) {
    return checkOnData(first.air, role, "packet-number", {
      result: "sound",
      seen: `${numbers.lowest} to ${numbers.highest} in ${numbers.count} frames`,
      text: "no number of the first frames came again",
    });
  }
  const { before, after } = reuse;
  const seenNumber = String(after.packetNumber);
  const { exchange, cipher, keys } = context;
  const key: DataKey | undefined =
    keys.ptk && isReadableCipher(cipher)
      ? dataKeyOf(exchange, { cipher, tk: keys.ptk.ptk.tk })
      : undefined;
  if (key === undefined || !opens(before, key) || !opens(after, key)) {
    return checkOnData(after.air, role, "packet-number", {
      result: "cannot-tell",
      seen: seenNumber,
      needs: ["the TK in use from this frame on"],
      text: `the numbers began anew after ${before.packetNumber} in frame ${before.air.frame}: with a new key that is right`,
      against: [placeOf(before)],
    });
  }
  return checkOnData(after.air, role, "packet-number", {
    result: "fault",
    seen: seenNumber,
    expected: `more than ${before.packetNumber}`,
    text: `not above ${before.packetNumber} of frame ${before.air.frame}, and both decrypt with one TK`,
    variant: after.packetNumber < before.packetNumber ? "restarted" : "repeated",
    against: [placeOf(before)],
  });
}

type CheckBody = Omit<Check, "id" | "role" | "input" | "frame">;

function checkOnData(air: AirFrame, role: FrameRole, id: CheckId, body: CheckBody): Check {
  return { id, role, input: air.input, frame: air.frame, ...body };
}

function placeOf({ air }: ProtectedFrame): FrameReference {
  return { input: air.input, frame: air.frame };
}
