import type { MacAddress } from "../bytes/mac-address.ts";
import { parseMac } from "../bytes/mac-address.ts";
import type { ConfigSection, Setting } from "./config-section.ts";

/** A row of a configuration dump and the file it stands in. */
export interface CitedSetting extends Pick<Setting, "label" | "value" | "line"> {
  /** Index of the file among the logs. */
  readonly log: number;
}

export interface WlanConfig {
  readonly log: number;
  readonly section: ConfigSection;
  readonly id?: number;
  readonly ssid?: string;
}

/** What one AP's dump says. */
export interface ApConfig {
  readonly log: number;
  readonly section: ConfigSection;
  readonly name?: string;
  /** Of the Ethernet port: neither radio nor BSSID. */
  readonly ethernetMac?: MacAddress;
  readonly mode?: string;
  /** Name of its FlexConnect group; null when it is in none. */
  readonly flexGroup?: { readonly name: string | null; readonly setting: CitedSetting };
}

export interface FlexGroup {
  readonly log: number;
  readonly line: number;
  readonly name?: string;
  readonly members: readonly { readonly ethernetMac: MacAddress; readonly name: string }[];
}

export interface ClientConfig {
  readonly log: number;
  readonly section: ConfigSection;
  readonly station?: MacAddress;
  readonly apName?: string;
  readonly apRadio?: MacAddress;
}

export interface PmkCacheEntry {
  readonly log: number;
  readonly line: number;
  /** "TGR" (AireOS) and "DOT11R" (Catalyst 9800) are 802.11r keys. */
  readonly type: string;
  readonly station: MacAddress;
  readonly lifetimeS: number;
}

/** All that configuration dumps say about a network. */
export interface NetworkConfig {
  readonly wlans: readonly WlanConfig[];
  readonly aps: readonly ApConfig[];
  readonly flexGroups: readonly FlexGroup[];
  readonly clients: readonly ClientConfig[];
  readonly pmkCache: readonly PmkCacheEntry[];
}

/** The groups that exist without anybody making them; Cisco's guides demand another one for fast roaming. */
export function isDefaultGroup(name: string): boolean {
  return /^default(?:-flex-group)?$/i.test(name);
}

/** Reads the sections of several files. `log` of each is the index that evidence will carry. */
export function readNetworkConfig(
  files: readonly { readonly log: number; readonly sections: readonly ConfigSection[] }[],
): NetworkConfig {
  const all = files.flatMap(({ log, sections }) => sections.map((section) => ({ log, section })));
  const of = (kind: ConfigSection["kind"]) => all.filter(({ section }) => section.kind === kind);
  return {
    wlans: of("wlan").map(readWlan),
    aps: of("ap").map(readAp),
    flexGroups: of("flexconnect-group").map(readFlexGroup),
    clients: of("client").map(readClient),
    pmkCache: of("pmk-cache").flatMap(readPmkCache),
  };
}

interface Located {
  readonly log: number;
  readonly section: ConfigSection;
}

/** The first row whose label fits. */
export function find({ log, section }: Located, label: RegExp): CitedSetting | undefined {
  const found = section.settings.find((setting) => label.test(setting.label));
  return found && { log, label: found.label, value: found.value, line: found.line };
}

/** Whether a row says Enabled or Disabled; undefined when it says neither or is not there. */
export function isOn(setting: CitedSetting | undefined): boolean | undefined {
  if (setting === undefined) return undefined;
  if (/^(enabled?|yes|true|required)\b/i.test(setting.value)) return true;
  return /^(disabled?|no|false)\b/i.test(setting.value) ? false : undefined;
}

function readWlan(located: Located): WlanConfig {
  const id = Number(find(located, /^WLAN Identifier$/)?.value);
  const ssid = find(located, /^Network Name \(SSID\)$/)?.value;
  return {
    ...located,
    ...(Number.isInteger(id) ? { id } : {}),
    ...(ssid === undefined ? {} : { ssid }),
  };
}

function readAp(located: Located): ApConfig {
  const name = find(located, /^Cisco AP Name$/)?.value ?? located.section.subject;
  const ethernetMac = parseMac(find(located, /^MAC Address$/)?.value ?? "");
  const mode = find(located, /^AP Mode$/)?.value;
  const group = find(located, /^FlexConnect Group(?: Name)?$/);
  return {
    ...located,
    ...(name === undefined ? {} : { name }),
    ...(ethernetMac === undefined ? {} : { ethernetMac }),
    ...(mode === undefined ? {} : { mode }),
    ...(group === undefined
      ? {}
      : {
          flexGroup: {
            name: /^(not a member.*|none|)$/i.test(group.value) ? null : group.value,
            setting: group,
          },
        }),
  };
}

function readFlexGroup({ log, section }: Located): FlexGroup {
  const name = section.subject ?? find({ log, section }, /Group Name$/)?.value;
  return {
    log,
    line: section.line,
    ...(name === undefined ? {} : { name }),
    members: section.rows.flatMap(({ cells: [mac = "", apName = ""] }) => {
      const ethernetMac = parseMac(mac);
      return ethernetMac === undefined ? [] : [{ ethernetMac, name: apName }];
    }),
  };
}

function readClient(located: Located): ClientConfig {
  const station = parseMac(find(located, /^Client MAC Address$/)?.value ?? "");
  const apName = find(located, /^AP Name$/)?.value;
  const apRadio = parseMac(find(located, /^AP MAC Address$/)?.value ?? "");
  return {
    ...located,
    ...(station === undefined ? {} : { station }),
    ...(apName === undefined ? {} : { apName }),
    ...(apRadio === undefined ? {} : { apRadio }),
  };
}

function readPmkCache({ log, section }: Located): readonly PmkCacheEntry[] {
  return section.rows.flatMap(({ line, cells: [type = "", mac = "", lifetime = ""] }) => {
    const station = parseMac(mac);
    return station === undefined
      ? []
      : [{ log, line, type: type.toUpperCase(), station, lifetimeS: Number(lifetime) }];
  });
}
