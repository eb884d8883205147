import type { MacAddress } from "../../src/bytes/mac-address.ts";

/** An AP of a synthetic AireOS network: radio MAC and, as slot 1 does, a BSSID that counts down from ..f. */
export interface FlexAp {
  readonly radio: string;
  readonly bssid: string;
}

export function flexAp(base: string, vapId = 2): FlexAp {
  return { radio: `${base}0`, bssid: `${base}${(16 - vapId).toString(16)}` };
}

export const stationA = "02:5a:00:00:00:0a" as MacAddress;
export const oldAp = flexAp("02:a0:00:00:01:1");
export const targetAp = flexAp("02:a0:00:00:02:2");

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Milliseconds as `debug client` writes them: no year, no zone. */
function debugTime(ms: number): string {
  const date = new Date(ms);
  const day = String(date.getUTCDate()).padStart(2, " ");
  return `${months[date.getUTCMonth()]} ${day} ${date.toISOString().slice(11, 23)}`;
}

export interface LogWriter {
  /** A record of a task about the station. */
  say(task: string, ms: number, text: string, station?: string): LogWriter;
  /** A request that the controller takes: it holds the key. */
  request(ms: number, target: FlexAp, path?: "Air" | "DS"): LogWriter;
  /** A request for which the controller holds none. */
  requestWithoutKey(ms: number): LogWriter;
  /** The AP finds no key in its cache. */
  lookupFailed(ms: number, target: FlexAp): LogWriter;
  /** The AP asks the controller to forget the station. */
  apDelete(ms: number, target: FlexAp, current?: FlexAp): LogWriter;
  /** The controller takes the station off its old AP and forgets the key. */
  removal(scheduledMs: number, sentMs: number, current: FlexAp): LogWriter;
  /** FT succeeds, as the controller tells it. */
  success(ms: number, target: FlexAp): LogWriter;
  text(): string;
}

/** Writes the lines of an AireOS `debug client` about one station. */
export function aireosLog({
  station = stationA,
  startMs = Date.UTC(2000, 2, 4, 5, 6, 7, 100),
}: {
  readonly station?: string;
  readonly startMs?: number;
} = {}): LogWriter {
  const lines: string[] = [];
  const writer: LogWriter = {
    say(task, ms, text, about = station) {
      lines.push(`*${task}: ${debugTime(startMs + ms)}: ${about} ${text}`);
      return writer;
    },
    request(ms, target, path = "Air") {
      const task = "apfMsConnTask_2";
      writer.say(task, ms, `Doing preauth for this client over the ${path}`);
      writer.say(task, ms, `Doing local roaming for destination address ${target.bssid}`);
      writer.say(task, ms, "Got 1 AKMs in RSNIE");
      writer.say(task, ms, "RSNIE AKM matches with PMK cache entry :0x3");
      return writer.say(task, ms, `Created a new preauth entry for AP:${target.bssid}`);
    },
    requestWithoutKey(ms) {
      const text = "no PMK cache entry for this client. Can't do preauth.";
      return writer.say("apfMsConnTask_2", ms, text);
    },
    lookupFailed(ms, target) {
      return writer.say(
        "spamApTask3",
        ms,
        `Association Failed on REAP AP BSSID ${target.bssid} (slot 1), status 11 0 802.11r Key Cache look up failed in (re)-assoc req`,
      );
    },
    apDelete(ms, target, current) {
      writer.say(
        "spamApTask3",
        ms,
        `Received DELETE mobile, reason UNKNOWN, from AP ${target.radio}, slot 1 ...cleaning up mscb`,
      );
      if (current === undefined) return writer;
      return writer.say(
        "spamApTask3",
        ms,
        `Warning, ignore the DELETE_MOBILE_PAYLOAD from AP: ${target.radio}, slot 1. STA connecting AP: ${current.radio}, slot 1`,
      );
    },
    removal(scheduledMs, sentMs, current) {
      writer.say(
        "spamApTask3",
        scheduledMs,
        "apfMsDeleteByMscb Scheduling mobile for deletion with deleteReason 6, reasonCode 1\n",
      );
      writer.say(
        "spamApTask3",
        scheduledMs,
        "Scheduling deletion of Mobile Station:  (callerId: 21) in 1 seconds",
      );
      const task = "apfReceiveTask";
      writer.say("osapiBsnTimer", sentMs, "apfMsExpireCallback (apf_ms.c:700) Expiring Mobile!");
      writer.say(
        task,
        sentMs,
        `apfMsExpireMobileStation (apf_ms.c:7000) Changing state for mobile ${station} on AP ${current.radio} from Associated to Disassociated\n`,
      );
      writer.say(
        task,
        sentMs,
        `Sent Disassociate to mobile on AP ${current.radio}-1 (reason 1, caller apf_ms.c:7001)`,
      );
      writer.say(
        task,
        sentMs,
        `Sent Deauthenticate to mobile on BSSID ${current.bssid} slot 1(caller apf_ms.c:7002)`,
      );
      writer.say(task, sentMs, "Deleting the PMK cache when de-authenticating the client.");
      writer.say(task, sentMs, "DOT11R: Sending cache delete");
      writer.say(task, sentMs, `Removing PMK cache entry for station ${station}`);
      return writer.say(task, sentMs, `Deleting mobile on AP ${current.radio}(1)`);
    },
    success(ms, target) {
      writer.request(ms, target);
      writer.say(
        "apfMsConnTask_2",
        ms + 9,
        `Reassociation received from mobile on BSSID ${target.bssid}`,
      );
      writer.say(
        "apfMsConnTask_2",
        ms + 11,
        `Sending Assoc Response to station on BSSID ${target.bssid} (status 0) ApVapId 2 Slot 1`,
      );
      return writer.say("apfMsConnTask_2", ms + 11, `Finishing FT roaming for mobile ${station}`);
    },
    text: () => `${lines.join("\n")}\n`,
  };
  return writer;
}
