import type { Packet } from "../capture/packet.ts";
import { hasWrongFcs } from "../radiotap/fcs.ts";
import {
  bareLayout,
  type RadiotapLayout,
  RadiotapLayouts,
  radiotapFlags,
  rxBadPlcp,
} from "../radiotap/radiotap-layout.ts";
import { linkTypes } from "../spec/link-types.ts";

const fcsLength = 4;

/** Where in a packet the frame is and how it was received, as far as a few octets tell. */
export class FrameHead {
  readonly #layouts = new RadiotapLayouts();

  // Of the packet read last.
  layout: RadiotapLayout = bareLayout;
  /** The recorder marks it as damaged. */
  isBad = false;
  /** Octets at its end that the recorder did not keep. */
  missing = 0;
  /** There is an FCS behind it, or was before it was cut; as its radio header says or as is declared. */
  hasFcs = false;
  start = 0;
  /** Behind its last octet, without what there is of its FCS. */
  end = 0;

  /** Reads a packet; false where that takes more than a look. */
  read({ view, linkType, crcError, start, end, originalLength }: Packet): boolean {
    const layout =
      linkType === linkTypes.radiotap
        ? this.#layouts.find(view, start, end)
        : linkType === linkTypes.ieee80211
          ? bareLayout
          : undefined;
    if (layout === undefined || !layout.isPlain) return false;
    const { flagsAt, rxFlagsAt } = layout;
    const flags = flagsAt < 0 ? 0 : view.getUint8(start + flagsAt);
    if ((flags & radiotapFlags.dataPad) !== 0) return false;
    this.layout = layout;
    this.isBad =
      crcError ||
      (flags & radiotapFlags.badFcs) !== 0 ||
      (rxFlagsAt >= 0 && (view.getUint8(start + rxFlagsAt) & rxBadPlcp) !== 0);
    this.missing = originalLength - (end - start);
    this.start = start + layout.length;
    this.declareFcs(end, (flags & radiotapFlags.fcsAtEnd) !== 0);
    return true;
  }

  /** Whether the frame of the packet up to `end` has an FCS, where the radio header does not tell. */
  declareFcs(end: number, hasFcs: boolean): void {
    this.hasFcs = hasFcs;
    this.end = hasFcs ? end - Math.max(0, fcsLength - this.missing) : end;
  }

  /** The FCS of the frame speaks against it; `octets` are those in which its packet lies. */
  isRefuted({ octets }: { readonly octets: Uint8Array }): boolean {
    if (!this.hasFcs || this.missing > 0) return false;
    return hasWrongFcs(octets.subarray(this.start, this.end + fcsLength));
  }
}

/** Where the radio header of the packet at `start` tells it; 0 where it does not. */
export function frequencyOf(
  view: DataView,
  start: number,
  { frequencyAt }: RadiotapLayout,
): number {
  return frequencyAt < 0 ? 0 : view.getUint16(start + frequencyAt, true);
}
