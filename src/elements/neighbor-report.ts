import { attempt, type Cursor } from "../bytes/cursor.ts";
import { formatMac, type MacAddress } from "../bytes/mac-address.ts";
import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** A neighbour as an AP or a station names it. */
export interface Neighbor {
  readonly bssid: MacAddress;
  /** BSSID information, 32 bits; bit 3 key scope, bit 10 the same mobility domain. */
  readonly information: number;
  readonly operatingClass: number;
  readonly channel: number;
  readonly phyType: number;
  /** BSS transition candidate preference (sub-element 3): higher is preferred, 0 is excluded. */
  readonly preference?: number;
}

/** Neighbor Report element (52). */
export interface NeighborReport extends ElementBase, Neighbor {
  readonly kind: "neighbor-report";
}

export function decodeNeighborReport(element: ElementBase): NeighborReport | MalformedElement {
  return decodeWhole(element, (cursor, keep) => {
    const fixed = {
      bssid: formatMac(cursor.take(6, "BSSID")),
      information: cursor.u32le("BSSID information"),
      operatingClass: cursor.u8("operating class"),
      channel: cursor.u8("channel"),
      phyType: cursor.u8("PHY type"),
    };
    let preference: number | undefined;
    const fault = attempt(() => {
      while (cursor.remaining > 0) {
        const read = readPreference(cursor);
        preference ??= read;
      }
    });
    if (fault !== undefined) keep(fault);
    return {
      kind: "neighbor-report" as const,
      ...fixed,
      ...(preference !== undefined && { preference }),
    };
  });
}

/** What the element says, without the octets of the capture that it was read from. */
export function neighborOf(element: NeighborReport): Neighbor {
  const { bssid, information, operatingClass, channel, phyType, preference } = element;
  return {
    bssid,
    information,
    operatingClass,
    channel,
    phyType,
    ...(preference === undefined ? {} : { preference }),
  };
}

/** Reads one sub-element; gives the preference if it is the one that holds it. */
function readPreference(cursor: Cursor): number | undefined {
  const id = cursor.u8("sub-element id");
  const data = cursor.take(cursor.u8("sub-element length"), `sub-element ${id}`);
  return id === 3 ? data[0] : undefined;
}
