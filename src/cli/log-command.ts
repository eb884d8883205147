import { type Command, Option } from "commander";
import { analyzeLogs } from "../analyze/analyze-logs.ts";
import { jsonReport } from "../report/json.ts";
import { logTextReport } from "../report/log-report.ts";
import { collect } from "./arguments.ts";
import { drawText } from "./draw-text.ts";
import { exitCodeOfLogs, type FailOn } from "./exit-code.ts";
import { manual } from "./help.ts";
import type { Io } from "./io.ts";
import { inputsOf, writeOutput } from "./output.ts";
import { readLogs } from "./read-logs.ts";
import { colorOption, columnsOf, isColored } from "./terminal.ts";

interface LogOptions {
  readonly wlanConfig: readonly string[];
  readonly format: "text" | "json";
  readonly output?: string;
  readonly failOn: FailOn;
  readonly color: "auto" | "always" | "never";
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** `ftscope log`: what a log tells by itself. */
export function registerLog(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("log")
    .summary("a controller, AP or station log alone: its story, and what it shows")
    .description(
      "Tells what a log says by itself: the attempts of each station, what refused them, what the controller held and did, what that shows and what stays open. Cisco AireOS, Catalyst 9800, IOS and COS APs, hostapd and wpa_supplicant are known by their content. Keys are hidden; lines that are not understood are counted and shown with --verbose.",
    )
    .argument("<log...>", 'log files, also compressed, or "-" for standard input')
    .option(
      "--wlan-config <file>",
      "what the controller is set to: show wlan, show ap config general, show flexconnect group detail, …",
      collect,
      [],
    )
    .addOption(
      new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"),
    )
    .option("--output <file>", "write there instead of standard output")
    .addOption(
      new Option("--fail-on <what>", "what makes the exit code 1")
        .choices(["fault", "cannot-tell", "never"])
        .default("fault"),
    )
    .addOption(colorOption())
    .option("--quiet", "findings only")
    .option("--verbose", "every station, and the lines that were not understood")
    .addHelpText(
      "after",
      manual({
        exitCodes: {
          0: "nothing at fault",
          1: "a fault",
          2: "a wrong option, or a file that is no log",
          3: "nothing to decide",
        },
        examples: [
          "ftscope log ap0.log sta0.log",
          "ftscope log debug-client.txt --wlan-config show-wlan.txt",
        ],
      }),
    )
    .action(async (paths: readonly string[], options: LogOptions) => {
      const all = [...paths, ...options.wlanConfig];
      const analysis = analyzeLogs(await readLogs(all, io));
      await writeOutput(render(), options.output, inputsOf({ logs: all }, io), io);
      setExitCode(exitCodeOfLogs(analysis, options.failOn));

      function render(): string {
        if (options.format === "json") return jsonReport(analysis);
        const parts = logTextReport(analysis, { verbose: options.verbose ?? false });
        const shown = options.quiet ? parts.filter(({ kind }) => kind === "headline") : parts;
        return drawText(shown, {
          columns: columnsOf(io),
          color: isColored(options.color, options.output !== undefined, io),
        });
      }
    });
}
