import { InvalidArgumentError } from "commander";
import { type MacAddress, parseMac } from "../bytes/mac-address.ts";

/** For options that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

export function macArgument(text: string): MacAddress {
  const mac = parseMac(text);
  if (mac === undefined) throw new InvalidArgumentError("Expected a MAC address.");
  return mac;
}
