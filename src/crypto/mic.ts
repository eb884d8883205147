import { cmac } from "@noble/ciphers/aes.js";
import { concatOctets } from "../bytes/octets.ts";
import type { FtAkmLengths, MicAlgorithm } from "../spec/suites.ts";
import { requireInteger, requireLength } from "./argument.ts";
import { hashLength, hmacOctets } from "./hash.ts";
import type { SecretKey } from "./secret-key.ts";

const hmacHash = {
  "hmac-sha256": "sha256",
  "hmac-sha384": "sha384",
  "hmac-sha512": "sha512",
} as const;

const cmacLength = 16;

export interface MicInput {
  readonly algorithm: MicAlgorithm;
  /** 16 octets for AES-128-CMAC. */
  readonly key: SecretKey;
  /** Octets of the MIC, at most those of the algorithm. */
  readonly length: number;
  readonly octets: Uint8Array;
}

/** The leftmost `length` octets of the AES-128-CMAC (RFC 4493) or HMAC (RFC 2104) of `octets`. */
export function computeMic({ algorithm, key, length, octets }: MicInput): Uint8Array {
  if (algorithm === "aes-128-cmac") {
    requireLength("key", key, 16);
    requireInteger("length", length, 1, cmacLength);
    return cmac(octets, key.reveal()).slice(0, length);
  }
  const hash = hmacHash[algorithm];
  requireInteger("length", length, 1, hashLength(hash));
  return hmacOctets(hash, key.reveal(), octets).slice(0, length);
}

export interface EapolMicInput {
  /** Of an AKM whose EAPOL-Key frames have a MIC field. */
  readonly lengths: FtAkmLengths;
  readonly kck: SecretKey;
  /** The EAPOL frame from the version octet to the end of its body, without padding after it. */
  readonly eapol: Uint8Array;
  /** Where in `eapol` the MIC field begins. */
  readonly micOffset: number;
}

/** The MIC that an EAPOL-Key frame must have; `eapol` is not changed. */
export function computeEapolMic({ lengths, kck, eapol, micOffset }: EapolMicInput): Uint8Array {
  const { eapolMic: length, eapolMicAlgorithm: algorithm } = lengths;
  if (algorithm === undefined) throw new RangeError("lengths are of an AKM without an EAPOL MIC");
  requireLength("kck", kck, lengths.kck);
  requireInteger("micOffset", micOffset, 0, eapol.length - length);
  const octets = eapol.slice().fill(0, micOffset, micOffset + length);
  return computeMic({ algorithm, key: kck, length, octets });
}

export interface FteMicParts {
  /** 6 octets. */
  readonly stationAddress: Uint8Array;
  /** BSSID of the target access point, 6 octets. */
  readonly targetApAddress: Uint8Array;
  /** 5 reassociation request, 6 reassociation response, 3 FT Confirm, 4 FT Ack. */
  readonly transactionSequence: number;
  /** The whole element, as the other elements. */
  readonly rsne: Uint8Array;
  readonly mde: Uint8Array;
  /** With its Fragment elements; the MIC field already zero. */
  readonly fte: Uint8Array;
  /** The elements of the RIC-Request or RIC-Response, in the order of the frame; often none. */
  readonly ric: readonly Uint8Array[];
  readonly rsnxe?: Uint8Array;
  /** Between multi-link devices: the addresses of the sender's links in the order of their ids (802.11be). */
  readonly links?: readonly Uint8Array[];
}

/** What the MIC of an FTE covers (13.8), in the standard's order whatever the order in the frame. */
export function fteMicInput({
  stationAddress,
  targetApAddress,
  transactionSequence,
  rsne,
  mde,
  fte,
  ric,
  rsnxe = new Uint8Array(0),
  links = [],
}: FteMicParts): Uint8Array {
  requireLength("stationAddress", stationAddress, 6);
  requireLength("targetApAddress", targetApAddress, 6);
  requireInteger("transactionSequence", transactionSequence, 0, 255);
  return concatOctets(
    stationAddress,
    targetApAddress,
    Uint8Array.of(transactionSequence),
    rsne,
    mde,
    fte,
    ...ric,
    rsnxe,
    ...links,
  );
}

export interface FteMicInput {
  readonly lengths: FtAkmLengths;
  readonly kck: SecretKey;
  /** 0 octets unless the AKM is of FILS. */
  readonly kck2: SecretKey;
  /** Of {@link fteMicInput}. */
  readonly input: Uint8Array;
}

/** The MIC that an FTE must have, made with the KCK, or with the KCK2 where the AKM has one (FILS). */
export function computeFteMic({ lengths, kck, kck2, input }: FteMicInput): Uint8Array {
  requireLength("kck", kck, lengths.kck);
  requireLength("kck2", kck2, lengths.kck2);
  return computeMic({
    algorithm: lengths.fteMicAlgorithm,
    key: lengths.kck2 > 0 ? kck2 : kck,
    length: lengths.fteMic,
    octets: input,
  });
}
