import type { Command } from "commander";
import type { Analysis, ExchangeReport } from "../analyze/analysis.ts";
import { utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { proofScript } from "../report/proof-script.ts";
import { isFtExchange } from "../report/words.ts";
import { analyzeCaptures } from "./analyze-captures.ts";
import { decodeAsOption, keyOption, keysOption, pskOption, ssidOption } from "./arguments.ts";
import { manual } from "./help.ts";
import { type Io, UsageError } from "./io.ts";
import { inputsOf, writeOutput } from "./output.ts";
import { findCaptures, skippedWords } from "./read-captures.ts";
import { type KeyOptions, readKeys } from "./read-keys.ts";

interface ProveOptions extends KeyOptions {
  readonly exchange?: string;
  readonly output?: string;
  readonly decodeAs: readonly DecodeAs[];
}

/** `ftscope prove`: a proof that does not need ftscope. */
export function registerProve(program: Command, io: Io): void {
  program
    .command("prove")
    .summary("a script of openssl commands that recomputes the names and MICs of an exchange")
    .description(
      "Writes a shell script that holds the octets of the named frames and no key. It asks for the passphrase (or the PMK), recomputes each name and MIC step by step with openssl 3, and says of each whether it comes out as ftscope says; it exits with 0 when all do, with 1 when not.",
    )
    .argument("<capture...>", 'capture files, directories, or "-" for standard input')
    .option("--exchange <id>", "the exchange, as analyze names it; without it the only FT exchange")
    .addOption(pskOption())
    .addOption(ssidOption())
    .addOption(keyOption())
    .addOption(keysOption())
    .option("--output <file>", "write there instead of standard output")
    .addOption(decodeAsOption())
    .addHelpText(
      "after",
      manual({
        exitCodes: {
          0: "the script was written",
          2: "a wrong option, or an input that cannot be read",
        },
        examples: ["ftscope prove roam.pcap --exchange x2 --keys keys.txt --output proof.sh"],
      }),
    )
    .action(async (paths: readonly string[], options: ProveOptions) => {
      const keys = await readKeys(options, io);
      const captures = await findCaptures(paths);
      if (captures.skipped > 0) io.err(`ftscope: ${skippedWords(captures.skipped)} skipped\n`);
      const analysis = await analyzeCaptures(
        captures,
        { keys, decodeAs: options.decodeAs, showProofs: true },
        io,
      );
      const exchange = chooseExchange(analysis, options.exchange);
      if (exchange.proof === undefined) {
        throw new UsageError(`exchange ${exchange.id} has no name and no MIC to recompute`);
      }
      const script = proofScript(analysis, exchange, exchange.proof);
      await writeOutput(script, options.output, inputsOf({ captures, keys: options.keys }, io), io);
    });
}

function chooseExchange({ exchanges }: Analysis, id: string | undefined): ExchangeReport {
  if (id !== undefined) {
    const chosen = exchanges.find((exchange) => exchange.id === id);
    if (chosen === undefined)
      throw new UsageError(`--exchange: there is no exchange ${printable(utf8Octets(id))}`);
    return chosen;
  }
  const candidates = exchanges.filter(isFtExchange);
  const [only] = candidates;
  if (only === undefined) throw new UsageError("there is no FT exchange; --exchange names another");
  if (candidates.length > 1) {
    throw new UsageError(
      `there are ${candidates.length} FT exchanges: --exchange names one of ${candidates.map((each) => each.id).join(", ")}`,
    );
  }
  return only;
}
