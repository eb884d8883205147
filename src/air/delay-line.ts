import type { Packet } from "../capture/packet.ts";
import { decodeFrame } from "../dot11/frame.ts";
import { mostSlots } from "./address-slots.ts";
import type { AirFrame } from "./air-frame.ts";
import { type Announcement, decodeRepeated } from "./announcement-memo.ts";
import { type Kept, type Passing, WaitingFrames } from "./waiting-frames.ts";

/** So long a frame waits for somebody to want it where nobody waits for it, milliseconds. */
export const longestDelayMs = 1200;
/** Frames that can wait; on a busier channel the wait is shorter. */
const mostWaiting = 32_768;

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

/** The latest frame of each kind is kept for every station. */
const kinds = { uplink: 0, downlink: 1, sequence: 2 } as const;
const kindCount = 3;

/**
 * Frames on their way to whoever follows them, in order. Those that are decoded are handed on after a
 * while; those that were passed over are handed on only when, before that, one of their parties began
 * something. The latest data of every station are remembered beyond that.
 */
export class DelayLine {
  readonly #input: number;
  readonly #handOn: (frame: AirFrame) => void;
  readonly #delayMs: number;
  readonly #waiting = new WaitingFrames();
  /** Which frame is the latest of a station and kind. */
  readonly #latest = new Float64Array(mostSlots * kindCount).fill(-1);
  /** The latest ones that have left the line. */
  readonly #kept = new Map<number, Kept>();

  constructor(input: number, handOn: (frame: AirFrame) => void, delayMs: number) {
    this.#input = input;
    this.#handOn = handOn;
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
    this.#waiting.fill(id, packet, passing, announcement);
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
    this.#waiting.put(id, frame);
  }

  /** The transmitter of a passed frame that waits is the address at `at`. */
  isTransmitter(id: number, view: DataView, at: number): boolean {
    return id >= this.#waiting.first && this.#waiting.hasAddress(id, transmitterAt, view, at);
  }

  acknowledge(id: number): void {
    if (id >= this.#waiting.first) this.#waiting.mark(id, acknowledged);
  }

  /** The receiver's slot of a passed uplink frame that waits; -1 for any other. */
  uplinkReceiver(id: number): number {
    const waiting = this.#waiting;
    const isUplink = id >= waiting.first && (waiting.traitsAt(id) & traits.uplink) !== 0;
    return isUplink ? waiting.receiverAt(id) : -1;
  }

  /** A passed frame that waits is handed on. */
  wantOne(id: number): void {
    if (id >= this.#waiting.first) this.#waiting.mark(id, wanted);
  }

  /**
   * Somebody began something: wanted are all frames of the stations that wait, with their latest ones
   * from before, and those frames of the APs that take a number of their management frames.
   */
  want(stations: readonly number[], accessPoints: readonly number[]): void {
    for (const station of stations) this.#handOnKept(keysOf(station));
    // The last beacon before tells what its station had of the AP.
    for (const accessPoint of accessPoints) {
      this.#handOnKept([accessPoint * kindCount + kinds.sequence]);
    }
    const waiting = this.#waiting;
    for (let id = waiting.first; id < waiting.next; id++) {
      const transmitter = waiting.transmitterAt(id);
      const isWanted =
        stations.includes(transmitter) ||
        stations.includes(waiting.receiverAt(id)) ||
        ((waiting.traitsAt(id) & traits.sequence) !== 0 && accessPoints.includes(transmitter));
      if (isWanted) waiting.mark(id, wanted);
    }
  }

  /** At `timeMs` those leave that have waited long enough, also when the clock was put back meanwhile. */
  release(timeMs: number): void {
    const waiting = this.#waiting;
    while (waiting.size > 0 && Math.abs(timeMs - waiting.timeMsAt(waiting.first)) > this.#delayMs) {
      this.#leave();
    }
  }

  /** Nothing follows: what waits leaves, and with it the latest of everybody. */
  flush(): void {
    this.#handOnKept([...this.#kept.keys()]);
    const waiting = this.#waiting;
    for (let id = waiting.first; id < waiting.next; id++) {
      const transmitter = waiting.transmitterAt(id);
      const traitsOfFrame = waiting.traitsAt(id);
      const trafficKey = trafficKeyOf(traitsOfFrame, transmitter, waiting.receiverAt(id));
      const sequenceKey = sequenceKeyOf(traitsOfFrame, transmitter);
      if (this.#latest[trafficKey] === id || this.#latest[sequenceKey] === id) {
        waiting.mark(id, wanted);
      }
    }
    while (waiting.size > 0) this.#leave();
  }

  #enter(timeMs: number, transmitter: number, receiver: number, traitsOfFrame: number): number {
    const waiting = this.#waiting;
    this.release(timeMs);
    if (waiting.size === mostWaiting) this.#leave();
    const id = waiting.enter(timeMs, transmitter, receiver, traitsOfFrame);
    const trafficKey = trafficKeyOf(traitsOfFrame, transmitter, receiver);
    if (trafficKey >= 0) this.#latest[trafficKey] = id;
    const sequenceKey = sequenceKeyOf(traitsOfFrame, transmitter);
    if (sequenceKey >= 0) this.#latest[sequenceKey] = id;
    return id;
  }

  #leave(): void {
    const waiting = this.#waiting;
    const id = waiting.first;
    const traitsOfFrame = waiting.traitsAt(id);
    const transmitter = waiting.transmitterAt(id);
    const trafficKey = trafficKeyOf(traitsOfFrame, transmitter, waiting.receiverAt(id));
    const sequenceKey = sequenceKeyOf(traitsOfFrame, transmitter);
    const decoded = waiting.decodedAt(id);
    if (decoded !== undefined && "acknowledged" in decoded) {
      this.#forget(trafficKey, sequenceKey);
      this.#handOn(decoded);
    } else if ((traitsOfFrame & wanted) !== 0) {
      this.#forget(trafficKey, sequenceKey);
      this.#handOn(toAirFrame(waiting.take(id), this.#input));
    } else {
      this.#keepLatest(trafficKey, id);
      this.#keepLatest(sequenceKey, id);
    }
    waiting.drop();
  }

  #forget(trafficKey: number, sequenceKey: number): void {
    this.#kept.delete(trafficKey);
    this.#kept.delete(sequenceKey);
  }

  #keepLatest(key: number, id: number): void {
    if (key < 0 || this.#latest[key] !== id) return;
    this.#kept.set(key, this.#waiting.take(id));
  }

  #handOnKept(keys: readonly number[]): void {
    const kept = keys.map((key) => this.#kept.get(key)).filter((one) => one !== undefined);
    for (const key of keys) this.#kept.delete(key);
    // One frame may be the latest of two kinds.
    const byNumber = new Map(kept.map((one) => [one.frame, one]));
    for (const one of [...byNumber.values()].sort((a, b) => a.frame - b.frame)) {
      this.#handOn(toAirFrame(one, this.#input));
    }
  }
}

function keysOf(station: number): readonly number[] {
  return Object.values(kinds).map((kind) => station * kindCount + kind);
}

/** Where the latest traffic of the frame's station and direction stands; -1 when it is no traffic. */
function trafficKeyOf(traitsOfFrame: number, transmitter: number, receiver: number): number {
  if ((traitsOfFrame & traits.traffic) === 0) return -1;
  const isUplink = (traitsOfFrame & traits.uplink) !== 0;
  const station = isUplink ? transmitter : receiver;
  return station < 0 ? -1 : station * kindCount + (isUplink ? kinds.uplink : kinds.downlink);
}

function sequenceKeyOf(traitsOfFrame: number, transmitter: number): number {
  if ((traitsOfFrame & traits.sequence) === 0 || transmitter < 0) return -1;
  return transmitter * kindCount + kinds.sequence;
}

/** A passed frame as far as it was kept; its FCS was not looked at. */
function toAirFrame(kept: Kept, input: number): AirFrame {
  const { octets, announcement, frequencyMhz, signalDbm } = kept;
  return {
    input,
    interfaceId: kept.interfaceId,
    frame: kept.frame,
    time: BigInt(kept.timeUs) * 1000n + BigInt(kept.subUs),
    timeDigits: kept.timeDigits,
    radio: {
      ...(frequencyMhz === 0 ? {} : { frequencyMhz }),
      ...(signalDbm === 0 ? {} : { signalDbm }),
    },
    fcs: "unchecked",
    cut: false,
    octets,
    decoded:
      announcement === undefined
        ? decodeFrame(octets, { limitedBy: "frame" })
        : decodeRepeated(announcement, octets),
    acknowledged: (kept.traits & acknowledged) !== 0,
    copies: 0,
  };
}
