import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";
import { formatOui } from "./suite-selector.ts";

/** Vendor Specific element (221). */
export interface VendorSpecific extends ElementBase {
  readonly kind: "vendor-specific";
  /** "00-50-f2". */
  readonly oui: string;
  /** The octet after the OUI, which most vendors use as a type. */
  readonly vendorType?: number;
  /** What follows the type. */
  readonly data: Uint8Array;
}

export function decodeVendorSpecific(element: ElementBase): VendorSpecific | MalformedElement {
  return decodeWhole(element, (cursor) => {
    const oui = formatOui(cursor.take(3, "OUI"));
    const type = cursor.remaining > 0 ? { vendorType: cursor.u8("type") } : {};
    return { kind: "vendor-specific" as const, oui, ...type, data: cursor.rest() };
  });
}
