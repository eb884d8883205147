import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Exchange } from "./exchange.ts";

/** What is remembered of one station. */
export interface Station {
  readonly mac: MacAddress;
  firstHeard: TimeNs;
  lastHeard: TimeNs;
  /** The AP of the last association that was seen to succeed or to carry data. */
  associatedWith: MacAddress | undefined;
  /** Of its last management or non-QoS data frame. */
  lastSequenceNumber: number | undefined;
  /** Recent exchanges, oldest first. */
  readonly exchanges: Exchange[];
}

const mostStations = 65_536;
const mostExchangesRemembered = 64;

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
        exchanges: [],
      };
    } else {
      // A Map keeps the order of insertion: the first entry is the one idle longest.
      this.#byMac.delete(mac);
    }
    station.lastHeard = time;
    this.#byMac.set(mac, station);
    return station;
  }

  #evict(): void {
    const idlest = this.#byMac.keys().next();
    if (!idlest.done) this.#byMac.delete(idlest.value);
    this.evicted++;
  }
}

export function remember(station: Station, exchange: Exchange): void {
  if (station.exchanges.length === mostExchangesRemembered) station.exchanges.shift();
  station.exchanges.push(exchange);
}
