import { type Command, Option } from "commander";
import type { Analysis } from "../analyze/analysis.ts";
import { compare } from "../analyze/comparison.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { comparisonReport } from "../report/comparison.ts";
import { documentJson } from "../report/json.ts";
import { analyzeCaptures } from "./analyze-captures.ts";
import {
  decodeAsOption,
  keyOption,
  keysOption,
  macArgument,
  pskOption,
  sameClockOption,
  ssidOption,
} from "./arguments.ts";
import { drawText } from "./draw-text.ts";
import { manual } from "./help.ts";
import type { Io } from "./io.ts";
import { inputsOf, writeOutput } from "./output.ts";
import { progressOption } from "./progress.ts";
import { type Captures, findCaptures, skippedWords } from "./read-captures.ts";
import { type KeyOptions, readKeys } from "./read-keys.ts";
import { colorOption, columnsOf, isColored } from "./terminal.ts";

interface CompareOptions extends KeyOptions {
  readonly station?: MacAddress;
  readonly bssid?: MacAddress;
  readonly decodeAs: readonly DecodeAs[];
  readonly sameClock?: boolean;
  readonly progress?: boolean;
  readonly format: "text" | "json";
  readonly output?: string;
  readonly color: "auto" | "always" | "never";
  readonly quiet?: boolean;
}

/** `ftscope compare`: did the fix help. */
export function registerCompare(program: Command, io: Io): void {
  program
    .command("compare")
    .summary("two sets of captures side by side: did the fix help, and is that more than chance")
    .description(
      "Compares what stations did before and after a change. Shares come with 95 % intervals (Wilson) and are compared by Fisher's exact test, times by Wilcoxon's rank-sum test.",
    )
    .argument("<before>", "a capture, or a directory of captures that are one observation")
    .argument("<after>", "the same of the time after the change")
    .addOption(pskOption())
    .addOption(ssidOption())
    .addOption(keyOption())
    .addOption(keysOption())
    .option("--station <mac>", "only what this station did", macArgument)
    .option("--bssid <mac>", "only what involves this AP", macArgument)
    .addOption(
      new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"),
    )
    .option("--output <file>", "write there instead of standard output")
    .addOption(decodeAsOption())
    .addOption(sameClockOption())
    .addOption(progressOption())
    .addOption(colorOption())
    .option("--quiet", "the conclusion only")
    .addHelpText(
      "after",
      manual({
        exitCodes: { 0: "compared", 2: "a wrong option, or an input that cannot be read" },
        examples: [
          "ftscope compare monday/ friday/ --keys keys.txt",
          "ftscope compare before.pcap after.pcap --format json",
        ],
      }),
    )
    .action(async (before: string, after: string, options: CompareOptions) => {
      const keys = await readKeys(options, io);
      const read: Captures[] = [];
      const analyzed = async (path: string): Promise<Analysis> => {
        const captures = await findCaptures([path]);
        read.push(captures);
        if (captures.skipped > 0) io.err(`ftscope: ${skippedWords(captures.skipped)} skipped\n`);
        const { station, bssid, decodeAs, sameClock = false, progress = true } = options;
        return analyzeCaptures(
          captures,
          {
            keys,
            ...(station === undefined ? {} : { station }),
            ...(bssid === undefined ? {} : { bssid }),
            decodeAs,
            sameClock,
            progress,
          },
          io,
        );
      };
      const comparison = compare(await analyzed(before), await analyzed(after));
      const parts = comparisonReport(comparison);
      const text =
        options.format === "json"
          ? documentJson(comparison)
          : drawText(options.quiet ? parts.filter((part) => part.kind === "headline") : parts, {
              columns: columnsOf(io),
              color: isColored(options.color, options.output !== undefined, io),
            });
      const captures = { captures: read.flatMap((each) => each.captures), skipped: 0 };
      await writeOutput(text, options.output, inputsOf({ captures, keys: options.keys }, io), io);
    });
}
