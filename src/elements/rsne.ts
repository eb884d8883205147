import type { Cursor } from "../bytes/cursor.ts";
import type { SuiteSelector } from "../spec/suites.ts";
import { type MalformedElement, readBody } from "./body.ts";
import type { ElementBase } from "./element.ts";
import { readSuiteSelector } from "./suite-selector.ts";

/**
 * RSN element (48), 9.4.2.24. The element may end after any field; what was not sent is undefined or
 * empty here, and {@link rsneWithDefaults} says what it means.
 */
export interface Rsne extends ElementBase {
  readonly kind: "rsne";
  readonly version: number;
  readonly groupCipher?: SuiteSelector;
  readonly pairwiseCiphers: readonly SuiteSelector[];
  readonly akms: readonly SuiteSelector[];
  /** 16 bits; see {@link mfpRequired}, {@link mfpCapable}, {@link ocvc}. */
  readonly capabilities?: number;
  /** 16 octets each; in FT frames PMKR0Name or PMKR1Name. */
  readonly pmkids: readonly Uint8Array[];
  readonly groupManagementCipher?: SuiteSelector;
  /** Octets after the last field that was read. */
  readonly trailing: Uint8Array;
}

/** What an RSNE means once the defaults of 9.4.2.24 stand for the fields that were not sent. */
export interface RsneMeaning {
  readonly groupCipher: SuiteSelector;
  readonly pairwiseCiphers: readonly SuiteSelector[];
  readonly akms: readonly SuiteSelector[];
  readonly capabilities: number;
  /** Undefined without management frame protection. */
  readonly groupManagementCipher?: SuiteSelector;
}

interface Fields {
  version?: number;
  groupCipher?: SuiteSelector;
  readonly pairwiseCiphers: SuiteSelector[];
  readonly akms: SuiteSelector[];
  capabilities?: number;
  readonly pmkids: Uint8Array[];
  groupManagementCipher?: SuiteSelector;
}

export function decodeRsne(element: ElementBase): Rsne | MalformedElement {
  const fields: Fields = { pairwiseCiphers: [], akms: [], pmkids: [] };
  let trailing = element.body;
  const faults = readBody(element, (cursor) => {
    try {
      readFields(cursor, fields);
    } finally {
      trailing = element.body.subarray(cursor.position);
    }
  });
  const { version } = fields;
  return version === undefined
    ? { ...element, kind: "malformed", faults }
    : { ...element, kind: "rsne", ...fields, version, trailing, faults };
}

/** Where hostap calls the element malformed this is a fault, where it ignores octets they are trailing. */
function readFields(cursor: Cursor, fields: Fields): void {
  fields.version = cursor.u16le("version");
  if (fields.version !== 1) {
    cursor.fail("unsupported", "version", 2, `version ${fields.version}, only 1 is known`);
  }
  if (cursor.remaining === 0) return;
  fields.groupCipher = readSuiteSelector(cursor, "group data cipher");
  readSuites(cursor, "pairwise cipher", fields.pairwiseCiphers);
  readSuites(cursor, "AKM", fields.akms);
  if (cursor.remaining < 2) return;
  fields.capabilities = cursor.u16le("RSN capabilities");
  if (cursor.remaining < 2) return;
  const count = cursor.u16le("PMKID count");
  for (let i = 0; i < count; i++) fields.pmkids.push(cursor.take(16, "PMKID"));
  if (cursor.remaining < 4) return;
  fields.groupManagementCipher = readSuiteSelector(cursor, "group management cipher");
}

/** A count and that many suite selectors, or the end of the element; a count of 0 is an error (hostap). */
function readSuites(cursor: Cursor, name: string, suites: SuiteSelector[]): void {
  if (cursor.remaining === 0) return;
  const count = cursor.u16le(`${name} count`);
  if (count === 0) cursor.fail("invalid", `${name} count`, 2, "the count is 0");
  for (let i = 0; i < count; i++) suites.push(readSuiteSelector(cursor, name));
}

/** The fields of a whole RSNE, with the defaults of 9.4.2.24 for those that were not sent. */
export function rsneWithDefaults(rsne: Rsne): RsneMeaning {
  const capabilities = rsne.capabilities ?? 0;
  const groupManagementCipher =
    rsne.groupManagementCipher ?? (mfpCapable(capabilities) ? "00-0f-ac:6" : undefined);
  return {
    groupCipher: rsne.groupCipher ?? "00-0f-ac:4",
    pairwiseCiphers: rsne.pairwiseCiphers.length > 0 ? rsne.pairwiseCiphers : ["00-0f-ac:4"],
    akms: rsne.akms.length > 0 ? rsne.akms : ["00-0f-ac:1"],
    capabilities,
    ...(groupManagementCipher !== undefined && { groupManagementCipher }),
  };
}

/** Management frame protection required (RSN capabilities bit 6). */
export function mfpRequired(capabilities: number): boolean {
  return (capabilities & 0x40) !== 0;
}

/** Management frame protection capable (RSN capabilities bit 7). */
export function mfpCapable(capabilities: number): boolean {
  return (capabilities & 0x80) !== 0;
}

/** Operating channel validation capable (RSN capabilities bit 14). */
export function ocvc(capabilities: number): boolean {
  return (capabilities & 0x4000) !== 0;
}
