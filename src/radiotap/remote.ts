import { linkTypes } from "../spec/link-types.ts";
import { arubaTypeOf, readArubaPcap, readArubaPcapRadio } from "./aruba.ts";
import { looksLikeCapwap, readCapwap } from "./capwap.ts";
import type { DecodeAs, Encapsulation } from "./encapsulation.ts";
import type { Datagram } from "./ip.ts";
import { hasPeekMagic, looksLikePeek, readPeekremote } from "./peekremote.ts";
import { looksLikeFrame } from "./plausible-frame.ts";
import { readPpi } from "./ppi.ts";
import { behind, type NotWifi, type Part, type RadioHeader } from "./radio-header.ts";
import { decodeRadiotap } from "./radiotap.ts";
import { looksLikeTzsp, readTzsp } from "./tzsp.ts";

const peekPorts: readonly number[] = [5000, 5555];
const capwapPort = 5247;

/** Protocols between AP and controller that are told by their port and not read. */
const otherPorts: Readonly<Record<number, string>> = {
  5246: "CAPWAP control (UDP 5246): no 802.11 inside",
  12222: "LWAPP data (UDP 12222): not supported",
  12223: "LWAPP control (UDP 12223): no 802.11 inside",
};

/** Datagrams of one sensor that have to agree before the next are no longer guessed at. */
const sureAfter = 5;
const mostSensors = 1024;
const ipv4Digits = 8;

const readers: Readonly<Record<Encapsulation, (payload: Part) => RadioHeader | NotWifi>> = {
  peekremote: readPeekremote,
  tzsp: readTzsp,
  "aruba-pcap": readArubaPcap,
  "aruba-pcap-radio": readArubaPcapRadio,
  ppi: readPpi,
  radiotap: (payload) => wrapped(payload, linkTypes.radiotap),
  capwap: readCapwap,
};

/** Reads datagrams that remote recorders send. */
export interface RemoteReader {
  /** Undefined when a datagram comes from no remote recorder. */
  read(datagram: Datagram): RadioHeader | NotWifi | undefined;
  /**
   * What datagrams of a sender are read as, whatever is in the next one; undefined as long as that is found out by
   * content. `source` is its IPv4 address as a number.
   */
  settled(source: number, sourcePort: number, destinationPort: number): Encapsulation | undefined;
}

/**
 * Makes a reader of datagrams that remote recorders send. It tells their encapsulations by content, as
 * far as `decodeAs` does not say, and stays with what a sensor was seen to send.
 */
export function createRemoteReader(decodeAs: readonly DecodeAs[]): RemoteReader {
  const told = new Map(decodeAs.map(({ encapsulation, port }) => [port, encapsulation]));
  const sensors = new Map<string, { encapsulation: Encapsulation; agreed: number }>();
  const settled = new Map<number, Encapsulation>();

  function recogniseFrom(sensor: string, datagram: Datagram): Encapsulation | undefined {
    const known = sensors.get(sensor);
    if (known !== undefined && known.agreed >= sureAfter) return known.encapsulation;
    const encapsulation = recognise(datagram);
    if (encapsulation === undefined) return undefined;
    if (sensors.size >= mostSensors) {
      sensors.clear();
      settled.clear();
    }
    const agreed = known?.encapsulation === encapsulation ? known.agreed + 1 : 1;
    sensors.set(sensor, { encapsulation, agreed });
    const { source, destinationPort } = datagram;
    if (agreed >= sureAfter && source.length === ipv4Digits) {
      settled.set(senderNumber(Number.parseInt(source, 16), destinationPort), encapsulation);
    }
    return encapsulation;
  }

  const toldOf = (sourcePort: number, destinationPort: number) =>
    told.get(destinationPort) ?? told.get(sourcePort);

  return {
    read(datagram) {
      const { source, sourcePort, destinationPort, payload } = datagram;
      const sensor = sensorName(source, destinationPort);
      const encapsulation = toldOf(sourcePort, destinationPort) ?? recogniseFrom(sensor, datagram);
      if (encapsulation !== undefined) {
        const header = readers[encapsulation](payload);
        return "notWifi" in header ? header : { ...header, sensor };
      }
      const what = otherPorts[destinationPort] ?? otherPorts[sourcePort];
      return what === undefined ? undefined : { notWifi: what, faults: [] };
    },
    settled: (source, sourcePort, destinationPort) =>
      toldOf(sourcePort, destinationPort) ?? settled.get(senderNumber(source, destinationPort)),
  };
}

/** A remote recorder, by the address of its datagrams in hex and the port to which they go. */
export function sensorName(source: string, destinationPort: number): string {
  return `${source} ${destinationPort}`;
}

function senderNumber(source: number, destinationPort: number): number {
  return source * 65_536 + destinationPort;
}

/** The encapsulation of a datagram by its content, the most distinctive first; ports decide only where content cannot. */
function recognise({ sourcePort, destinationPort, payload }: Datagram): Encapsulation | undefined {
  const isFor = (ports: readonly number[]) =>
    ports.includes(destinationPort) || ports.includes(sourcePort);
  if (hasPeekMagic(payload)) return "peekremote";
  if (isFor([capwapPort]) && looksLikeCapwap(payload)) return "capwap";
  if (looksLikeTzsp(payload)) return "tzsp";
  // Before radiotap, whose first present word the link type of PPI may look like.
  if (looksLikePpi(payload)) return "ppi";
  if (looksLikeRadiotap(payload)) return "radiotap";
  return (
    arubaTypeOf(payload) ?? (looksLikePeek(payload, isFor(peekPorts)) ? "peekremote" : undefined)
  );
}

function looksLikeRadiotap(payload: Part): boolean {
  const [version, pad] = payload.octets;
  if (version !== 0 || pad !== 0) return false;
  const { headerLength, faults } = decodeRadiotap(payload.octets);
  return (
    headerLength !== undefined &&
    faults.length === 0 &&
    looksLikeFrame(behind(payload, headerLength))
  );
}

function looksLikePpi(payload: Part): boolean {
  const [version, flags = 0xff] = payload.octets;
  if (version !== 0 || flags > 1) return false;
  const header = readPpi(payload);
  if ("notWifi" in header || header.faults.length > 0) return false;
  return header.linkType === undefined || header.linkType === linkTypes.radiotap;
}

function wrapped(payload: Part, linkType: number): RadioHeader {
  return { behind: payload, linkType, radio: {}, faults: [] };
}
