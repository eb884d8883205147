import type { MacAddress } from "../../bytes/mac-address.ts";
import type { DialectParser, LogSink } from "../dialect.ts";
import type { LogAp } from "../event.ts";
import type { LogLine } from "../log-line.ts";
import type { LogClock } from "../log-time.ts";
import { macGroup, macOf } from "../mac-text.ts";
import type { MessageEvent, MessageTable } from "../message-table.ts";
import { hostapHead } from "./head.ts";

/** What one of the two programs writes. */
export interface HostapProgram {
  readonly name: "hostapd" | "wpa_supplicant";
  readonly messages: MessageTable;
  /** Debug text that has nothing to do with roams. */
  readonly chatter: RegExp;
  /** Text that the program alone writes. */
  readonly own: RegExp;
}

/** "wlan0: STA 02:..:01 IEEE 802.11: " */
const interfaceName = /^([a-z][\w.-]{0,15}): /;
const loggerHead = new RegExp(
  `^STA ${macGroup} (?:IEEE 802\\.11|IEEE 802\\.1X|MLME|WPA|RADIUS|DRIVER|SNMP): `,
);
const hwaddr = new RegExp(`^Using interface ([\\w.-]+) with hwaddr ${macGroup}`);
/** A log that does not begin with the start of the program names its BSS all the same. */
const ownBssid = new RegExp(
  `^FT: Received authentication frame: STA=${macGroup} BSSID=${macGroup}`,
);
const eventBssid = new RegExp(
  `^nl80211: MLME event \\d+ \\(\\w+\\) on ([\\w.-]+)\\(${macGroup}\\)`,
);
/** A message over the wire, and the BSS of this process that it is for. */
const wireBssid = new RegExp(`^FT: RRB received packet ${macGroup} -> ${macGroup}`);
const ownAddress = new RegExp(`^Own MAC address: ${macGroup}`);
/** A message between key holders begins, or one about a named station goes on. */
const otherMatter = /^FT: RRB received packet/;
const stationNamed = new RegExp(
  `^(?:authentication: STA=|FT: Received authentication frame: STA=|reassociation request: STA=|association request: STA=|FT: RRB Action Frame: action=\\d+ sta_addr=|FT: Timeout pending pull request for |FT: Response to a pending pull request for |FT: S1KH-ID=)${macGroup}`,
);

/** A debug log tells of each request with its sequence number; FT's own lines about it come after that. */
const requestReceived = /^authentication: STA=/;
/** Where no sequence number tells which request it is, the SNonce that follows does. */
const requestBegun =
  /^FT: (?:FT Packet Type - Request|RRB Action Frame: action=1|(Received authentication frame: ))/;

/** Kinds of which the line does not say whom they are about: whoever was served last. */
const unnamed: ReadonlySet<string> = new Set([
  "ft-snonce",
  "ft-key-found",
  "ft-key-missing",
  "ft-key-requested",
  "ft-key-holder-unknown",
  "ft-key-denied",
  "ft-key-not-made",
  "ft-key-cache-lookup-failed",
  "ft-auth-deferred",
  "assoc-refused",
  "reassoc-too-late",
  "auth-refused",
  "no-room-for-station",
]);

/** How sure a line makes us that it is of the program. */
export function weighHostap(line: string, { name, own }: HostapProgram): 0 | 1 | 3 {
  const head = hostapHead(line);
  if (head?.program !== undefined) return head.program === name ? 3 : 0;
  return own.test(withoutInterface(head?.text ?? line)) ? 3 : 0;
}

export function createHostapParser(clock: LogClock, program: HostapProgram): DialectParser {
  const bssids = new Map<string, MacAddress>();
  let own: MacAddress | undefined;
  let served: MacAddress | undefined;
  /** The BSS that is handling a frame: one at a time, however many the process has. */
  let servedAt: MacAddress | undefined;
  let isRequestKnown = false;
  let isNonceNew = false;

  function push(line: LogLine, sink: LogSink): boolean {
    if (line.text === "" || /^\s/.test(line.text)) return true;
    const head = hostapHead(line.text);
    if (head?.program !== undefined && head.program !== program.name) {
      // The journal of a host holds other programs too; the other one of the pair has a dialect of its own.
      return head.program !== "hostapd" && head.program !== "wpa_supplicant";
    }
    if (head === undefined && !program.own.test(withoutInterface(line.text))) return false;
    const time = head?.time(clock);
    const { interface: name, text } = splitInterface(head?.text ?? line.text);
    remember(text, name);
    const logger = loggerHead.exec(text);
    const message = logger === null ? text : text.slice(logger[0].length);
    const found = program.messages.find(message);
    if (found === undefined) {
      if (logger !== null || program.chatter.test(message)) sink.understood(line);
      else sink.unknown(line);
    } else if (found.event === undefined || (found.event.kind === "ft-snonce" && !isNonceNew)) {
      sink.understood(line);
    } else {
      if (found.event.kind === "ft-snonce") isNonceNew = false;
      const station = logger === null ? undefined : macOf(logger[1] as string);
      sink.event(completed(found.event, { time, name, station }), line);
    }
    return true;
  }

  function remember(text: string, name: string | undefined): void {
    const handling = eventBssid.exec(text);
    const at = handling?.[2] ?? wireBssid.exec(text)?.[2];
    if (at !== undefined) servedAt = macOf(at);
    const [, used, address] = hwaddr.exec(text) ?? handling ?? [];
    if (used !== undefined && address !== undefined) bssids.set(used, macOf(address));
    const bssid = ownBssid.exec(text)?.[2];
    if (bssid !== undefined && ![...bssids.values()].includes(macOf(bssid))) {
      bssids.set(bssid, macOf(bssid));
    }
    const mine = ownAddress.exec(text)?.[1];
    if (mine !== undefined && name?.startsWith("p2p-") !== true) own = macOf(mine);
    if (otherMatter.test(text)) served = undefined;
    if (requestReceived.test(text)) isRequestKnown = true;
    const begun = requestBegun.exec(text);
    if (begun !== null) {
      isNonceNew = begun[1] === undefined || !isRequestKnown;
      isRequestKnown = false;
    }
    const named = stationNamed.exec(text)?.[1];
    if (named !== undefined) served = macOf(named);
  }

  function completed(
    event: MessageEvent,
    {
      time,
      name,
      station,
    }: {
      readonly time: ReturnType<LogClock["epoch"]> | undefined;
      readonly name: string | undefined;
      readonly station: MacAddress | undefined;
    },
  ) {
    const whose =
      event.station ??
      station ??
      (program.name === "wpa_supplicant" ? own : unnamed.has(event.kind) ? served : undefined);
    const ap =
      event.ap ??
      apOf(name) ??
      (event.kind === "no-room-for-station" && servedAt !== undefined
        ? ({ address: servedAt, addressIs: "bssid" } as const)
        : undefined);
    return {
      ...(time === undefined ? {} : { time }),
      ...event,
      ...(whose === undefined ? {} : { station: whose }),
      ...(ap === undefined ? {} : { ap }),
      ...(name === undefined ? {} : { source: name }),
    };
  }

  /** The BSS of an interface; lines without one are of the only BSS there is. */
  function apOf(name: string | undefined): LogAp | undefined {
    if (program.name === "wpa_supplicant") return undefined;
    const known = new Set(bssids.values());
    const address =
      name === undefined ? (known.size === 1 ? [...known][0] : undefined) : bssids.get(name);
    return address === undefined ? undefined : { address, addressIs: "bssid" };
  }

  return { push, end() {} };
}

/** Words that stand where an interface would, and are none. */
const notInterfaces: ReadonlySet<string> = new Set([
  "nl80211",
  "nl802111",
  "netlink",
  "authentication",
  "deauthentication",
  "disassociation",
  "random",
  "rfkill",
  "phy",
  "mbssid",
]);

function splitInterface(text: string): { readonly interface?: string; readonly text: string } {
  const match = interfaceName.exec(text);
  const name = match?.[1];
  return match === null || name === undefined || notInterfaces.has(name)
    ? { text }
    : { interface: name, text: text.slice(match[0].length) };
}

function withoutInterface(text: string): string {
  return splitInterface(text).text;
}
