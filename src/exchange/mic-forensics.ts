import { equalOctets } from "../bytes/octets.ts";
import { computeMic, fteMicInput } from "../crypto/mic.ts";
import { SecretKey } from "../crypto/secret-key.ts";
import type { ExchangeContext } from "./context.ts";
import { pmkR1Of } from "./key-path.ts";
import { micMistakes } from "./mic-mistakes.ts";
import { type MicMistake, type MicModel, micKeyOf, sceneOf, withPtkOf } from "./mic-model.ts";
import { fteMicPartsOf, guessPtks, type PtkGuess } from "./mic-search.ts";
import type { AssociationRequest, AssociationResponse } from "./sighting.ts";

/** How a wrong MIC came about. */
export interface MicExplanation {
  readonly id: string;
  readonly concerns: MicMistake["concerns"];
  /** A clause for a person: "The MIC verifies if the RSNXE is left out". */
  readonly text: string;
}

/**
 * Searches the mistake, or the pair of mistakes, that makes a wrong FTE MIC verify. A hit is proof
 * of the sender's mistake: a MIC of 16 octets does not verify by chance. "not-searched" where that has
 * been done for so many frames of the station already, or would take too long: nothing follows from it.
 */
export function explainMic(
  context: ExchangeContext,
  sighting: AssociationRequest | AssociationResponse,
  guesses: readonly PtkGuess[],
): MicExplanation | "not-searched" | undefined {
  const { micSearches } = context.ring;
  const { station } = context.exchange;
  const scene = sceneOf(context, sighting);
  const mic = scene?.fte.mic;
  if (scene === undefined || mic === undefined) return undefined;
  const models = guesses.flatMap((guess) =>
    fteMicPartsOf(sighting, { station: guess.path.station, ap: guess.ap }).map(
      (parts): MicModel => {
        const algorithm = guess.path.lengths.fteMicAlgorithm;
        return { parts, guess, key: micKeyOf(guess), algorithm };
      },
    ),
  );
  if (models.length === 0) return undefined;
  for (const model of models) {
    const bits = differingBits(micOf(model, mic.length), mic);
    if (bits === 0) return undefined;
    if (bits !== undefined && bits * 4 < mic.length * 8) {
      return {
        id: "garbled",
        concerns: "mic",
        text: `it differs from the right one in ${bits} of ${mic.length * 8} bits: computed right and changed afterwards`,
      };
    }
  }
  if (!micSearches.allows("single", station, sighting)) return "not-searched";
  const mistakes = micMistakes(scene);
  const verifies = (model: MicModel | undefined) =>
    model !== undefined && equalOctets(micOf(model, mic.length) ?? new Uint8Array(0), mic);
  for (const model of models) {
    const single = mistakes.find((mistake) => verifies(mistake.apply(model)));
    if (single !== undefined) return explained([single]);
  }
  const [likeliest] = models;
  if (likeliest === undefined) return undefined;
  if (!micSearches.allows("deep", station, sighting)) return "not-searched";
  const flipped = flippedPmkR1(context, likeliest, verifies);
  if (flipped !== undefined) return flipped;
  for (const first of mistakes) {
    const once = first.apply(likeliest);
    if (once === undefined) continue;
    const second = mistakes.find((mistake) => mistake !== first && verifies(mistake.apply(once)));
    if (second !== undefined) return explained([first, second]);
  }
  return undefined;
}

/** What is said of a MIC that does not verify. */
export function micWords(explanation: ReturnType<typeof explainMic>): string {
  const wrong = "does not verify with the key of this PMKR0Name";
  if (explanation === undefined) return `${wrong}, nor with any known mistake`;
  if (explanation === "not-searched") {
    return `${wrong}; with which mistake it would was not searched to the end: the frame is very long, or the station has many such frames`;
  }
  return explanation.text;
}

/** A key store that lost one bit: every PMK-R1 that differs from the right one in one bit is tried. */
function flippedPmkR1(
  { exchange, cipher }: ExchangeContext,
  model: MicModel,
  verifies: (model: MicModel | undefined) => boolean,
): MicExplanation | undefined {
  const { path, r1khId } = model.guess;
  const pmkR1 = pmkR1Of(path, r1khId).reveal();
  for (let bit = 0; bit < pmkR1.length * 8; bit++) {
    const octets = pmkR1.slice();
    octets[bit >> 3] = (octets[bit >> 3] as number) ^ (0x80 >> (bit & 7));
    const damaged = { ...path, pmkR1Given: new SecretKey("PMK-R1", octets) };
    if (verifies(withPtkOf(model, guessPtks(exchange, cipher, damaged, model.guess)))) {
      return {
        id: "pmk-r1-bit",
        concerns: "key",
        text: `it verifies if 1 bit of PMK-R1 is flipped (octet ${bit >> 3}): the sender holds a damaged PMK-R1`,
      };
    }
  }
  return undefined;
}

function explained(mistakes: readonly MicMistake[]): MicExplanation {
  return {
    id: mistakes.map((mistake) => mistake.id).join("+"),
    concerns: mistakes.some((mistake) => mistake.concerns === "key") ? "key" : "mic",
    text: `it verifies if ${mistakes.map((mistake) => mistake.text).join(", and ")}`,
  };
}

function micOf(model: MicModel, length: number): Uint8Array | undefined {
  const octets = model.octets ?? fteMicInput(model.parts);
  if (model.key.length === 0) return undefined;
  const longest = { "aes-128-cmac": 16, "hmac-sha256": 32, "hmac-sha384": 48, "hmac-sha512": 64 };
  if (length > longest[model.algorithm]) return undefined;
  if (model.algorithm === "aes-128-cmac" && model.key.length !== 16) return undefined;
  return computeMic({ algorithm: model.algorithm, key: model.key, length, octets });
}

function differingBits(a: Uint8Array | undefined, b: Uint8Array): number | undefined {
  if (a === undefined || a.length !== b.length) return undefined;
  let bits = 0;
  for (let i = 0; i < a.length; i++) {
    let difference = (a[i] as number) ^ (b[i] as number);
    for (; difference !== 0; difference &= difference - 1) bits++;
  }
  return bits;
}
