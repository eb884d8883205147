import type { Fault } from "../bytes/fault.ts";

/** What every element has. `kind` tells the elements apart. */
export interface ElementBase {
  readonly id: number;
  /** Only for id 255. */
  readonly extensionId?: number;
  /** Offset of the element id in the frame. */
  readonly offset: number;
  /** The whole element as sent: id, length, body, and the Fragment elements that continue it. */
  readonly octets: Uint8Array;
  /** The body put together from the fragments; without the extension id. */
  readonly body: Uint8Array;
  /** The frame (or the recording) ended before the element did; nothing after it is trusted. */
  readonly isTruncated: boolean;
  /** What in the body could not be read. Fields read before the fault are there. */
  readonly faults: readonly Fault[];
}
