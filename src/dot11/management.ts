import { attempt, Cursor } from "../bytes/cursor.ts";
import type { Fault, LimitedBy } from "../bytes/fault.ts";
import { formatMac, type MacAddress } from "../bytes/mac-address.ts";
import { decodeElements, type Element } from "../elements/decode.ts";
import type { SuiteSelector } from "../spec/suites.ts";
import type { MacHeader } from "./mac-header.ts";

interface WithElements {
  readonly elements: readonly Element[];
}

export interface Beacon extends WithElements {
  readonly kind: "beacon" | "probe-response";
  /** TSF of the sender in microseconds. */
  readonly timestampUs: bigint;
  /** In TU (1.024 ms). */
  readonly beaconInterval: number;
  readonly capability: number;
}

export interface ProbeRequest extends WithElements {
  readonly kind: "probe-request";
}

export interface AssociationRequest extends WithElements {
  readonly kind: "association-request";
  readonly capability: number;
  readonly listenInterval: number;
}

export interface ReassociationRequest extends WithElements {
  readonly kind: "reassociation-request";
  readonly capability: number;
  readonly listenInterval: number;
  /** The access point that the station says it comes from. */
  readonly currentAp: MacAddress;
}

export interface AssociationResponse extends WithElements {
  readonly kind: "association-response" | "reassociation-response";
  readonly capability: number;
  readonly status: number;
  /** Without the two top bits, which are always set. */
  readonly aid: number;
}

export interface Authentication extends WithElements {
  readonly kind: "authentication";
  /** 0 Open, 1 Shared Key, 2 FT, 3 SAE, 4 FILS, 7 PASN. */
  readonly algorithm: number;
  readonly transactionSequence: number;
  readonly status: number;
  /** What follows the status; of algorithms other than Open, Shared Key, FT, FILS (4) and PASN it is not read as elements. */
  readonly body: Uint8Array;
}

export interface Deauthentication extends WithElements {
  readonly kind: "deauthentication" | "disassociation";
  readonly reason: number;
}

/** FT Action frame (category 6). */
export interface FtAction extends WithElements {
  readonly kind: "ft-action";
  readonly action: "request" | "response" | "confirm" | "ack";
  readonly station: MacAddress;
  readonly targetAp: MacAddress;
  /** Only in responses and acks. */
  readonly status?: number;
}

/** Any other Action frame, and every error echo. */
export interface Action {
  readonly kind: "action";
  /** Without the bit that marks an error echo. */
  readonly category: number;
  /** Absent in vendor-specific categories (126, 127). */
  readonly action?: number;
  /** The receiver of an Action frame sends it back because it did not accept it. */
  readonly isErrorEcho: boolean;
  /** What follows the category and the action. */
  readonly body: Uint8Array;
}

/** A management frame under management frame protection, not decrypted. */
export interface ProtectedManagement {
  readonly kind: "protected-management";
  readonly managementSubtype: number;
  /** From the CCMP or GCMP header to the end of the data MIC. */
  readonly body: Uint8Array;
}

/** A frame that was not read; a fault of the decoded frame says why. */
export interface Undecoded {
  readonly kind: "undecoded";
}

export type ManagementFrame =
  | Beacon
  | ProbeRequest
  | AssociationRequest
  | ReassociationRequest
  | AssociationResponse
  | Authentication
  | Deauthentication
  | FtAction
  | Action
  | ProtectedManagement
  | Undecoded;

export interface ManagementOptions {
  /** Offset of the body in the frame. */
  readonly base: number;
  readonly limitedBy: LimitedBy;
  /** The AKM of the association, if known: fixes the length of the FTE's MIC. */
  readonly akm?: SuiteSelector;
}

export interface DecodedManagement {
  readonly frame: ManagementFrame;
  readonly faults: readonly Fault[];
}

/** Decodes the body of a management frame, as sent in the clear or decrypted; of the header only the subtype counts. */
export function decodeManagementBody(
  header: Pick<MacHeader, "subtype">,
  body: Uint8Array,
  { base, limitedBy, akm }: ManagementOptions,
): DecodedManagement {
  const where = subtypeNames[header.subtype] ?? `management subtype ${header.subtype}`;
  const cursor = new Cursor(body, { where, base, limitedBy });
  const faults: Fault[] = [];
  const readElements = (): readonly Element[] => {
    const options = { base: cursor.offset, limitedBy, ...(akm !== undefined && { akm }) };
    const { elements, fault } = decodeElements(cursor.rest(), options);
    if (fault !== undefined) faults.push(fault);
    return elements;
  };
  let frame: ManagementFrame = { kind: "undecoded" };
  const stop = attempt(() => {
    frame = readBody(header.subtype, cursor, readElements);
  });
  return { frame, faults: stop === undefined ? faults : [...faults, stop] };
}

const subtypeNames: Readonly<Record<number, string>> = {
  0: "association request",
  1: "association response",
  2: "reassociation request",
  3: "reassociation response",
  4: "probe request",
  5: "probe response",
  6: "timing advertisement",
  8: "beacon",
  9: "ATIM",
  10: "disassociation",
  11: "authentication",
  12: "deauthentication",
  13: "action",
  14: "action no ack",
};

type ReadElements = () => readonly Element[];

function readBody(subtype: number, cursor: Cursor, readElements: ReadElements): ManagementFrame {
  switch (subtype) {
    case 0:
      return {
        kind: "association-request",
        capability: cursor.u16le("capability"),
        listenInterval: cursor.u16le("listen interval"),
        elements: readElements(),
      };
    case 1:
    case 3:
      return {
        kind: subtype === 1 ? "association-response" : "reassociation-response",
        capability: cursor.u16le("capability"),
        status: cursor.u16le("status"),
        aid: cursor.u16le("AID") & 0x3fff,
        elements: readElements(),
      };
    case 2:
      return {
        kind: "reassociation-request",
        capability: cursor.u16le("capability"),
        listenInterval: cursor.u16le("listen interval"),
        currentAp: formatMac(cursor.take(6, "current AP address")),
        elements: readElements(),
      };
    case 4:
      return { kind: "probe-request", elements: readElements() };
    case 5:
    case 8:
      return {
        kind: subtype === 5 ? "probe-response" : "beacon",
        timestampUs: cursor.u64le("timestamp"),
        beaconInterval: cursor.u16le("beacon interval"),
        capability: cursor.u16le("capability"),
        elements: readElements(),
      };
    case 10:
    case 12:
      return {
        kind: subtype === 10 ? "disassociation" : "deauthentication",
        reason: cursor.u16le("reason"),
        elements: readElements(),
      };
    case 11:
      return readAuthentication(cursor, readElements);
    case 13:
    case 14:
      return readAction(cursor, readElements);
    default:
      return cursor.fail("unsupported", "body", 0, "this kind of management frame is not read");
  }
}

/** Algorithms whose fields after the status are elements only. */
const elementAlgorithms: ReadonlySet<number> = new Set([0, 1, 2, 4, 7]);

function readAuthentication(cursor: Cursor, readElements: ReadElements): Authentication {
  const algorithm = cursor.u16le("algorithm");
  const transactionSequence = cursor.u16le("transaction sequence");
  const status = cursor.u16le("status");
  const body = cursor.octets.subarray(cursor.position);
  const elements = elementAlgorithms.has(algorithm) ? readElements() : [];
  return { kind: "authentication", algorithm, transactionSequence, status, body, elements };
}

const ftActions = { 1: "request", 2: "response", 3: "confirm", 4: "ack" } as const;

const isFtAction = (action: number): action is keyof typeof ftActions => action in ftActions;

function readAction(cursor: Cursor, readElements: ReadElements): FtAction | Action {
  const octet = cursor.u8("category");
  const category = octet & 0x7f;
  const isErrorEcho = octet >= 0x80;
  if (category >= 126) return { kind: "action", category, isErrorEcho, body: cursor.rest() };
  const action = cursor.u8("action");
  if (category !== 6 || isErrorEcho || !isFtAction(action)) {
    return { kind: "action", category, action, isErrorEcho, body: cursor.rest() };
  }
  const station = formatMac(cursor.take(6, "station address"));
  const targetAp = formatMac(cursor.take(6, "target AP address"));
  const status = action % 2 === 0 ? { status: cursor.u16le("status") } : {};
  return {
    kind: "ft-action",
    action: ftActions[action],
    station,
    targetAp,
    ...status,
    elements: readElements(),
  };
}
