import { type MacAddress, macOctets } from "../../src/bytes/mac-address.ts";
import { formatHex, utf8Octets } from "../../src/bytes/octets.ts";
import { nativePbkdf2 } from "../../src/cli/native-pbkdf2.ts";
import { hashOctets } from "../../src/crypto/hash.ts";
import type { Pbkdf2 } from "../../src/crypto/psk.ts";
import type { RsneFields } from "./elements.ts";
import { ap1, ap2 } from "./frames.ts";
import type { Device } from "./multi-link.ts";

/** An AP of the story. */
export interface Ap {
  readonly bssid: MacAddress;
  readonly frequencyMhz: number;
  readonly channel: number;
  readonly mdid: string;
  readonly r0khId: Uint8Array;
  readonly r1khId: Uint8Array;
  readonly rsne: RsneFields;
  readonly rsnxe?: Uint8Array;
  /** The beacons do not tell the SSID. */
  readonly isHidden?: boolean;
  /** The beacons announce no mobility domain. */
  readonly isWithoutMde?: boolean;
  /** It is one link of a multi-link device. */
  readonly device?: Device;
  /** Elements at the end of its beacons. */
  readonly more?: readonly Uint8Array[];
}

export const currentAp: Ap = {
  bssid: ap1,
  frequencyMhz: 2412,
  channel: 1,
  mdid: "a1b2",
  r0khId: utf8Octets("holder-one"),
  r1khId: macOctets(ap1),
  rsne: { capabilities: 0x000c },
};

export const targetAp: Ap = {
  bssid: ap2,
  frequencyMhz: 5180,
  channel: 36,
  mdid: "a1b2",
  r0khId: utf8Octets("holder-two"),
  r1khId: macOctets(ap2),
  rsne: { capabilities: 0x000c },
};

export const passphrase = "a story told in frames";
export const ssid = "story";

const psks = new Map<string, Uint8Array>();

/** PBKDF2 that makes each PSK once for all stories. */
export const rememberedPbkdf2: Pbkdf2 = (text, salt, iterations, length) => {
  const id = `${formatHex(text)} ${formatHex(salt)} ${iterations} ${length}`;
  const psk = psks.get(id) ?? nativePbkdf2(text, salt, iterations, length);
  psks.set(id, psk);
  return psk.slice();
};

/** Octets that look random and are the same in every run. */
export function scatter(text: string, length = 32): Uint8Array {
  return hashOctets("sha256", utf8Octets(text)).slice(0, length);
}
