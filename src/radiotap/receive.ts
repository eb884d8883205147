import type { Fault } from "../bytes/fault.ts";
import { withoutDataPad } from "./data-pad.ts";
import { createFcsCheck } from "./fcs.ts";
import type { RadioInfo, ReceivedFrame } from "./radio.ts";
import { decodeRadiotap } from "./radiotap.ts";

/** A packet as a capture file holds it; lengths in octets. */
export interface ReceivedPacket {
  readonly linkType: number;
  readonly octets: Uint8Array;
  /** Greater than `octets.length` when the recorder cut the packet. */
  readonly originalLength: number;
  /** Octets of FCS that the file declares; undefined = not declared. */
  readonly fcsLength: number | undefined;
  /** The file marks the packet as received with a CRC error. */
  readonly crcError: boolean;
}

/** A packet without an 802.11 frame, or with one that cannot be found; `notWifi` says why. */
export interface NotWifi {
  readonly notWifi: string;
  readonly faults: readonly Fault[];
}

/** Takes the 802.11 frames out of the packets of one capture interface. */
export interface Receiver {
  receive(packet: ReceivedPacket): ReceivedFrame | NotWifi;
}

/** What stands before the frame, of whatever link type. */
interface RadioHeader {
  /** Octets before the frame. */
  readonly length: number;
  readonly radio: RadioInfo;
  /** Whether the frame ends in an FCS; undefined when the header does not say. */
  readonly hasFcs: boolean | undefined;
  /** The recorder says that the octets are not those that were sent. */
  readonly isMarkedBad: boolean;
  readonly hasDataPad: boolean;
  readonly faults: readonly Fault[];
}

/** Link types with 802.11 inside, and how the header before the frame is read. */
const headerReaders: ReadonlyMap<number, (octets: Uint8Array) => RadioHeader | NotWifi> = new Map([
  [105, readNoHeader],
  [127, readRadiotap],
]);

const otherLinkTypes: Readonly<Record<number, string>> = {
  0: "BSD loopback (link type 0): no 802.11 inside",
  1: "Ethernet (link type 1): no 802.11 inside",
  101: "raw IP (link type 101): no 802.11 inside",
  113: "Linux cooked capture (link type 113): no 802.11 inside",
  119: "Prism (link type 119): not supported",
  163: "AVS (link type 163): not supported",
  192: "PPI (link type 192): not supported",
  228: "raw IPv4 (link type 228): no 802.11 inside",
  229: "raw IPv6 (link type 229): no 802.11 inside",
  276: "Linux cooked capture v2 (link type 276): no 802.11 inside",
};

/** One receiver per capture interface: it remembers whether that interface delivers the FCS. */
export function createReceiver(): Receiver {
  const checkFcs = createFcsCheck();
  return {
    receive(packet) {
      const header = readHeader(packet);
      if ("notWifi" in header) return header;
      const behind = packet.octets.subarray(header.length);
      const missing = Math.max(0, packet.originalLength - packet.octets.length);
      const { octets, fcs } = checkFcs({
        octets: header.hasDataPad ? withoutDataPad(behind) : behind,
        missing,
        hasFcs: header.hasFcs ?? declaresFcs(packet.fcsLength),
        isMarkedBad: header.isMarkedBad || packet.crcError,
      });
      return { radio: header.radio, octets, fcs, cut: missing > 0, faults: header.faults };
    },
  };
}

function readHeader({ linkType, octets }: ReceivedPacket): RadioHeader | NotWifi {
  const read = headerReaders.get(linkType);
  if (read !== undefined) return read(octets);
  return {
    notWifi: otherLinkTypes[linkType] ?? `link type ${linkType}: not supported`,
    faults: [],
  };
}

function readNoHeader(): RadioHeader {
  return {
    length: 0,
    radio: {},
    hasFcs: undefined,
    isMarkedBad: false,
    hasDataPad: false,
    faults: [],
  };
}

function readRadiotap(octets: Uint8Array): RadioHeader | NotWifi {
  const { headerLength, radio, flags, badPlcp, zeroLengthPsdu, faults } = decodeRadiotap(octets);
  if (headerLength === undefined) return { notWifi: "unreadable radiotap header", faults };
  if (zeroLengthPsdu !== undefined) return { notWifi: `no frame (${zeroLengthPsdu})`, faults };
  return {
    length: headerLength,
    radio,
    hasFcs: flags?.fcsAtEnd,
    isMarkedBad: badPlcp || flags?.badFcs === true,
    hasDataPad: flags?.dataPad === true,
    faults,
  };
}

/** An FCS of another length than 4 is none of 802.11: the declaration is not believed. */
function declaresFcs(fcsLength: number | undefined): boolean | undefined {
  if (fcsLength === 0) return false;
  return fcsLength === 4 ? true : undefined;
}
