import type { Fault, LimitedBy } from "../bytes/fault.ts";
import type { SuiteSelector } from "../spec/suites.ts";
import { decodeEapol, type Eapol, type EapolKey, type EapolOptions } from "./eapol-key.ts";
import { decodeMacHeader, type MacHeader } from "./mac-header.ts";
import {
  decodeManagementBody,
  type ManagementFrame,
  type ManagementOptions,
} from "./management.ts";

/** A data frame that carries no readable EAPOL. */
export interface DataFrame {
  readonly kind: "data";
  /** Null data: no body. */
  readonly isNull: boolean;
  readonly isProtected: boolean;
  /** Offset in the frame of the body: CCMP or GCMP header when protected, else LLC. */
  readonly bodyOffset: number;
}

export interface ControlFrame {
  readonly kind: "control";
  readonly subtype: number;
}

/** Every frame; `kind` tells them apart. */
export type Frame = ManagementFrame | EapolKey | Eapol | DataFrame | ControlFrame;

/** The frame of a kind: FrameOf<"beacon"> is Beacon. */
export type FrameOf<Kind extends Frame["kind"]> = MemberOf<Frame, Kind>;

type MemberOf<Member extends Frame, Kind> = Member extends Frame
  ? Kind extends Member["kind"]
    ? Member
    : never
  : never;

export interface DecodedFrame {
  /** Absent only when the frame is undecoded. */
  readonly header?: MacHeader;
  readonly frame: Frame;
  /** What could not be read of the header, the fixed fields and the list of elements; each element has its own faults. */
  readonly faults: readonly Fault[];
}

export interface DecodeFrameOptions {
  /** What ends the octets; default "frame": the capture has the whole frame. */
  readonly limitedBy?: LimitedBy;
  /** The AKM of the association, if known: fixes the lengths of the MICs. */
  readonly akm?: SuiteSelector;
}

/**
 * Decodes one frame, without radio header and FCS. What is encrypted stays so; what cannot be read is told in
 * `faults`, and nothing is thrown.
 */
export function decodeFrame(
  octets: Uint8Array,
  { limitedBy = "frame", ...options }: DecodeFrameOptions = {},
): DecodedFrame {
  const { header, fault } = decodeMacHeader(octets, limitedBy);
  if (header === undefined) {
    return { frame: { kind: "undecoded" }, faults: fault === undefined ? [] : [fault] };
  }
  const bodyOptions = { ...options, limitedBy, base: header.length };
  const body = octets.subarray(header.length);
  switch (header.type) {
    case 0:
      return { header, ...decodeManagement(header, body, bodyOptions) };
    case 1:
      return { header, frame: { kind: "control", subtype: header.subtype }, faults: [] };
    default:
      return { header, ...decodeData(header, body, bodyOptions) };
  }
}

/** What is fragmented is put together elsewhere, if at all: a fragment alone has no meaning here. */
function isFragment(header: MacHeader): boolean {
  return header.moreFragments || header.fragmentNumber !== 0;
}

interface DecodedBody {
  readonly frame: Frame;
  readonly faults: readonly Fault[];
}

function decodeManagement(
  header: MacHeader,
  body: Uint8Array,
  options: ManagementOptions,
): DecodedBody {
  if (header.isProtected) {
    const frame = {
      kind: "protected-management",
      managementSubtype: header.subtype,
      body,
    } as const;
    return { frame, faults: [] };
  }
  if (!isFragment(header)) return decodeManagementBody(header, body, options);
  const fault: Fault = {
    kind: "unsupported",
    where: "management frame",
    offset: options.base,
    needed: 0,
    available: body.length,
    limitedBy: options.limitedBy,
    text: `fragment ${header.fragmentNumber} of a management frame`,
  };
  return { frame: { kind: "undecoded" }, faults: [fault] };
}

function decodeData(header: MacHeader, body: Uint8Array, options: EapolOptions): DecodedBody {
  const isNull = (header.subtype & 4) !== 0;
  const isReadable = !isNull && !header.isProtected && !header.isAmsdu && !isFragment(header);
  const eapol = isReadable ? decodeEapol(body, options) : undefined;
  const { isProtected, length: bodyOffset } = header;
  return {
    frame: eapol?.frame ?? { kind: "data", isNull, isProtected, bodyOffset },
    faults: eapol?.fault === undefined ? [] : [eapol.fault],
  };
}
