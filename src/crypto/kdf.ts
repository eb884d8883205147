import { concatOctets, utf8Octets } from "../bytes/octets.ts";
import type { HashName } from "../spec/suites.ts";
import { requireInteger } from "./argument.ts";
import { hashLength, hmacOctets } from "./hash.ts";

export interface KdfInput {
  readonly hash: HashName;
  readonly key: Uint8Array;
  /** ASCII, without a terminating zero. */
  readonly label: string;
  readonly context: Uint8Array;
  /** Length of the result in bits, 1 to 65535; it is also an input of every iteration. */
  readonly lengthBits: number;
}

/**
 * KDF-Hash-Length, the key derivation of 12.7.1.6: the first `lengthBits` bits of HMAC outputs over
 * counter, label, context and length; unused low-order bits of the last octet are zero.
 */
export function deriveKdf({ hash, key, label, context, lengthBits }: KdfInput): Uint8Array {
  requireInteger("lengthBits", lengthBits, 1, 0xffff);
  const length = Math.ceil(lengthBits / 8);
  const tail = concatOctets(utf8Octets(label), context, uint16le(lengthBits));
  const blocks: Uint8Array[] = [];
  for (let i = 1; (i - 1) * hashLength(hash) < length; i++) {
    blocks.push(hmacOctets(hash, key, concatOctets(uint16le(i), tail)));
  }
  const result = concatOctets(...blocks).slice(0, length);
  const unusedBits = 8 * length - lengthBits;
  result[length - 1] = (result[length - 1] as number) & (0xff << unusedBits);
  return result;
}

function uint16le(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >> 8);
}
