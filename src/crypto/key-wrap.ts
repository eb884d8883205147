import { aeskw } from "@noble/ciphers/aes.js";
import { requireAesKey } from "./argument.ts";
import type { SecretKey } from "./secret-key.ts";

export interface WrappedKey {
  /** 16 or 32 octets. */
  readonly kek: SecretKey;
  /** 8 octets longer than what is wrapped. */
  readonly wrapped: Uint8Array;
}

/**
 * AES Key Unwrap (RFC 3394). Undefined when the integrity value is not the default one (another
 * KEK, changed octets) or when nothing wrapped has that length.
 */
export function unwrapKey({ kek, wrapped }: WrappedKey): Uint8Array | undefined {
  requireAesKey("kek", kek);
  try {
    return aeskw(kek.reveal()).decrypt(wrapped);
  } catch {
    // The library tells a wrong length and a wrong integrity value by throwing.
    return undefined;
  }
}
