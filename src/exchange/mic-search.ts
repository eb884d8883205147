import { type MacAddress, macOctets } from "../bytes/mac-address.ts";
import { concatOctets, equalOctets } from "../bytes/octets.ts";
import { derivePtk, type Ptk } from "../crypto/ft-keys.ts";
import { computeEapolMic, computeFteMic, type FteMicParts, fteMicInput } from "../crypto/mic.ts";
import { findElement } from "../elements/find.ts";
import { cipherSuite, type SuiteSelector } from "../spec/suites.ts";
import type { Exchange } from "./exchange.ts";
import { elementsOf, fteOf } from "./facts.ts";
import { fteMicParts, ricOctets } from "./fte-mic.ts";
import { type KeyPath, pmkR1Of } from "./key-path.ts";
import { apAddresses, linkOrders, multiLinkOf, otherLinks } from "./multi-link.ts";
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
  /** The target's BSSID, or the address of the multi-link device it is part of. */
  readonly ap: MacAddress;
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
  const pmkR1 = pmkR1Of(path, r1khId);
  return apAddresses(exchange).flatMap((ap) =>
    tkLengths.flatMap((tkLength) =>
      // The whole length enters the KDF: with a cipher of unknown key length no part of the PTK is known.
      tkLength === 0
        ? []
        : kdkLengths.map((kdkLength) => ({
            ...inputs,
            path,
            ap,
            kdkLength,
            ptk: derivePtk({
              lengths: path.lengths,
              pmkR1,
              snonce,
              anonce,
              bssid: macOctets(ap),
              stationAddress: macOctets(path.station),
              tkLength,
              kdkLength,
            }),
          })),
    ),
  );
}

/**
 * What the FTE MIC of a (re)association frame covers, the likeliest first; none when one of its elements
 * is missing, or a link of the multi-link device that sent it.
 */
export function fteMicPartsOf(
  sighting: AssociationRequest | AssociationResponse,
  { station, ap }: { readonly station: MacAddress; readonly ap: MacAddress },
): readonly FteMicParts[] {
  const isResponse = sighting.body.kind.endsWith("response");
  const parts = fteMicParts({
    station,
    targetAp: ap,
    transactionSequence: isResponse ? 6 : 5,
    elements: elementsOf(sighting),
  });
  const device = multiLinkOf(sighting);
  if (parts === undefined) return [];
  if (device === undefined) return [parts];
  const ofDevice = linkOrders(sighting, device).map((links) => ({
    ...parts,
    ...(isResponse ? onEveryLink(parts, links.length) : {}),
    links: links.map(macOctets),
  }));
  return [...ofDevice, parts];
}

/** A multi-link device answers with the RSNE and RSNXE of every link; those of the others the frame does not carry. */
function onEveryLink({ rsne, rsnxe }: FteMicParts, links: number): Partial<FteMicParts> {
  const times = (octets: Uint8Array) => concatOctets(...new Array<Uint8Array>(links).fill(octets));
  return { rsne: times(rsne), ...(rsnxe === undefined ? {} : { rsnxe: times(rsnxe) }) };
}

/** The parts of which the frame's MIC is made under a PTK, or else the likeliest. */
export function fteMicPartsUnder(
  sighting: AssociationRequest | AssociationResponse,
  guess: PtkGuess,
): { readonly parts: FteMicParts; readonly mic: Uint8Array } | undefined {
  const mic = fteOf(sighting)?.mic;
  const { lengths, station } = guess.path;
  const { kck, kck2 } = guess.ptk;
  const candidates = fteMicPartsOf(sighting, { station, ap: guess.ap }).map((parts) => ({
    parts,
    mic: computeFteMic({ lengths, kck, kck2, input: fteMicInput(parts) }),
  }));
  return candidates.find((candidate) => isMic(candidate.mic, mic)) ?? candidates[0];
}

/** The MIC that the FTE of a (re)association frame should have under a PTK; undefined when something it covers is missing. */
export function expectedFteMic(
  sighting: AssociationRequest | AssociationResponse,
  guess: PtkGuess,
): Uint8Array | undefined {
  return fteMicPartsUnder(sighting, guess)?.mic;
}

/** Elements that the MIC Control of an FTE must count: RSNE, MDE, FTE, RSNXE and the RIC (13.8). */
export function protectedElementCount(sighting: AssociationRequest | AssociationResponse): number {
  const elements = elementsOf(sighting);
  const count = (kinds: readonly ("rsne" | "mde" | "fte" | "rsnxe")[]) =>
    kinds.filter((kind) => findElement(elements, kind) !== undefined).length;
  const device = multiLinkOf(sighting);
  const isOfEveryLink = device !== undefined && sighting.body.kind.endsWith("response");
  const links = isOfEveryLink ? 1 + otherLinks(sighting, device).length : 1;
  return count(["mde", "fte"]) + links * count(["rsne", "rsnxe"]) + ricOctets(elements).length;
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
