import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** Extended Capabilities element (127). */
export interface ExtendedCapabilities extends ElementBase {
  readonly kind: "extended-capabilities";
  /** BSS transition management (bit 19). */
  readonly bssTransition: boolean;
}

export function decodeExtendedCapabilities(
  element: ElementBase,
): ExtendedCapabilities | MalformedElement {
  return decodeWhole(element, () => ({
    kind: "extended-capabilities" as const,
    bssTransition: ((element.body[2] ?? 0) & 0x08) !== 0,
  }));
}
