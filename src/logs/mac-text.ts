import { type MacAddress, parseMac } from "../bytes/mac-address.ts";

/**
 * A MAC address inside a pattern, as one group: colons, dashes or Cisco's dots. It has no borders of its
 * own, since logs glue addresses to words and digits: the pattern around it must fix its beginning.
 */
export const macGroup =
  "((?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4})";

/** Logs name few addresses many times. Emptied when strangers flood it. */
const known = new Map<string, MacAddress>();
const mostKnown = 10_000;
/** Most lines name the address of the line before. */
let lastText: string | undefined;
let lastMac: MacAddress | undefined;

/** The address that a {@link macGroup} matched. Throws RangeError on any other text: a bug of the caller. */
export function macOf(text: string): MacAddress {
  if (text === lastText) return lastMac as MacAddress;
  const found = known.get(text);
  if (found !== undefined) {
    lastText = text;
    lastMac = found;
    return found;
  }
  const mac = parseMac(text);
  if (mac === undefined) throw new RangeError(`no MAC address: "${text}"`);
  if (known.size >= mostKnown) known.clear();
  known.set(text, mac);
  return mac;
}
