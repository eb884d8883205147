import { type Command, Option } from "commander";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { jsonReport } from "../report/json.ts";
import { textReport } from "../report/text-parts.ts";
import { analyzeCaptures } from "./analyze-captures.ts";
import {
  checkTimes,
  collect,
  decodeAsOption,
  fromOption,
  macArgument,
  sameClockOption,
  type TimeLimits,
  toOption,
} from "./arguments.ts";
import { drawText } from "./draw-text.ts";
import { exitCodeOf, type FailOn } from "./exit-code.ts";
import type { Io } from "./io.ts";
import { writeOutput } from "./output.ts";
import { findCaptures, skippedWords } from "./read-captures.ts";
import { type KeyOptions, readKeys } from "./read-keys.ts";
import { colorOption, columnsOf, isColored } from "./terminal.ts";

interface AnalyzeOptions extends KeyOptions, TimeLimits {
  readonly station?: MacAddress;
  readonly bssid?: MacAddress;
  readonly decodeAs: readonly DecodeAs[];
  readonly sameClock?: boolean;
  readonly wired: readonly string[];
  readonly format: "text" | "json" | "ndjson";
  readonly output?: string;
  readonly hash?: boolean;
  readonly failOn: FailOn;
  readonly showSecrets?: boolean;
  readonly color: "auto" | "always" | "never";
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** `ftscope analyze`: the main job. */
export function registerAnalyze(
  program: Command,
  io: Io,
  setExitCode: (code: number) => void,
): void {
  program
    .command("analyze")
    .description("find every FT exchange and say who broke it, with proof")
    .argument("<capture...>", 'capture files, directories, or "-" for standard input')
    .option("--psk <passphrase>", 'passphrase or 64 hex digits; "-" asks on the terminal')
    .option("--ssid <ssid>", "the only SSID that --psk is for (%XX for odd octets)")
    .option(
      "--key <spec>",
      "a key: psk:<ssid>:<passphrase>, pmk:<hex>[@<ssid or station>], …",
      collect,
      [],
    )
    .option("--keys <file>", "a file of keys, one a line; also FTSCOPE_KEYS", collect, [])
    .option("--wired <pcap>", "what went over the wire between the APs", collect, [])
    .option("--station <mac>", "only exchanges of this station", macArgument)
    .option("--bssid <mac>", "only exchanges with this AP", macArgument)
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(
      new Option("--format <format>", "what to print")
        .choices(["text", "json", "ndjson"])
        .default("text"),
    )
    .option("--output <file>", "write there instead of standard output")
    .option("--hash", "SHA-256 of every input in the document")
    .addOption(
      new Option("--fail-on <what>", "what makes the exit code 1")
        .choices(["fault", "cannot-tell", "never"])
        .default("fault"),
    )
    .addOption(decodeAsOption())
    .addOption(sameClockOption())
    .option("--show-secrets", "print derived keys")
    .addOption(colorOption())
    .option("--quiet", "verdicts only")
    .option("--verbose", "every exchange and every check")
    .addHelpText(
      "after",
      `
Exit codes: 0 nothing at fault, 1 a fault, 2 usage or unreadable input,
3 nothing to decide.

Examples:
  ftscope analyze roam.pcapng --psk "correct horse battery"
  ftscope analyze ch1.pcap ch6.pcap --keys keys.txt --format json`,
    )
    .action(async (paths: readonly string[], options: AnalyzeOptions) => {
      checkTimes(options);
      const keys = await readKeys(options, io);
      const captures = await findCaptures(paths, options.wired);
      if (captures.skipped > 0) io.err(`ftscope: ${skippedWords(captures.skipped)} skipped\n`);
      const analysis = await analyzeCaptures(
        captures,
        {
          keys,
          ...(options.station === undefined ? {} : { station: options.station }),
          ...(options.bssid === undefined ? {} : { bssid: options.bssid }),
          ...(options.from === undefined ? {} : { from: options.from }),
          ...(options.to === undefined ? {} : { to: options.to }),
          hash: options.hash ?? false,
          decodeAs: options.decodeAs,
          sameClock: options.sameClock ?? false,
          showSecrets: options.showSecrets ?? false,
        },
        io,
      );
      await writeOutput(render(), options.output, paths, io);
      setExitCode(exitCodeOf(analysis, options.failOn));

      function render(): string {
        switch (options.format) {
          case "json":
            return jsonReport(analysis);
          case "ndjson":
            return analysis.exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join("");
          case "text": {
            const parts = textReport(analysis, { verbose: options.verbose ?? false });
            const shown = options.quiet ? parts.filter((part) => part.kind === "headline") : parts;
            const isToFile = options.output !== undefined;
            return drawText(shown, {
              columns: columnsOf(io),
              color: isColored(options.color, isToFile, io),
            });
          }
          default: {
            const never: never = options.format;
            return never;
          }
        }
      }
    });
}
