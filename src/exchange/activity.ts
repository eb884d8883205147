import type { AirFrame } from "../air/air-frame.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Exchange } from "./exchange.ts";
import type { Station } from "./station.ts";

/** Protected data of a station with one AP in a short span, for the picture of an exchange. */
export interface ActivityBin {
  readonly from: TimeNs;
  readonly bssid: MacAddress;
  uplink: number;
  downlink: number;
  /** Of the last frame in each direction, as the recorder heard it. */
  uplinkSignalDbm: number | undefined;
  downlinkSignalDbm: number | undefined;
}

export const activityBinNs = 20_000_000n;

/** So long before an exchange begins and after its last frame the station's data are counted. */
const beforeNs = 1_000_000_000n;
const afterNs = 2_000_000_000n;

const mostRemembered = 50;
const mostInExchange = 200;

/** Counts one protected data frame; only the first of a bin is more than an addition. */
export function countActivity(
  station: Station,
  bssid: MacAddress,
  air: AirFrame,
  direction: "uplink" | "downlink",
): void {
  const bin = currentBin(station, bssid, air.time) ?? beginBin(station, bssid, air.time);
  bin[direction]++;
  const { signalDbm } = air.radio;
  if (signalDbm !== undefined) bin[`${direction}SignalDbm`] = signalDbm;
}

function currentBin(
  { activity }: Station,
  bssid: MacAddress,
  time: TimeNs,
): ActivityBin | undefined {
  for (const bin of [activity.at(-1), activity.at(-2)]) {
    if (bin?.bssid === bssid && time >= bin.from && time - bin.from < activityBinNs) return bin;
  }
  return undefined;
}

function beginBin(station: Station, bssid: MacAddress, time: TimeNs): ActivityBin {
  const bin: ActivityBin = {
    from: time,
    bssid,
    uplink: 0,
    downlink: 0,
    uplinkSignalDbm: undefined,
    downlinkSignalDbm: undefined,
  };
  if (station.activity.length === mostRemembered) station.activity.shift();
  station.activity.push(bin);
  for (let i = station.exchanges.length - 1; i >= 0; i--) {
    const exchange = station.exchanges[i] as Exchange;
    if (time - exchange.lastTime > afterNs) break;
    if (exchange.activity.length < mostInExchange) exchange.activity.push(bin);
  }
  return bin;
}

/** What the station did shortly before `time`, as the beginning of an exchange's own list. */
export function recentActivity({ activity }: Station, time: TimeNs): ActivityBin[] {
  return activity.filter(({ from }) => time - from <= beforeNs);
}
