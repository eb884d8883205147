import type { Fault } from "../bytes/fault.ts";
import type { SuiteSelector } from "../spec/suites.ts";
import { decodeElements, type Element } from "./decode.ts";
import { decodeKde, type Kde } from "./kde.ts";

/** What the Key Data of an EAPOL-Key frame holds; offsets are octets in the key data. */
export interface KeyData {
  /** In order; vendor elements that are no KDEs are among them. */
  readonly elements: readonly Element[];
  /** In order. */
  readonly kdes: readonly Kde[];
  /** That the list ends within an element, and the KDEs that could not be read; elements have their own faults. */
  readonly faults: readonly Fault[];
}

/** Decodes Key Data that is decrypted or was sent in the clear. `akm` fixes the length of the FTE's MIC. */
export function decodeKeyData(
  octets: Uint8Array,
  { akm }: { readonly akm?: SuiteSelector } = {},
): KeyData {
  const { elements, fault } = decodeElements(octets.subarray(0, paddingStart(octets)), {
    base: 0,
    limitedBy: "count-field",
    ...(akm !== undefined && { akm }),
  });
  const others: Element[] = [];
  const kdes: Kde[] = [];
  const faults: Fault[] = fault === undefined ? [] : [fault];
  for (const element of elements) {
    const kdeType =
      element.kind === "vendor-specific" && element.oui === "00-0f-ac"
        ? element.vendorType
        : undefined;
    if (element.kind !== "vendor-specific" || kdeType === undefined) {
      others.push(element);
      continue;
    }
    const decoded = decodeKde(element, kdeType);
    kdes.push(decoded.kde);
    if (decoded.fault !== undefined) faults.push(decoded.fault);
  }
  return { elements: others, kdes, faults };
}

/** Where the padding begins: a lone 0xdd, or 0xdd with zeros, in the place of an element. */
function paddingStart(octets: Uint8Array): number {
  let at = 0;
  while (at < octets.length) {
    if (octets[at] === 0xdd && (octets[at + 1] ?? 0) === 0) return at;
    at += 2 + (octets[at + 1] ?? 0);
  }
  return octets.length;
}
