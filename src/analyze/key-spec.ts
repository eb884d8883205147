import { parseMac } from "../bytes/mac-address.ts";
import { parseHex, utf8Octets } from "../bytes/octets.ts";
import { SecretKey } from "../crypto/secret-key.ts";
import type { KeySpec } from "../exchange/key-ring.ts";
export type ParsedKey = { readonly key: KeySpec } | { readonly error: string };
export function parseSsid(text: string): Uint8Array | undefined {
  const octets = [...text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))].map((c) => c.charCodeAt(0) & 0xff);
  return octets.length > 32 ? undefined : Uint8Array.from(octets);
}
export function parsePsk(text: string, ssid: Uint8Array | undefined, label: string): ParsedKey {
  const bound = ssid === undefined ? {} : { ssid };
  if (/^[0-9a-fA-F]{64}$/.test(text)) return { key: { kind: "psk", label, secret: new SecretKey("PSK", parseHex(text) as Uint8Array), ...bound } };
  return { key: { kind: "passphrase", label, secret: new SecretKey("passphrase", utf8Octets(text)), ...bound } };
}
export function parseKeySpec(text: string, label: string): ParsedKey {
  const at = text.indexOf(":");
  const kind = text.slice(0, at);
  const rest = text.slice(at + 1);
  if (kind === "psk") { const end = rest.indexOf(":"); return parsePsk(rest.slice(end + 1), parseSsid(rest.slice(0, end)), label); }
  const [hex, where] = rest.split("@");
  const station = where === undefined ? undefined : parseMac(where);
  const ssid = where === undefined || station !== undefined ? undefined : parseSsid(where);
  return { key: { kind: kind as "pmk", label, secret: new SecretKey("PMK", parseHex(hex as string) as Uint8Array), ...(station ? { station } : {}), ...(ssid ? { ssid } : {}) } };
}
