import type { AirFrame } from "../air/air-frame.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { MacHeader } from "../dot11/mac-header.ts";
import type { ActivityBin } from "./activity.ts";
import { type Exchange, isAnswered } from "./exchange.ts";
import type { HeardAt } from "./heard-at.ts";
import {
  beginInterruption,
  type DataMention,
  endInterruption,
  isInUse,
  type LastData,
  newLastData,
  noteData,
  prolongInterruption,
} from "./interruption.ts";
import { RankedTable } from "./ranked-table.ts";
import type { Sighting } from "./sighting.ts";
import { mostSteeringEvents, type SteeringEvent } from "./steering.ts";

/** What is remembered of one station. */
export interface Station {
  readonly mac: MacAddress;
  firstHeard: TimeNs;
  lastHeard: TimeNs;
  /** The AP of the last association that was seen to succeed or to carry data. */
  associatedWith: MacAddress | undefined;
  /** Of its last management or non-QoS data frame. */
  lastSequenceNumber: number | undefined;
  /** Its latest protected Action frames with any AP, and those to it. */
  readonly protectedActions: AirFrame[];
  /** Recent exchanges, oldest first. */
  readonly exchanges: Exchange[];
  /** When a protected data frame that it sent or acknowledged was last heard, with any AP. */
  lastData: TimeNs | undefined;
  /** Of the recent exchanges those after which no such frame was heard. */
  readonly withoutDataSince: Set<Exchange>;
  /** Of the recent exchanges those after which data are awaited in one direction at least. */
  readonly paused: Set<Exchange>;
  /** Its latest protected data, oldest first. */
  readonly activity: ActivityBin[];
  /** Its latest data by direction and class. */
  readonly data: LastData;
  /** The exchange after which the first data with its target are waited for. */
  interrupted: Exchange | undefined;
  /** What was said about where to go, oldest first. */
  readonly steering: SteeringEvent[];
  /** Of its latest frame to an AP, as the recorder heard it. */
  lastSignalDbm: number | undefined;
  /** The latest data from the AP that it came from, until the station is heard to send data to one of the two. */
  fromOldAp: HeardAt | undefined;
}

/**
 * What a station has shown of itself. Anybody can send frames from invented addresses; that an AP deals
 * with one of them is more, and that it has let it in is most.
 */
export const stationRanks = { newcomer: 0, answered: 1, associated: 2 } as const;

/** So many stations of each rank are remembered. */
const mostStations: readonly number[] = [4096, 12_288, 49_152];

/** Protected data over so long a time are no single frame of somebody who passes by. */
const lastingNs = 1_000_000_000n;

const mostExchangesRemembered = 64;
const mostProtectedActions = 32;
const actionSubtype = 13;

/** All stations that were heard to exchange anything. Bounded: of one rank the one idle longest makes room. */
export class StationTable {
  readonly #byMac: RankedTable<MacAddress, Station>;

  constructor(most: readonly number[] = mostStations) {
    this.#byMac = new RankedTable(most);
  }

  get size(): number {
    return this.#byMac.size;
  }

  /** Stations that were dropped to stay within bounds. */
  get evicted(): number {
    return this.#byMac.evicted;
  }

  get(mac: MacAddress): Station | undefined {
    return this.#byMac.get(mac);
  }

  /** Of one that is not remembered any more that of a newcomer. */
  rankOf(mac: MacAddress): number {
    return this.#byMac.rankOf(mac) ?? stationRanks.newcomer;
  }

  heard(mac: MacAddress, time: TimeNs): Station {
    const station = this.#byMac.heard(mac, time, () => newStation(mac, time));
    station.lastHeard = time;
    return station;
  }

  /** An AP deals with the station. */
  answered({ mac }: Station): void {
    this.#byMac.raise(mac, stationRanks.answered);
  }

  /** An AP has let the station in. */
  associated({ mac }: Station): void {
    this.#byMac.raise(mac, stationRanks.associated);
  }

  /** Protected data of the station were heard. */
  carriesData(station: Station, isFromAp: boolean): void {
    if (isFromAp) this.associated(station);
    else if (station.lastHeard - station.firstHeard > lastingNs) this.answered(station);
  }

  /** The exchange is not followed any more. */
  forget(exchange: Exchange): void {
    const station = this.get(exchange.station);
    if (station === undefined) return;
    const place = station.exchanges.indexOf(exchange);
    if (place >= 0) station.exchanges.splice(place, 1);
    release(station, exchange);
    if (station.interrupted === exchange) station.interrupted = undefined;
  }

  /** Keeps a protected management frame with its station when it may be an FT Action frame. */
  rememberProtected(air: AirFrame, header: MacHeader): void {
    const isFromAp = header.transmitter === header.address3;
    const mac = isFromAp ? header.receiver : header.transmitter;
    const station = mac && this.get(mac);
    if (station === undefined || header.subtype !== actionSubtype) return;
    if (station.protectedActions.length === mostProtectedActions) station.protectedActions.shift();
    station.protectedActions.push(air);
  }
}

function newStation(mac: MacAddress, time: TimeNs): Station {
  return {
    mac,
    firstHeard: time,
    lastHeard: time,
    associatedWith: undefined,
    lastSequenceNumber: undefined,
    protectedActions: [],
    exchanges: [],
    lastData: undefined,
    withoutDataSince: new Set(),
    paused: new Set(),
    activity: [],
    data: newLastData(),
    interrupted: undefined,
    steering: [],
    lastSignalDbm: undefined,
    fromOldAp: undefined,
  };
}

export function rememberSteering(station: Station, event: SteeringEvent): void {
  if (station.steering.length === mostSteeringEvents) station.steering.shift();
  station.steering.push(event);
}

/** When there are too many, the first that nobody has answered makes room, or else the first of all. */
export function remember(station: Station, exchange: Exchange): void {
  const { exchanges } = station;
  if (exchanges.length === mostExchangesRemembered) {
    const unanswered = exchanges.findIndex((other) => !isAnswered(other));
    for (const dropped of exchanges.splice(Math.max(0, unanswered), 1)) release(station, dropped);
  }
  exchanges.push(exchange);
}

function release(station: Station, exchange: Exchange): void {
  station.withoutDataSince.delete(exchange);
  station.paused.delete(exchange);
}

/** A frame of an exchange was heard: what comes from now on comes after it. */
export function interruptData(station: Station, exchange: Exchange): void {
  exchange.dataBefore = station.lastData;
  exchange.dataAfter = undefined;
  station.withoutDataSince.add(exchange);
  const { uplink, downlink } = station.data;
  exchange.pause = {
    uplink: { before: uplink.any, after: undefined },
    downlink: { before: downlink.any, after: undefined },
  };
  station.paused.add(exchange);
}

/**
 * The station asked for an association, or the AP accepted it: the data it has had so far went over
 * the old link, and those that come with the target go over the new one.
 */
export function interrupt(station: Station, exchange: Exchange, sighting: Sighting): void {
  switch (sighting.role) {
    case "association-request":
    case "reassociation-request":
      exchange.interruption ??= beginInterruption(station.data);
      break;
    case "association-response":
    case "reassociation-response":
      if (sighting.body.status !== 0) return;
      exchange.interruption ??= beginInterruption(station.data);
      // An answer that is repeated finds the new link in use already.
      if (!isInUse(exchange.interruption)) prolongInterruption(exchange.interruption, station.data);
      break;
    default:
      return;
  }
  station.interrupted = exchange;
}

/** Takes note of a data frame of the station; gives the exchange after which it is the first in its direction. */
export function followLink(station: Station, mention: DataMention): Exchange | undefined {
  const exchange = station.interrupted;
  noteData(station.data, mention);
  const { interruption } = exchange ?? {};
  if (exchange === undefined || interruption === undefined) return undefined;
  if (exchange.targetAp !== mention.bssid) return undefined;
  const moments = interruption.after[mention.isUplink ? "uplink" : "downlink"];
  const before = moments.any;
  const isOver = endInterruption(interruption, mention, exchange.lastTime);
  if (isOver) station.interrupted = undefined;
  return before === moments.any ? undefined : exchange;
}

/** The station's association with `bssid` carries data. */
export function carryData(
  station: Station,
  { bssid, isUplink, time }: Pick<DataMention, "bssid" | "isUplink" | "time">,
): void {
  station.lastData = time;
  for (const exchange of station.paused) {
    const { uplink, downlink } = exchange.pause;
    const pause = isUplink ? uplink : downlink;
    pause.after ??= time;
    if (uplink.after !== undefined && downlink.after !== undefined) station.paused.delete(exchange);
  }
  if (station.withoutDataSince.size === 0) return;
  for (const exchange of station.withoutDataSince) exchange.dataAfter = { time, bssid };
  station.withoutDataSince.clear();
}
