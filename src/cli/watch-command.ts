import { type Command, Option } from "commander";
import { createWatcher } from "../analyze/watcher.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import {
  decodeAsOption,
  keyOption,
  keysOption,
  type Limits,
  limitsOf,
  macArgument,
  pskOption,
  ssidOption,
} from "./arguments.ts";
import { type FailOn, watchExitCode } from "./exit-code.ts";
import { manual } from "./help.ts";
import type { Io } from "./io.ts";
import { openLive } from "./live-source.ts";
import { nativePbkdf2 } from "./native-pbkdf2.ts";
import { inputsOf, openLiveOutput } from "./output.ts";
import { captureName } from "./read-captures.ts";
import { type KeyOptions, readKeys } from "./read-keys.ts";
import { colorOption, columnsOf, isColored } from "./terminal.ts";
import { runWatch } from "./watch.ts";
import { createWatchPrinter } from "./watch-printer.ts";

interface WatchOptions extends KeyOptions, Pick<Limits, "station" | "bssid"> {
  readonly decodeAs: readonly DecodeAs[];
  readonly once?: boolean;
  readonly format: "text" | "ndjson";
  readonly output?: string;
  readonly failOn: FailOn;
  readonly showSecrets?: boolean;
  readonly color: "auto" | "always" | "never";
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** `ftscope watch`: verdicts while frames arrive. */
export function registerWatch(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("watch")
    .summary("the same verdicts live, as frames arrive")
    .description(
      "Reads what a recorder writes while it writes, and tells every exchange within a second after it ended or timed out. What is told is corrected when something later changes it. A file is followed as it grows, also when it is rotated. Ctrl-C ends with a summary; once more ends at once.",
    )
    .argument("[source]", 'a FIFO, a file that grows, or "-" for standard input', "-")
    .addOption(pskOption())
    .addOption(ssidOption())
    .addOption(keyOption())
    .addOption(keysOption())
    .option("--station <mac>", "only exchanges of this station", macArgument)
    .option("--bssid <mac>", "only exchanges with this AP", macArgument)
    .option("--once", "end at the end of a file instead of waiting for more")
    .addOption(
      new Option("--format <format>", "what to print").choices(["text", "ndjson"]).default("text"),
    )
    .option("--output <file>", "write there instead of standard output, line by line")
    .addOption(
      new Option("--fail-on <what>", "what makes the exit code 1")
        .choices(["fault", "cannot-tell", "never"])
        .default("fault"),
    )
    .addOption(decodeAsOption())
    .option("--show-secrets", "print derived keys")
    .addOption(colorOption())
    .option("--quiet", "verdicts only")
    .option("--verbose", "every exchange in full, as analyze prints it")
    .addHelpText(
      "after",
      manual({
        exitCodes: {
          0: "nothing at fault",
          1: "a fault",
          2: "a wrong option, or an input that cannot be read",
          3: "nothing to decide",
        },
        examples: [
          'tcpdump -i wlan0mon -U -w - | ftscope watch - --psk "correct horse battery"',
          "mkfifo air.fifo; ftscope watch air.fifo --keys keys.txt --format ndjson",
          "ftscope watch roam.pcap --once --keys keys.txt",
        ],
      }),
    )
    .action(async (path: string, options: WatchOptions) => {
      const keys = await readKeys(options, io);
      const output = await openLiveOutput(
        options.output,
        [path, ...inputsOf({ keys: options.keys }, io)],
        io,
      );
      const source = await openLive(path, { stdin: io.stdin, once: options.once ?? false });
      const watcher = createWatcher({
        keys,
        ...limitsOf(options),
        decodeAs: options.decodeAs,
        showSecrets: options.showSecrets ?? false,
        pbkdf2: nativePbkdf2,
      });
      const printer = createWatchPrinter({
        format: options.format,
        verbose: options.verbose ?? false,
        quiet: options.quiet ?? false,
        columns: columnsOf(io),
        color: isColored(options.color, options.output !== undefined, io),
      });
      try {
        const summary = await runWatch({
          path,
          name: captureName(path),
          source,
          watcher,
          printer,
          output,
          io,
        });
        setExitCode(watchExitCode(summary, options.failOn));
      } finally {
        await output.close();
      }
    });
}
