import { type MacAddress, macOctets } from "../bytes/mac-address.ts";
import { equalOctets } from "../bytes/octets.ts";
import type { Ptk } from "../crypto/ft-keys.ts";
import { computeEapolMic, computeFteMic, type FteMicParts, fteMicInput } from "../crypto/mic.ts";
import type { EapolKey } from "../dot11/eapol-key.ts";
import type { Element } from "../elements/decode.ts";
import { findElement } from "../elements/find.ts";
import { fteWithZeroedMic } from "../elements/fte.ts";
import type { FtAkmLengths } from "../spec/suites.ts";

/** A frame that has a MIC in its FTE. */
export interface FteMicFrame {
  readonly station: MacAddress;
  /** BSSID of the target AP. */
  readonly targetAp: MacAddress;
  /** 5 Reassociation Request, 6 Reassociation Response, 3 FT Confirm, 4 FT Ack. */
  readonly transactionSequence: number;
  /** In the order of the frame. */
  readonly elements: readonly Element[];
}

/** What a MIC is made with. */
export interface MicKeys {
  /** Of the AKM of the association. */
  readonly lengths: FtAkmLengths;
  readonly ptk: Pick<Ptk, "kck" | "kck2">;
}

/** What the MIC in the FTE of a frame covers (13.8); undefined when RSNE, MDE or FTE is missing. */
export function fteMicParts({
  station,
  targetAp,
  transactionSequence,
  elements,
}: FteMicFrame): FteMicParts | undefined {
  const rsne = findElement(elements, "rsne");
  const mde = findElement(elements, "mde");
  const fte = findElement(elements, "fte");
  if (fte === undefined || rsne === undefined || mde === undefined) return undefined;
  const rsnxe = findElement(elements, "rsnxe");
  return {
    stationAddress: macOctets(station),
    targetApAddress: macOctets(targetAp),
    transactionSequence,
    rsne: rsne.octets,
    mde: mde.octets,
    fte: fteWithZeroedMic(fte),
    ric: ricOctets(elements),
    ...(rsnxe === undefined ? {} : { rsnxe: rsnxe.octets }),
  };
}

/**
 * Whether the MIC in the FTE of a frame is what the PTK gives (13.8); undefined when there is nothing to
 * compare: RSNE, MDE, FTE or its MIC is missing. Throws RangeError for keys of another length than `lengths` says.
 */
export function verifyFteMic(frame: FteMicFrame, { lengths, ptk }: MicKeys): boolean | undefined {
  const parts = fteMicParts(frame);
  const mic = findElement(frame.elements, "fte")?.mic;
  if (parts === undefined || mic === undefined) return undefined;
  const { kck, kck2 } = ptk;
  return equalOctets(mic, computeFteMic({ lengths, kck, kck2, input: fteMicInput(parts) }));
}

/**
 * Whether the MIC of an EAPOL-Key frame is what the KCK gives (12.7.2); undefined when it has none, or one of
 * another length than the AKM's. Throws RangeError for a KCK of another length than `lengths` says.
 */
export function verifyEapolMic(
  { octets: eapol, micOffset, mic, keyMic }: EapolKey,
  { lengths, ptk }: MicKeys,
): boolean | undefined {
  if (!keyMic || lengths.eapolMicAlgorithm === undefined || mic.length !== lengths.eapolMic) {
    return undefined;
  }
  return equalOctets(mic, computeEapolMic({ lengths, kck: ptk.kck, eapol, micOffset }));
}

/** The run of RIC elements in the order of the frame: RIC Data elements and the descriptors after each. */
export function ricOctets(elements: readonly Element[]): readonly Uint8Array[] {
  const octets: Uint8Array[] = [];
  let descriptors = 0;
  for (const element of elements) {
    if (element.kind === "ric-data") {
      descriptors = element.descriptorCount;
      octets.push(element.octets);
    } else if (descriptors > 0) {
      descriptors--;
      octets.push(element.octets);
    }
  }
  return octets;
}
