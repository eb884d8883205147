import { printable } from "../bytes/printable.ts";
import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** DSSS Parameter Set element (3): the channel of a 2.4 GHz BSS. */
export interface DsssParameterSet extends ElementBase {
  readonly kind: "dsss-parameter-set";
  readonly channel: number;
}

/** Country element (7). */
export interface Country extends ElementBase {
  readonly kind: "country";
  /** The two octets of the country, fit for a terminal: "US". */
  readonly code: string;
}

export function decodeDsssParameterSet(element: ElementBase): DsssParameterSet | MalformedElement {
  return decodeWhole(element, (cursor) => ({
    kind: "dsss-parameter-set" as const,
    channel: cursor.u8("current channel"),
  }));
}

export function decodeCountry(element: ElementBase): Country | MalformedElement {
  return decodeWhole(element, (cursor) => ({
    kind: "country" as const,
    code: printable(cursor.take(2, "country")),
  }));
}
