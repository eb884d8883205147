import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import { count } from "../report/words.ts";
import { checkCaseZip, inputHashes } from "./case-zip.ts";
import { hashFile } from "./hash-file.ts";
import { manual } from "./help.ts";
import { type Io, UsageError } from "./io.ts";

/** `ftscope verify`: whether a case is what it was when it was written. */
export function registerVerify(
  program: Command,
  io: Io,
  setExitCode: (code: number) => void,
): void {
  program
    .command("verify")
    .summary("whether a bundle is what it was when it was written")
    .description(
      "Compares every entry with its SHA-256 in the manifest, and the zip with one written anew from its entries, octet by octet; with captures and logs also whether they are its inputs. A bundle is not signed: keep its SHA-256 elsewhere to notice a whole new one.",
    )
    .argument("<zip>", "a bundle")
    .argument(
      "[capture...]",
      "captures and logs of which to say whether they are the bundle's inputs",
    )
    .addHelpText(
      "after",
      manual({
        exitCodes: {
          0: "all is as it was",
          1: "something is not",
          2: "no bundle, or an input that cannot be read",
        },
        examples: ["ftscope verify case.zip roam.pcap"],
      }),
    )
    .action(async (path: string, captures: readonly string[]) => {
      const { entries, mismatches } = await readCase(path);
      const hashes = inputHashes(entries);
      const strangers: string[] = [];
      for (const capture of captures) {
        const isInput = hashes.has((await hashFile(capture)).sha256);
        if (!isInput) strangers.push(`${shown(capture)} is none of the bundle's inputs`);
      }
      const all = [...mismatches, ...strangers];
      for (const text of all) await io.out(`CHANGED  ${shown(text)}\n`);
      if (all.length === 0) {
        const inputs = captures.length === 0 ? "" : `, ${count(captures.length, "input")} too`;
        await io.out(`SAME  ${count(entries.length, "entry", "entries")} as written${inputs}\n`);
      }
      setExitCode(all.length === 0 ? 0 : 1);
    });
}

async function readCase(path: string): Promise<ReturnType<typeof checkCaseZip>> {
  const octets = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`cannot read ${shown(path)}: ${error.code ?? "unknown error"}`);
  });
  try {
    return checkCaseZip(octets);
  } catch {
    throw new UsageError(`${shown(path)} is no zip, or is damaged beyond reading`);
  }
}

function shown(text: string): string {
  return printable(utf8Octets(text));
}
