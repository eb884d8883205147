import type { Packet } from "../capture/packet.ts";
import { DatagramLook } from "../radiotap/datagram-look.ts";
import { endsInFcs, type FcsGuess, hasWrongFcs } from "../radiotap/fcs.ts";
import { HeaderLook } from "../radiotap/header-look.ts";
import { lookAtHeader, lookAtRemote } from "../radiotap/header-looks.ts";
import {
  otherLayout,
  type RadiotapLayout,
  RadiotapLayouts,
  radiotapFlags,
  rxBadPlcp,
} from "../radiotap/radiotap-layout.ts";
import { declaresFcs, type Receiver } from "../radiotap/receive.ts";
import { linkTypes } from "../spec/link-types.ts";

const fcsLength = 4;

/** Where in a packet the frame is and how it was received, as far as a few octets tell. */
export class FrameHead {
  readonly #layouts = new RadiotapLayouts();
  readonly #look = new HeaderLook();
  readonly #datagram = new DatagramLook();
  readonly #receiverOf: (interfaceId: number) => Receiver;

  // Of the packet read last.
  /** Of its radiotap header, which begins at `#header`. */
  #layout: RadiotapLayout = otherLayout;
  #header = 0;
  /** The recorder marks it as damaged. */
  isBad = false;
  /** Octets at its end that the recorder did not keep. */
  missing = 0;
  /** A remote recorder sent it. */
  #isRemote = false;
  #packetEnd = 0;
  #tellsFcs = false;
  /** Nothing but the frames of its interface tells whether they have an FCS: this is to be told of it. */
  #guess: FcsGuess | undefined;
  #endsInFcs = false;
  /** There is an FCS behind it, or was before it was cut; as its radio header says or as is declared. */
  hasFcs = false;
  start = 0;
  /** Behind its last octet, without what there is of its FCS. */
  end = 0;

  /** `receiverOf` gives the receiver of an interface, which knows what its frames have in common. */
  constructor(receiverOf: (interfaceId: number) => Receiver) {
    this.#receiverOf = receiverOf;
  }

  /** Reads a packet; false where that takes more than a look. */
  read(packet: Packet): boolean {
    const { linkType, start, end, originalLength } = packet;
    this.#guess = undefined;
    this.#isRemote = false;
    this.missing = originalLength - (end - start);
    return linkType === linkTypes.radiotap
      ? this.#readRadiotap(packet, start, end)
      : this.#readOther(packet, linkType, start, end) || this.#readRemote(packet);
  }

  #readRadiotap({ view, crcError }: Packet, header: number, end: number): boolean {
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
    this.start = header + layout.length;
    this.#packetEnd = end;
    this.#tellsFcs = flagsAt >= 0;
    this.#declareFcs((flags & radiotapFlags.fcsAtEnd) !== 0);
    return true;
  }

  #readOther(packet: Packet, linkType: number, header: number, end: number): boolean {
    const look = this.#look;
    look.missing = this.missing;
    return (
      lookAtHeader(look, linkType, packet.view, header, end) &&
      this.#readBehind(packet, header, end)
    );
  }

  /** Reads what a remote recorder sent, once it is settled what it sends. */
  #readRemote(packet: Packet): boolean {
    const { view, linkType, interfaceId } = packet;
    const datagram = this.#datagram;
    datagram.missing = this.missing;
    if (!datagram.look(linkType, view, packet.start, packet.end)) return false;
    const { source, sourcePort, destinationPort, start, end } = datagram;
    const encapsulation = this.#receiverOf(interfaceId).settled(
      source,
      sourcePort,
      destinationPort,
    );
    if (encapsulation === undefined) return false;
    this.#isRemote = true;
    this.#look.missing = datagram.missing;
    return (
      lookAtRemote(this.#look, encapsulation, view, start, end) &&
      this.#readBehind(packet, start, end)
    );
  }

  /** Reads what follows the header that was looked at. */
  #readBehind(packet: Packet, header: number, end: number): boolean {
    const look = this.#look;
    const start = header + look.length;
    this.missing = look.missing;
    if (look.linkType === linkTypes.radiotap) return this.#readRadiotap(packet, start, end);
    if (look.linkType !== linkTypes.ieee80211) {
      return this.#readOther(packet, look.linkType, start, end);
    }
    this.#layout = otherLayout;
    this.isBad = packet.crcError || look.isBad;
    this.start = start;
    this.#packetEnd = end;
    this.#tellsFcs = look.tellsFcs;
    this.#declareFcs(look.hasFcs);
    return true;
  }

  /**
   * It is known whether the frame ends in an FCS: that is told by its header, or declared, or it does or does not as
   * those before it made believe.
   */
  findsFcs(packet: Packet): boolean {
    return this.#tellsFcs || this.#findsUntoldFcs(packet);
  }

  #findsUntoldFcs({ octets, fcsLength, interfaceId }: Packet): boolean {
    // What the file declares of a remote capture is about its datagrams.
    const declared = this.#isRemote ? undefined : declaresFcs(fcsLength);
    if (declared !== undefined) {
      this.#declareFcs(declared);
      return true;
    }
    const guess = this.#guessOf(interfaceId);
    const { isDelivered } = guess;
    this.#declareFcs(isDelivered);
    if (this.isBad) return true; // damage tells nothing
    this.#guess = guess;
    this.#endsInFcs = endsInFcs(octets.subarray(this.start, this.#packetEnd));
    return this.missing === 0 && this.#endsInFcs === isDelivered;
  }

  #guessOf(interfaceId: number): FcsGuess {
    const receiver = this.#receiverOf(interfaceId);
    const { source, destinationPort } = this.#datagram;
    return this.#isRemote ? receiver.fcsGuessOf(source, destinationPort) : receiver.fcsGuess;
  }

  /** The frame is not decoded: what of it tells whether its interface delivers the FCS is told now. */
  countFcs(): void {
    this.#guess?.count(this.#endsInFcs);
  }

  /** The frame was decoded, by which that was told. */
  leaveFcs(): void {
    this.#guess = undefined;
  }

  #declareFcs(hasFcs: boolean): void {
    const end = this.#packetEnd;
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
    if (this.#layout === otherLayout && this.#look.mayFillFcs) return false;
    return hasWrongFcs(octets.subarray(this.start, this.end + fcsLength));
  }
}
