import type { Packet } from "../capture/packet.ts";
import type { Announcement } from "./announcement-memo.ts";

/** Octets that are kept of a frame: its longest MAC header and the packet number behind it. */
const keptLength = 44;
/** Words in which they are, wherever in the first of them they begin. */
const keptWords = keptLength / 4 + 1;

/**
 * What is known of one frame stands together in memory, where the processor reaches it fast: octets
 * first, then at these places, counted in octets, in 32-bit words and in 64-bit words.
 */
const octetPlaces = { length: 48, traits: 49, digits: 50, signal: 51, shift: 52 } as const;
const wordPlaces = {
  timeMs: 14,
  transmitter: 15,
  receiver: 16,
  interfaceId: 17,
  frequency: 22,
  subUs: 23,
} as const;
const doublePlaces = { timeUs: 9, frame: 10 } as const;
const wordsEach = 24;
const octetsEach = 4 * wordsEach;
const doublesEach = wordsEach / 2;

/** Where in a packet a frame is, and how it was heard. */
export interface Passing {
  readonly start: number;
  readonly end: number;
  /** Whole milliseconds since some moment, for the order of things. */
  readonly timeMs: number;
  readonly frequencyMhz: number;
  /** 0: not known. */
  readonly signalDbm: number;
}

/** What is kept of a passed frame. */
export interface Kept {
  readonly octets: Uint8Array;
  readonly frame: number;
  readonly interfaceId: number;
  readonly timeUs: number;
  readonly subUs: number;
  readonly timeDigits: number;
  readonly frequencyMhz: number;
  readonly signalDbm: number;
  readonly traits: number;
  readonly announcement: Announcement | undefined;
}

/** Frames that were passed over, as plain octets and numbers, at places with numbers. */
export class PassedFrames {
  readonly capacity: number;
  readonly #octets: Uint8Array;
  readonly #words: Int32Array;
  readonly #doubles: Float64Array;
  readonly #view: DataView;
  readonly #announcements: (Announcement | undefined)[];

  constructor(capacity: number) {
    const buffer = new ArrayBuffer(capacity * octetsEach);
    this.capacity = capacity;
    this.#octets = new Uint8Array(buffer);
    this.#words = new Int32Array(buffer);
    this.#doubles = new Float64Array(buffer);
    this.#view = new DataView(buffer);
    this.#announcements = new Array(capacity).fill(undefined);
  }

  /** What every frame has, also one that is kept elsewhere. */
  enter(
    place: number,
    timeMs: number,
    transmitter: number,
    receiver: number,
    traits: number,
  ): void {
    const words = this.#words;
    const word = place * wordsEach;
    words[word + wordPlaces.timeMs] = timeMs;
    words[word + wordPlaces.transmitter] = transmitter;
    words[word + wordPlaces.receiver] = receiver;
    this.#octets[place * octetsEach + octetPlaces.traits] = traits;
  }

  /** Puts down what is to be known of a frame that has entered. */
  fill(
    place: number,
    packet: Packet,
    passing: Passing,
    announcement: Announcement | undefined,
  ): void {
    const own = this.#words;
    const ownOctets = this.#octets;
    const { words, octets } = packet;
    const { start } = passing;
    const word = place * wordsEach;
    const to = place * octetsEach;
    const length = Math.min(passing.end - start, keptLength);
    const firstWord = start >> 2;
    if (words !== undefined && firstWord + keptWords <= words.length) {
      for (let i = 0; i < keptWords; i++) own[word + i] = words[firstWord + i] as number;
      ownOctets[to + octetPlaces.shift] = start & 3;
    } else {
      for (let i = 0; i < length; i++) ownOctets[to + i] = octets[start + i] as number;
      ownOctets[to + octetPlaces.shift] = 0;
    }
    ownOctets[to + octetPlaces.length] = length;
    ownOctets[to + octetPlaces.digits] = packet.timeDigits;
    ownOctets[to + octetPlaces.signal] = passing.signalDbm;
    own[word + wordPlaces.interfaceId] = packet.interfaceId;
    own[word + wordPlaces.frequency] = passing.frequencyMhz;
    own[word + wordPlaces.subUs] = packet.subUs;
    const double = place * doublesEach;
    this.#doubles[double + doublePlaces.timeUs] = packet.timeUs;
    this.#doubles[double + doublePlaces.frame] = packet.frame;
    this.#announcements[place] = announcement;
  }

  /** Puts what is known of the frame at `place` at a place of others too. */
  copy(place: number, to: PassedFrames, toPlace: number): void {
    const from = place * wordsEach;
    const target = toPlace * wordsEach;
    for (let i = 0; i < wordsEach; i++) to.#words[target + i] = this.#words[from + i] as number;
    to.#announcements[toPlace] = this.#announcements[place];
  }

  timeMsAt(place: number): number {
    return this.#words[place * wordsEach + wordPlaces.timeMs] as number;
  }

  transmitterAt(place: number): number {
    return this.#words[place * wordsEach + wordPlaces.transmitter] as number;
  }

  receiverAt(place: number): number {
    return this.#words[place * wordsEach + wordPlaces.receiver] as number;
  }

  traitsAt(place: number): number {
    return this.#octets[place * octetsEach + octetPlaces.traits] as number;
  }

  mark(place: number, trait: number): void {
    (this.#octets[place * octetsEach + octetPlaces.traits] as number) |= trait;
  }

  frameAt(place: number): number {
    return this.#doubles[place * doublesEach + doublePlaces.frame] as number;
  }

  /** The octets of the frame at `place` from `offset` on are the 6 at `at`. */
  hasAddress(place: number, offset: number, view: DataView, at: number): boolean {
    const entry = place * octetsEach;
    const from = entry + (this.#octets[entry + octetPlaces.shift] as number) + offset;
    return (
      this.#view.getInt32(from) === view.getInt32(at) &&
      this.#view.getUint16(from + 4) === view.getUint16(at + 4)
    );
  }

  /** A copy of what is known of the frame at `place`. */
  take(place: number): Kept {
    const from = place * octetsEach;
    const word = place * wordsEach;
    const double = place * doublesEach;
    const octets = this.#octets;
    const start = from + (octets[from + octetPlaces.shift] as number);
    return {
      octets: octets.slice(start, start + (octets[from + octetPlaces.length] as number)),
      frame: this.frameAt(place),
      interfaceId: this.#words[word + wordPlaces.interfaceId] as number,
      timeUs: this.#doubles[double + doublePlaces.timeUs] as number,
      subUs: this.#words[word + wordPlaces.subUs] as number,
      timeDigits: octets[from + octetPlaces.digits] as number,
      frequencyMhz: this.#words[word + wordPlaces.frequency] as number,
      signalDbm: ((octets[from + octetPlaces.signal] as number) << 24) >> 24,
      traits: octets[from + octetPlaces.traits] as number,
      announcement: this.#announcements[place],
    };
  }
}
