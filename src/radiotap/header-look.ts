import { linkTypes } from "../spec/link-types.ts";

/** What must be known of a header in every packet, read where it lies and filled anew for each. */
export class HeaderLook {
  /** Octets at the end of the packet that the recorder did not keep: told before the look, which may find more. */
  missing = 0;

  /** Octets of the header. */
  length = 0;
  /** Link type of what follows; that of bare frames where it is the frame. */
  linkType: number = linkTypes.ieee80211;
  /** It tells whether the frame ends in an FCS: `hasFcs`. */
  tellsFcs = false;
  hasFcs = false;
  /** A wrong FCS that is not marked may be filler. */
  mayFillFcs = false;
  /** The recorder marks the frame as damaged. */
  isBad = false;
  /** 0: not known. */
  frequencyMhz = 0;
  signalDbm = 0;

  /** A header of so many octets that has told nothing yet. */
  begin(length: number): void {
    this.length = length;
    this.linkType = linkTypes.ieee80211;
    this.tellsFcs = false;
    this.hasFcs = false;
    this.mayFillFcs = false;
    this.isBad = false;
    this.frequencyMhz = 0;
    this.signalDbm = 0;
  }
}

/** Looks at the header from `start` on in a packet that ends at `end`; false where that takes more than a look. */
export type LookAtHeader = (
  look: HeaderLook,
  view: DataView,
  start: number,
  end: number,
) => boolean;
