import type { TimeNs } from "../bytes/time.ts";
import type { DecodedFrame } from "../dot11/frame.ts";
import type { FcsState, RadioInfo } from "../radiotap/radio.ts";

/** One 802.11 frame as one recorder heard it. */
export interface AirFrame {
  /** Index of the capture among the inputs. */
  readonly input: number;
  /** Index of the interface in that capture. */
  readonly interfaceId: number;
  /** 1-based number in its capture. */
  readonly frame: number;
  /** On the timeline of its capture. */
  readonly time: TimeNs;
  /** Which timeline, where the capture itself holds several; of those the first is 0 and not said. */
  readonly timeline?: number;
  /** As the recorder stamped it, where that is another time. */
  readonly recordedTime?: TimeNs;
  readonly timeDigits: number;
  readonly radio: RadioInfo;
  /** A frame whose FCS is `bad` is shown and is evidence of nothing. */
  readonly fcs: FcsState;
  /** The recorder kept only the first octets, as it says or as a frame shows that ends within a field. */
  readonly cut: boolean;
  /** It was passed over at first, and only its first octets are left. */
  readonly isShortened?: true;
  /** MAC header and body without FCS. */
  readonly octets: Uint8Array;
  readonly decoded: DecodedFrame;
  /**
   * An ACK followed on the same channel of the same recorder. Set while the frame waits in the
   * merger; final once the merger has released it.
   */
  acknowledged: boolean;
  /** The same transmission as other recorders heard it. */
  copies: number;
}
