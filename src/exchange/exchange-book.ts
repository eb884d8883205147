import type { AirFrame } from "../air/air-frame.ts";
import { isGroupAddress, type MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { MacHeader } from "../dot11/mac-header.ts";
import { recentActivity } from "./activity.ts";
import { isRetry } from "./belonging.ts";
import type { BssTable } from "./bss.ts";
import { forgetData, installsKey } from "./data-flow.ts";
import {
  type Exchange,
  type ExchangeKind,
  type HeardBefore,
  isFt,
  mostSightings,
  newExchange,
} from "./exchange.ts";
import type { Sighting } from "./sighting.ts";
import { interrupt, interruptData, remember, type Station, type StationTable } from "./station.ts";

/** A late answer is still joined to its exchange; hostapd pulls a key for up to four seconds. */
export const answerWindowNs = 10_000_000_000n;

export interface TrackerEvents {
  /** An exchange has begun; it goes on changing until the tracker is finished with it. */
  exchange(exchange: Exchange): void;
  /** A frame was added to it, or data were heard for the first time after it. */
  changed?(exchange: Exchange): void;
}

/** A station and the AP it deals with. */
export interface Parties {
  readonly station: Station;
  readonly targetAp: MacAddress;
}

/** Which exchanges there are, by station and target AP, and how frames are put into them. */
export class ExchangeBook {
  readonly stations: StationTable;
  readonly #events: TrackerEvents;
  readonly #bsss: BssTable;
  readonly #nextNumber: () => number;
  /** Frames of the sender at hand that were passed over before its frame, when it is a known station. */
  missedBefore: number | undefined;

  constructor(
    events: TrackerEvents,
    { bsss, stations }: { readonly bsss: BssTable; readonly stations: StationTable },
    nextNumber: () => number,
  ) {
    this.#events = events;
    this.#bsss = bsss;
    this.stations = stations;
    this.#nextNumber = nextNumber;
  }

  /**
   * Management frames and non-QoS data of a station share one sequence counter: a number that was
   * passed over is a frame the recorder did not hear.
   */
  followSequence(header: MacHeader, transmitter: MacAddress): void {
    this.missedBefore = undefined;
    if (header.sequenceNumber === undefined || header.type === 1) return;
    if (header.tid !== undefined) return;
    const station = this.stations.get(transmitter);
    if (station === undefined) return;
    const before = station.lastSequenceNumber;
    if (before !== undefined) {
      const step = (header.sequenceNumber - before + 4096) % 4096;
      this.missedBefore = step === 0 ? 0 : step - 1;
    }
    station.lastSequenceNumber = header.sequenceNumber;
  }

  /** Station and AP of a frame between the two; undefined for group addresses. */
  parties(air: AirFrame, header: MacHeader, isFromAp: boolean): Parties | undefined {
    const mac = isFromAp ? header.receiver : header.transmitter;
    const targetAp = isFromAp ? header.transmitter : header.receiver;
    if (mac === undefined || targetAp === undefined) return undefined;
    if (isGroupAddress(mac) || isGroupAddress(targetAp)) return undefined;
    return { station: this.stations.heard(mac, air.time), targetAp };
  }

  /** Exchanges of the station with this target that a frame at `time` may still belong to. */
  recent({ station, targetAp }: Parties, time: TimeNs): readonly Exchange[] {
    const since = time - answerWindowNs;
    return station.exchanges.filter(
      (exchange) => exchange.lastTime >= since && exchange.targetAp === targetAp,
    );
  }

  /** The latest FT exchange that may still go on. */
  openFt(parties: Parties, time: TimeNs): Exchange | undefined {
    return this.recent(parties, time).findLast(isFt);
  }

  /** The latest exchange, when it is a full association that is not over. */
  openAssociation(parties: Parties, time: TimeNs): Exchange | undefined {
    const last = this.recent(parties, time).at(-1);
    if (last === undefined || isFt(last)) return undefined;
    const isOver = last.sightings.some(
      (sighting) =>
        sighting.role === "eapol-4" ||
        sighting.role === "deauthentication" ||
        sighting.role === "disassociation",
    );
    return isOver ? undefined : last;
  }

  begin(
    kind: ExchangeKind,
    { station, targetAp }: Parties,
    air: AirFrame,
    protectedActions: readonly AirFrame[] = [],
  ): Exchange {
    const exchange = newExchange({
      number: this.#nextNumber(),
      kind,
      station: station.mac,
      targetAp,
      currentAp: station.associatedWith,
      startTime: air.time,
      protectedActions,
      activity: recentActivity(station, air.time),
      heardBefore: this.#heardBefore(station),
    });
    remember(station, exchange);
    this.#events.exchange(exchange);
    return exchange;
  }

  #heardBefore({ lastSignalDbm, associatedWith, data }: Station): HeardBefore {
    const ap = this.#bsss.get(associatedWith ?? data.carrier);
    return {
      ...(lastSignalDbm === undefined ? {} : { stationDbm: lastSignalDbm }),
      ...(ap?.lastSignalDbm === undefined ? {} : { apDbm: ap.lastSignalDbm }),
      ...(ap?.lastBeacon === undefined ? {} : { apBeacon: ap.lastBeacon }),
    };
  }

  /** What every sighting of a frame has. */
  sight(air: AirFrame, header: MacHeader) {
    return {
      air,
      sender: header.transmitter as MacAddress,
      receiver: header.receiver,
      retries: [],
      missedBefore: this.missedBefore,
    };
  }

  /** Puts a frame into an exchange; a MAC retry is folded into its first copy. */
  add(exchange: Exchange, sighting: Sighting): void {
    exchange.lastTime = sighting.air.time;
    this.#events.changed?.(exchange);
    const station = this.stations.get(exchange.station);
    const isDeparture = sighting.role === "deauthentication" || sighting.role === "disassociation";
    if (station !== undefined && !isDeparture) {
      interruptData(station, exchange);
      if (sighting.sender !== exchange.station) this.#dealtWith(station, exchange, sighting);
    }
    const first = exchange.sightings.findLast(
      (other) => other.role === sighting.role && isRetry(other, sighting.air),
    );
    if (first !== undefined) {
      if (first.retries.length < mostSightings) first.retries.push(sighting.air);
      return;
    }
    if (exchange.sightings.length >= mostSightings) {
      exchange.notKept++;
      return;
    }
    if (installsKey(sighting, exchange.sightings)) forgetData(exchange);
    if (station !== undefined) interrupt(station, exchange, sighting);
    exchange.sightings.push(sighting);
  }

  /** An AP speaks to the station: neither of them is an invention of the other's. */
  #dealtWith(station: Station, { targetAp }: Exchange, sighting: Sighting): void {
    this.#bsss.serves(targetAp);
    const isLetIn =
      sighting.role === "eapol-1" || sighting.role === "eapol-3" || isAcceptance(sighting);
    if (isLetIn) this.stations.associated(station);
    else this.stations.answered(station);
  }
}

function isAcceptance(sighting: Sighting): boolean {
  const { role } = sighting;
  return (
    (role === "association-response" || role === "reassociation-response") &&
    sighting.body.status === 0
  );
}
