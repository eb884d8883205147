import { macOctets } from "../bytes/mac-address.ts";
import { equalOctets } from "../bytes/octets.ts";
import { derivePtk, type Ptk } from "../crypto/ft-keys.ts";
import { computeEapolMic, computeFteMic, type FteMicParts, fteMicInput } from "../crypto/mic.ts";
import { findElement } from "../elements/find.ts";
import { cipherSuite, type SuiteSelector } from "../spec/suites.ts";
import type { Exchange } from "./exchange.ts";
import { elementsOf } from "./facts.ts";
import { fteMicParts, ricOctets } from "./fte-mic.ts";
import { type KeyPath, pmkR1Of } from "./key-path.ts";
import type { AssociationRequest, AssociationResponse, SightingOf } from "./sighting.ts";

/** The values that, with PMK-R1, make a PTK. */
export interface PtkInputs {
  readonly anonce: Uint8Array;
  readonly snonce: Uint8Array;
  readonly r1khId: Uint8Array;
}

/** A PTK and what it was made of. */
export interface PtkGuess extends PtkInputs {
  readonly path: KeyPath;
  readonly ptk: Ptk;
  readonly kdkLength: 0 | 32;
}

/** PTKs longer by a KDK are made when both sides negotiate secure LTF; nothing else in the frames tells. */
const kdkLengths = [0, 32] as const;

export function guessPtks(
  exchange: Exchange,
  cipher: SuiteSelector | undefined,
  path: KeyPath,
  inputs: PtkInputs,
): readonly PtkGuess[] {
  const { anonce, snonce, r1khId } = inputs;
  if (anonce.length !== 32 || snonce.length !== 32 || r1khId.length !== 6) return [];
  const tkLengths = cipher === undefined ? [16, 32] : [cipherSuite(cipher)?.tk ?? 0];
  const pmkR1 = pmkR1Of(path, r1khId, exchange.station);
  return tkLengths.flatMap((tkLength) =>
    // The whole length enters the KDF: with a cipher of unknown key length no part of the PTK is known.
    tkLength === 0
      ? []
      : kdkLengths.map((kdkLength) => ({
          ...inputs,
          path,
          kdkLength,
          ptk: derivePtk({
            lengths: path.lengths,
            pmkR1,
            snonce,
            anonce,
            bssid: macOctets(exchange.targetAp),
            stationAddress: macOctets(exchange.station),
            tkLength,
            kdkLength,
          }),
        })),
  );
}

/** What the FTE MIC of a (re)association frame covers; undefined when one of its elements is missing. */
export function fteMicPartsOf(
  exchange: Exchange,
  sighting: AssociationRequest | AssociationResponse,
): FteMicParts | undefined {
  return fteMicParts({
    station: exchange.station,
    targetAp: exchange.targetAp,
    transactionSequence: sighting.body.kind.endsWith("response") ? 6 : 5,
    elements: elementsOf(sighting),
  });
}

/** The MIC that the FTE of a (re)association frame should have under a PTK; undefined when an element it covers is missing. */
export function expectedFteMic(
  exchange: Exchange,
  sighting: AssociationRequest | AssociationResponse,
  guess: PtkGuess,
): Uint8Array | undefined {
  const parts = fteMicPartsOf(exchange, sighting);
  return (
    parts &&
    computeFteMic({
      lengths: guess.path.lengths,
      kck: guess.ptk.kck,
      kck2: guess.ptk.kck2,
      input: fteMicInput(parts),
    })
  );
}

/** Elements that the MIC Control of an FTE must count: RSNE, MDE, FTE, RSNXE and the RIC (13.8). */
export function protectedElementCount(sighting: AssociationRequest | AssociationResponse): number {
  const elements = elementsOf(sighting);
  const counted = (["rsne", "mde", "fte", "rsnxe"] as const).filter(
    (kind) => findElement(elements, kind) !== undefined,
  ).length;
  return counted + ricOctets(elements).length;
}

/** The MIC an EAPOL-Key frame should have under a PTK; undefined when its MIC field has another length. */
export function expectedEapolMic(
  sighting: SightingOf<"eapol-2"> | SightingOf<"eapol-3"> | SightingOf<"eapol-4">,
  guess: PtkGuess,
): Uint8Array | undefined {
  const { lengths } = guess.path;
  const { octets, micOffset, mic } = sighting.body;
  if (lengths.eapolMicAlgorithm === undefined || mic.length !== lengths.eapolMic) return undefined;
  return computeEapolMic({ lengths, kck: guess.ptk.kck, eapol: octets, micOffset });
}

export function isMic(expected: Uint8Array | undefined, mic: Uint8Array | undefined): boolean {
  return expected !== undefined && mic !== undefined && equalOctets(expected, mic);
}
