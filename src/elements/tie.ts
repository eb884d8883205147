import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** Timeout Interval element (56). */
export interface Tie extends ElementBase {
  readonly kind: "tie";
  /** 1 reassociation deadline (TU), 2 key lifetime (seconds), 3 association comeback time (TU). */
  readonly timeoutType: number;
  /** In TU (1.024 ms) or seconds, by the type. */
  readonly value: number;
}

export function decodeTie(element: ElementBase): Tie | MalformedElement {
  return decodeWhole(element, (cursor) => ({
    kind: "tie" as const,
    timeoutType: cursor.u8("type"),
    value: cursor.u32le("value"),
  }));
}
