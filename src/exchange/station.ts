import type { AirFrame } from "../air/air-frame.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { MacHeader } from "../dot11/mac-header.ts";
import type { ActivityBin } from "./activity.ts";
import type { Exchange } from "./exchange.ts";
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
}

const mostStations = 65_536;
const mostExchangesRemembered = 64;
const mostProtectedActions = 32;
const actionSubtype = 13;

/** All stations that were heard to exchange anything. Bounded: the one idle longest makes room. */
export class StationTable {
  readonly #byMac = new Map<MacAddress, Station>();
  /** Stations that were dropped to stay within bounds. */
  evicted = 0;

  get(mac: MacAddress): Station | undefined {
    return this.#byMac.get(mac);
  }

  heard(mac: MacAddress, time: TimeNs): Station {
    let station = this.#byMac.get(mac);
    if (station === undefined) {
      if (this.#byMac.size >= mostStations) this.#evict();
      station = {
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
      };
    } else {
      // A Map keeps the order of insertion: the first entry is the one idle longest.
      this.#byMac.delete(mac);
    }
    station.lastHeard = time;
    this.#byMac.set(mac, station);
    return station;
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

  #evict(): void {
    const idlest = this.#byMac.keys().next();
    if (!idlest.done) this.#byMac.delete(idlest.value);
    this.evicted++;
  }
}

export function rememberSteering(station: Station, event: SteeringEvent): void {
  if (station.steering.length === mostSteeringEvents) station.steering.shift();
  station.steering.push(event);
}

export function remember(station: Station, exchange: Exchange): void {
  if (station.exchanges.length === mostExchangesRemembered) {
    const oldest = station.exchanges.shift();
    if (oldest !== undefined) {
      station.withoutDataSince.delete(oldest);
      station.paused.delete(oldest);
    }
  }
  station.exchanges.push(exchange);
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

/** Takes note of a data frame of the station. */
export function followLink(station: Station, mention: DataMention): void {
  const exchange = station.interrupted;
  noteData(station.data, mention);
  if (exchange?.interruption === undefined || exchange.targetAp !== mention.bssid) return;
  const isOver = endInterruption(exchange.interruption, mention, exchange.lastTime);
  if (isOver) station.interrupted = undefined;
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
