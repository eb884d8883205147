import { formatMac, type MacAddress } from "../bytes/mac-address.ts";
import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** Multi-Link element (255/107). */
export interface MultiLink extends ElementBase {
  readonly kind: "multi-link";
  /** 0 basic; the others are kept raw. */
  readonly variant: number;
  /** Only in the basic variant. */
  readonly mldAddress?: MacAddress;
}

export function decodeMultiLink(element: ElementBase): MultiLink | MalformedElement {
  return decodeWhole(element, (cursor) => {
    const variant = cursor.u16le("multi-link control") & 7;
    if (variant !== 0) return { kind: "multi-link" as const, variant };
    cursor.skip(1, "common info length");
    const mldAddress = formatMac(cursor.take(6, "MLD MAC address"));
    return { kind: "multi-link" as const, variant, mldAddress };
  });
}
