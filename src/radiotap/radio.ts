import type { Fault } from "../bytes/fault.ts";

/** What the receiver says of a frame. Every field is absent when the header does not give it. */
export interface RadioInfo {
  /** MAC time of the receiver, microseconds, when the first bit arrived. */
  readonly tsfUs?: bigint;
  readonly frequencyMhz?: number;
  /** Combined signal of all chains, dBm. */
  readonly signalDbm?: number;
  readonly noiseDbm?: number;
  /** Signal per receive chain, dBm, in the order of the header. */
  readonly antennas?: readonly { readonly antenna?: number; readonly signalDbm: number }[];
  /** "6 Mb/s", "HE MCS 9 NSS 2 80 MHz". */
  readonly rate?: string;
  /** Frames of one A-MPDU share the reference. */
  readonly ampdu?: { readonly reference: number; readonly last: boolean };
  /** The capturing host sent this frame itself. */
  readonly sentByRecorder?: boolean;
}

/**
 * `good`: present and right; `bad`: marked bad by the recorder or wrong by computation: the frame is
 * shown and is evidence of nothing; `absent`: the frame came without; `unchecked`: present, but the
 * frame was cut, or the recorder put filler into its place, and the check cannot be made.
 */
export type FcsState = "good" | "bad" | "absent" | "unchecked";

/** An 802.11 frame taken out of its radio header. */
export interface ReceivedFrame {
  readonly radio: RadioInfo;
  /** MAC header and body, without FCS and without the padding some recorders put after the MAC header. */
  readonly octets: Uint8Array;
  readonly fcs: FcsState;
  /** The recorder kept fewer octets than were on the air. */
  readonly cut: boolean;
  readonly faults: readonly Fault[];
}
