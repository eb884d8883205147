import type { Packet } from "../capture/packet.ts";
import type { AirFrame } from "./air-frame.ts";
import type { Announcement } from "./announcement-memo.ts";

/** Octets that are kept of a frame that waits: its longest MAC header and the packet number behind it. */
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

const leastCapacity = 2048;

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

/** A queue of frames by number, those passed over as plain octets and numbers. */
export class WaitingFrames {
  /** Numbers of the frame that entered first, and of the next one to enter. */
  first = 0;
  next = 0;
  #mask = 0;
  #octets = new Uint8Array(0);
  #words = new Int32Array(0);
  #doubles = new Float64Array(0);
  #view = new DataView(this.#octets.buffer);
  #decoded: (AirFrame | Announcement | undefined)[] = [];

  constructor() {
    this.#allocate(leastCapacity);
  }

  /** Frames that wait. */
  get size(): number {
    return this.next - this.first;
  }

  enter(timeMs: number, transmitter: number, receiver: number, traits: number): number {
    if (this.size > this.#mask) this.#grow();
    const id = this.next++;
    const place = id & this.#mask;
    const word = place * wordsEach;
    this.#words[word + wordPlaces.timeMs] = timeMs;
    this.#words[word + wordPlaces.transmitter] = transmitter;
    this.#words[word + wordPlaces.receiver] = receiver;
    this.#octets[place * octetsEach + octetPlaces.traits] = traits;
    return id;
  }

  /** Puts down what is to be known of a frame that has entered and is passed over. */
  fill(id: number, packet: Packet, passing: Passing, announcement: Announcement | undefined): void {
    const { words, octets } = packet;
    const { start } = passing;
    const place = id & this.#mask;
    const to = place * octetsEach;
    const length = Math.min(passing.end - start, keptLength);
    const firstWord = start >> 2;
    if (words !== undefined && firstWord + keptWords <= words.length) {
      const own = this.#words;
      const toWord = place * wordsEach;
      for (let i = 0; i < keptWords; i++) own[toWord + i] = words[firstWord + i] as number;
      this.#octets[to + octetPlaces.shift] = start & 3;
    } else {
      for (let i = 0; i < length; i++) this.#octets[to + i] = octets[start + i] as number;
      this.#octets[to + octetPlaces.shift] = 0;
    }
    this.#octets[to + octetPlaces.length] = length;
    this.#octets[to + octetPlaces.digits] = packet.timeDigits;
    this.#octets[to + octetPlaces.signal] = passing.signalDbm;
    const word = place * wordsEach;
    this.#words[word + wordPlaces.interfaceId] = packet.interfaceId;
    this.#words[word + wordPlaces.frequency] = passing.frequencyMhz;
    this.#words[word + wordPlaces.subUs] = packet.subUs;
    const double = place * doublesEach;
    this.#doubles[double + doublePlaces.timeUs] = packet.timeUs;
    this.#doubles[double + doublePlaces.frame] = packet.frame;
    if (announcement !== undefined) this.#decoded[place] = announcement;
  }

  /** A frame that has entered is there decoded. */
  put(id: number, frame: AirFrame): void {
    this.#decoded[id & this.#mask] = frame;
  }

  decodedAt(id: number): AirFrame | Announcement | undefined {
    return this.#decoded[id & this.#mask];
  }

  /** The first frame is forgotten. */
  drop(): void {
    const place = this.first++ & this.#mask;
    if (this.#decoded[place] !== undefined) this.#decoded[place] = undefined;
  }

  timeMsAt(id: number): number {
    return this.#wordAt(id, wordPlaces.timeMs);
  }

  transmitterAt(id: number): number {
    return this.#wordAt(id, wordPlaces.transmitter);
  }

  receiverAt(id: number): number {
    return this.#wordAt(id, wordPlaces.receiver);
  }

  traitsAt(id: number): number {
    return this.#octets[(id & this.#mask) * octetsEach + octetPlaces.traits] as number;
  }

  mark(id: number, trait: number): void {
    (this.#octets[(id & this.#mask) * octetsEach + octetPlaces.traits] as number) |= trait;
  }

  /** The octets of the frame from `place` on are the 6 at `at`. */
  hasAddress(id: number, place: number, view: DataView, at: number): boolean {
    const entry = (id & this.#mask) * octetsEach;
    const from = entry + (this.#octets[entry + octetPlaces.shift] as number) + place;
    return (
      this.#view.getInt32(from) === view.getInt32(at) &&
      this.#view.getUint16(from + 4) === view.getUint16(at + 4)
    );
  }

  /** A copy of what is known of a passed frame. */
  take(id: number): Kept {
    const place = id & this.#mask;
    const from = place * octetsEach;
    const word = place * wordsEach;
    const double = place * doublesEach;
    const octets = this.#octets;
    const start = from + (octets[from + octetPlaces.shift] as number);
    return {
      octets: octets.slice(start, start + (octets[from + octetPlaces.length] as number)),
      frame: this.#doubles[double + doublePlaces.frame] as number,
      interfaceId: this.#words[word + wordPlaces.interfaceId] as number,
      timeUs: this.#doubles[double + doublePlaces.timeUs] as number,
      subUs: this.#words[word + wordPlaces.subUs] as number,
      timeDigits: octets[from + octetPlaces.digits] as number,
      frequencyMhz: this.#words[word + wordPlaces.frequency] as number,
      signalDbm: ((octets[from + octetPlaces.signal] as number) << 24) >> 24,
      traits: octets[from + octetPlaces.traits] as number,
      announcement: this.#decoded[place] as Announcement | undefined,
    };
  }

  #wordAt(id: number, place: number): number {
    return this.#words[(id & this.#mask) * wordsEach + place] as number;
  }

  #grow(): void {
    const before = { octets: this.#octets, decoded: this.#decoded, mask: this.#mask };
    this.#allocate(2 * (this.#mask + 1));
    for (let id = this.first; id < this.next; id++) {
      const from = (id & before.mask) * octetsEach;
      const place = id & this.#mask;
      this.#octets.set(before.octets.subarray(from, from + octetsEach), place * octetsEach);
      this.#decoded[place] = before.decoded[id & before.mask];
    }
  }

  #allocate(capacity: number): void {
    const buffer = new ArrayBuffer(capacity * octetsEach);
    this.#octets = new Uint8Array(buffer);
    this.#words = new Int32Array(buffer);
    this.#doubles = new Float64Array(buffer);
    this.#view = new DataView(buffer);
    this.#decoded = new Array(capacity).fill(undefined);
    this.#mask = capacity - 1;
  }
}
