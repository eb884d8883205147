import { formatHex, parseHex } from "./octets.ts";

declare const macAddressBrand: unique symbol;

/** A MAC address as lower-case hex with colons, fit to be a Map key. */
export type MacAddress = string & { readonly [macAddressBrand]: true };

/** Six octets to text. Throws RangeError on any other number of octets: a bug of the caller. */
export function formatMac(octets: Uint8Array): MacAddress {
  if (octets.length !== 6) throw new RangeError(`a MAC address has 6 octets, got ${octets.length}`);
  const hex = formatHex(octets);
  return `${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}:${hex.slice(6, 8)}:${hex.slice(8, 10)}:${hex.slice(10)}` as MacAddress;
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
