import { linkTypes } from "../spec/link-types.ts";
import { etherTypes, vlanTags } from "./ethernet.ts";

const udp = 17;
const udpHeader = 8;
const ethernetHeader = 14;
const ipv4Header = 20;

/** A UDP datagram over IPv4, read where it lies and filled anew for each packet. */
export class DatagramLook {
  /** Address of its sender as a number. */
  source = 0;
  sourcePort = 0;
  destinationPort = 0;
  /** Its payload, and how many octets there were behind it that the recorder did not keep. */
  start = 0;
  end = 0;
  missing = 0;

  /** Looks at a packet; false where that takes more: other protocols, fragments, what is cut within a header. */
  look(linkType: number, view: DataView, start: number, end: number): boolean {
    if (linkType === linkTypes.rawIp || linkType === linkTypes.rawIpv4) {
      return this.#lookAtIp(view, start, end);
    }
    if (linkType !== linkTypes.ethernet) return false;
    let at = start + ethernetHeader;
    while (at <= end && vlanTags.includes(view.getUint16(at - 2))) at += 4;
    return at <= end && view.getUint16(at - 2) === etherTypes.ipv4 && this.#lookAtIp(view, at, end);
  }

  #lookAtIp(view: DataView, start: number, packetEnd: number): boolean {
    if (packetEnd - start < ipv4Header) return false;
    const first = view.getUint8(start);
    const headerLength = 4 * (first & 0x0f);
    const total = view.getUint16(start + 2);
    const isFragment = (view.getUint16(start + 6) & 0x3fff) !== 0;
    if (first >> 4 !== 4 || headerLength < ipv4Header || isFragment) return false;
    if (view.getUint8(start + 9) !== udp) return false;
    // Hosts that leave segmentation to the network card record a total length of 0.
    this.#limit(start, packetEnd, total === 0 ? Number.POSITIVE_INFINITY : total);
    this.source = view.getUint32(start + 12);
    const at = start + headerLength;
    if (at + udpHeader > this.end) return false;
    this.sourcePort = view.getUint16(at);
    this.destinationPort = view.getUint16(at + 2);
    const length = view.getUint16(at + 4);
    const isCredible = length >= udpHeader && length <= this.end + this.missing - at;
    if (isCredible) this.#limit(at, this.end, length);
    this.start = at + udpHeader;
    return this.start <= this.end;
  }

  /** What begins at `start` has so many octets at most. */
  #limit(start: number, end: number, length: number): void {
    this.end = Math.min(end, start + length);
    this.missing = Math.min(this.missing, start + length - this.end);
  }
}
