import type { FteMicParts } from "../crypto/mic.ts";
import type { SecretKey } from "../crypto/secret-key.ts";
import { findElement } from "../elements/find.ts";
import type { Fte } from "../elements/fte.ts";
import type { MicAlgorithm } from "../spec/suites.ts";
import type { ExchangeContext } from "./context.ts";
import { elementsOf, fteOf } from "./facts.ts";
import type { PtkGuess } from "./mic-search.ts";
import type { AssociationRequest, AssociationResponse } from "./sighting.ts";

/** Everything that goes into one FTE MIC; a mistake changes some of it. */
export interface MicModel {
  readonly parts: FteMicParts;
  /** Overrides the order of 13.8 when the sender took another. */
  readonly octets?: Uint8Array;
  readonly guess: PtkGuess;
  readonly key: SecretKey;
  readonly algorithm: MicAlgorithm;
}

/** What the sender may have done wrong when it computed the MIC. */
export interface MicMistake {
  readonly id: string;
  /** `key`: the sender holds another PMK-R1; `mic`: it holds the right one and made PTK or MIC wrongly. */
  readonly concerns: "key" | "mic";
  /** Continues "The MIC verifies if …". */
  readonly text: string;
  apply(model: MicModel): MicModel | undefined;
}

export interface MicScene {
  readonly context: ExchangeContext;
  readonly sighting: AssociationRequest | AssociationResponse;
  readonly fte: Fte;
}

/** The FTE of a frame; only frames with one can be searched. */
export function sceneOf(
  context: ExchangeContext,
  sighting: AssociationRequest | AssociationResponse,
): MicScene | undefined {
  const fte = fteOf(sighting);
  const elements = elementsOf(sighting);
  return fte === undefined ||
    findElement(elements, "rsne") === undefined ||
    findElement(elements, "mde") === undefined
    ? undefined
    : { context, sighting, fte };
}

/** The key that makes the FTE MIC: the KCK, or the KCK2 where the AKM has one (FILS). */
export function micKeyOf({ path, ptk }: PtkGuess): SecretKey {
  return path.lengths.kck2 > 0 ? ptk.kck2 : ptk.kck;
}

/** The model with the one of these PTKs that is as long as its own: the length enters the KDF. */
export function withPtkOf(model: MicModel, guesses: readonly PtkGuess[]): MicModel | undefined {
  const { kdkLength, ptk } = model.guess;
  const guess = guesses.find(
    (other) => other.kdkLength === kdkLength && other.ptk.tk.length === ptk.tk.length,
  );
  return guess && { ...model, guess, key: micKeyOf(guess) };
}
