import { isGroupAddress, type MacAddress, macOctets } from "../../src/bytes/mac-address.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import type { TimeNs } from "../../src/bytes/time.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { u8, u16le } from "./elements.ts";

/** What happens to a frame between its sender and the file. */
export interface Reception {
  /** The recorder misses every copy of the frame and its ACK. */
  readonly isLost?: boolean;
  /** Copies after the first, with the Retry bit; default: none. */
  readonly retries?: number;
  /** The receiver sends an ACK after the last copy; default: yes. */
  readonly isAcknowledged?: boolean;
  /** Octets of the frame that the recorder keeps; default: all. */
  readonly cutTo?: number;
}

export interface Transmission extends Reception {
  /** Under which the test finds the frame again. */
  readonly label: string;
  readonly from: MacAddress;
  /** Frames to a group get no ACK. */
  readonly to: MacAddress;
  readonly frequencyMhz: number;
  build(header: { readonly sequenceNumber: number; readonly retry: boolean }): Uint8Array;
}

/** A recorder that hears both channels, and the clock of the story. */
export interface Recorder {
  readonly records: readonly CaptureRecord[];
  now(): TimeNs;
  pass(ms: number): void;
  transmit(transmission: Transmission): void;
  /** A frame of the sender that goes elsewhere: its sequence counter moves on unheard. */
  skipSequenceNumber(from: MacAddress): void;
  /** Numbers of the captured frames with this label, without their retries. */
  frames(label: string): readonly number[];
}

export interface RecorderOptions {
  /** 127 radiotap (with the channel), 105 the frame alone; default: 127. */
  readonly linkType?: 127 | 105;
  readonly start?: TimeNs;
}

const airtimeNs = 200_000n;
const ackDelayNs = 60_000n;

export function createRecorder({
  linkType = 127,
  start = 1_795_346_000_000_000_000n,
}: RecorderOptions = {}): Recorder {
  const records: CaptureRecord[] = [];
  const byLabel = new Map<string, number[]>();
  const counters = new Map<MacAddress, number>();
  let time = start;

  function nextSequenceNumber(from: MacAddress): number {
    const next = ((counters.get(from) ?? 100) + 1) % 4096;
    counters.set(from, next);
    return next;
  }

  function record(frame: Uint8Array, frequencyMhz: number, cutTo = frame.length): void {
    const header = linkType === 127 ? buildRadiotap(frequencyMhz) : new Uint8Array(0);
    records.push({
      frame: records.length + 1,
      interfaceId: 0,
      linkType,
      time,
      timeDigits: 6,
      octets: concatOctets(header, frame.subarray(0, cutTo)),
      originalLength: header.length + frame.length,
      fcsLength: undefined,
      crcError: false,
    });
  }

  return {
    records,
    now: () => time,
    pass(ms) {
      time += BigInt(Math.round(ms * 1000)) * 1000n;
    },
    transmit({ label, from, to, frequencyMhz, build, ...reception }) {
      const { isLost = false, retries = 0, cutTo } = reception;
      const isAcknowledged = (reception.isAcknowledged ?? true) && !isGroupAddress(to);
      const sequenceNumber = nextSequenceNumber(from);
      for (let copy = 0; copy <= retries; copy++) {
        time += airtimeNs;
        if (isLost) continue;
        record(build({ sequenceNumber, retry: copy > 0 }), frequencyMhz, cutTo);
        if (copy === 0) byLabel.set(label, [...(byLabel.get(label) ?? []), records.length]);
      }
      time += ackDelayNs;
      if (isAcknowledged && !isLost) record(buildAck(from), frequencyMhz);
    },
    skipSequenceNumber(from) {
      nextSequenceNumber(from);
    },
    frames: (label) => byLabel.get(label) ?? [],
  };
}

function buildAck(to: MacAddress): Uint8Array {
  return concatOctets(Uint8Array.of(0xd4, 0, 0, 0), macOctets(to));
}

/** Flags, channel and antenna signal. */
function buildRadiotap(frequencyMhz: number): Uint8Array {
  const channelFlags = frequencyMhz < 3000 ? 0x00a0 : 0x0140;
  return concatOctets(
    Uint8Array.of(0, 0, 15, 0, 0x2a, 0, 0, 0),
    Uint8Array.of(0, 0),
    u16le(frequencyMhz),
    u16le(channelFlags),
    u8(0xd0),
  );
}
