import type { Fault } from "../bytes/fault.ts";
import { linkTypes } from "../spec/link-types.ts";
import { readAvs } from "./avs.ts";
import { readCooked } from "./cooked.ts";
import { etherTypes, peelEthernet, peelVlans, type Typed } from "./ethernet.ts";
import { createIpReader } from "./ip.ts";
import { readPpi } from "./ppi.ts";
import { readPrism } from "./prism.ts";
import { behind, type NotWifi, type Part, type RadioHeader, unreadable } from "./radio-header.ts";
import { decodeRadiotap } from "./radiotap.ts";
import type { RemoteReader } from "./remote.ts";

const hint =
  "no 802.11 inside; capture in monitor mode, or give --decode-as for a remote capture on an odd port";

/** Reads what stands before the frame; `part` begins with it. */
export type HeaderReader = (part: Part) => RadioHeader | NotWifi;

/**
 * Makes the readers of the link types that can have 802.11 inside, for one capture interface: they
 * remember fragments of datagrams, and `remote` what remote recorders send.
 */
export function createHeaderReaders(remote: RemoteReader): ReadonlyMap<number, HeaderReader> {
  const readIp = createIpReader();

  function readTyped(typed: Typed | Fault, linkName: string): RadioHeader | NotWifi {
    if ("kind" in typed) return unreadable(linkName, typed);
    const { etherType, payload } = typed;
    if (etherType === etherTypes.eapol) {
      return { notWifi: `EAPOL without 802.11 headers (${linkName}): not usable`, faults: [] };
    }
    const isIp = etherType === etherTypes.ipv4 || etherType === etherTypes.ipv6;
    const datagram = isIp ? readIp(payload) : undefined;
    if (datagram !== undefined && "notWifi" in datagram) return datagram;
    const header = datagram === undefined ? undefined : remote.read(datagram);
    return header ?? { notWifi: `${linkName}: ${hint}`, faults: [] };
  }

  function readCookedPacket(part: Part, version: 1 | 2): RadioHeader | NotWifi {
    const header = readCooked(part, version);
    return "payload" in header ? readTyped(peelVlans(header), "Linux cooked capture") : header;
  }

  const readRawIp = (part: Part) =>
    readTyped({ etherType: etherTypes.ipv4, payload: part }, "raw IP");

  return new Map<number, HeaderReader>([
    [linkTypes.ieee80211, (part) => ({ behind: part, radio: {}, faults: [] })],
    [linkTypes.radiotap, readRadiotap],
    [linkTypes.prism, readPrism],
    [linkTypes.avs, readAvs],
    [linkTypes.ppi, readPpi],
    [linkTypes.linuxCooked, (part) => readCookedPacket(part, 1)],
    [linkTypes.linuxCookedV2, (part) => readCookedPacket(part, 2)],
    [linkTypes.ethernet, (part) => readTyped(peelEthernet(part), "Ethernet")],
    [linkTypes.rawIp, readRawIp],
    [linkTypes.rawIpv4, readRawIp],
    [linkTypes.rawIpv6, readRawIp],
  ]);
}

function readRadiotap(part: Part): RadioHeader | NotWifi {
  const { headerLength, radio, flags, badPlcp, zeroLengthPsdu, faults } = decodeRadiotap(
    part.octets,
  );
  if (headerLength === undefined) return { notWifi: "unreadable radiotap header", faults };
  if (zeroLengthPsdu !== undefined) return { notWifi: `no frame (${zeroLengthPsdu})`, faults };
  return {
    behind: behind(part, headerLength),
    radio,
    hasFcs: flags?.fcsAtEnd,
    isMarkedBad: badPlcp || flags?.badFcs === true,
    hasDataPad: flags?.dataPad === true,
    faults,
  };
}
