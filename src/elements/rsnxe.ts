import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** RSN Extension element (244). */
export interface Rsnxe extends ElementBase {
  readonly kind: "rsnxe";
  /** Bit 0 is the lowest bit of the first octet; bits 0 to 3 are the length in octets less 1. */
  readonly capabilities: Uint8Array;
  /** SAE hash-to-element (bit 5). */
  readonly saeH2e: boolean;
}

export function decodeRsnxe(element: ElementBase): Rsnxe | MalformedElement {
  return decodeWhole(element, (cursor) => {
    const first = cursor.u8("capabilities");
    return {
      kind: "rsnxe" as const,
      capabilities: element.body,
      saeH2e: (first & 0x20) !== 0,
    };
  });
}
