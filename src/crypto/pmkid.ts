import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384 } from "@noble/hashes/sha2.js";
import { concatOctets, utf8Octets } from "../bytes/octets.ts";
import { requireLength } from "./argument.ts";
import type { SecretKey } from "./secret-key.ts";

const hashes = { sha1, sha256, sha384 };

export interface PmkidInput {
  /** SHA-1 of the first AKMs, else that of the AKM's key derivation. */
  readonly hash: keyof typeof hashes;
  readonly pmk: SecretKey;
  /** Authenticator address: 6 octets, the AP's. */
  readonly aa: Uint8Array;
  /** Supplicant address: 6 octets, the station's. */
  readonly spa: Uint8Array;
}

/** PMKID = Truncate-128(HMAC(PMK, "PMK Name" || AA || SPA)), 16 octets (12.7.1.3). */
export function derivePmkid({ hash, pmk, aa, spa }: PmkidInput): Uint8Array {
  requireLength("aa", aa, 6);
  requireLength("spa", spa, 6);
  const name = concatOctets(utf8Octets("PMK Name"), aa, spa);
  return hmac(hashes[hash], pmk.reveal(), name).slice(0, 16);
}
