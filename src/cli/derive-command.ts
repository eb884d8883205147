import { type Command, InvalidArgumentError, Option } from "commander";
import { deriveHierarchy } from "../analyze/derivation.ts";
import { parseSsid } from "../analyze/key-spec.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import { parseHex, utf8Octets } from "../bytes/octets.ts";
import { derivationParts } from "../report/derivation.ts";
import { documentJson } from "../report/json.ts";
import { akmSelector, cipherSelector } from "../spec/suites.ts";
import { collect, macArgument } from "./arguments.ts";
import { drawText } from "./draw-text.ts";
import { manual } from "./help.ts";
import { type Io, UsageError } from "./io.ts";
import { nativePbkdf2 } from "./native-pbkdf2.ts";
import { type KeyOptions, readKeys } from "./read-keys.ts";
import { columnsOf } from "./terminal.ts";

interface DeriveOptions extends KeyOptions {
  readonly ssid: string;
  readonly mdid: string;
  readonly r0khId: string;
  readonly station: MacAddress;
  readonly r1khId?: Uint8Array;
  readonly anonce?: Uint8Array;
  readonly snonce?: Uint8Array;
  readonly bssid?: MacAddress;
  readonly akm: string;
  readonly cipher: string;
  readonly format: "text" | "json";
  readonly showSecrets?: boolean;
}

/** `ftscope derive`: the FT key hierarchy as a calculator. */
export function registerDerive(program: Command, io: Io): void {
  program
    .command("derive")
    .summary("the FT key hierarchy as a calculator: every value from the key to the PTK")
    .description(
      "Computes the FT key hierarchy (IEEE Std 802.11-2020, 12.7.1.6) from one key: PMK-R0 and its name; with --r1kh-id PMK-R1 and its name; with both nonces and --bssid the PTK. Keys are shown with --show-secrets only, names always.",
    )
    .option("--psk <passphrase>", 'passphrase or 64 hex digits; "-" asks on the terminal')
    .option("--key <spec>", "pmk:<hex>, msk:<hex> or psk:<ssid>:<passphrase>", collect, [])
    .option("--keys <file>", "a file with exactly one key", collect, [])
    .requiredOption("--ssid <ssid>", "SSID (%XX for odd octets)")
    .requiredOption("--mdid <hex>", "MDID, 4 hex digits as sent in the MDE", mdidArgument)
    .requiredOption("--r0kh-id <id>", "R0KH-ID as text, or 0x and hex digits")
    .requiredOption("--station <mac>", "station address (S0KH-ID and S1KH-ID)", macArgument)
    .option("--r1kh-id <hex>", "R1KH-ID, 6 octets; needed for PMK-R1", octetsArgument(6))
    .option(
      "--anonce <hex>",
      "32 octets; both nonces and --bssid are needed for the PTK",
      octetsArgument(32),
    )
    .option("--snonce <hex>", "32 octets", octetsArgument(32))
    .option("--bssid <mac>", "the AP with which the PTK is used", macArgument)
    .option("--akm <name>", "AKM by name or selector", "FT-PSK")
    .option("--cipher <name>", "pairwise cipher by name or selector", "CCMP-128")
    .addOption(
      new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"),
    )
    .option("--show-secrets", "print the keys too, not only their names")
    .addHelpText(
      "after",
      manual({
        exitCodes: { 0: "computed", 2: "a wrong option, or a key that does not fit the AKM" },
        examples: [
          'ftscope derive --psk "correct horse battery" --ssid lab-ft --mdid a1b2 \\\n    --r0kh-id ap0.lab.example --station 02:5a:00:2e:00:10',
        ],
      }),
    )
    .action(async (options: DeriveOptions) => {
      const keys = await readKeys({ ...options, ssid: options.ssid }, io);
      const [key, ...others] = keys;
      if (key === undefined || others.length > 0) {
        throw new UsageError("derive takes exactly one key: --psk, --key or --keys");
      }
      const akm = akmSelector(options.akm);
      if (akm === undefined) throw new UsageError(`--akm: no FT AKM is called ${options.akm}`);
      const cipher = cipherSelector(options.cipher);
      if (cipher === undefined)
        throw new UsageError(`--cipher: no cipher is called ${options.cipher}`);
      const ssid = parseSsid(options.ssid);
      if (ssid === undefined) throw new UsageError("--ssid: at most 32 octets");
      const { mdid, station, r1khId, anonce, snonce, bssid } = options;
      const derivation = deriveHierarchy(
        {
          key,
          akm,
          cipher,
          ssid,
          mdid,
          r0khId: r0khIdOf(options.r0khId),
          station,
          ...(r1khId === undefined ? {} : { r1khId }),
          ...(anonce === undefined ? {} : { anonce }),
          ...(snonce === undefined ? {} : { snonce }),
          ...(bssid === undefined ? {} : { bssid }),
          pbkdf2: nativePbkdf2,
        },
        { showSecrets: options.showSecrets ?? false },
      );
      if ("error" in derivation) throw new UsageError(derivation.error);
      await io.out(
        options.format === "json"
          ? documentJson(derivation)
          : drawText(derivationParts(derivation.values), { columns: columnsOf(io), color: false }),
      );
    });
}

function mdidArgument(text: string): string {
  if (!/^[0-9a-fA-F]{4}$/.test(text)) throw new InvalidArgumentError("Expected 4 hex digits.");
  return text.toLowerCase();
}

function octetsArgument(length: number): (text: string) => Uint8Array {
  return (text) => {
    const octets = parseHex(text);
    if (octets?.length !== length) {
      throw new InvalidArgumentError(`Expected ${length} octets in hex.`);
    }
    return octets;
  };
}

function r0khIdOf(text: string): Uint8Array {
  const octets = text.startsWith("0x") ? parseHex(text.slice(2)) : utf8Octets(text);
  if (octets === undefined || octets.length < 1 || octets.length > 48) {
    throw new UsageError("--r0kh-id: 1 to 48 octets");
  }
  return octets;
}
