import { attempt, Cursor } from "../bytes/cursor.ts";
import type { Fault, LimitedBy } from "../bytes/fault.ts";
import { type OperatingChannel, readOperatingChannel } from "./oci.ts";

interface SubelementBase {
  readonly id: number;
  /** The whole sub-element as sent: id, length, data. */
  readonly octets: Uint8Array;
}

export interface R1khIdSubelement extends SubelementBase {
  readonly kind: "r1kh-id";
  /** 6 octets. */
  readonly r1khId: Uint8Array;
}

export interface R0khIdSubelement extends SubelementBase {
  readonly kind: "r0kh-id";
  /** 1 to 48 octets. */
  readonly r0khId: Uint8Array;
}

export interface GtkSubelement extends SubelementBase {
  readonly kind: "gtk";
  /** 16 bits; the lowest two are the key id. */
  readonly keyInfo: number;
  readonly keyId: number;
  /** Octets of the key before wrapping. */
  readonly keyLength: number;
  /** 8 octets, little-endian packet number. */
  readonly rsc: Uint8Array;
  readonly wrappedKey: Uint8Array;
}

export interface IgtkSubelement extends SubelementBase {
  readonly kind: "igtk" | "bigtk";
  readonly keyId: number;
  /** 6 octets, little-endian packet number. */
  readonly ipn: Uint8Array;
  /** Octets of the key before wrapping. */
  readonly keyLength: number;
  readonly wrappedKey: Uint8Array;
}

export interface FteOciSubelement extends SubelementBase, OperatingChannel {
  readonly kind: "oci";
}

export interface MloGtkSubelement extends Omit<GtkSubelement, "kind"> {
  readonly kind: "mlo-gtk";
  readonly linkId: number;
}

export interface MloIgtkSubelement extends Omit<IgtkSubelement, "kind"> {
  readonly kind: "mlo-igtk" | "mlo-bigtk";
  readonly linkId: number;
}

/** A sub-element with an id we do not know, or with data that cannot be what the id says (then a fault says so). */
export interface UnknownSubelement extends SubelementBase {
  readonly kind: "unknown";
}

/** A sub-element of the FTE. */
export type FteSubelement =
  | R1khIdSubelement
  | R0khIdSubelement
  | GtkSubelement
  | IgtkSubelement
  | FteOciSubelement
  | MloGtkSubelement
  | MloIgtkSubelement
  | UnknownSubelement;

/** Reads one sub-element; stops the enclosing attempt when its length runs over the end of the FTE. */
export function readSubelement(cursor: Cursor): {
  readonly subelement: FteSubelement;
  readonly fault: Fault | undefined;
} {
  const start = cursor.position;
  const id = cursor.u8("sub-element id");
  const name = names[id] ?? `sub-element ${id}`;
  const length = cursor.u8(`${name} length`);
  const offset = cursor.offset;
  const data = cursor.take(length, name);
  const base = { id, octets: cursor.octets.subarray(start, cursor.position) };
  const inner = new Cursor(data, {
    where: `${cursor.where} / ${name}`,
    base: offset,
    limitedBy: "subelement-length" satisfies LimitedBy,
  });
  let subelement: FteSubelement = { ...base, kind: "unknown" };
  const fault = attempt(() => {
    subelement = readData(base, inner);
  });
  return { subelement, fault };
}

const names: Readonly<Record<number, string>> = {
  1: "R1KH-ID",
  2: "GTK",
  3: "R0KH-ID",
  4: "IGTK",
  5: "OCI",
  6: "BIGTK",
  8: "MLO GTK",
  9: "MLO IGTK",
  10: "MLO BIGTK",
};

function readData(base: SubelementBase, cursor: Cursor): FteSubelement {
  switch (base.id) {
    case 1: {
      requireLength(cursor, 6, 6);
      return { ...base, kind: "r1kh-id", r1khId: cursor.rest() };
    }
    case 2:
    case 8: {
      const keyInfo = cursor.u16le("key info");
      const keyId = keyInfo & 3;
      const linkId = base.id === 8 ? cursor.u8("link id") & 0x0f : 0;
      const keyLength = cursor.u8("key length");
      const rsc = cursor.take(8, "RSC");
      const key = { keyInfo, keyId, keyLength, rsc, wrappedKey: cursor.rest() };
      return base.id === 2
        ? { ...base, kind: "gtk", ...key }
        : { ...base, kind: "mlo-gtk", ...key, linkId };
    }
    case 3: {
      requireLength(cursor, 1, 48);
      return { ...base, kind: "r0kh-id", r0khId: cursor.rest() };
    }
    case 4:
    case 6:
    case 9:
    case 10: {
      const isMlo = base.id >= 9;
      const keyId = cursor.u16le("key id");
      const ipn = cursor.take(6, "IPN");
      const linkId = isMlo ? cursor.u8("link id") & 0x0f : 0;
      const keyLength = cursor.u8("key length");
      const key = { keyId, ipn, keyLength, wrappedKey: cursor.rest() };
      return isMlo
        ? { ...base, kind: base.id === 9 ? "mlo-igtk" : "mlo-bigtk", ...key, linkId }
        : { ...base, kind: base.id === 4 ? "igtk" : "bigtk", ...key };
    }
    case 5:
      return { ...base, kind: "oci", ...readOperatingChannel(cursor) };
    default:
      return { ...base, kind: "unknown" };
  }
}

function requireLength(cursor: Cursor, least: number, most: number): void {
  const length = cursor.remaining;
  if (length >= least && length <= most) return;
  const allowed = least === most ? `${least}` : `${least} to ${most}`;
  cursor.fail("invalid", "length", 0, `${length} octets, ${allowed} are valid`);
}
