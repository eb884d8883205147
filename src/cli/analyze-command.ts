import { type Command, Option } from "commander";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { analyzeCaptures } from "./analyze-captures.ts";
import {
  checkTimes,
  collect,
  decodeAsOption,
  durationArgument,
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
import { exitCodeOf, type FailOn } from "./exit-code.ts";
import { manual } from "./help.ts";
import type { Io } from "./io.ts";
import { inputsOf, writeOutput } from "./output.ts";
import { progressOption } from "./progress.ts";
import { findCaptures, skippedWords } from "./read-captures.ts";
import { type KeyOptions, readKeys } from "./read-keys.ts";
import { readLogs } from "./read-logs.ts";
import {
  detailedExchanges,
  type Format,
  formats,
  isForwarded,
  renderAnalysis,
} from "./render-analysis.ts";
import { colorOption, columnsOf, isColored } from "./terminal.ts";

interface AnalyzeOptions extends KeyOptions, Limits {
  readonly decodeAs: readonly DecodeAs[];
  readonly sameClock?: boolean;
  readonly progress?: boolean;
  readonly wired: readonly string[];
  readonly log: readonly string[];
  readonly logOffset?: number;
  readonly format: Format;
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
    .summary("find every FT exchange and say who broke it, with proof")
    .description(
      "Finds every FT exchange in captures, over the air and over the DS, checks its names, nonces, identifiers and, with keys, its MICs, and says of each whether it is sound, who broke it and what proves that, or what is missing to tell. Most of it needs no key. Several captures are one observation: frames are merged by time. With --fail-on cannot-tell exit code 3 becomes 1, with never 1 becomes 0.",
    )
    .argument("<capture...>", 'capture files, directories, or "-" for standard input')
    .addOption(pskOption())
    .addOption(ssidOption())
    .addOption(keyOption())
    .addOption(keysOption())
    .option("--log <file>", "a controller, AP or station log to cross-check", collect, [])
    .option(
      "--log-offset <duration>",
      "to be added to the times of the logs (+8h37m12s) instead of finding out",
      durationArgument,
    )
    .option("--wired <pcap>", "what went over the wire between the APs", collect, [])
    .option("--station <mac>", "only exchanges of this station", macArgument)
    .option("--bssid <mac>", "only exchanges with this AP", macArgument)
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(new Option("--format <format>", "what to print").choices(formats).default("text"))
    .option("--output <file>", "write there instead of standard output")
    .option("--hash", "SHA-256 of every input in the document; html and markdown have it")
    .addOption(
      new Option("--fail-on <what>", "what makes the exit code 1")
        .choices(["fault", "cannot-tell", "never"])
        .default("fault"),
    )
    .addOption(decodeAsOption())
    .addOption(sameClockOption())
    .addOption(progressOption())
    .option("--show-secrets", "print derived keys")
    .addOption(colorOption())
    .option("--quiet", "verdicts only")
    .option("--verbose", "every exchange and every check")
    .addHelpText(
      "after",
      manual({
        exitCodes: {
          0: "nothing at fault: what could be decided is sound",
          1: "a fault: a verdict, or a finding of severity fault",
          2: "a wrong option, or an input that cannot be read",
          3: 'nothing to decide: no FT exchange, or every one "cannot tell"',
        },
        examples: [
          'ftscope analyze roam.pcap --psk "correct horse battery"',
          "ftscope analyze ch1.pcap ch6.pcap --keys keys.txt --format json",
          "ftscope analyze roam.pcap --keys keys.txt --format html --output report.html",
          "ftscope analyze roam.pcap --wired wired.pcap --log ap0.log --log ap1.log",
        ],
      }),
    )
    .action(async (paths: readonly string[], options: AnalyzeOptions) => {
      checkTimes(options);
      const { format } = options;
      const keys = await readKeys(options, io);
      const captures = await findCaptures(paths, options.wired);
      if (captures.skipped > 0) io.err(`ftscope: ${skippedWords(captures.skipped)} skipped\n`);
      const analysis = await analyzeCaptures(
        captures,
        {
          keys,
          ...limitsOf(options),
          hash: options.hash ?? isForwarded(format),
          details: format === "html" ? detailedExchanges : 0,
          logs: await readLogs(options.log, io),
          ...(options.logOffset === undefined ? {} : { logOffsetUs: options.logOffset }),
          decodeAs: options.decodeAs,
          sameClock: options.sameClock ?? false,
          progress: options.progress ?? true,
          showSecrets: options.showSecrets ?? false,
        },
        io,
      );
      const text = await renderAnalysis(analysis, {
        format,
        verbose: options.verbose ?? false,
        quiet: options.quiet ?? false,
        columns: columnsOf(io),
        color: isColored(options.color, options.output !== undefined, io),
      });
      const inputs = inputsOf({ captures, keys: options.keys, logs: options.log }, io);
      await writeOutput(text, options.output, inputs, io);
      setExitCode(exitCodeOf(analysis, options.failOn));
    });
}
