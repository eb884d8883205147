import type { Command } from "commander";
import { utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { count, isFtExchange } from "../report/words.ts";
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
import { extractCaptures } from "./extract-captures.ts";
import { manual } from "./help.ts";
import { type Io, UsageError } from "./io.ts";
import { inputsOf, writeFileWhole } from "./output.ts";
import { progressOption } from "./progress.ts";
import { findCaptures, skippedWords } from "./read-captures.ts";
import { type KeyOptions, readKeys } from "./read-keys.ts";

interface ExtractOptions extends KeyOptions, Limits {
  readonly output: string;
  readonly decodeAs: readonly DecodeAs[];
  readonly sameClock?: boolean;
  readonly progress?: boolean;
  readonly hash?: boolean;
  readonly quiet?: boolean;
}

/** `ftscope extract`: a small capture that says the same as the large one. */
export function registerExtract(program: Command, io: Io): void {
  program
    .command("extract")
    .summary("a small annotated pcapng with the frames that matter")
    .description(
      "Writes a pcapng with the frames of every exchange and their ACKs, the beacons they are compared with, the data that a verdict rests on, and what the station and its APs sent around them. Octets, times, link types and interfaces are those of the captures. Comments say what part each frame plays, what was checked and the verdict. No key is written.",
    )
    .argument("<capture...>", 'capture files, directories, or "-" for standard input')
    .requiredOption("--output <file>", "the pcapng file to write")
    .addOption(pskOption())
    .addOption(ssidOption())
    .addOption(keyOption())
    .addOption(keysOption())
    .option("--station <mac>", "only exchanges of this station", macArgument)
    .option("--bssid <mac>", "only exchanges with this AP", macArgument)
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(decodeAsOption())
    .addOption(sameClockOption())
    .addOption(progressOption())
    .option("--hash", "SHA-256 of every input in the summary")
    .option("--quiet", "say nothing unless something is wrong")
    .addHelpText(
      "after",
      manual({
        exitCodes: {
          0: "the file was written",
          2: "a wrong option, or an input that cannot be read",
        },
        examples: ["ftscope extract roam.pcap --keys keys.txt --output evidence.pcapng"],
      }),
    )
    .action(async (paths: readonly string[], options: ExtractOptions) => {
      checkTimes(options);
      const { output } = options;
      const keys = await readKeys(options, io);
      const captures = await findCaptures(paths);
      if (captures.skipped > 0) io.err(`ftscope: ${skippedWords(captures.skipped)} skipped\n`);
      const { octets, kept, analysis, differing } = await extractCaptures(
        captures,
        {
          keys,
          ...limitsOf(options),
          decodeAs: options.decodeAs,
          sameClock: options.sameClock ?? false,
          progress: options.progress ?? true,
          hash: options.hash ?? false,
        },
        io,
      );
      if (kept.length === 0)
        throw new UsageError("there is no 802.11 frame that matters to extract");
      await writeFileWhole(octets, output, inputsOf({ captures, keys: options.keys }, io));
      if (differing.length > 0) {
        io.err(
          `ftscope: the extract alone does not give the same verdict of ${differing.join(", ")}: keep the captures\n`,
        );
      }
      if (options.quiet) return;
      const all = analysis.inputs.reduce((sum, input) => sum + input.frames, 0);
      const ft = analysis.exchanges.filter(isFtExchange).length;
      io.err(
        `ftscope: ${printable(utf8Octets(output))}: ${kept.length} of ${count(all, "frame")}, ${octets.length} octets, ${count(ft, "FT exchange")} among ${count(analysis.exchanges.length, "exchange")}\n`,
      );
    });
}
