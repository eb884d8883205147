import { formatMac, isGroupAddress, type MacAddress, macOctets } from "../../bytes/mac-address.ts";
import { equalOctets, formatHex, utf8Octets } from "../../bytes/octets.ts";

/** One original and what stands for it. */
export interface Replacement {
  readonly kind: "address" | "ssid" | "r0kh-id" | "ap-name" | "ip" | "path";
  /** As text; octets that are not printable as \xNN. */
  readonly original: string;
  readonly pseudonym: string;
}

type NameKind = "ssid" | "r0kh-id" | "ap-name";

const nameWords: Readonly<Record<NameKind, string>> = {
  ssid: "net",
  "r0kh-id": "holder",
  "ap-name": "ap",
};

/** A name of the air: its octets and the text that reports show for them. */
interface Name {
  readonly kind: NameKind;
  readonly octets: Uint8Array;
  readonly text: string;
  readonly pseudonym: string;
}

/**
 * One pseudonym for each original, the same wherever it stands. Addresses keep their length, names the
 * number of their octets, so that frames keep theirs.
 */
export class Pseudonyms {
  readonly #keepOui: boolean;
  readonly #addresses = new Map<MacAddress, MacAddress>();
  readonly #names = new Map<string, Name>();
  readonly #ips = new Map<string, string>();
  readonly #paths = new Map<string, string>();

  constructor({ keepOui }: { readonly keepOui: boolean }) {
    this.#keepOui = keepOui;
  }

  /** A group address is nobody's and stays. */
  address(original: MacAddress): MacAddress {
    if (isGroupAddress(original) || original === "00:00:00:00:00:00") return original;
    const known = this.#addresses.get(original);
    if (known !== undefined) return known;
    const number = this.#addresses.size + 1;
    const octets = macOctets(original);
    // Locally administered, unicast: nobody's real address.
    if (!this.#keepOui) octets.set([0x02, 0, 0]);
    octets.set([(number >> 16) & 0xff, (number >> 8) & 0xff, number & 0xff], 3);
    const pseudonym = formatMac(octets);
    this.#addresses.set(original, pseudonym);
    return pseudonym;
  }

  isKnownAddress(address: MacAddress): boolean {
    return this.#addresses.has(address);
  }

  /** Learns a name of the air; `text` is how reports show it. */
  name(kind: NameKind, octets: Uint8Array, text: string): string {
    const key = formatHex(octets);
    const known = this.#names.get(key);
    if (known !== undefined) return known.pseudonym;
    const number = [...this.#names.values()].filter((name) => name.kind === kind).length + 1;
    const pseudonym = nameOfLength(nameWords[kind], number, octets.length);
    this.#names.set(key, { kind, octets, text, pseudonym });
    return pseudonym;
  }

  /** Addresses of the documentation range of RFC 5737. */
  ip(original: string): string {
    const known = this.#ips.get(original);
    if (known !== undefined) return known;
    const number = this.#ips.size;
    const pseudonym = `${number < 256 ? "192.0.2" : "198.51.100"}.${number % 256}`;
    this.#ips.set(original, pseudonym);
    return pseudonym;
  }

  path(original: string): string {
    const known = this.#paths.get(original);
    if (known !== undefined) return known;
    const pseudonym = `input-${this.#paths.size + 1}`;
    this.#paths.set(original, pseudonym);
    return pseudonym;
  }

  names(): readonly Name[] {
    // The longest first: a name may hold another.
    return [...this.#names.values()].toSorted((a, b) => b.octets.length - a.octets.length);
  }

  paths(): ReadonlyMap<string, string> {
    return this.#paths;
  }

  /** All of it, for the one who may turn pseudonyms back. */
  replacements(): readonly Replacement[] {
    const of = (kind: Replacement["kind"], map: ReadonlyMap<string, string>) =>
      [...map].map(([original, pseudonym]) => ({ kind, original, pseudonym }));
    return [
      ...of("address", this.#addresses),
      ...[...this.#names.values()].map(({ kind, text, pseudonym }) => ({
        kind,
        original: text,
        pseudonym,
      })),
      ...of("ip", this.#ips),
      ...of("path", this.#paths),
    ];
  }
}

/** "net-1" with as many octets as the original; a short name is a number. */
function nameOfLength(word: string, number: number, length: number): string {
  const full = `${word}-${number}`;
  return full.length <= length
    ? full.padEnd(length, "_")
    : String(number).padStart(length, "0").slice(-length);
}

/** Replaces every occurrence of each name in octets, in place. */
export function replaceNames(octets: Uint8Array, names: readonly Name[]): void {
  for (const { octets: original, pseudonym } of names) {
    // A name of 1 or 2 octets stands everywhere by chance; the SSID element is treated by itself.
    if (original.length < 3) continue;
    const replacement = utf8Octets(pseudonym);
    for (let at = octets.indexOf(original[0] as number); at >= 0; ) {
      if (equalOctets(octets.subarray(at, at + original.length), original)) {
        octets.set(replacement, at);
      }
      at = octets.indexOf(original[0] as number, at + 1);
    }
  }
}
