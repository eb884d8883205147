import type { Fault, LimitedBy } from "../bytes/fault.ts";
import type { SuiteSelector } from "../spec/suites.ts";
import { type AkmSuiteSelector, decodeAkmSuiteSelector } from "./akm-suite-selector.ts";
import { type MalformedElement, readBody } from "./body.ts";
import {
  type Country,
  type DsssParameterSet,
  decodeCountry,
  decodeDsssParameterSet,
} from "./channel.ts";
import type { ElementBase } from "./element.ts";
import { decodeExtendedCapabilities, type ExtendedCapabilities } from "./extended-capabilities.ts";
import { decodeFte, type Fte } from "./fte.ts";
import { decodeMde, type Mde } from "./mde.ts";
import { decodeMmie, type Mmie } from "./mmie.ts";
import { decodeMultiLink, type MultiLink } from "./multi-link.ts";
import { decodeNeighborReport, type NeighborReport } from "./neighbor-report.ts";
import { decodeOci, type Oci } from "./oci.ts";
import {
  decodeEhtOperation,
  decodeHeOperation,
  decodeHtOperation,
  decodeVhtOperation,
  type EhtOperation,
  type HeOperation,
  type HtOperation,
  type VhtOperation,
} from "./operation.ts";
import { decodeRicData, decodeRicDescriptor, type RicData, type RicDescriptor } from "./ric.ts";
import {
  decodeRmEnabledCapabilities,
  type RmEnabledCapabilities,
} from "./rm-enabled-capabilities.ts";
import { decodeRsne, type Rsne } from "./rsne.ts";
import { decodeRsnxe, type Rsnxe } from "./rsnxe.ts";
import { splitElements } from "./split.ts";
import { decodeSsid, type Ssid } from "./ssid.ts";
import { decodeTie, type Tie } from "./tie.ts";
import { decodeVendorSpecific, type VendorSpecific } from "./vendor-specific.ts";

/** A Fragment element (242) with nothing before it that it could continue. */
export interface OrphanFragment extends ElementBase {
  readonly kind: "fragment";
}

/** An element that is kept raw. */
export interface UnknownElement extends ElementBase {
  readonly kind: "unknown";
}

/** Every element; `kind` tells them apart. One that cannot be read as what its id says is "malformed". */
export type Element =
  | Ssid
  | Rsne
  | Rsnxe
  | Mde
  | Fte
  | Tie
  | RicData
  | RicDescriptor
  | VendorSpecific
  | DsssParameterSet
  | HtOperation
  | VhtOperation
  | HeOperation
  | EhtOperation
  | RmEnabledCapabilities
  | ExtendedCapabilities
  | Mmie
  | Oci
  | MultiLink
  | NeighborReport
  | Country
  | AkmSuiteSelector
  | OrphanFragment
  | MalformedElement
  | UnknownElement;

export interface DecodeElementsOptions {
  /** Offset of the first octet in the frame; default 0. */
  readonly base?: number;
  /** What ends the octets; default "frame". */
  readonly limitedBy?: LimitedBy;
  /** Fixes the length of the FTE's MIC; default the only AKM of the first RSNE among the elements. */
  readonly akm?: SuiteSelector;
}

const rsneId = 48;

/** Decodes a list of elements; a fault says that the list ends within an element. */
export function decodeElements(
  octets: Uint8Array,
  { base = 0, limitedBy = "frame", akm }: DecodeElementsOptions = {},
): { readonly elements: readonly Element[]; readonly fault?: Fault } {
  const raw = splitElements(octets, { base, limitedBy });
  const last = raw.at(-1);
  const fault = last?.isTruncated ? last.faults[0] : undefined;
  const first = raw.find((element) => element.id === rsneId);
  const rsne = first && decodeRsne(first);
  const fteAkm = akm ?? onlyAkm(rsne);
  return {
    elements: raw.map((element) =>
      rsne !== undefined && element === first ? rsne : decodeElement(element, fteAkm),
    ),
    ...(fault !== undefined && { fault }),
  };
}

function onlyAkm(rsne: Rsne | MalformedElement | undefined): SuiteSelector | undefined {
  const isUsable = rsne?.kind === "rsne" && rsne.faults.length === 0 && rsne.akms.length === 1;
  return isUsable ? rsne.akms[0] : undefined;
}

function decodeElement(element: ElementBase, akm: SuiteSelector | undefined): Element {
  switch (element.id) {
    case 0:
      return decodeSsid(element);
    case 3:
      return decodeDsssParameterSet(element);
    case 7:
      return decodeCountry(element);
    case rsneId:
      return decodeRsne(element);
    case 52:
      return decodeNeighborReport(element);
    case 54:
      return decodeMde(element);
    case 55:
      return decodeFte(element, akm);
    case 56:
      return decodeTie(element);
    case 57:
      return decodeRicData(element);
    case 61:
      return decodeHtOperation(element);
    case 70:
      return decodeRmEnabledCapabilities(element);
    case 75:
      return decodeRicDescriptor(element);
    case 76:
      return decodeMmie(element);
    case 127:
      return decodeExtendedCapabilities(element);
    case 192:
      return decodeVhtOperation(element);
    case 221:
      return decodeVendorSpecific(element);
    case 242:
      return { ...element, kind: "fragment" };
    case 244:
      return decodeRsnxe(element);
    case 255:
      return decodeExtension(element);
    default:
      return { ...element, kind: "unknown" };
  }
}

function decodeExtension(element: ElementBase): Element {
  switch (element.extensionId) {
    case undefined: {
      const faults = readBody(element, (cursor) => cursor.skip(1, "element id extension"));
      return { ...element, kind: "malformed", faults };
    }
    case 36:
      return decodeHeOperation(element);
    case 54:
      return decodeOci(element);
    case 106:
      return decodeEhtOperation(element);
    case 107:
      return decodeMultiLink(element);
    case 114:
      return decodeAkmSuiteSelector(element);
    default:
      return { ...element, kind: "unknown" };
  }
}
