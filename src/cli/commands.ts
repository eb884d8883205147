import type { Command } from "commander";
import type { Io } from "./io.ts";

/** Adds a command to the program; what the command's exit code is, it says through `setExitCode`. */
export type Register = (program: Command, io: Io, setExitCode: (code: number) => void) => void;

/** Each command and where it is: a module is loaded only when its command, or help, is asked for. */
const modules: ReadonlyMap<string, () => Promise<Register>> = new Map([
  ["analyze", async () => (await import("./analyze-command.ts")).registerAnalyze],
  ["watch", async () => (await import("./watch-command.ts")).registerWatch],
  ["log", async () => (await import("./log-command.ts")).registerLog],
  ["explain", async () => (await import("./explain-command.ts")).registerExplain],
  ["roams", async () => (await import("./roams-command.ts")).registerRoams],
  ["compare", async () => (await import("./compare-command.ts")).registerCompare],
  ["audit", async () => (await import("./audit-command.ts")).registerAudit],
  ["frames", async () => (await import("./frames-command.ts")).registerFrames],
  ["extract", async () => (await import("./extract-command.ts")).registerExtract],
  ["prove", async () => (await import("./prove-command.ts")).registerProve],
  ["bundle", async () => (await import("./bundle-command.ts")).registerBundle],
  ["verify", async () => (await import("./verify-command.ts")).registerVerify],
  ["derive", async () => (await import("./derive-command.ts")).registerDerive],
  ["completion", async () => (await import("./completion-command.ts")).registerCompletion],
]);

export const commandNames: readonly string[] = [...modules.keys()];

/** What the words of a command line need: one command, or for help, completion and mistakes all of them. */
export async function commandsFor(argv: readonly string[]): Promise<readonly Register[]> {
  const name = argv.find((word) => !word.startsWith("-"));
  const load = modules.get(name ?? "");
  if (load !== undefined && name !== "completion") return [await load()];
  const needsAll =
    argv.length === 0 || name !== undefined || argv.some((word) => /^(-h|--help)$/.test(word));
  return needsAll ? Promise.all([...modules.values()].map((each) => each())) : [];
}
