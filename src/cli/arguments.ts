import { InvalidArgumentError, Option } from "commander";
import { type MacAddress, parseMac } from "../bytes/mac-address.ts";
import { type DecodeAs, encapsulations, parseDecodeAs } from "../radiotap/encapsulation.ts";

/** For options that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

export function macArgument(text: string): MacAddress {
  const mac = parseMac(text);
  if (mac === undefined) throw new InvalidArgumentError("Expected a MAC address.");
  return mac;
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

function decodeAsArgument(text: string): DecodeAs {
  const decodeAs = parseDecodeAs(text);
  if (decodeAs !== undefined) return decodeAs;
  throw new InvalidArgumentError('Expected an encapsulation and a UDP port, as in "tzsp:40000".');
}
