import type { TimeNs } from "../bytes/time.ts";
import type { CaptureRecord, CaptureSummary } from "./record.ts";

const nothing = new Uint8Array(0);

/**
 * A packet where it lies in the octets of its capture. A reader has one and fills it anew for every
 * packet: what is to be kept of it has to be copied out before the next one.
 */
export class Packet {
  /** The packet is `octets[start]` up to `octets[end]`. */
  octets: Uint8Array = nothing;
  /** Over all of `octets`. */
  view: DataView = new DataView(nothing.buffer);
  /** The same octets as 32-bit words of the machine; undefined where they do not lie for that. */
  words: Int32Array | undefined = undefined;
  start = 0;
  end = 0;
  /** Octets there were on the air. */
  originalLength = 0;
  frame = 0;
  interfaceId = 0;
  linkType = 0;
  fcsLength: number | undefined = undefined;
  crcError = false;
  interfaceComment: string | undefined = undefined;
  timeDigits = 6;
  /** Whole microseconds since 1970, and the nanoseconds beyond them. */
  timeUs = 0;
  subUs = 0;
  #record: CaptureRecord | undefined;

  get time(): TimeNs {
    return this.#record?.time ?? BigInt(this.timeUs) * 1000n + BigInt(this.subUs);
  }

  /** The next packet lies in other octets than the one before. */
  lieIn(octets: Uint8Array): void {
    if (this.octets === octets) return;
    this.octets = octets;
    this.view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    this.words =
      (octets.byteOffset & 3) === 0
        ? new Int32Array(octets.buffer, octets.byteOffset, octets.length >> 2)
        : undefined;
    this.#record = undefined;
  }

  /** Becomes the packet of a record. */
  set(record: CaptureRecord): void {
    this.lieIn(record.octets);
    this.start = 0;
    this.end = record.octets.length;
    this.originalLength = record.originalLength;
    this.frame = record.frame;
    this.interfaceId = record.interfaceId;
    this.linkType = record.linkType;
    this.fcsLength = record.fcsLength;
    this.crcError = record.crcError;
    this.interfaceComment = record.interfaceComment;
    this.timeDigits = record.timeDigits;
    const subUs = ((record.time % 1000n) + 1000n) % 1000n;
    this.timeUs = Number((record.time - subUs) / 1000n);
    this.subUs = Number(subUs);
    this.#record = record;
  }

  /** The packet as a record, with octets of its own. */
  toRecord(): CaptureRecord {
    return {
      frame: this.frame,
      interfaceId: this.interfaceId,
      linkType: this.linkType,
      time: this.time,
      timeDigits: this.timeDigits,
      octets: this.octets.slice(this.start, this.end),
      originalLength: this.originalLength,
      fcsLength: this.fcsLength,
      crcError: this.crcError,
      ...(this.interfaceComment === undefined ? {} : { interfaceComment: this.interfaceComment }),
    };
  }
}

/** Takes packets one after the other. */
export type PacketSink = (packet: Packet) => void;

/** A reader of pushed octets that hands over each packet where it lies. Memory is bounded by one packet. */
export interface PacketReader {
  /** Damage has ended the reading: what is pushed from now on is not looked at. */
  readonly hasStopped: boolean;
  /** Takes the next octets; after the call they may be overwritten. */
  push(chunk: Uint8Array): void;
  /** The file has ended: what is left over becomes a fault. */
  end(): CaptureSummary;
}
