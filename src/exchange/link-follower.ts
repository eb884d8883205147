import type { AirFrame } from "../air/air-frame.ts";
import { isGroupAddress, type MacAddress } from "../bytes/mac-address.ts";
import type { FrameOf } from "../dot11/frame.ts";
import { bssidOf, type MacHeader } from "../dot11/mac-header.ts";
import { countActivity } from "./activity.ts";
import type { BssTable } from "./bss.ts";
import { followData } from "./data-flow.ts";
import type { TrackerEvents } from "./exchange-book.ts";
import { heardAt } from "./heard-at.ts";
import { isVoice } from "./interruption.ts";
import {
  carryData,
  followLink,
  rememberSteering,
  type Station,
  type StationTable,
} from "./station.ts";
import { type SteeringEvent, steeringEvent, steeringOf } from "./steering.ts";
import { VoiceBook } from "./voice.ts";

/** Data after an exchange belong to it for so long. */
const dataWindowNs = 10_000_000_000n;

/**
 * An AP that a station has left sends it data. The station may as well have gone back to it unheard: data of the
 * station to the target afterwards show that it had not, data of it to the old AP that it had.
 */
function followOldAp(
  station: Station,
  { bssid, isUplink, air }: { bssid: MacAddress; isUplink: boolean; air: AirFrame },
): void {
  const { associatedWith, fromOldAp } = station;
  const last = station.exchanges.at(-1);
  if (bssid !== associatedWith) {
    const isOld = last?.currentAp === bssid && last.targetAp === associatedWith;
    station.fromOldAp = isOld && !isUplink ? heardAt(air) : undefined;
  } else if (isUplink && fromOldAp !== undefined) {
    if (last?.targetAp === bssid) last.fromOldAp = fromOldAp;
    station.fromOldAp = undefined;
  }
}

const disassociationSubtype = 10;
const deauthenticationSubtype = 12;
const actionSubtype = 13;

/** Follows what a station and its AP exchange while they are associated: data, and talk about where to go. */
export class LinkFollower {
  readonly voice = new VoiceBook();
  readonly #stations: StationTable;
  readonly #bsss: BssTable;

  readonly #events: TrackerEvents;

  constructor(stations: StationTable, bsss: BssTable, events: TrackerEvents) {
    this.#stations = stations;
    this.#bsss = bsss;
    this.#events = events;
  }

  data(air: AirFrame, header: MacHeader, body: FrameOf<"data">): void {
    const bssid = bssidOf(header);
    if (bssid === undefined || header.toDs === header.fromDs) return;
    const isUplink = header.toDs;
    if (!isUplink) this.#bsss.heard(bssid, air);
    const mac = isUplink ? header.transmitter : header.receiver;
    if (mac === undefined || isGroupAddress(mac)) return;
    const isTraffic = body.isProtected && !body.isNull;
    const isLink = isUplink || air.acknowledged;
    // Protected data show a link that was made before the capture began.
    const station =
      this.#stations.get(mac) ??
      (isTraffic && isLink ? this.#stations.heard(mac, air.time) : undefined);
    if (station === undefined) return;
    this.#stations.heard(mac, air.time);
    if (isUplink) station.lastSignalDbm = air.radio.signalDbm ?? station.lastSignalDbm;
    const { tid, sequenceNumber } = header;
    const { time, acknowledged: isAcknowledged } = air;
    const back = followLink(station, { bssid, isUplink, isAcknowledged, isTraffic, tid, time });
    if (back !== undefined) this.#events.changed?.(back);
    if (!isTraffic) return;
    if (isVoice(tid)) {
      this.voice.heard({
        station: mac,
        direction: isUplink ? "uplink" : "downlink",
        ap: bssid,
        at: heardAt(air),
        length: air.octets.length,
        sequenceNumber,
      });
    }
    countActivity(station, bssid, air, isUplink ? "uplink" : "downlink");
    if (isLink) {
      this.#stations.carriesData(station, !isUplink);
      carryData(station, { bssid, isUplink, time });
    }
    followOldAp(station, { bssid, isUplink, air });
    const exchange = station.exchanges.findLast((candidate) => candidate.targetAp === bssid);
    if (exchange === undefined || air.time - exchange.lastTime > dataWindowNs) return;
    followData(exchange, isUplink ? "uplink" : "downlink", air, header);
    if (exchange[isUplink ? "uplink" : "downlink"].frames === 1) this.#events.changed?.(exchange);
  }

  action(air: AirFrame, header: MacHeader, frame: FrameOf<"action">): void {
    const what = steeringOf(frame);
    if (what !== undefined) this.#steer(air, header, what);
  }

  dismissal(
    air: AirFrame,
    header: MacHeader,
    { kind, reason }: FrameOf<"deauthentication"> | FrameOf<"disassociation">,
  ): void {
    this.#steer(air, header, { kind, reason });
  }

  protectedManagement(
    air: AirFrame,
    header: MacHeader,
    { managementSubtype }: FrameOf<"protected-management">,
  ): void {
    switch (managementSubtype) {
      case disassociationSubtype:
        this.#steer(air, header, { kind: "disassociation", reason: undefined });
        return;
      case deauthenticationSubtype:
        this.#steer(air, header, { kind: "deauthentication", reason: undefined });
        return;
      case actionSubtype:
        this.#steer(air, header, { kind: "protected-action", air });
        return;
      default:
        return;
    }
  }

  #steer(air: AirFrame, header: MacHeader, what: SteeringEvent["what"]): void {
    const ap = header.address3;
    if (ap === undefined) return;
    const isFromAp = header.transmitter === ap;
    const mac = isFromAp ? header.receiver : header.transmitter;
    if (mac === undefined || isGroupAddress(mac)) return;
    const station = this.#stations.heard(mac, air.time);
    rememberSteering(station, steeringEvent(air, { ap, isFromAp, what }));
  }
}
