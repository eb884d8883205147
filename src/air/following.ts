import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import { type AddressSlots, mostSlots } from "./address-slots.ts";
import { Awaited } from "./awaited.ts";
import type { Beginning } from "./beginnings.ts";
import type { CaptureTime } from "./capture-time.ts";
import type { DelayLine } from "./delay-line.ts";
import { Followed } from "./followed.ts";

/** Who is in the midst of something, on the timeline of the capture. */
export interface InProgress {
  readonly stations: readonly MacAddress[];
  readonly accessPoints: readonly MacAddress[];
  readonly since: TimeNs;
}

/** Has the parties of what begins followed, here and in other captures. */
export class Following {
  readonly followed = new Followed();
  /** The AP with which a station last had data, or that accepted it since; -1 when there is none. By slots. */
  readonly carriers = new Int32Array(mostSlots).fill(-1);
  readonly #slots: AddressSlots;
  readonly #line: DelayLine;
  readonly #time: CaptureTime;
  /** What begins in other captures. */
  readonly #awaited: Awaited;

  constructor(
    slots: AddressSlots,
    line: DelayLine,
    time: CaptureTime,
    expected: readonly Beginning[],
  ) {
    this.#slots = slots;
    this.#line = line;
    this.#time = time;
    this.#awaited = new Awaited(expected);
  }

  /** Something that began in other captures is still to come. */
  get isAwaiting(): boolean {
    return this.#awaited.dueUs < Number.POSITIVE_INFINITY;
  }

  /** What begins now in other captures begins here too; `timeUs` is by the clock of the capture. */
  beginAwaited(timeUs: number): void {
    this.#time.millisecondsOf(timeUs); // by now there is a moment from which they are counted
    this.#awaited.until(this.#time.toTimelineUs(timeUs), (beginning) => {
      this.begin(beginning, this.#time.onTimeline(beginning.timeUs), this.#slots.size);
    });
  }

  /** What begins makes all of interest that its parties do before and after; `known` slots had an address before. */
  begin(parties: Beginning, timeMs: number, known: number): void {
    const stations = this.#slotsOf(parties.stations);
    const accessPoints = this.#slotsOf(parties.accessPoints);
    for (const station of stations) {
      const carrier = this.carriers[station] as number;
      if (carrier >= 0 && !accessPoints.includes(carrier)) accessPoints.push(carrier);
    }
    const isNew = (slot: number) => slot < known && !this.followed.has(slot, timeMs);
    if (stations.some(isNew) || accessPoints.some(isNew)) this.#line.want(stations, accessPoints);
    for (const slot of [...stations, ...accessPoints]) this.followed.begin(slot, timeMs);
    const [station, bssid] = [stations[0], accessPoints[0]];
    if (parties.isAccepted && station !== undefined && bssid !== undefined) {
      this.carriers[station] = bssid;
    }
    if (!parties.isBeginning) return;
    for (const station of stations) this.followed.awaitData(station, timeMs);
  }

  #slotsOf(addresses: readonly MacAddress[]): number[] {
    return addresses.map((address) => this.#slots.addOf(address)).filter((slot) => slot >= 0);
  }

  /** What has not begun yet in other captures. */
  expected(): readonly Beginning[] {
    return this.#awaited.left();
  }

  /** From `timeUs` on, by the clock of the capture, these are followed as if they had begun then. */
  goOn(timeUs: number, parties: readonly InProgress[]): void {
    this.#time.millisecondsOf(timeUs);
    for (const { stations, accessPoints, since } of parties) {
      const sinceMs = this.#time.onTimeline(Number(since / 1000n));
      for (const address of [...stations, ...accessPoints]) {
        this.followed.begin(this.#slots.addOf(address), sinceMs);
      }
      for (const address of stations) this.followed.awaitData(this.#slots.addOf(address), sinceMs);
    }
  }
}
