import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { parseKeyFile } from "../analyze/key-file.ts";
import { parseKeySpec, parsePsk, parseSsid } from "../analyze/key-spec.ts";
import { utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import type { KeySpec } from "../exchange/key-ring.ts";
import { type Io, UsageError } from "./io.ts";

/** A file that is no key file would fill the terminal. */
const mostErrors = 10;

export interface KeyOptions {
  readonly psk?: string;
  readonly ssid?: string;
  readonly key: readonly string[];
  readonly keys: readonly string[];
  /** Nothing is said of who else could read the keys. */
  readonly quiet?: boolean;
}

/**
 * The keys of the options and of FTSCOPE_KEYS. Errors never show what was given. Advises where other
 * users of the machine can read them.
 */
export async function readKeys(options: KeyOptions, io: Io): Promise<readonly KeySpec[]> {
  const specs: KeySpec[] = [];
  const isInArguments = (options.psk ?? "-") !== "-" || options.key.length > 0;
  if (isInArguments && !options.quiet) {
    io.advise?.(
      "ftscope: keys among the arguments can be seen by other users of this machine and stay in the shell's history; --psk - asks, --keys takes a file\n",
    );
  }
  if (options.psk !== undefined) specs.push(await readPsk(options.psk, options.ssid, io));
  for (const [index, text] of options.key.entries()) {
    specs.push(accept("--key", parseKeySpec(text, `key ${index + 1} of --key`)));
  }
  const fromEnvironment = io.env["FTSCOPE_KEYS"];
  const files = fromEnvironment === undefined ? options.keys : [...options.keys, fromEnvironment];
  for (const path of files) {
    if (!options.quiet && (await isOpenToOthers(path))) {
      io.advise?.(
        `ftscope: ${nameOf(path)} can be read by other users of this machine (chmod 600)\n`,
      );
    }
    specs.push(...(await readKeyFile(path, io)));
  }
  return specs;
}

async function readPsk(text: string, ssidText: string | undefined, io: Io): Promise<KeySpec> {
  const ssid = ssidText === undefined ? undefined : parseSsid(ssidText);
  if (ssidText !== undefined && ssid === undefined) {
    throw new UsageError("--ssid: 1 to 32 octets, with %XX for octets that are not printable");
  }
  const passphrase = text === "-" ? await io.ask("Passphrase: ") : text;
  if (passphrase === undefined) {
    throw new UsageError("--psk -: there is no terminal to ask for the passphrase");
  }
  return accept("--psk", parsePsk(passphrase, ssid, "the passphrase of --psk"));
}

async function readKeyFile(path: string, io: Io): Promise<readonly KeySpec[]> {
  const name = nameOf(path);
  let content: Uint8Array;
  try {
    content = await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown error";
    throw new UsageError(
      `cannot read key file ${name}: ${code === "ENOENT" ? "no such file" : code}`,
    );
  }
  const { keys, errors } = parseKeyFile(content, name);
  for (const { line, text } of errors.slice(0, mostErrors)) {
    io.err(`ftscope: ${name} line ${line}: ${text}\n`);
  }
  if (errors.length > mostErrors) {
    io.err(`ftscope: ${name}: ${errors.length - mostErrors} more lines cannot be used\n`);
  }
  if (keys.length === 0) throw new UsageError(`${name} holds no key that can be used`);
  return keys;
}

function nameOf(path: string): string {
  return printable(utf8Octets(basename(path)));
}

/** The mode of a file on disk says so, where files have one. */
async function isOpenToOthers(path: string): Promise<boolean> {
  if (process.platform === "win32") return false;
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true && (found.mode & 0o044) !== 0;
}

function accept(option: string, parsed: { key: KeySpec } | { error: string }): KeySpec {
  if ("error" in parsed) throw new UsageError(`${option}: ${parsed.error}`);
  return parsed.key;
}
