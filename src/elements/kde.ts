import { attempt, Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { formatMac, type MacAddress } from "../bytes/mac-address.ts";
import { type OperatingChannel, readOperatingChannel } from "./oci.ts";
import type { VendorSpecific } from "./vendor-specific.ts";

interface KdeBase {
  /** The octet after 00-0F-AC. */
  readonly type: number;
  /** Offset of the KDE in the key data. */
  readonly offset: number;
  /** What follows the type. */
  readonly data: Uint8Array;
}

export interface GtkKde extends KdeBase {
  readonly kind: "gtk";
  readonly keyId: number;
  readonly tx: boolean;
  readonly key: Uint8Array;
}

export interface IgtkKde extends KdeBase {
  readonly kind: "igtk" | "bigtk";
  readonly keyId: number;
  /** 6 octets, little-endian packet number. */
  readonly ipn: Uint8Array;
  readonly key: Uint8Array;
}

export interface PmkidKde extends KdeBase {
  readonly kind: "pmkid";
  /** 16 octets. */
  readonly pmkid: Uint8Array;
}

export interface MacAddressKde extends KdeBase {
  readonly kind: "mac-address";
  readonly macAddress: MacAddress;
}

export interface LifetimeKde extends KdeBase {
  readonly kind: "lifetime";
  readonly seconds: number;
}

export interface OciKde extends KdeBase, OperatingChannel {
  readonly kind: "oci";
}

export interface MloGtkKde extends Omit<GtkKde, "kind"> {
  readonly kind: "mlo-gtk";
  readonly linkId: number;
  /** 6 octets, little-endian. */
  readonly pn: Uint8Array;
}

export interface MloIgtkKde extends Omit<IgtkKde, "kind"> {
  readonly kind: "mlo-igtk" | "mlo-bigtk";
  readonly linkId: number;
}

/** A KDE of another type, or one with data that cannot be what the type says (then a fault says so). */
export interface UnknownKde extends KdeBase {
  readonly kind: "unknown";
}

/** A key data encapsulation of EAPOL-Key frames: element 221 with 00-0F-AC and a type. */
export type Kde =
  | GtkKde
  | IgtkKde
  | PmkidKde
  | MacAddressKde
  | LifetimeKde
  | OciKde
  | MloGtkKde
  | MloIgtkKde
  | UnknownKde;

export function decodeKde(
  element: VendorSpecific,
  type: number,
): { readonly kde: Kde; readonly fault: Fault | undefined } {
  const { offset, data } = element;
  const base = { type, offset, data };
  const name = names[type] ?? `KDE ${type}`;
  const cursor = new Cursor(data, {
    where: name,
    base: offset + 6,
    limitedBy: "element-length",
  });
  let kde: Kde = { ...base, kind: "unknown" };
  const fault = attempt(() => {
    kde = readKde(base, cursor);
  });
  return { kde, fault };
}

const names: Readonly<Record<number, string>> = {
  1: "GTK KDE",
  3: "MAC address KDE",
  4: "PMKID KDE",
  8: "Lifetime KDE",
  9: "IGTK KDE",
  13: "OCI KDE",
  14: "BIGTK KDE",
  16: "MLO GTK KDE",
  17: "MLO IGTK KDE",
  18: "MLO BIGTK KDE",
};

function readKde(base: KdeBase, cursor: Cursor): Kde {
  switch (base.type) {
    case 1: {
      const flags = cursor.u8("key id");
      cursor.skip(1, "reserved");
      return { ...base, kind: "gtk", ...keyFlags(flags), key: cursor.rest() };
    }
    case 3:
      return { ...base, kind: "mac-address", macAddress: formatMac(cursor.take(6, "address")) };
    case 4:
      return { ...base, kind: "pmkid", pmkid: cursor.take(16, "PMKID") };
    case 8:
      return { ...base, kind: "lifetime", seconds: cursor.u32be("lifetime") };
    case 9:
    case 14: {
      const keyId = cursor.u16le("key id");
      const ipn = cursor.take(6, "IPN");
      const kind = base.type === 9 ? "igtk" : "bigtk";
      return { ...base, kind, keyId, ipn, key: cursor.rest() };
    }
    case 13:
      return { ...base, kind: "oci", ...readOperatingChannel(cursor) };
    case 16: {
      const flags = cursor.u8("key id");
      const pn = cursor.take(6, "PN");
      const key = cursor.rest();
      return { ...base, kind: "mlo-gtk", ...keyFlags(flags), linkId: flags >> 4, pn, key };
    }
    case 17:
    case 18: {
      const keyId = cursor.u16le("key id");
      const ipn = cursor.take(6, "IPN");
      const linkId = cursor.u8("link id") >> 4;
      const kind = base.type === 17 ? "mlo-igtk" : "mlo-bigtk";
      return { ...base, kind, keyId, ipn, linkId, key: cursor.rest() };
    }
    default:
      return { ...base, kind: "unknown" };
  }
}

function keyFlags(flags: number): { readonly keyId: number; readonly tx: boolean } {
  return { keyId: flags & 3, tx: (flags & 4) !== 0 };
}
