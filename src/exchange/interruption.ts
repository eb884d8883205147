import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";

/** When data were heard: of any class, and of voice (user priority 6 or 7, access category AC_VO). */
export interface DataMoments {
  any: TimeNs | undefined;
  voice: TimeNs | undefined;
}

/** Both directions. */
export interface DataTimes {
  readonly uplink: DataMoments;
  readonly downlink: DataMoments;
}

/** The latest protected, individually addressed data of a station, with whatever AP. */
export interface LastData extends DataTimes {
  /**
   * Downlink that nobody acknowledged with an ACK. It counts as soon as the station is heard on the
   * same link again (frames of an A-MPDU are acknowledged otherwise), and not at all once it has left.
   */
  readonly unconfirmed: DataMoments;
  /** The AP of the latest data frame of any kind. */
  bssid: MacAddress | undefined;
  /** The AP of the latest protected data that went over the link for sure. */
  carrier: MacAddress | undefined;
}

/** The data of a station around the moment at which it asked an AP for an association. */
export interface Interruption {
  /** The last ones before the AP accepted, or before the request while it has not. */
  before: DataTimes;
  /** The first ones with that AP after it. */
  readonly after: DataTimes;
  /** The AP with which the station had data before its request. */
  readonly carrier: MacAddress | undefined;
}

/** One data frame between a station and an AP, as far as it matters here. */
export interface DataMention {
  readonly bssid: MacAddress;
  readonly isUplink: boolean;
  readonly isAcknowledged: boolean;
  /** Protected and with a body; false for the null frames of power management. */
  readonly isTraffic: boolean;
  readonly tid: number | undefined;
  readonly time: TimeNs;
}

const nothing = (): DataMoments => ({ any: undefined, voice: undefined });

export function newLastData(): LastData {
  return {
    uplink: nothing(),
    downlink: nothing(),
    unconfirmed: nothing(),
    bssid: undefined,
    carrier: undefined,
  };
}

/** User priorities 6 and 7 go into the access category of voice (802.11-2020, table 10-1). */
export function isVoice(tid: number | undefined): boolean {
  return tid === 6 || tid === 7;
}

/** Takes note of a data frame of the station. */
export function noteData(last: LastData, mention: DataMention): void {
  if (mention.bssid !== last.bssid) {
    last.bssid = mention.bssid;
    Object.assign(last.unconfirmed, nothing());
  }
  if (mention.isUplink || mention.isAcknowledged) confirm(last);
  if (!mention.isTraffic) return;
  if (mention.isUplink || mention.isAcknowledged) last.carrier = mention.bssid;
  if (mention.isUplink) note(last.uplink, mention);
  else if (mention.isAcknowledged) note(last.downlink, mention);
  else note(last.unconfirmed, mention);
}

function confirm({ downlink, unconfirmed }: LastData): void {
  downlink.any = unconfirmed.any ?? downlink.any;
  downlink.voice = unconfirmed.voice ?? downlink.voice;
  Object.assign(unconfirmed, nothing());
}

function note(moments: DataMoments, { tid, time }: DataMention): void {
  moments.any = time;
  if (isVoice(tid)) moments.voice = time;
}

/** The interruption that begins now. */
export function beginInterruption(last: LastData): Interruption {
  return {
    before: copyOf(last),
    after: { uplink: nothing(), downlink: nothing() },
    carrier: last.carrier,
  };
}

/** Data were heard on the new link. */
export function isInUse({ after }: Interruption): boolean {
  return after.uplink.any !== undefined || after.downlink.any !== undefined;
}

/** The AP has accepted: data up to now went over the old link. */
export function prolongInterruption(interruption: Interruption, last: LastData): void {
  interruption.before = copyOf(last);
}

function copyOf({ uplink, downlink }: DataTimes): DataTimes {
  return { uplink: { ...uplink }, downlink: { ...downlink } };
}

/** So long the first data on a new link are waited for. */
const longestWaitNs = 60_000_000_000n;

/** Takes note of a data frame on the new link; true when there is nothing left to wait for. */
export function endInterruption(
  { before, after }: Interruption,
  mention: DataMention,
  since: TimeNs,
): boolean {
  if (mention.time - since > longestWaitNs) return true;
  if (mention.isTraffic) {
    const moments = mention.isUplink ? after.uplink : after.downlink;
    moments.any ??= mention.time;
    if (isVoice(mention.tid)) moments.voice ??= mention.time;
  }
  return (["uplink", "downlink"] as const).every(
    (direction) =>
      after[direction].any !== undefined &&
      (before[direction].voice === undefined || after[direction].voice !== undefined),
  );
}
