import { parseHex } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import { type ParsedKey, parsePskText } from "./key-spec.ts";
import { type OctetText, textOctets, trimBlanks, unescapeBackslash } from "./key-text.ts";

/** The key that stands in a line of a file, or what is wrong with the line. */
export type Finding = ParsedKey & { readonly line: number };

/** A line of a file; `line` is 1-based. */
export interface Line {
  readonly line: number;
  readonly text: OctetText;
  /** How messages name the line. */
  readonly label: string;
}

const noSsid =
  "the SSID has 1 to 32 octets: this one is not used, keys beside it are for every SSID";

interface Setting extends Line {
  readonly name: string;
  readonly value: OctetText;
}

/** What a setting of a configuration file says about keys. */
type Meaning =
  | { readonly ssid: Uint8Array }
  | { readonly psk: OctetText }
  | { readonly error: string };

/** One network or BSS: its SSID may stand before or after its keys. */
function readSection(
  settings: readonly Setting[],
  meaningOf: (name: string, value: OctetText) => Meaning | undefined,
): readonly Finding[] {
  const meanings = settings.flatMap((setting) => {
    const meaning = meaningOf(setting.name, setting.value);
    return meaning === undefined ? [] : [{ ...setting, meaning }];
  });
  const ssid = meanings.flatMap(({ meaning }) => ("ssid" in meaning ? [meaning.ssid] : [])).at(-1);
  const binding = ssid === undefined ? {} : { ssid };
  return meanings.flatMap(({ meaning, line, label }): readonly Finding[] => {
    if ("ssid" in meaning) return [];
    return [{ line, ...("psk" in meaning ? parsePskText(meaning.psk, binding, label) : meaning) }];
  });
}

function parseSetting(line: Line, text: OctetText): Setting | undefined {
  const parts = /^[ \t]*(\w+)=(.*)$/.exec(text);
  return parts === null ? undefined : { ...line, name: parts[1] ?? "", value: parts[2] ?? "" };
}

/** The keys of hostapd.conf: of its interface and of every `bss=` after it. */
export function readHostapdConf(lines: readonly Line[]): readonly Finding[] {
  const sections: Setting[][] = [[]];
  const errors: Finding[] = [];
  for (const line of lines) {
    const setting = parseSetting(line, line.text);
    if (setting === undefined) errors.push({ line: line.line, error: "expected <name>=<value>" });
    else if (setting.name === "bss") sections.push([]);
    else sections.at(-1)?.push(setting);
  }
  return [...sections.flatMap((settings) => readSection(settings, hostapdMeaning)), ...errors];
}

const saePassword: Meaning = {
  error: "SAE password: the PMK of each SAE session is needed (pmk:…)",
};

function hostapdMeaning(name: string, value: OctetText): Meaning | undefined {
  switch (name) {
    case "ssid":
      return ssidMeaning(textOctets(value));
    case "ssid2":
      return ssidMeaning(parseString(value));
    case "wpa_passphrase":
      return { psk: value };
    case "wpa_psk":
      return isPsk(value) ? { psk: value } : { error: "wpa_psk: expected 64 hex digits" };
    case "wpa_psk_file":
      return { error: `wpa_psk_file ${printable(textOctets(value))}: give it with --keys` };
    case "sae_password":
    case "sae_password_file":
      return saePassword;
    default:
      return undefined;
  }
}

/** The keys of wpa_supplicant.conf. */
export function readSupplicantConf(lines: readonly Line[]): readonly Finding[] {
  return networksOf(lines).flatMap((settings) => readSection(settings, supplicantMeaning));
}

/** The settings of each `network={…}`; other blocks and global settings hold no keys of networks. */
function networksOf(lines: readonly Line[]): readonly (readonly Setting[])[] {
  const networks: Setting[][] = [];
  let network: Setting[] | undefined;
  for (const line of lines) {
    const text = trimBlanks(withoutComment(line.text));
    const block = /^([\w-]+)[ \t]*=[ \t]*\{$/.exec(text);
    if (block !== null || text === "}") {
      network = block?.[1] === "network" ? [] : undefined;
      if (network !== undefined) networks.push(network);
    } else {
      const setting = parseSetting(line, text);
      if (setting !== undefined) network?.push(setting);
    }
  }
  return networks;
}

/** A '#' begins a comment unless it stands before the last of several quotation marks. */
function withoutComment(text: OctetText): OctetText {
  const lastQuote = text.lastIndexOf('"');
  const comment = text.indexOf("#", text.indexOf('"') === lastQuote ? 0 : lastQuote);
  return comment === -1 ? text : text.slice(0, comment);
}

function supplicantMeaning(name: string, value: OctetText): Meaning | undefined {
  switch (name) {
    case "ssid":
      return ssidMeaning(parseString(value));
    case "psk": {
      const quoted = /^"(.*)"$/.exec(value)?.[1];
      if (quoted !== undefined) return { psk: quoted };
      return isPsk(value)
        ? { psk: value }
        : { error: 'psk: expected "<passphrase>" in quotation marks, or 64 hex digits' };
    }
    case "sae_password":
      return saePassword;
    default:
      return undefined;
  }
}

function isPsk(text: OctetText): boolean {
  return /^[0-9a-f]{64}[ \t]*$/i.test(text);
}

function ssidMeaning(ssid: Uint8Array | undefined): Meaning {
  return ssid === undefined || ssid.length === 0 || ssid.length > 32 ? { error: noSsid } : { ssid };
}

/** A string as hostapd and wpa_supplicant write it: "…", P"…" with escapes, or hex digits. */
function parseString(value: OctetText): Uint8Array | undefined {
  const text = trimBlanks(value);
  const quoted = /^(P?)"(.*)"$/.exec(text);
  if (quoted === null) return parseHex(text);
  return textOctets(quoted[1] === "P" ? unescapeBackslash(quoted[2] ?? "") : (quoted[2] ?? ""));
}
