import { type MacAddress, macOctets, parseMac } from "../../bytes/mac-address.ts";
import { formatHex, parseHex, utf8Octets } from "../../bytes/octets.ts";
import type { Analysis, ExchangeReport } from "../analysis.ts";
import { type Pseudonyms, replaceNames } from "./pseudonyms.ts";

/** What was done to a document, for those who read it. */
export interface RedactionNote {
  readonly keyNames: "kept" | "dropped";
  readonly text: string;
}

const addressPattern =
  /\b(?:[0-9a-f]{2}(?::[0-9a-f]{2}){5}|[0-9a-f]{2}(?:-[0-9a-f]{2}){5}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}|[0-9a-f]{12})\b/gi;
const ipPattern = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
/** Clauses of the standard look like addresses of IP. */
const clausePattern = /^(?:9\.[34]\.\d+\.\d+|12\.7\.\d+\.\d+)$/;
const longHexPattern = /\b(?:[0-9a-f]{2}){13,}\b/gi;

/** Texts that hold key names or MICs, whole or shortened, in checks of these kinds. */
const keyNameChecks = /^(?:pmkr[01]name|pmkr1name-derivation|fte-mic-.*|eapol-mic-.*)$/;
const keyNameFields = /^(?:PMKR[01]Name|FTE MIC|EAPOL-Key MIC)$/;

/** Learns the names of a document: networks, key holders, paths, and every address in its texts. */
export function learnAnalysis(analysis: Analysis, pseudonyms: Pseudonyms): void {
  const learnSsid = (ssid: string | undefined) => {
    if (ssid !== undefined && ssid !== "") pseudonyms.name("ssid", namedOctets(ssid), ssid);
  };
  for (const { path } of [...analysis.inputs, ...(analysis.logs ?? [])]) pseudonyms.path(path);
  for (const { ssid, bsss } of analysis.networks) {
    learnSsid(ssid);
    for (const { apName } of bsss) {
      if (apName !== undefined && apName !== "") {
        pseudonyms.name("ap-name", namedOctets(apName), apName);
      }
    }
  }
  for (const { ssid, r0khId } of analysis.exchanges) {
    learnSsid(ssid);
    if (r0khId !== undefined) pseudonyms.name("r0kh-id", holderOctets(r0khId), r0khId);
  }
  for (const check of analysis.exchanges.flatMap(({ checks }) => checks)) {
    if (check.id !== "r0kh-id") continue;
    for (const r0khId of [check.seen, check.expected]) {
      if (r0khId !== undefined) pseudonyms.name("r0kh-id", holderOctets(r0khId), r0khId);
    }
  }
  mapTexts(analysis, (text) => {
    for (const [found] of text.matchAll(addressPattern)) {
      const address = parseMac(found);
      if (address !== undefined) pseudonyms.address(address);
    }
    return text;
  });
}

/** The document with pseudonyms, and with a note that says so. */
export function redactAnalysis(
  analysis: Analysis,
  pseudonyms: Pseudonyms,
  { dropKeyNames }: { readonly dropKeyNames: boolean },
): Analysis {
  const kept: Analysis = {
    ...analysis,
    // A recorder may be called after its owner.
    inputs: analysis.inputs.map(({ recorders: _, ...input }) => input),
    exchanges: analysis.exchanges.map((exchange) =>
      withoutOctets(dropKeyNames ? withoutKeyNames(exchange) : exchange),
    ),
  };
  return {
    ...(mapTexts(kept, (text) => redactText(text, pseudonyms)) as Analysis),
    redaction: {
      keyNames: dropKeyNames ? "dropped" : "kept",
      text: noteOf(dropKeyNames),
    },
  };
}

function noteOf(dropKeyNames: boolean): string {
  return `Addresses, SSIDs, R0KH-IDs, IP addresses and file names are pseudonyms, payloads were cut. All checks were made before that: MICs and key names cover the real ones and cannot be verified here. ${
    dropKeyNames
      ? "Key names and MICs were dropped."
      : "Key names and MICs were kept: of FT-PSK they allow guessing a weak passphrase offline."
  }`;
}

/** Octets of whole frames hold more than can be replaced for sure. */
function withoutOctets({ proof: _, secrets: __, ...exchange }: ExchangeReport): ExchangeReport {
  return { ...exchange, frames: exchange.frames.map(({ details: ___, ...frame }) => frame) };
}

function withoutKeyNames(exchange: ExchangeReport): ExchangeReport {
  const { checks, verdict } = exchange;
  return {
    ...exchange,
    checks: checks.map((check) => (keyNameChecks.test(check.id) ? withoutValues(check) : check)),
    verdict: {
      ...verdict,
      evidence: verdict.evidence.map((evidence) =>
        keyNameFields.test(evidence.field) ? withoutValues(evidence) : evidence,
      ),
    },
  };
}

function withoutValues<T extends { readonly seen?: string; readonly expected?: string }>({
  seen: _,
  expected: __,
  ...others
}: T): T {
  return others as T;
}

/** A text with every original replaced, in whatever spelling it stands there. */
function redactText(text: string, pseudonyms: Pseudonyms): string {
  let redacted = text;
  for (const [path, pseudonym] of pseudonyms.paths()) {
    redacted = redacted.replaceAll(path, pseudonym);
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (isTelling(name)) redacted = redacted.replaceAll(name, pseudonym);
  }
  for (const { text: name, pseudonym } of pseudonyms.names()) {
    if (redacted === name) redacted = pseudonym;
    redacted = redacted.replaceAll(`"${name}"`, `"${pseudonym}"`);
    if (isTelling(name)) redacted = redacted.replaceAll(name, pseudonym);
  }
  return redacted
    .replace(addressPattern, (found) => {
      const address = parseMac(found);
      return address === undefined ? found : spelledAs(found, pseudonyms.address(address));
    })
    .replace(ipPattern, (found) => (clausePattern.test(found) ? found : pseudonyms.ip(found)))
    .replace(longHexPattern, (found) => {
      const octets = parseHex(found) as Uint8Array;
      replaceNames(octets, pseudonyms.names());
      return replaceAddressesInHex(formatHex(octets), pseudonyms);
    });
}

/** A plain short word of letters stands in sentences by chance; alone it tells nobody anything. */
function isTelling(name: string): boolean {
  return name.length >= 4 && !/^[a-z]+$/.test(name);
}

function spelledAs(original: string, address: MacAddress): string {
  const digits = formatHex(macOctets(address));
  const text = original.includes(":")
    ? address
    : original.includes("-")
      ? address.replaceAll(":", "-")
      : original.includes(".")
        ? (digits.match(/.{4}/g) ?? []).join(".")
        : digits;
  return /[A-F]/.test(original) ? text.toUpperCase() : text;
}

function replaceAddressesInHex(hex: string, pseudonyms: Pseudonyms): string {
  let redacted = hex;
  for (let at = 0; at + 12 <= redacted.length; at += 2) {
    const address = parseMac(redacted.slice(at, at + 12));
    if (address === undefined || !pseudonyms.isKnownAddress(address)) continue;
    const digits = formatHex(macOctets(pseudonyms.address(address)));
    redacted = redacted.slice(0, at) + digits + redacted.slice(at + 12);
    at += 10;
  }
  return redacted;
}

/** The octets of a name as reports show it: \xNN stands for an octet, \\ for a backslash. */
function namedOctets(text: string): Uint8Array {
  const octets: number[] = [];
  for (const part of text.match(/\\x[0-9a-f]{2}|\\\\|[^\\]+/g) ?? []) {
    if (part.startsWith("\\x")) octets.push(Number.parseInt(part.slice(2), 16));
    else octets.push(...utf8Octets(part === "\\\\" ? "\\" : part));
  }
  return Uint8Array.from(octets);
}

/** R0KH-IDs that are no text are shown as hex. */
function holderOctets(text: string): Uint8Array {
  return (/^(?:[0-9a-f]{2})+$/.test(text) ? parseHex(text) : undefined) ?? namedOctets(text);
}

/** A copy of a value of JSON with every text in it replaced. */
function mapTexts(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, mapTexts(item, replace)]),
  );
}
