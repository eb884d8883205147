import { formatHex } from "../bytes/octets.ts";
import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** Mobility Domain element (54). */
export interface Mde extends ElementBase {
  readonly kind: "mde";
  /** Four lower-case hex digits, in the order transmitted. */
  readonly mdid: string;
  /** FT capability and policy, 8 bits. */
  readonly capability: number;
  /** Capability bit 0. */
  readonly ftOverDs: boolean;
  /** Capability bit 1: the FT resource request protocol is supported. */
  readonly resourceRequest: boolean;
}

export function decodeMde(element: ElementBase): Mde | MalformedElement {
  return decodeWhole(element, (cursor) => {
    const mdid = formatHex(cursor.take(2, "MDID"));
    const capability = cursor.u8("FT capability and policy");
    return {
      kind: "mde" as const,
      mdid,
      capability,
      ftOverDs: (capability & 1) !== 0,
      resourceRequest: (capability & 2) !== 0,
    };
  });
}
