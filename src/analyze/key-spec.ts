import { type MacAddress, parseMac } from "../bytes/mac-address.ts";
import { parseHex, utf8Octets } from "../bytes/octets.ts";
import { SecretKey } from "../crypto/secret-key.ts";
import type { KeySpec } from "../exchange/key-ring.ts";
import { type OctetText, octetText, textOctets, trimBlanks, unescapePercent } from "./key-text.ts";

/** A key, or why a text is none. The error never shows any part of the text. */
export type ParsedKey = { readonly key: KeySpec } | { readonly error: string };

interface HexKind {
  readonly kind: "pmk" | "msk" | "pmk-r0" | "pmk-r1" | "tk";
  /** The standard's name of the key. */
  readonly name: string;
  /** Octets that a key of this kind can have. */
  readonly lengths: readonly number[];
  readonly expected: string;
}

const pmkLengths = { lengths: [32, 48, 64], expected: "32, 48 or 64 octets in hex digits" };

const hexKinds: readonly HexKind[] = [
  { kind: "pmk", name: "PMK", ...pmkLengths },
  { kind: "msk", name: "MSK", lengths: [64], expected: "64 octets in hex digits" },
  { kind: "pmk-r0", name: "PMK-R0", ...pmkLengths },
  { kind: "pmk-r1", name: "PMK-R1", ...pmkLengths },
  { kind: "tk", name: "TK", lengths: [16, 32], expected: "16 or 32 octets in hex digits" },
];

const longestSsid = 32;

/**
 * A key as the user writes it: `psk:<ssid>:<passphrase or 64 hex digits>`, `pmk:<hex>[@<ssid or
 * station>]`, or `msk:`, `pmk-r0:`, `pmk-r1:`, `tk:` with `<hex>[@<station>]`. `label` names the key
 * in messages.
 */
export function parseKeySpec(text: string, label: string): ParsedKey {
  return parseKeyText(octetText(utf8Octets(text)), label);
}

/** What {@link parseKeySpec} reads, as octets. */
export function parseKeyText(text: OctetText, label: string): ParsedKey {
  const end = text.indexOf(":");
  const kind = text.slice(0, Math.max(end, 0));
  const rest = text.slice(end + 1);
  if (kind === "psk") return parsePskOfSsid(rest, label);
  const hexKind = hexKinds.find((known) => known.kind === kind);
  if (hexKind === undefined) {
    return { error: "a key begins with psk:, pmk:, msk:, pmk-r0:, pmk-r1: or tk:" };
  }
  const at = rest.indexOf("@");
  if (at === -1) return parseHexKey(hexKind.kind, rest, {}, label);
  const binding = parseBinding(hexKind.kind, trimBlanks(rest.slice(at + 1)));
  return "error" in binding
    ? binding
    : parseHexKey(hexKind.kind, rest.slice(0, at), binding, label);
}

function parsePskOfSsid(rest: OctetText, label: string): ParsedKey {
  const end = rest.indexOf(":");
  if (end === -1) {
    return { error: "psk: no ':' after the SSID; expected psk:<ssid>:<passphrase>" };
  }
  const ssid = unescapeSsid(rest.slice(0, end));
  if (ssid === undefined) {
    return {
      error: `psk: the SSID between the first two ':' has 1 to ${longestSsid} octets; ':', '@', '%' and octets that are not printable are written %XX`,
    };
  }
  const parsed = parsePskText(rest.slice(end + 1), { ssid }, label);
  return "error" in parsed ? { error: `psk: ${parsed.error}` } : parsed;
}

/**
 * The passphrase of a network (8 to 63 octets) or, as 64 hex digits, its PSK; for one SSID, or for
 * every SSID seen when `ssid` is undefined.
 */
export function parsePsk(text: string, ssid: Uint8Array | undefined, label: string): ParsedKey {
  return parsePskText(octetText(utf8Octets(text)), ssid === undefined ? {} : { ssid }, label);
}

/** What a key belongs to, as far as the user said. */
export type KeyBinding = Pick<KeySpec, "ssid" | "station">;

/** What {@link parsePsk} reads, as octets. */
export function parsePskText(text: OctetText, binding: KeyBinding, label: string): ParsedKey {
  // 64 digits and blanks are too long for a passphrase: dropping the blanks takes nothing from one.
  if (/^[0-9a-f]{64}[ \t]*$/i.test(text)) {
    const psk = parseHex(text) as Uint8Array;
    return { key: { kind: "psk", label, secret: new SecretKey("PSK", psk), ...binding } };
  }
  if (text.length < 8 || text.length > 63) {
    return {
      error: `a passphrase has 8 to 63 octets and a PSK 64 hex digits; ${text.length} octets were given`,
    };
  }
  const secret = new SecretKey("passphrase", textOctets(text));
  return { key: { kind: "passphrase", label, secret, ...binding } };
}

/** A key given in hex digits, of a length that its kind can have. */
export function parseHexKey(
  kind: HexKind["kind"],
  digits: OctetText,
  binding: KeyBinding,
  label: string,
): ParsedKey {
  const { name, lengths, expected } = hexKinds.find((known) => known.kind === kind) as HexKind;
  const octets = parseHex(digits);
  if (octets === undefined) return { error: `${kind}: expected ${expected}` };
  if (!lengths.includes(octets.length)) {
    return { error: `${kind}: expected ${expected}; ${octets.length} octets were given` };
  }
  return { key: { kind, label, secret: new SecretKey(name, octets), ...binding } };
}

function parseBinding(kind: HexKind["kind"], text: OctetText): KeyBinding | { error: string } {
  const station = parseStation(text);
  if (station !== undefined) return { station };
  // A ':' that is not escaped is in no SSID: it is a station with a slip of the pen.
  const ssid = kind !== "pmk" || /[:@]/.test(text) ? undefined : unescapeSsid(text);
  if (ssid !== undefined) return { ssid };
  return {
    error:
      kind === "pmk"
        ? `${kind}: after '@' comes a station (six octets with ':') or an SSID of 1 to ${longestSsid} octets; ':', '@', '%' and octets that are not printable are written %XX`
        : `${kind}: after '@' comes a station: six octets with ':'`,
  };
}

function parseStation(text: string): MacAddress | undefined {
  return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text) ? parseMac(text) : undefined;
}

/**
 * An SSID with %XX for octets that cannot be typed; undefined when it is none: a '%' without two hex
 * digits, control characters, no octet or more than 32 of them.
 */
export function parseSsid(text: string): Uint8Array | undefined {
  return unescapeSsid(octetText(utf8Octets(text)));
}

/** What {@link parseSsid} reads, as octets. */
export function unescapeSsid(text: OctetText): Uint8Array | undefined {
  if (/%(?![0-9a-f]{2})|[\x00-\x1f\x7f]/i.test(text)) return undefined;
  const ssid = textOctets(unescapePercent(text));
  return ssid.length === 0 || ssid.length > longestSsid ? undefined : ssid;
}
