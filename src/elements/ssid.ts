import { isAllZero } from "../bytes/octets.ts";
import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** SSID element (0). */
export interface Ssid extends ElementBase {
  readonly kind: "ssid";
  /** 0 to 32 octets; not necessarily text. */
  readonly ssid: Uint8Array;
  /** No octets, or only zeros: the network's name is not in this frame. */
  readonly isHidden: boolean;
}

export function decodeSsid(element: ElementBase): Ssid | MalformedElement {
  return decodeWhole(element, (cursor) => {
    const length = cursor.remaining;
    const ssid = cursor.rest();
    if (length > 32)
      cursor.fail("invalid", "SSID", length, `${length} octets, at most 32 are valid`);
    return { kind: "ssid" as const, ssid, isHidden: isAllZero(ssid) };
  });
}
