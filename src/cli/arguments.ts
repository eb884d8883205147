import { InvalidArgumentError, Option } from "commander";
import { type MacAddress, parseMac } from "../bytes/mac-address.ts";
import { parseTime, type TimeNs } from "../bytes/time.ts";
import { type DecodeAs, encapsulations, parseDecodeAs } from "../radiotap/encapsulation.ts";
import { UsageError } from "./io.ts";

/** For options that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

export function macArgument(text: string): MacAddress {
  const mac = parseMac(text);
  if (mac === undefined) throw new InvalidArgumentError("Expected a MAC address.");
  return mac;
}

export function pskOption(): Option {
  return new Option("--psk <passphrase>", 'passphrase or 64 hex digits; "-" asks on the terminal');
}

export function ssidOption(): Option {
  return new Option("--ssid <ssid>", "the only SSID that --psk is for (%XX for odd octets)");
}

export function keyOption(): Option {
  return new Option(
    "--key <spec>",
    "a key: psk:<ssid>:<passphrase>, pmk:<hex>[@<ssid or station>], …",
  )
    .argParser(collect)
    .default([]);
}

export function keysOption(): Option {
  return new Option("--keys <file>", "a file of keys, one a line; also FTSCOPE_KEYS")
    .argParser(collect)
    .default([]);
}

/** Whose exchanges of which time are asked for. */
export interface Limits extends TimeLimits {
  readonly station?: MacAddress;
  readonly bssid?: MacAddress;
}

/** The limits among the options of a command, those that were given. */
export function limitsOf({ station, bssid, from, to }: Limits): Limits {
  return {
    ...(station === undefined ? {} : { station }),
    ...(bssid === undefined ? {} : { bssid }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** What `--from` and `--to` set; either may be absent. */
export interface TimeLimits {
  readonly from?: TimeNs;
  readonly to?: TimeNs;
}

export function fromOption(): Option {
  return new Option(
    "--from <time>",
    "only from this moment on: ISO 8601, or @seconds since 1970",
  ).argParser(timeArgument);
}

export function toOption(): Option {
  return new Option("--to <time>", "only up to this moment").argParser(timeArgument);
}

/** Throws {@link UsageError} where there is no moment between the two. */
export function checkTimes({ from, to }: TimeLimits): void {
  if (from !== undefined && to !== undefined && from > to) {
    throw new UsageError("--from is later than --to");
  }
}

function timeArgument(text: string): TimeNs {
  const time = parseTime(text);
  if (time !== undefined) return time;
  throw new InvalidArgumentError('Expected a time, as in "2026-11-26T21:05:00Z" or "@1790000000".');
}

/** `--decode-as`, which may be given several times. */
export function decodeAsOption(): Option {
  return new Option(
    "--decode-as <encapsulation:port>",
    `what the datagrams of a UDP port are: ${encapsulations.join(", ")}`,
  )
    .argParser((text, before: readonly DecodeAs[]) => [...before, decodeAsArgument(text)])
    .default([], "told by content");
}

/** `--same-clock`, for captures that have nothing in common from which that could be found out. */
export function sameClockOption(): Option {
  return new Option(
    "--same-clock",
    "one machine stamped all captures: do not compare their clocks",
  );
}

function decodeAsArgument(text: string): DecodeAs {
  const decodeAs = parseDecodeAs(text);
  if (decodeAs !== undefined) return decodeAs;
  throw new InvalidArgumentError('Expected an encapsulation and a UDP port, as in "tzsp:40000".');
}

const microseconds: Readonly<Record<string, number>> = {
  d: 86_400_000_000,
  h: 3_600_000_000,
  m: 60_000_000,
  s: 1_000_000,
  "": 1_000_000,
  ms: 1000,
};

/** "+8h37m12s", "-250ms", "3" (seconds): microseconds. Throws for anything else. */
export function durationArgument(text: string): number {
  if (!/^[+-]?(?:\d+(?:\.\d+)?(?:ms|[dhms]))*(?:\d+(?:\.\d+)?)?$/.test(text) || !/\d/.test(text)) {
    throw new InvalidArgumentError("Expected a duration such as +8h37m12s or -250ms.");
  }
  const us = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms]|)/g)].reduce(
    (sum, [, number, unit = ""]) => sum + Number(number) * (microseconds[unit] as number),
    0,
  );
  return text.startsWith("-") ? -us : us;
}
