import { type MacAddress, parseMac } from "../bytes/mac-address.ts";
import { printable } from "../bytes/printable.ts";
import type { KeySpec } from "../exchange/key-ring.ts";
import { type Finding, type Line, readHostapdConf, readSupplicantConf } from "./key-config.ts";
import {
  type KeyBinding,
  type ParsedKey,
  parseHexKey,
  parseKeyText,
  parsePskText,
  unescapeSsid,
} from "./key-spec.ts";
import {
  type OctetText,
  octetText,
  textOctets,
  unescapeBackslash,
  unescapePercent,
} from "./key-text.ts";

/** The keys of a file, and what in it is no key that can be used. Errors never show key material. */
export interface KeyFile {
  readonly keys: readonly KeySpec[];
  /** `line` is 1-based. In order of lines. */
  readonly errors: readonly { readonly line: number; readonly text: string }[];
  readonly dialect: Dialect;
}

type Dialect =
  | "ftscope"
  | "wireshark-80211-keys"
  | "hostapd-psk-file"
  | "wpa-supplicant-conf"
  | "hostapd-conf";

const mostOctets = 1024 * 1024;
const longestLine = 4096;

/** Words, station, one blank, and what hostapd takes as it is to the end of the line. */
const pskLine =
  /^[ \t]*((?:\w+=[^ \t]*[ \t]+|group[ \t]+)*)([0-9a-f]{2}(?::[0-9a-f]{2}){5})[ \t](.*)$/i;

/**
 * The keys of a file as people have them: one spec a line, Wireshark's `80211_keys`, hostapd's
 * `wpa_psk_file`, wpa_supplicant.conf or hostapd.conf, recognised by what is in it. `fileName` names
 * the file in the labels of the keys.
 */
export function parseKeyFile(content: Uint8Array, fileName: string): KeyFile {
  const whole = wholeFault(content);
  if (whole !== undefined) return { keys: [], errors: [whole], dialect: "ftscope" };
  const all = linesOf(octetText(content), fileName);
  const lines = all.filter(({ text }) => text.length <= longestLine);
  const dialect = recognise(lines);
  const findings = readers[dialect](lines);
  const errors = [
    ...findings.flatMap((found) =>
      "error" in found ? [{ line: found.line, text: found.error }] : [],
    ),
    ...all
      .filter(({ text }) => text.length > longestLine)
      .map(({ line }) => ({ line, text: `more than ${longestLine} octets: not read` })),
  ];
  return {
    keys: findings.flatMap((finding) => ("key" in finding ? [finding.key] : [])),
    errors: errors.sort((a, b) => a.line - b.line),
    dialect,
  };
}

/** What makes the whole file no list of keys: most often it is a capture, or a text in UTF-16. */
function wholeFault(content: Uint8Array): KeyFile["errors"][number] | undefined {
  if (content.length > mostOctets) {
    return { line: 1, text: `a list of keys has at most ${mostOctets} octets: not read` };
  }
  const zero = content.indexOf(0);
  if (zero === -1) return undefined;
  const line = content.subarray(0, zero).filter((octet) => octet === 0x0a).length + 1;
  return { line, text: "a zero octet: this is no list of keys in ASCII or UTF-8" };
}

/** The lines that hold more than blanks or a comment. */
function linesOf(text: OctetText, fileName: string): readonly Line[] {
  return text
    .replace(/^\xef\xbb\xbf/, "")
    .split("\n")
    .flatMap((ended, index) => {
      const line = index + 1;
      const text = ended.endsWith("\r") ? ended.slice(0, -1) : ended;
      return /^[ \t]*[^ \t#]/.test(text) ? [{ line, text, label: `${fileName} line ${line}` }] : [];
    });
}

/**
 * What a line looks like in one dialect only, in the order of trust: one line of our own form makes a
 * list of ours, whatever else was pasted into it.
 */
const marks: readonly (readonly [Dialect, RegExp])[] = [
  ["ftscope", /^[ \t]*(psk|pmk|msk|pmk-r0|pmk-r1|tk):/],
  ["wpa-supplicant-conf", /^[ \t]*network[ \t]*=[ \t]*\{/],
  ["wireshark-80211-keys", /^[ \t]*"(wep|wep-40|wep-104|wpa-pwd|wpa-psk|msk|tk)"[ \t]*,/i],
  ["hostapd-psk-file", pskLine],
  ["hostapd-conf", /^[ \t]*(interface|driver|bss|ssid2?|wpa(_\w+)?|sae_password)=/],
];

function recognise(lines: readonly Line[]): Dialect {
  return marks.find(([, mark]) => lines.some(({ text }) => mark.test(text)))?.[0] ?? "ftscope";
}

const readers: Readonly<Record<Dialect, (lines: readonly Line[]) => readonly Finding[]>> = {
  ftscope: (lines) => lines.map(readSpecLine),
  "wireshark-80211-keys": (lines) => lines.map(readWiresharkLine),
  "hostapd-psk-file": (lines) => lines.map(readPskLine),
  "wpa-supplicant-conf": readSupplicantConf,
  "hostapd-conf": readHostapdConf,
};

function readSpecLine({ line, text, label }: Line): Finding {
  const start = text.search(/[^ \t]/);
  return { line, ...parseKeyText(text.slice(start), label) };
}

function readWiresharkLine({ line, text, label }: Line): Finding {
  const row = /^[ \t]*"([^"\\]*)"[ \t]*,[ \t]*"((?:[^"\\]|\\.)*)"[ \t]*$/.exec(text);
  if (row === null) return { line, error: 'expected "<type>","<key>"' };
  return {
    line,
    ...parseWiresharkKey((row[1] ?? "").toLowerCase(), unescapeBackslash(row[2] ?? ""), label),
  };
}

function parseWiresharkKey(type: string, key: OctetText, label: string): ParsedKey {
  switch (type) {
    case "wpa-pwd":
      return parseWiresharkPassphrase(key, label);
    case "wpa-psk":
      // Wireshark takes the PMK of any AKM here, not only a PSK.
      return parseHexKey("pmk", key, {}, label);
    case "msk":
    case "tk":
      return parseHexKey(type, key, {}, label);
    case "wep":
    case "wep-40":
    case "wep-104":
      return { error: "a WEP key is not used" };
    default:
      return { error: "expected a key of type wpa-pwd, wpa-psk, msk or tk" };
  }
}

function parseWiresharkPassphrase(key: OctetText, label: string): ParsedKey {
  const [passphrase = "", ssidText = "", ...more] = key.split(":");
  if (more.length > 0) {
    return { error: "wpa-pwd: more than one ':'; in a passphrase or SSID it is written %3a" };
  }
  const ssid = ssidText === "" ? undefined : unescapeSsid(ssidText);
  if (ssid === undefined && ssidText !== "") {
    return { error: "wpa-pwd: the SSID after ':' has 1 to 32 octets, with %XX for special ones" };
  }
  return parsePskText(unescapePercent(passphrase), ssid === undefined ? {} : { ssid }, label);
}

function readPskLine({ line, text, label }: Line): Finding {
  const parts = pskLine.exec(text);
  const address = parseMac(parts?.[2] ?? "");
  if (parts === null || address === undefined) {
    return { line, error: "expected a station (or 00:00:00:00:00:00) and its passphrase or PSK" };
  }
  const keyId = /(?:^|[ \t])keyid=([^ \t]+)/.exec(parts[1] ?? "")?.[1];
  const fullLabel = keyId === undefined ? label : `${label} (${printable(textOctets(keyId))})`;
  return { line, ...parsePskText(parts[3] ?? "", stationBinding(address), fullLabel) };
}

function stationBinding(address: MacAddress): KeyBinding {
  return address === "00:00:00:00:00:00" ? {} : { station: address };
}
