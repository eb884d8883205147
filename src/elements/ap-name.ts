import type { Element } from "./decode.ts";

const ciscoAironet = 133;

/** Where vendors put the name of the AP into their beacons, as Wireshark reads them. */
const vendorNames: readonly {
  readonly oui: string;
  readonly vendorType: number;
  /** Of the octets after the type: the first of the name, once those before it are as they must be. */
  start(data: Uint8Array): number | undefined;
}[] = [
  // Aruba: type 1, sub-type 3, one octet, name.
  { oui: "00-0b-86", vendorType: 1, start: (data) => (data[0] === 3 ? 2 : undefined) },
  { oui: "5c-5b-35", vendorType: 1, start: () => 0 },
  { oui: "00-13-92", vendorType: 3, start: () => 0 },
];

/** Offset and most octets of the name in the Cisco Aironet element, filled up with zeros. */
const ciscoStart = 10;
const ciscoLength = 16;

/** The name of an AP, where its maker puts one into beacons; octets as sent, not necessarily text. */
export function apNameIn(elements: readonly Element[]): Uint8Array | undefined {
  for (const element of elements) {
    if (element.id === ciscoAironet && element.body.length >= ciscoStart + ciscoLength) {
      const name = untilZero(element.body.subarray(ciscoStart, ciscoStart + ciscoLength));
      if (name.length > 0) return name;
    }
    if (element.kind !== "vendor-specific") continue;
    const { oui, vendorType, data } = element;
    const place = vendorNames.find((known) => known.oui === oui && known.vendorType === vendorType);
    const start = place?.start(data);
    if (start !== undefined && data.length > start) return untilZero(data.subarray(start));
  }
  return undefined;
}

function untilZero(octets: Uint8Array): Uint8Array {
  const end = octets.indexOf(0);
  return end < 0 ? octets : octets.subarray(0, end);
}
