import { hmac } from "@noble/hashes/hmac.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { concatOctets } from "../bytes/octets.ts";
import type { HashName } from "../spec/suites.ts";

const functions = { sha256, sha384, sha512 };

/** Octets of the hash: 32, 48 or 64. */
export function hashLength(hash: HashName): number {
  return functions[hash].outputLen;
}

/** Hash of the parts in their order. */
export function hashOctets(hash: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  return functions[hash](concatOctets(...parts));
}

/** HMAC of `octets`, as long as the hash. RFC 2104. */
export function hmacOctets(hash: HashName, key: Uint8Array, octets: Uint8Array): Uint8Array {
  return hmac(functions[hash], key, octets);
}
