import type { Cursor } from "../bytes/cursor.ts";
import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** Operating channel information: what its sender says it transmits on. */
export interface OperatingChannel {
  readonly operatingClass: number;
  readonly primaryChannel: number;
  readonly frequencySegment1: number;
}

/** OCI element (255/54). */
export interface Oci extends ElementBase, OperatingChannel {
  readonly kind: "oci";
}

export function readOperatingChannel(cursor: Cursor): OperatingChannel {
  return {
    operatingClass: cursor.u8("operating class"),
    primaryChannel: cursor.u8("primary channel"),
    frequencySegment1: cursor.u8("frequency segment 1"),
  };
}

export function decodeOci(element: ElementBase): Oci | MalformedElement {
  return decodeWhole(element, (cursor) => ({
    kind: "oci" as const,
    ...readOperatingChannel(cursor),
  }));
}
