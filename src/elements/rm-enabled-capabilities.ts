import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** RM Enabled Capabilities element (70), 9.4.2.44: what of 802.11k its sender does. */
export interface RmEnabledCapabilities extends ElementBase {
  readonly kind: "rm-enabled-capabilities";
  /** Bit 1. */
  readonly neighborReport: boolean;
}

export function decodeRmEnabledCapabilities(
  element: ElementBase,
): RmEnabledCapabilities | MalformedElement {
  return decodeWhole(element, (cursor) => ({
    kind: "rm-enabled-capabilities" as const,
    neighborReport: (cursor.u8("RM capabilities") & 0x02) !== 0,
  }));
}
