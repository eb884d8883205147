import { linkTypes } from "../spec/link-types.ts";
import { withoutDataPad } from "./data-pad.ts";
import type { DecodeAs } from "./encapsulation.ts";
import { createFcsCheck, FcsGuess } from "./fcs.ts";
import { createHeaderReaders } from "./header-readers.ts";
import type { ReceivedFrame } from "./radio.ts";
import type { NotWifi, Part, RadioHeader } from "./radio-header.ts";
import { createRemoteReader, type RemoteReader, sensorName } from "./remote.ts";

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

/** Takes the 802.11 frames out of the packets of one capture interface. */
export interface Receiver {
  /** Whether the interface delivers the FCS, as far as its frames tell; not those of remote recorders. */
  readonly fcsGuess: FcsGuess;
  /** The same of a remote recorder with this IPv4 address, as a number, that sends to this port. */
  fcsGuessOf(source: number, destinationPort: number): FcsGuess;
  /** See {@link RemoteReader.settled}. */
  readonly settled: RemoteReader["settled"];
  receive(packet: ReceivedPacket): ReceivedFrame | NotWifi;
}

export interface ReceiverOptions {
  /** What datagrams of remote recorders are to be read as, where their content is not to be asked. */
  readonly decodeAs?: readonly DecodeAs[];
}

interface Sensor {
  readonly guess: FcsGuess;
  readonly check: ReturnType<typeof createFcsCheck>;
}

/** Headers may be inside each other; more than this many are no capture of anything. */
const deepest = 4;
/** Remote recorders whose habit with the FCS is remembered. */
const mostSensors = 1024;

/** One receiver per capture interface: it remembers whether that interface delivers the FCS. */
export function createReceiver({ decodeAs = [] }: ReceiverOptions = {}): Receiver {
  const fcsGuess = new FcsGuess();
  const checkFcs = createFcsCheck(fcsGuess);
  const sensors = new Map<string, Sensor>();
  const remote = createRemoteReader(decodeAs);
  const readers = createHeaderReaders(remote);

  /** Takes header after header off until the frame is there. */
  function open(packet: ReceivedPacket): RadioHeader | NotWifi {
    const { octets, originalLength } = packet;
    const missing = Math.max(0, originalLength - octets.length);
    let header = read(packet.linkType, { octets, missing });
    for (let depth = 1; !("notWifi" in header) && header.linkType !== undefined; depth++) {
      if (depth === deepest) return { notWifi: `more than ${deepest} headers`, faults: [] };
      const inner = read(header.linkType, header.behind);
      header = "notWifi" in inner ? inner : within(header, inner);
    }
    return header;
  }

  function read(linkType: number, part: Part): RadioHeader | NotWifi {
    const reader = readers.get(linkType);
    return reader === undefined ? { notWifi: nameOf(linkType), faults: [] } : reader(part);
  }

  function sensorOf(name: string): Sensor {
    const known = sensors.get(name);
    if (known !== undefined) return known;
    if (sensors.size >= mostSensors) sensors.clear();
    const guess = new FcsGuess();
    const sensor = { guess, check: createFcsCheck(guess) };
    sensors.set(name, sensor);
    return sensor;
  }

  return {
    fcsGuess,
    fcsGuessOf(source, destinationPort) {
      const address = source.toString(16).padStart(8, "0");
      return sensorOf(sensorName(address, destinationPort)).guess;
    },
    settled: remote.settled,
    receive(packet) {
      const header = open(packet);
      if ("notWifi" in header) return header;
      const { behind: frame, radio, sensor, faults } = header;
      // What the file declares of a remote capture is about its datagrams.
      const declared = sensor === undefined ? declaresFcs(packet.fcsLength) : undefined;
      const { octets, fcs } = (sensor === undefined ? checkFcs : sensorOf(sensor).check)({
        octets: header.hasDataPad ? withoutDataPad(frame.octets) : frame.octets,
        missing: frame.missing,
        hasFcs: header.hasFcs ?? declared,
        isMarkedBad: header.isMarkedBad === true || packet.crcError,
        mayFillFcs: header.mayFillFcs === true,
      });
      return { radio, octets, fcs, cut: frame.missing > 0, faults };
    },
  };
}

function nameOf(linkType: number): string {
  return linkType === linkTypes.bsdLoopback
    ? "BSD loopback (link type 0): no 802.11 inside"
    : `link type ${linkType}: not supported`;
}

/** What two headers say, one inside the other: the inner one is nearer to the reception. */
function within(outer: RadioHeader, inner: RadioHeader): RadioHeader {
  const sensor = inner.sensor ?? outer.sensor;
  return {
    ...inner,
    radio: { ...outer.radio, ...inner.radio },
    hasFcs: inner.hasFcs ?? outer.hasFcs,
    isMarkedBad: outer.isMarkedBad === true || inner.isMarkedBad === true,
    ...(sensor === undefined ? {} : { sensor }),
    faults: [...outer.faults, ...inner.faults],
  };
}

/** An FCS of another length than 4 is none of 802.11: the declaration is not believed. */
export function declaresFcs(fcsLength: number | undefined): boolean | undefined {
  if (fcsLength === 0) return false;
  return fcsLength === 4 ? true : undefined;
}
