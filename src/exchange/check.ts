import type { FrameRole, Sighting } from "./sighting.ts";

/** Where a frame stands: the input, and its 1-based number there. */
export interface FrameReference {
  readonly input: number;
  readonly frame: number;
}

export type CheckId =
  | "mdid"
  | "rsne-consistency"
  | "rsnxe-consistency"
  | "pmkr0name"
  | "pmkr1name-derivation"
  | "pmkr1name"
  | "r0kh-id"
  | "r1kh-id"
  | "anonce"
  | "snonce"
  | "element-count"
  | "fte-mic-request"
  | "fte-mic-response"
  | "gtk-unwrap"
  | "igtk-unwrap"
  | "bigtk-unwrap"
  | "eapol-mic-2"
  | "eapol-mic-3"
  | "eapol-mic-4"
  | "oci"
  | "reassociation-deadline"
  | "tk-uplink"
  | "tk-downlink"
  | "packet-number";

export type CheckResult = "sound" | "fault" | "cannot-tell" | "not-applicable";

/** One property of one frame, decided from octets alone. Who is to blame is not its business. */
export interface Check extends FrameReference {
  readonly id: CheckId;
  readonly role: FrameRole;
  readonly result: CheckResult;
  /** What the frame says. */
  readonly seen?: string;
  /** What it should say. */
  readonly expected?: string;
  /** What would decide a `cannot-tell`: "psk", "beacon of the target AP". */
  readonly needs?: readonly string[];
  /** One phrase for a person. */
  readonly text: string;
  /** The frames that `expected` comes from. */
  readonly against?: readonly FrameReference[];
  /** Which of several explanations of a fault or of a success holds; rules branch on it. */
  readonly variant?: string;
}

type CheckBody = Omit<Check, "id" | "role" | "input" | "frame">;

export function checkOn(sighting: Sighting, id: CheckId, body: CheckBody): Check {
  return {
    id,
    role: sighting.role,
    input: sighting.air.input,
    frame: sighting.air.frame,
    ...body,
  };
}

export function referenceTo(sighting: Sighting): FrameReference {
  return { input: sighting.air.input, frame: sighting.air.frame };
}
