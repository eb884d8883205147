import type { Command } from "commander";
import type { Analysis } from "../analyze/analysis.ts";
import type { Replacement } from "../analyze/redaction/pseudonyms.ts";
import { redactCase } from "../analyze/redaction/redact-case.ts";
import { utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { caseFiles } from "../report/case-files.ts";
import { documentJson } from "../report/json.ts";
import { count } from "../report/words.ts";
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
import { type CaseEntry, hashEntry, manifestName, writeCaseZip } from "./case-zip.ts";
import { extractCaptures, writeExtract } from "./extract-captures.ts";
import { hashFile } from "./hash-file.ts";
import { manual } from "./help.ts";
import { type Io, UsageError } from "./io.ts";
import { inputsOf, writeFileWhole } from "./output.ts";
import { progressOption } from "./progress.ts";
import { findCaptures, skippedWords } from "./read-captures.ts";
import { type KeyOptions, readKeys } from "./read-keys.ts";
import { readLogs } from "./read-logs.ts";
import { detailedExchanges } from "./render-analysis.ts";

interface BundleOptions extends KeyOptions, Limits {
  readonly output: string;
  readonly log: readonly string[];
  readonly logOffset?: number;
  readonly decodeAs: readonly DecodeAs[];
  readonly sameClock?: boolean;
  readonly progress?: boolean;
  readonly redact?: boolean;
  readonly keepOui?: boolean;
  readonly dropKeyNames?: boolean;
  readonly mapping?: string;
  readonly analysedAt?: boolean;
  readonly quiet?: boolean;
}

/** `ftscope bundle`: all that a vendor needs to see, and to check, in one file. */
export function registerBundle(program: Command, io: Io): void {
  program
    .command("bundle")
    .summary("the case as one reproducible zip")
    .description(
      "Writes a zip that holds the report (HTML, Markdown, JSON), an annotated extract of the captures, display filters for Wireshark, the log records that belong to it, a proof script for each exchange (see prove) and a manifest with the SHA-256 of every input and entry. No key is in it. The same command on the same files gives the same octets; ftscope verify checks them.\n\nWith --redact addresses, SSIDs, R0KH-IDs, IP addresses and paths are pseudonyms, the same in every part, and payloads and vendor elements are cut. Verdicts stay, as they were found before; MICs and key names cover the real values and cannot be verified any more, so proofs are left out. FT-PSK key names and MICs allow guessing a weak passphrase: --drop-key-names.",
    )
    .argument("<capture...>", 'capture files, directories, or "-" for standard input')
    .requiredOption("--output <file>", "the zip to write")
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
    .option("--station <mac>", "only exchanges of this station", macArgument)
    .option("--bssid <mac>", "only exchanges with this AP", macArgument)
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(decodeAsOption())
    .addOption(sameClockOption())
    .addOption(progressOption())
    .option("--redact", "replace addresses, names and paths; cut payloads")
    .option("--keep-oui", "with --redact: keep the vendor's half of addresses")
    .option("--drop-key-names", "with --redact: no key names and MICs either")
    .option("--mapping <file>", "with --redact: where to write, for you, what stands for what")
    .option("--analysed-at", "write the time of the analysis into the manifest")
    .option("--quiet", "say nothing unless something is wrong")
    .addHelpText(
      "after",
      manual({
        exitCodes: {
          0: "the zip was written",
          2: "a wrong option, or an input that cannot be read",
        },
        examples: [
          "ftscope bundle roam.pcap --keys keys.txt --output case.zip",
          "ftscope bundle roam.pcap --redact --mapping names.json --output redacted.zip",
        ],
      }),
    )
    .action(async (paths: readonly string[], options: BundleOptions) => {
      checkTimes(options);
      const { output } = options;
      if (!options.redact && (options.keepOui || options.dropKeyNames || options.mapping)) {
        throw new UsageError("--keep-oui, --drop-key-names and --mapping go with --redact");
      }
      if (options.mapping === output) {
        throw new UsageError("--mapping names the bundle: it must not travel with it");
      }
      const keys = await readKeys(options, io);
      const captures = await findCaptures(paths);
      if (captures.skipped > 0) io.err(`ftscope: ${skippedWords(captures.skipped)} skipped\n`);
      const limits = limitsOf(options);
      const extract = await extractCaptures(
        captures,
        {
          keys,
          ...limits,
          decodeAs: options.decodeAs,
          sameClock: options.sameClock ?? false,
          progress: options.progress ?? true,
          logs: await readLogs(options.log, io),
          ...(options.logOffset === undefined ? {} : { logOffsetUs: options.logOffset }),
          showProofs: true,
          details: detailedExchanges,
          hash: true,
        },
        io,
      );
      const inputs = inputsOf({ captures, keys: options.keys, logs: options.log }, io);
      const { analysis, kept, replacements } = options.redact
        ? redactCase(extract, {
            keepOui: options.keepOui ?? false,
            dropKeyNames: options.dropKeyNames ?? false,
          })
        : { ...extract, replacements: undefined };
      const entries: CaseEntry[] = [
        ...caseFiles(analysis).map(({ name, text }) => ({ name, octets: utf8Octets(text) })),
        ...(kept.length === 0
          ? []
          : [{ name: "extract.pcapng", octets: writeExtract(analysis, kept) }]),
      ];
      const time = new Date().toISOString();
      entries.push({
        name: manifestName,
        octets: utf8Octets(
          manifest(analysis, entries, {
            options: options.redact
              ? {}
              : Object.fromEntries(
                  Object.entries(limits).map(([name, value]) => [name, String(value)]),
                ),
            logs: await Promise.all(
              options.log.map(async (path, log) => ({
                path: analysis.logs?.[log]?.path ?? "",
                ...(await hashFile(path)),
              })),
            ),
            ...(options.analysedAt ? { analysedAt: time } : {}),
          }),
        ),
      });
      const zip = writeCaseZip(entries);
      await writeFileWhole(zip, output, inputs);
      if (replacements !== undefined && options.mapping !== undefined) {
        await writeFileWhole(
          mappingText(replacements),
          options.mapping,
          [...inputs, output],
          0o600,
        );
      }
      if (options.quiet) return;
      const { sha256 } = hashEntry({ name: output, octets: zip });
      io.err(
        `ftscope: ${printable(utf8Octets(output))}: ${count(entries.length, "entry", "entries")}, ${zip.length} octets, SHA-256 ${sha256}, analysed at ${time}\n`,
      );
    });
}

/** Private: it turns every pseudonym back. */
function mappingText(replacements: readonly Replacement[]): string {
  return documentJson({ schema: "ftscope/mapping/1", replacements });
}

/** What the case was made from and what it holds; nothing of the moment unless asked for. */
function manifest(
  { generator, inputs, redaction }: Analysis,
  entries: readonly CaseEntry[],
  made: {
    readonly options: Readonly<Record<string, string>>;
    readonly logs: readonly { readonly path: string; readonly sha256: string }[];
    readonly analysedAt?: string;
  },
): string {
  const document = {
    schema: "ftscope/bundle/1",
    generator,
    ...made,
    ...(redaction === undefined ? {} : { redaction }),
    inputs: inputs.map(({ path, sha256, sizeBytes, frames, firstTime, lastTime }) => ({
      path,
      sha256,
      sizeBytes,
      frames,
      firstTime,
      lastTime,
    })),
    entries: entries.map(hashEntry),
  };
  return documentJson(document);
}
