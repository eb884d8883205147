import { cbc, ctr } from "@noble/ciphers/aes.js";
import { concatOctets, equalOctets } from "../bytes/octets.ts";
import { requireAesKey, requireLength } from "./argument.ts";
import type { SecretKey } from "./secret-key.ts";

const blockLength = 16;
/** Octets of the length field: L of RFC 3610. */
const lengthOctets = 2;

export interface CcmInput {
  /** 16 or 32 octets. */
  readonly key: SecretKey;
  /** 13 octets. */
  readonly nonce: Uint8Array;
  /** Up to 65279 octets. */
  readonly aad: Uint8Array;
  /** The encrypted octets and the MIC. */
  readonly ciphertext: Uint8Array;
  /** Octets of the MIC: 8 for CCMP-128, 16 for CCMP-256; any even number of 4 to 16. */
  readonly micLength: number;
}

/** AES-CCM with L = 2 (RFC 3610) as CCMP uses it (12.5). Undefined when the MIC is wrong or the octets cannot hold one. */
export function ccmDecrypt({
  key,
  nonce,
  aad,
  ciphertext,
  micLength,
}: CcmInput): Uint8Array | undefined {
  requireAesKey("key", key);
  requireLength("nonce", nonce, 15 - lengthOctets);
  // Longer AAD needs an encoding of its length that no frame can call for.
  requireLength("aad", aad, 0, 0xfeff);
  if (![4, 6, 8, 10, 12, 14, 16].includes(micLength)) {
    throw new RangeError(`micLength must be an even number of 4 to 16, got ${micLength}`);
  }
  const length = ciphertext.length - micLength;
  if (length < 0 || length > 0xffff) return undefined;
  const aes = key.reveal();
  const firstCounter = concatOctets(
    Uint8Array.of(lengthOctets - 1),
    nonce,
    new Uint8Array(lengthOctets),
  );
  // Counter 0 encrypts the MIC, the counters from 1 the message: with the MIC in front, padded to
  // a block, one run does both.
  const stream = ctr(aes, firstCounter).decrypt(
    concatOctets(padded(ciphertext.subarray(length)), ciphertext.subarray(0, length)),
  );
  const plaintext = stream.slice(blockLength);
  const mic = cbcMac(aes, macInput({ nonce, aad, plaintext, micLength })).subarray(0, micLength);
  return equalOctets(mic, stream.subarray(0, micLength)) ? plaintext : undefined;
}

interface MacInput {
  readonly nonce: Uint8Array;
  readonly aad: Uint8Array;
  readonly plaintext: Uint8Array;
  readonly micLength: number;
}

function macInput({ nonce, aad, plaintext, micLength }: MacInput): Uint8Array {
  const hasAad = aad.length > 0 ? 0x40 : 0;
  const flags = hasAad | (((micLength - 2) / 2) << 3) | (lengthOctets - 1);
  return concatOctets(
    Uint8Array.of(flags),
    nonce,
    uint16be(plaintext.length),
    hasAad === 0 ? aad : padded(concatOctets(uint16be(aad.length), aad)),
    padded(plaintext),
  );
}

/** The last block of AES-CBC with a zero initialization vector. */
function cbcMac(aes: Uint8Array, blocks: Uint8Array): Uint8Array {
  const iv = new Uint8Array(blockLength);
  return cbc(aes, iv, { disablePadding: true }).encrypt(blocks).subarray(-blockLength);
}

function padded(octets: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(octets.length / blockLength) * blockLength);
  whole.set(octets);
  return whole;
}

function uint16be(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}
