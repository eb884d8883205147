import type { AirFrame } from "../air/air-frame.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { FrameReference } from "./check.ts";

/** Where and when a frame was heard: all that is kept of frames whose octets are not needed. */
export interface HeardAt extends FrameReference {
  readonly time: TimeNs;
}

export function heardAt({ input, frame, time }: AirFrame): HeardAt {
  return { input, frame, time };
}
