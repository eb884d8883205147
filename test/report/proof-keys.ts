import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a person would type who knows the keys of a case: passphrases, or PMKs in hex. */
export function keyWordsOf(folder: string, scenario: string): readonly string[] {
  return readFileSync(join(folder, scenario, "keys.txt"), "utf8")
    .split("\n")
    .map((line) => /^(?:psk:[^:]*:|pmk:)(.*?)(?:@.*)?$/.exec(line)?.[1])
    .filter((word) => word !== undefined);
}
