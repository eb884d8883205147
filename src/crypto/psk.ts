import { sha1 } from "@noble/hashes/legacy.js";
import { pbkdf2 as noblePbkdf2 } from "@noble/hashes/pbkdf2.js";
import { requireLength } from "./argument.ts";
import { SecretKey } from "./secret-key.ts";

/** PBKDF2-HMAC-SHA-1 (RFC 8018); `length` in octets. A platform may have a faster one than ours. */
export type Pbkdf2 = (
  passphrase: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
) => Uint8Array;

const portablePbkdf2: Pbkdf2 = (passphrase, salt, iterations, length) =>
  noblePbkdf2(sha1, passphrase, salt, { c: iterations, dkLen: length });

export interface PskInput {
  /** 8 to 63 octets. */
  readonly passphrase: Uint8Array;
  /** The SSID as sent, 0 to 32 octets. */
  readonly ssid: Uint8Array;
  readonly pbkdf2?: Pbkdf2;
}

/** The PSK (32 octets) of a passphrase, which is the XXKey of FT-PSK: 4096 rounds, salted with the SSID. */
export function derivePsk({ passphrase, ssid, pbkdf2 = portablePbkdf2 }: PskInput): SecretKey {
  requireLength("passphrase", passphrase, 8, 63);
  requireLength("ssid", ssid, 0, 32);
  return new SecretKey("PSK", pbkdf2(passphrase, ssid, 4096, 32));
}

export interface MskInput {
  /** The MSK of the EAP method, 64 octets; its range must be within it. */
  readonly msk: SecretKey;
  /** Octets of the MSK that the AKM takes: [32, 64] for FT-802.1X, [0, 48] with SHA-384. */
  readonly mskRange: readonly [start: number, end: number];
}

/** The XXKey of the FT-802.1X AKMs: the octets of the MSK that the AKM takes (12.7.1.6). */
export function xxKeyFromMsk({ msk, mskRange: [start, end] }: MskInput): SecretKey {
  requireLength("msk", msk, end, 64);
  return new SecretKey("XXKey", msk.reveal().subarray(start, end));
}
