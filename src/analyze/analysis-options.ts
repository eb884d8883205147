import { type MacAddress, parseMac } from "../bytes/mac-address.ts";
import { parseTime, type TimeNs } from "../bytes/time.ts";
import type { Pbkdf2 } from "../crypto/psk.ts";
import type { KeySpec } from "../exchange/key-ring.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import type { AnalyzerOptions } from "./analyzer.ts";
import { parseKeySpec } from "./key-spec.ts";
import { createLogCollector } from "./log-collector.ts";

/** A log of a controller, an AP or a station; the dialect is recognised. */
export interface LogInput {
  /** How the document and its texts name it. */
  readonly name: string;
  readonly octets: Uint8Array;
}

/** What is asked of captures, and what is known besides them. */
export interface AnalysisOptions {
  /** Keys as `--key` takes them ("psk:lab-ft:correct horse battery"), or parsed ones. */
  readonly keys?: readonly (string | KeySpec)[];
  /** Logs of the time of the captures; their clocks are aligned by what they have in common with the frames. */
  readonly logs?: readonly LogInput[];
  /** Milliseconds to add to the times of every log instead. */
  readonly logOffsetMs?: number;
  /** Only exchanges of this station: a MAC address in any usual notation. */
  readonly station?: string;
  /** Only exchanges with this AP as target or current AP. */
  readonly bssid?: string;
  /** Only exchanges that were going on at this moment or later: ISO 8601, or "@" and seconds since 1970. */
  readonly from?: string;
  /** Only exchanges that began up to this moment. */
  readonly to?: string;
  /** What the datagrams of a UDP port are read as, where their content does not tell. */
  readonly decodeAs?: readonly DecodeAs[];
  /** Fields and octets of the frames of at most so many sound exchanges, and of as many others; default 0. */
  readonly frameDetails?: number;
  /** Derived keys are put into the document; default false. */
  readonly showSecrets?: boolean;
  /** PBKDF2-HMAC-SHA-1 of the platform, where it is faster than the built-in one. */
  readonly pbkdf2?: Pbkdf2;
}

/** The options as the analyzer takes them. Throws RangeError naming the option; no message shows a key. */
export function analyzerOptionsOf(options: AnalysisOptions): Omit<AnalyzerOptions, "inputs"> {
  const { keys = [], logs = [], decodeAs, showSecrets, pbkdf2 } = options;
  const { logOffsetMs, frameDetails, station, bssid, from, to } = options;
  return {
    keys: keys.map(keyOf),
    logs: logs.map(({ name, octets }) => {
      const collector = createLogCollector(name);
      collector.push(octets);
      return collector.end();
    }),
    ...(logOffsetMs === undefined ? {} : { logOffsetUs: logOffsetMs * 1000 }),
    ...(station === undefined ? {} : { station: macOf("station", station) }),
    ...(bssid === undefined ? {} : { bssid: macOf("bssid", bssid) }),
    ...(from === undefined ? {} : { from: timeOf("from", from) }),
    ...(to === undefined ? {} : { to: timeOf("to", to) }),
    ...(decodeAs === undefined ? {} : { decodeAs }),
    ...(frameDetails === undefined ? {} : { details: frameDetails }),
    ...(showSecrets === undefined ? {} : { showSecrets }),
    ...(pbkdf2 === undefined ? {} : { pbkdf2 }),
  };
}

function keyOf(key: string | KeySpec, index: number): KeySpec {
  if (typeof key !== "string") return key;
  const parsed = parseKeySpec(key, `key ${index + 1}`);
  if ("error" in parsed) throw new RangeError(`keys[${index}]: ${parsed.error}`);
  return parsed.key;
}

function macOf(option: string, text: string): MacAddress {
  const mac = parseMac(text);
  if (mac === undefined) throw new RangeError(`${option} must be a MAC address`);
  return mac;
}

function timeOf(option: string, text: string): TimeNs {
  const time = parseTime(text);
  if (time === undefined) {
    throw new RangeError(`${option} must be a time, as in "2026-11-26T21:05:00Z" or "@1790000000"`);
  }
  return time;
}
