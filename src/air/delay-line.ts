import type { Packet } from "../capture/packet.ts";
import { decodeFrame } from "../dot11/frame.ts";
import { mostSlots } from "./address-slots.ts";
import type { AirFrame } from "./air-frame.ts";
import { type Announcement, decodeRepeated } from "./announcement-memo.ts";
import { kinds, LatestFrames, latestKey } from "./latest-frames.ts";
import { type Kept, PassedFrames, type Passing } from "./passed-frames.ts";
import type { Placing } from "./place-in-time.ts";

/** So long a frame waits for somebody to want it where nobody waits for it, milliseconds. */
export const longestDelayMs = 1200;
/** Frames that can wait; on a busier channel the wait is shorter. */
const mostWaiting = 32_768;
const leastCapacity = 2048;

/** What a waiting frame is. */
export const traits = {
  /** Protected data to or from one station. */
  traffic: 1,
  /** From the station to the AP. */
  uplink: 2,
  /** It takes a number of the sequence that management frames have. */
  sequence: 4,
  /** It is handed on in any case. */
  wanted: 0x40,
} as const;

const { wanted } = traits;
const acknowledged = 0x80;

const transmitterAt = 10;

/**
 * Frames on their way to whoever follows them, in order. Those that are decoded are handed on after a
 * while; those that were passed over are handed on only when, before that, one of their parties began
 * something. The latest data of every station are remembered beyond that.
 */
export class DelayLine {
  readonly #input: number;
  readonly #handOn: (frame: AirFrame) => void;
  readonly #placeInTime: Placing;
  readonly #delayMs: number;
  /** Those that wait are at the places of their numbers, cut to the size of the line. */
  #waiting = new PassedFrames(leastCapacity);
  /** Those of them that were decoded. */
  #decoded: (AirFrame | undefined)[] = new Array(leastCapacity).fill(undefined);
  #mask = leastCapacity - 1;
  /** Numbers of the frame that entered first, and of the next one to enter. */
  #first = 0;
  #next = 0;
  /** Which frame is the latest of a station and kind. */
  readonly #latest = new Float64Array(mostSlots * Object.keys(kinds).length).fill(-1);
  /** The latest ones that have left the line. */
  readonly #kept = new LatestFrames();

  constructor(
    input: number,
    handOn: (frame: AirFrame) => void,
    placeInTime: Placing,
    delayMs: number,
  ) {
    this.#input = input;
    this.#handOn = handOn;
    this.#placeInTime = placeInTime;
    this.#delayMs = delayMs;
  }

  /** A frame that is passed over for now; returns its number. */
  pass(
    packet: Packet,
    passing: Passing,
    transmitter: number,
    receiver: number,
    traitsOfFrame: number,
    announcement: Announcement | undefined,
  ): number {
    const id = this.#enter(passing.timeMs, transmitter, receiver, traitsOfFrame);
    this.#waiting.fill(id & this.#mask, packet, passing, announcement);
    return id;
  }

  /** A frame that was decoded and is handed on in any case. */
  add(
    frame: AirFrame,
    timeMs: number,
    transmitter: number,
    receiver: number,
    traitsOfFrame: number,
  ): void {
    const id = this.#enter(timeMs, transmitter, receiver, traitsOfFrame);
    this.#decoded[id & this.#mask] = frame;
  }

  /** The transmitter of a passed frame that waits is the address at `at`. */
  isTransmitter(id: number, view: DataView, at: number): boolean {
    return id >= this.#first && this.#waiting.hasAddress(id & this.#mask, transmitterAt, view, at);
  }

  acknowledge(id: number): void {
    if (id >= this.#first) this.#waiting.mark(id & this.#mask, acknowledged);
  }

  /** The receiver's slot of a passed uplink frame that waits; -1 for any other. */
  uplinkReceiver(id: number): number {
    if (id < this.#first) return -1;
    const place = id & this.#mask;
    const isUplink = (this.#waiting.traitsAt(place) & traits.uplink) !== 0;
    return isUplink ? this.#waiting.receiverAt(place) : -1;
  }

  /** A passed frame that waits is handed on. */
  wantOne(id: number): void {
    if (id >= this.#first) this.#waiting.mark(id & this.#mask, wanted);
  }

  /**
   * Somebody began something: wanted are all frames of the stations that wait, with their latest ones
   * from before, and those frames of the APs that take a number of their management frames.
   */
  want(stations: readonly number[], accessPoints: readonly number[]): void {
    for (const station of stations) this.#handOnKept(this.#kept.takeOf(station));
    // The last beacon before tells what its station had of the AP.
    for (const accessPoint of accessPoints) {
      this.#handOnKept(this.#kept.take([latestKey(accessPoint, kinds.sequence)]));
    }
    const waiting = this.#waiting;
    for (let id = this.#first; id < this.#next; id++) {
      const place = id & this.#mask;
      const transmitter = waiting.transmitterAt(place);
      const isWanted =
        stations.includes(transmitter) ||
        stations.includes(waiting.receiverAt(place)) ||
        ((waiting.traitsAt(place) & traits.sequence) !== 0 && accessPoints.includes(transmitter));
      if (isWanted) waiting.mark(place, wanted);
    }
  }

  /** At `timeMs` those leave that have waited long enough, also when the clock was put back meanwhile. */
  release(timeMs: number): void {
    while (this.#next > this.#first) {
      const waitedMs = timeMs - this.#waiting.timeMsAt(this.#first & this.#mask);
      if (waitedMs <= this.#delayMs && waitedMs >= -this.#delayMs) return;
      this.#leave();
    }
  }

  /** Nothing follows: what waits leaves, and with it the latest of everybody. */
  flush(): void {
    this.#handOnKept(this.#kept.takeAll());
    const waiting = this.#waiting;
    for (let id = this.#first; id < this.#next; id++) {
      const place = id & this.#mask;
      const transmitter = waiting.transmitterAt(place);
      const traitsOfFrame = waiting.traitsAt(place);
      const trafficKey = trafficKeyOf(traitsOfFrame, transmitter, waiting.receiverAt(place));
      const sequenceKey = sequenceKeyOf(traitsOfFrame, transmitter);
      if (this.#latest[trafficKey] === id || this.#latest[sequenceKey] === id) {
        waiting.mark(place, wanted);
      }
    }
    while (this.#next > this.#first) this.#leave();
  }

  #enter(timeMs: number, transmitter: number, receiver: number, traitsOfFrame: number): number {
    this.release(timeMs);
    if (this.#next - this.#first > this.#mask) this.#makeRoom();
    const id = this.#next++;
    this.#waiting.enter(id & this.#mask, timeMs, transmitter, receiver, traitsOfFrame);
    const trafficKey = trafficKeyOf(traitsOfFrame, transmitter, receiver);
    if (trafficKey >= 0) this.#latest[trafficKey] = id;
    const sequenceKey = sequenceKeyOf(traitsOfFrame, transmitter);
    if (sequenceKey >= 0) this.#latest[sequenceKey] = id;
    return id;
  }

  #makeRoom(): void {
    if (this.#mask + 1 === mostWaiting) {
      this.#leave();
      return;
    }
    const mask = 2 * this.#mask + 1;
    const waiting = new PassedFrames(mask + 1);
    const decoded = new Array(mask + 1).fill(undefined);
    for (let id = this.#first; id < this.#next; id++) {
      this.#waiting.copy(id & this.#mask, waiting, id & mask);
      decoded[id & mask] = this.#decoded[id & this.#mask];
    }
    this.#waiting = waiting;
    this.#decoded = decoded;
    this.#mask = mask;
  }

  #leave(): void {
    const waiting = this.#waiting;
    const id = this.#first++;
    const place = id & this.#mask;
    const traitsOfFrame = waiting.traitsAt(place);
    const transmitter = waiting.transmitterAt(place);
    const trafficKey = trafficKeyOf(traitsOfFrame, transmitter, waiting.receiverAt(place));
    const sequenceKey = sequenceKeyOf(traitsOfFrame, transmitter);
    const decoded = this.#decoded[place];
    if (decoded === undefined && (traitsOfFrame & wanted) === 0) {
      if (trafficKey >= 0 && this.#latest[trafficKey] === id) {
        this.#kept.keep(trafficKey, waiting, place);
      }
      if (sequenceKey >= 0 && this.#latest[sequenceKey] === id) {
        this.#kept.keep(sequenceKey, waiting, place);
      }
      return;
    }
    this.#kept.forget(trafficKey);
    this.#kept.forget(sequenceKey);
    if (decoded === undefined) this.#handOn(this.#toAirFrame(waiting.take(place)));
    else {
      this.#decoded[place] = undefined;
      this.#handOn(decoded);
    }
  }

  /** A passed frame as far as it was kept; its FCS was not looked at. */
  #toAirFrame(kept: Kept): AirFrame {
    const { octets, announcement, frequencyMhz, signalDbm } = kept;
    return {
      input: this.#input,
      interfaceId: kept.interfaceId,
      frame: kept.frame,
      ...this.#placeInTime({ time: BigInt(kept.timeUs) * 1000n + BigInt(kept.subUs) }),
      timeDigits: kept.timeDigits,
      radio: {
        ...(frequencyMhz === 0 ? {} : { frequencyMhz }),
        ...(signalDbm === 0 ? {} : { signalDbm }),
      },
      fcs: "unchecked",
      cut: false,
      isShortened: true,
      octets,
      decoded:
        announcement === undefined
          ? decodeFrame(octets, { limitedBy: "frame" })
          : decodeRepeated(announcement, octets),
      acknowledged: (kept.traits & acknowledged) !== 0,
      copies: 0,
    };
  }

  #handOnKept(kept: readonly Kept[]): void {
    for (const one of kept) this.#handOn(this.#toAirFrame(one));
  }
}

/** Where the latest traffic of the frame's station and direction stands; -1 when it is no traffic. */
function trafficKeyOf(traitsOfFrame: number, transmitter: number, receiver: number): number {
  if ((traitsOfFrame & traits.traffic) === 0) return -1;
  const isUplink = (traitsOfFrame & traits.uplink) !== 0;
  const station = isUplink ? transmitter : receiver;
  return station < 0 ? -1 : latestKey(station, isUplink ? kinds.uplink : kinds.downlink);
}

function sequenceKeyOf(traitsOfFrame: number, transmitter: number): number {
  if ((traitsOfFrame & traits.sequence) === 0 || transmitter < 0) return -1;
  return latestKey(transmitter, kinds.sequence);
}
