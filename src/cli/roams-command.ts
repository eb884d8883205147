import { type Command, Option } from "commander";
import { roamStatistics } from "../analyze/roam-statistics.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { documentJson } from "../report/json.ts";
import { roamsReport } from "../report/roams.ts";
import { roamsCsv } from "../report/roams-csv.ts";
import { analyzeCaptures } from "./analyze-captures.ts";
import {
  checkTimes,
  decodeAsOption,
  fromOption,
  keyOption,
  keysOption,
  type Limits,
  limitsOf,
  macArgument,
  pskOption,
  sameClockOption,
  ssidOption,
  toOption,
} from "./arguments.ts";
import { drawText } from "./draw-text.ts";
import { type FailOn, roamsExitCode } from "./exit-code.ts";
import { manual } from "./help.ts";
import type { Io } from "./io.ts";
import { inputsOf, writeOutput } from "./output.ts";
import { progressOption } from "./progress.ts";
import { findCaptures, skippedWords } from "./read-captures.ts";
import { type KeyOptions, readKeys } from "./read-keys.ts";
import { colorOption, columnsOf, isColored } from "./terminal.ts";

interface RoamsOptions extends KeyOptions, Limits {
  readonly decodeAs: readonly DecodeAs[];
  readonly sameClock?: boolean;
  readonly progress?: boolean;
  readonly format: "text" | "json" | "csv";
  readonly output?: string;
  readonly hash?: boolean;
  readonly failOn: FailOn;
  readonly color: "auto" | "always" | "never";
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** `ftscope roams`: every roam of every kind. */
export function registerRoams(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("roams")
    .summary("every roam of every kind, with outages, AP pairs and percentiles")
    .description(
      "A roam is one completed (re)association of a station that had been associated before. An outage is from the last protected data on the old link to the first on the new one. A question mark: inferred from what was and was not heard. Keys are needed for little: to tell opportunistic key caching for sure, and to read steering under PMF.",
    )
    .argument("<capture...>", 'capture files, directories, or "-" for standard input')
    .addOption(pskOption())
    .addOption(ssidOption())
    .addOption(keyOption())
    .addOption(keysOption())
    .option("--station <mac>", "only roams of this station", macArgument)
    .option("--bssid <mac>", "only roams from or to this AP", macArgument)
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(
      new Option("--format <format>", "what to print")
        .choices(["text", "json", "csv"])
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
    .addOption(progressOption())
    .addOption(colorOption())
    .option("--quiet", "headlines only")
    .option("--verbose", "method, reason and signal of every roam")
    .addHelpText(
      "after",
      manual({
        exitCodes: {
          0: "nothing at fault",
          1: "a fault (ftscope analyze says whose)",
          2: "a wrong option, or an input that cannot be read",
          3: "no roam and nothing to decide",
        },
        examples: [
          "ftscope roams monday.pcap --format csv --output roams.csv",
          "ftscope roams site/ --station 02:5a:00:2e:00:10",
        ],
      }),
    )
    .action(async (paths: readonly string[], options: RoamsOptions) => {
      checkTimes(options);
      const keys = await readKeys(options, io);
      const captures = await findCaptures(paths);
      if (captures.skipped > 0) io.err(`ftscope: ${skippedWords(captures.skipped)} skipped\n`);
      const analysis = await analyzeCaptures(
        captures,
        {
          keys,
          ...limitsOf(options),
          hash: options.hash ?? false,
          decodeAs: options.decodeAs,
          sameClock: options.sameClock ?? false,
          progress: options.progress ?? true,
        },
        io,
      );
      const inputs = inputsOf({ captures, keys: options.keys }, io);
      await writeOutput(render(), options.output, inputs, io);
      setExitCode(roamsExitCode(analysis, options.failOn));

      function render(): string {
        switch (options.format) {
          case "json":
            return documentJson({
              ...analysis,
              roamStatistics: roamStatistics(analysis.roams, analysis.exchanges),
            });
          case "csv":
            return roamsCsv(analysis.roams);
          case "text": {
            const parts = roamsReport(analysis, { verbose: options.verbose ?? false });
            const shown = options.quiet ? parts.filter((part) => part.kind === "headline") : parts;
            return drawText(shown, {
              columns: columnsOf(io),
              color: isColored(options.color, options.output !== undefined, io),
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
