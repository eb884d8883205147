import { gcm } from "@noble/ciphers/aes.js";
import { requireAesKey, requireLength } from "./argument.ts";
import type { SecretKey } from "./secret-key.ts";

export interface GcmInput {
  /** 16 or 32 octets. */
  readonly key: SecretKey;
  /** 12 octets. */
  readonly nonce: Uint8Array;
  readonly aad: Uint8Array;
  /** The encrypted octets and the MIC of 16 octets. */
  readonly ciphertext: Uint8Array;
}

/** AES-GCM as GCMP uses it (12.5). Undefined when the MIC is wrong or the octets cannot hold one. */
export function gcmDecrypt({ key, nonce, aad, ciphertext }: GcmInput): Uint8Array | undefined {
  requireAesKey("key", key);
  requireLength("nonce", nonce, 12);
  try {
    return gcm(key.reveal(), nonce, aad).decrypt(ciphertext);
  } catch {
    // The library tells a wrong length and a wrong MIC by throwing.
    return undefined;
  }
}
