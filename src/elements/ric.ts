import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** RIC Data element (57): a resource request or response begins. */
export interface RicData extends ElementBase {
  readonly kind: "ric-data";
  readonly identifier: number;
  /** Descriptor elements that follow and belong to it. */
  readonly descriptorCount: number;
  readonly status: number;
}

/** RIC Descriptor element (75). */
export interface RicDescriptor extends ElementBase {
  readonly kind: "ric-descriptor";
  /** 1 is block ack. */
  readonly resourceType: number;
}

export function decodeRicData(element: ElementBase): RicData | MalformedElement {
  return decodeWhole(element, (cursor) => ({
    kind: "ric-data" as const,
    identifier: cursor.u8("identifier"),
    descriptorCount: cursor.u8("resource descriptor count"),
    status: cursor.u16le("status"),
  }));
}

export function decodeRicDescriptor(element: ElementBase): RicDescriptor | MalformedElement {
  return decodeWhole(element, (cursor) => ({
    kind: "ric-descriptor" as const,
    resourceType: cursor.u8("resource type"),
  }));
}
