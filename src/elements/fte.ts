import { attempt, Cursor } from "../bytes/cursor.ts";
import { ftAkmLengths, type SuiteSelector } from "../spec/suites.ts";
import { type MalformedElement, readBody } from "./body.ts";
import type { ElementBase } from "./element.ts";
import { type FteSubelement, readSubelement } from "./fte-subelement.ts";

/** Fast BSS Transition element (55). Fields after the place where it was cut are undefined. */
export interface Fte extends ElementBase {
  readonly kind: "fte";
  /** MIC control bit 0. */
  readonly rsnxeUsed: boolean;
  /** MIC control bits 1 to 3: 0, 1, 2 say 16, 24, 32 octets; not always true (see {@link fteMicLength}). */
  readonly micLengthField: number;
  /** Number of elements that the MIC protects; 0 where there is no MIC. */
  readonly elementCount: number;
  /** Octets of the MIC field: 16, 24 or 32. */
  readonly micLength: number;
  readonly mic?: Uint8Array;
  /** 32 octets. */
  readonly anonce?: Uint8Array;
  /** 32 octets. */
  readonly snonce?: Uint8Array;
  /** In the order sent. */
  readonly subelements: readonly FteSubelement[];
  /** Of the first R1KH-ID sub-element, 6 octets. */
  readonly r1khId?: Uint8Array;
  /** Of the first R0KH-ID sub-element, 1 to 48 octets. */
  readonly r0khId?: Uint8Array;
}

interface Fields {
  mic?: Uint8Array;
  anonce?: Uint8Array;
  snonce?: Uint8Array;
}

/** Decodes an FTE; `akm` fixes the length of its MIC, without it the length is guessed from the sub-elements. */
export function decodeFte(element: ElementBase, akm?: SuiteSelector): Fte | MalformedElement {
  let micControl: number | undefined;
  let micLength = 16;
  const fields: Fields = {};
  const subelements: FteSubelement[] = [];
  const faults = readBody(element, (cursor, keep) => {
    micControl = cursor.u16le("MIC control");
    micLength =
      fteMicLength({ akm, micLengthField: (micControl >> 1) & 7 }) ?? guessMicLength(element.body);
    fields.mic = cursor.take(micLength, "MIC");
    fields.anonce = cursor.take(32, "ANonce");
    fields.snonce = cursor.take(32, "SNonce");
    while (cursor.remaining > 0) {
      const { subelement, fault } = readSubelement(cursor);
      subelements.push(subelement);
      if (fault !== undefined) keep(fault);
    }
  });
  if (micControl === undefined) return { ...element, kind: "malformed", faults };
  const r1kh = subelements.find((subelement) => subelement.kind === "r1kh-id");
  const r0kh = subelements.find((subelement) => subelement.kind === "r0kh-id");
  return {
    ...element,
    kind: "fte",
    rsnxeUsed: (micControl & 1) !== 0,
    micLengthField: (micControl >> 1) & 7,
    elementCount: micControl >> 8,
    micLength,
    ...fields,
    subelements,
    ...(r1kh !== undefined && { r1khId: r1kh.r1khId }),
    ...(r0kh !== undefined && { r0khId: r0kh.r0khId }),
    faults,
  };
}

/**
 * Octets of the MIC field, from the AKM; undefined when the AKM is none of FT. Only for
 * FT-SAE-EXT-KEY the MIC length subfield decides: older senders leave it 0 with 24-octet MICs.
 */
export function fteMicLength({
  akm,
  micLengthField,
}: {
  readonly akm: SuiteSelector | undefined;
  readonly micLengthField: number;
}): number | undefined {
  if (akm === "00-0f-ac:25") return micLengths[micLengthField];
  return akm === undefined ? undefined : ftAkmLengths(akm)?.fteMic;
}

/** A copy of the element as sent, Fragment elements included, with zeros for the MIC: as it enters the MIC (13.8). */
export function fteWithZeroedMic(fte: Fte): Uint8Array {
  // The MIC follows id, length and MIC control; no fragment can begin before it ends.
  return fte.octets.slice().fill(0, 4, 4 + fte.micLength);
}

const micLengths = [16, 24, 32] as const;

/** The length with which the sub-elements end exactly at the end and name an R0KH-ID; else 16. */
function guessMicLength(body: Uint8Array): number {
  return micLengths.find((length) => isPlausibleFrom(body, 66 + length)) ?? 16;
}

/** A reserved id 0 is not plausible: zeros of a nonce would pass for empty sub-elements. */
function isPlausibleFrom(body: Uint8Array, start: number): boolean {
  const cursor = new Cursor(body.subarray(start), { where: "FTE" });
  const subelements: FteSubelement[] = [];
  const fault = attempt(() => {
    while (cursor.remaining > 0) subelements.push(readSubelement(cursor).subelement);
  });
  return (
    fault === undefined &&
    subelements.every(({ id }) => id !== 0) &&
    subelements.some(({ kind }) => kind === "r0kh-id")
  );
}
