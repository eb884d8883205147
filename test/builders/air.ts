import type { AirFrame } from "../../src/air/air-frame.ts";
import { createIngest } from "../../src/air/ingest.ts";

export interface Recording {
  readonly frame?: number;
  readonly timeNs?: bigint;
  /** Octets that were on the air; default: all that are given. */
  readonly originalLength?: number;
  readonly isFcsBad?: boolean;
}

/** A frame as a recorder without radio headers keeps it. */
export function airFrame(octets: Uint8Array, recording: Recording = {}): AirFrame {
  const air = createIngest(0).take({
    frame: recording.frame ?? 1,
    interfaceId: 0,
    linkType: 105,
    time: recording.timeNs ?? 1_795_346_000_123_456_000n,
    timeDigits: 6,
    octets,
    originalLength: recording.originalLength ?? octets.length,
    fcsLength: undefined,
    crcError: recording.isFcsBad ?? false,
  });
  if (air === undefined) throw new Error("no frame");
  return air;
}
