import { formatHex, parseHex } from "./octets.ts";

declare const macAddressBrand: unique symbol;

/** A MAC address as lower-case hex with colons, fit to be a Map key. */
export type MacAddress = string & { readonly [macAddressBrand]: true };

/** Captures name few addresses many times; texts are made once. Emptied when strangers flood it. */
const texts = new Map<number, MacAddress>();
const mostTexts = 65_536;

/** Six octets to text. Throws RangeError on any other number of octets: a bug of the caller. */
export function formatMac(octets: Uint8Array): MacAddress {
  if (octets.length !== 6) throw new RangeError(`a MAC address has 6 octets, got ${octets.length}`);
  let number = 0;
  for (const octet of octets) number = number * 256 + octet;
  const known = texts.get(number);
  if (known !== undefined) return known;
  const text = (formatHex(octets).match(/../g) ?? []).join(":") as MacAddress;
  if (texts.size >= mostTexts) texts.clear();
  texts.set(number, text);
  return text;
}

/** "aa:bb:cc:dd:ee:ff", with dashes, Cisco dots or bare; undefined when it is none. */
export function parseMac(text: string): MacAddress | undefined {
  if (
    !/^([0-9a-f]{2}([:-])([0-9a-f]{2}\2){4}[0-9a-f]{2}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}|[0-9a-f]{12})$/i.test(
      text,
    )
  ) {
    return undefined;
  }
  const octets = parseHex(text.replaceAll(".", ""));
  return octets === undefined ? undefined : formatMac(octets);
}

/** The six octets of a MAC address. */
export function macOctets(mac: MacAddress): Uint8Array {
  return parseHex(mac) as Uint8Array;
}

/** Group addresses have the lowest bit of the first octet set (802.11 and 802). */
export function isGroupAddress(mac: MacAddress): boolean {
  return (Number.parseInt(mac.slice(1, 2), 16) & 1) === 1;
}
