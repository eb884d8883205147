import type { Packet } from "../capture/packet.ts";
import { endsInFcs, type FcsGuess, hasWrongFcs } from "../radiotap/fcs.ts";
import { HeaderLook } from "../radiotap/header-look.ts";
import { lookAtHeader } from "../radiotap/header-looks.ts";
import {
  otherLayout,
  type RadiotapLayout,
  RadiotapLayouts,
  radiotapFlags,
  rxBadPlcp,
} from "../radiotap/radiotap-layout.ts";
import { declaresFcs } from "../radiotap/receive.ts";
import { linkTypes } from "../spec/link-types.ts";

const fcsLength = 4;

/** Where in a packet the frame is and how it was received, as far as a few octets tell. */
export class FrameHead {
  readonly #layouts = new RadiotapLayouts();
  readonly #look = new HeaderLook();
  readonly #guessOf: (interfaceId: number) => FcsGuess;

  // Of the packet read last.
  /** Of its radiotap header, which begins at `#header`. */
  #layout: RadiotapLayout = otherLayout;
  #header = 0;
  /** The recorder marks it as damaged. */
  isBad = false;
  /** Octets at its end that the recorder did not keep. */
  missing = 0;
  #tellsFcs = false;
  /** Nothing but the frames of its interface tells whether they have an FCS: this is to be told of it. */
  #guess: FcsGuess | undefined;
  #endsInFcs = false;
  /** There is an FCS behind it, or was before it was cut; as its radio header says or as is declared. */
  hasFcs = false;
  start = 0;
  /** Behind its last octet, without what there is of its FCS. */
  end = 0;

  /** `guessOf` gives whether an interface delivers the FCS, as far as its frames tell. */
  constructor(guessOf: (interfaceId: number) => FcsGuess) {
    this.#guessOf = guessOf;
  }

  /** Reads a packet; false where that takes more than a look. */
  read(packet: Packet): boolean {
    this.#guess = undefined;
    const { linkType, start } = packet;
    return linkType === linkTypes.radiotap
      ? this.#readRadiotap(packet, start)
      : this.#readOther(packet, linkType, start);
  }

  #readRadiotap({ view, crcError, start, end, originalLength }: Packet, header: number): boolean {
    const layout = this.#layouts.find(view, header, end);
    if (layout === undefined || !layout.isPlain) return false;
    const { flagsAt, rxFlagsAt } = layout;
    const flags = flagsAt < 0 ? 0 : view.getUint8(header + flagsAt);
    if ((flags & radiotapFlags.dataPad) !== 0) return false;
    this.#layout = layout;
    this.#header = header;
    this.isBad =
      crcError ||
      (flags & radiotapFlags.badFcs) !== 0 ||
      (rxFlagsAt >= 0 && (view.getUint8(header + rxFlagsAt) & rxBadPlcp) !== 0);
    this.missing = originalLength - (end - start);
    this.start = header + layout.length;
    this.#tellsFcs = flagsAt >= 0;
    this.#declareFcs(end, (flags & radiotapFlags.fcsAtEnd) !== 0);
    return true;
  }

  #readOther(packet: Packet, linkType: number, header: number): boolean {
    const { view, crcError, start, end, originalLength } = packet;
    const look = this.#look;
    look.missing = originalLength - (end - start);
    if (!lookAtHeader(look, linkType, view, header, end)) return false;
    const behind = header + look.length;
    if (look.linkType === linkTypes.radiotap) return this.#readRadiotap(packet, behind);
    if (look.linkType !== linkTypes.ieee80211)
      return this.#readOther(packet, look.linkType, behind);
    this.#layout = otherLayout;
    this.isBad = crcError || look.isBad;
    this.missing = look.missing;
    this.start = behind;
    this.#tellsFcs = look.tellsFcs;
    this.#declareFcs(end, look.hasFcs);
    return true;
  }

  /**
   * It is known whether the frame ends in an FCS: that is told by its header, or declared, or it does or does not as
   * those before it made believe.
   */
  findsFcs(packet: Packet): boolean {
    return this.#tellsFcs || this.#findsUntoldFcs(packet);
  }

  #findsUntoldFcs({ octets, end, fcsLength, interfaceId }: Packet): boolean {
    const declared = declaresFcs(fcsLength);
    if (declared !== undefined) {
      this.#declareFcs(end, declared);
      return true;
    }
    const guess = this.#guessOf(interfaceId);
    const { isDelivered } = guess;
    this.#declareFcs(end, isDelivered);
    if (this.isBad) return true; // damage tells nothing
    this.#guess = guess;
    this.#endsInFcs = endsInFcs(octets.subarray(this.start, end));
    return this.missing === 0 && this.#endsInFcs === isDelivered;
  }

  /** The frame is not decoded: what of it tells whether its interface delivers the FCS is told now. */
  countFcs(): void {
    this.#guess?.count(this.#endsInFcs);
  }

  /** The frame was decoded, by which that was told. */
  leaveFcs(): void {
    this.#guess = undefined;
  }

  #declareFcs(end: number, hasFcs: boolean): void {
    this.hasFcs = hasFcs;
    this.end = hasFcs ? end - Math.max(0, fcsLength - this.missing) : end;
  }

  /** As the header in `view` tells it; 0 where it does not. */
  frequencyMhz(view: DataView): number {
    const { frequencyAt } = this.#layout;
    if (frequencyAt >= 0) return view.getUint16(this.#header + frequencyAt, true);
    return this.#layout === otherLayout ? this.#look.frequencyMhz : 0;
  }

  /** As the header in `view` tells it; 0 where it does not. */
  signalDbm(view: DataView): number {
    const { signalAt } = this.#layout;
    if (signalAt >= 0) return view.getInt8(this.#header + signalAt);
    return this.#layout === otherLayout ? this.#look.signalDbm : 0;
  }

  /** The FCS of the frame speaks against it; `octets` are those in which its packet lies. */
  isRefuted({ octets }: { readonly octets: Uint8Array }): boolean {
    if (!this.hasFcs || this.missing > 0) return false;
    return hasWrongFcs(octets.subarray(this.start, this.end + fcsLength));
  }
}
