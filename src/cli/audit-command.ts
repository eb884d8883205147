import { type Command, Option } from "commander";
import { auditDocument } from "../analyze/audit-document.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { auditReport } from "../report/audit.ts";
import { jsonReport } from "../report/json.ts";
import { analyzeCaptures } from "./analyze-captures.ts";
import { decodeAsOption, sameClockOption } from "./arguments.ts";
import { drawText } from "./draw-text.ts";
import { auditExitCode, type FailOn } from "./exit-code.ts";
import { manual } from "./help.ts";
import type { Io } from "./io.ts";
import { inputsOf, writeOutput } from "./output.ts";
import { progressOption } from "./progress.ts";
import { findCaptures, skippedWords } from "./read-captures.ts";
import { colorOption, columnsOf, isColored } from "./terminal.ts";

interface AuditOptions {
  readonly decodeAs: readonly DecodeAs[];
  readonly sameClock?: boolean;
  readonly progress?: boolean;
  readonly format: "text" | "json";
  readonly output?: string;
  readonly hash?: boolean;
  readonly failOn: FailOn;
  readonly color: "auto" | "always" | "never";
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** `ftscope audit`: what the beacons say. */
export function registerAudit(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("audit")
    .summary("what the beacons say of every BSS's FT configuration, and what is inconsistent")
    .description(
      "Tells the FT configuration of every BSS from its beacons and probe responses, and what in one SSID or mobility domain is inconsistent. Needs no key and no roam. R0KH-ID and R1KH-ID are told where an association was captured.",
    )
    .argument("<capture...>", 'capture files, directories, or "-" for standard input')
    .addOption(
      new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"),
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
    .option("--quiet", "findings only")
    .option("--verbose", "all evidence, key holders and RSNXE of every BSS")
    .addHelpText(
      "after",
      manual({
        exitCodes: {
          0: "nothing at fault",
          1: "a fault in the configuration",
          2: "a wrong option, or an input that cannot be read",
          3: "no network was heard",
        },
        examples: [
          "ftscope audit survey.pcap",
          "ftscope audit site/ --format json --output audit.json",
        ],
      }),
    )
    .action(async (paths: readonly string[], options: AuditOptions) => {
      const captures = await findCaptures(paths);
      if (captures.skipped > 0) io.err(`ftscope: ${skippedWords(captures.skipped)} skipped\n`);
      const { decodeAs, sameClock = false, hash = false, progress = true } = options;
      const analysis = auditDocument(
        await analyzeCaptures(captures, { keys: [], decodeAs, sameClock, hash, progress }, io),
      );
      await writeOutput(render(), options.output, inputsOf({ captures }, io), io);
      setExitCode(auditExitCode(analysis, options.failOn));

      function render(): string {
        if (options.format === "json") return jsonReport(analysis);
        const parts = auditReport(analysis, { verbose: options.verbose ?? false });
        const shown = options.quiet ? parts.filter((part) => part.kind === "headline") : parts;
        return drawText(shown, {
          columns: columnsOf(io),
          color: isColored(options.color, options.output !== undefined, io),
        });
      }
    });
}
