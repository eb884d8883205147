import type { Cursor } from "../bytes/cursor.ts";
import { formatHex } from "../bytes/octets.ts";
import type { SuiteSelector } from "../spec/suites.ts";

/** Three octets as text: "00-0f-ac". */
export function formatOui(octets: Uint8Array): string {
  const hex = formatHex(octets);
  return `${hex.slice(0, 2)}-${hex.slice(2, 4)}-${hex.slice(4)}`;
}

/** Four octets, OUI and type, as text: "00-0f-ac:4" (9.4.2.24). */
export function readSuiteSelector(cursor: Cursor, field: string): SuiteSelector {
  const octets = cursor.take(4, field);
  return `${formatOui(octets.subarray(0, 3))}:${octets[3]}`;
}
