import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** Management MIC element (76) of group addressed management frames. */
export interface Mmie extends ElementBase {
  readonly kind: "mmie";
  readonly keyId: number;
  /** 6 octets, little-endian packet number. */
  readonly ipn: Uint8Array;
  /** 8 octets for BIP-CMAC-128, 16 for the other ciphers. */
  readonly mic: Uint8Array;
}

export function decodeMmie(element: ElementBase): Mmie | MalformedElement {
  return decodeWhole(element, (cursor) => {
    const keyId = cursor.u16le("key id");
    const ipn = cursor.take(6, "IPN");
    const length = cursor.remaining;
    const mic = cursor.rest();
    if (length !== 8 && length !== 16) {
      cursor.fail("invalid", "MIC", length, `${length} octets, 8 or 16 are valid`);
    }
    return { kind: "mmie" as const, keyId, ipn, mic };
  });
}
