/**
 * What cut a read short. `snap-length` and `capture-file` are properties of the recording:
 * they never accuse the sender of the frame.
 */
export type LimitedBy =
  | "snap-length"
  | "capture-file"
  | "record-length"
  | "radio-header"
  | "frame"
  | "element-length"
  | "subelement-length"
  | "count-field";

/** Octets that could not be read as what they should be. Faults are data, never thrown across a layer. */
export interface Fault {
  /** `truncated`: more octets were needed; `invalid`: a value that cannot be; `unsupported`: known, not read. */
  readonly kind: "truncated" | "invalid" | "unsupported";
  /** What was being read, from the outside in: "Fast BSS Transition element / ANonce". */
  readonly where: string;
  /** Octet offset: in a frame, from its first octet; in a capture file, from its beginning. */
  readonly offset: number;
  /** Octets needed at `offset`. */
  readonly needed: number;
  /** Octets there were at `offset`. */
  readonly available: number;
  readonly limitedBy: LimitedBy;
  /** For `invalid` and `unsupported`: what was seen, in words. */
  readonly text?: string;
}

/** One line for a person. */
export function formatFault(fault: Fault): string {
  const place = `${fault.where} at offset ${fault.offset}`;
  return fault.kind === "truncated"
    ? `${place}: ${fault.needed} octets needed, ${fault.available} there (limited by the ${fault.limitedBy.replace("-", " ")})`
    : `${place}: ${fault.text ?? fault.kind}`;
}
