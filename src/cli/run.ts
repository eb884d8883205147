import { Command, CommanderError } from "commander";
import { harmless } from "../report/harmless.ts";
import { toolVersion } from "../spec/version.ts";
import { commandsFor } from "./commands.ts";
import { usageExitCode } from "./exit-code.ts";
import { arrangeHelp, helpWidth, manual } from "./help.ts";
import { CaptureOpenError } from "./input.ts";
import { type Io, UsageError } from "./io.ts";

/** Runs the command line; resolves to the exit code. Throws only on a bug. */
export async function run(argv: readonly string[], outside: Io): Promise<number> {
  // What is said of files and options goes to a terminal, whatever is in their names.
  const advice: string[] = [];
  const io: Io = {
    ...outside,
    err: (text) => outside.err(harmlessLines(text)),
    advise: (text) => advice.push(text),
  };
  let exitCode = 0;
  const program = new Command("ftscope")
    .description(
      "Reads over-the-air captures of 802.11r (Fast BSS Transition) roams and says who broke the exchange, with the octets that prove it. `ftscope <command> --help` tells more of a command.",
    )
    .version(toolVersion, "-V, --version", "the version")
    .addHelpText(
      "after",
      manual({
        exitCodes: {
          0: "nothing at fault, or what was asked was done",
          1: "a fault was found",
          2: "a wrong option, or an input that cannot be read",
          3: "nothing to decide",
        },
        examples: [
          'ftscope analyze roam.pcap --psk "correct horse battery"',
          "ftscope explain r1-key-unknown-to-target",
        ],
      }),
    )
    .exitOverride()
    .configureOutput({
      getOutHelpWidth: () => helpWidth(io.columns),
      writeOut: (text) => {
        void io.out(text);
      },
      writeErr: (text) => io.err(text),
      outputError: (text, write) =>
        write(
          `${text
            .trim()
            .replace(/^error: /, "ftscope: ")
            .replace(/\s*\n\s*/g, " ")}\n`,
        ),
    });
  const setExitCode = (code: number) => {
    exitCode = code;
  };
  for (const register of await commandsFor(argv)) register(program, io, setExitCode);
  arrangeHelp(program);
  for (const command of program.commands) {
    command.exitOverride().copyInheritedSettings(program);
  }
  try {
    await program.parseAsync(argv, { from: "user" });
    for (const text of advice) io.err(text);
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageExitCode;
    if (error instanceof UsageError || error instanceof CaptureOpenError) {
      io.err(`ftscope: ${error.message}\n`);
      return usageExitCode;
    }
    throw error;
  }
}

function harmlessLines(text: string): string {
  return text.split("\n").map(harmless).join("\n");
}
