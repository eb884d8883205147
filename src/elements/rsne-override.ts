import type { SuiteSelector } from "../spec/suites.ts";
import { decodeRsne } from "./rsne.ts";
import type { VendorSpecific } from "./vendor-specific.ts";

const wifiAllianceOui = "50-6f-9a";

/** RSNE Override and RSNE Override 2. */
const rsneTypes: ReadonlySet<number | undefined> = new Set([0x29, 0x2a]);
const rsnxeType = 0x2b;

/** The element offers what RSNE and RSNXE do not (Wi-Fi Alliance: WPA3 beside WPA2). */
export function isOverride({ oui, vendorType }: VendorSpecific): boolean {
  return oui === wifiAllianceOui && (rsneTypes.has(vendorType) || vendorType === rsnxeType);
}

/** The AKMs that an RSNE Override element offers; none for every other element. */
export function overrideAkmsIn(element: VendorSpecific): readonly SuiteSelector[] {
  if (!isOverride(element) || element.vendorType === rsnxeType) return [];
  const { kind: _, ...base } = element;
  const rsne = decodeRsne({ ...base, body: element.data });
  return rsne.kind === "rsne" ? rsne.akms : [];
}
