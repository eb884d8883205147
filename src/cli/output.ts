import { randomUUID } from "node:crypto";
import { constants, statSync } from "node:fs";
import { access, chmod, open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import { type Io, UsageError } from "./io.ts";
import type { Captures } from "./read-captures.ts";

/** Writes a report to standard output, or whole or not at all to a file that is none of the inputs. */
export async function writeOutput(
  text: string,
  path: string | undefined,
  inputs: readonly string[],
  io: Io,
): Promise<void> {
  if (path === undefined) await io.out(text);
  else await writeFileWhole(text, path, inputs);
}

/**
 * Writes a file whole or not at all: beside the old one, which keeps its mode, and then in its place. What
 * is no file on disk (/dev/stdout, a FIFO) is written to as it is. Throws {@link UsageError} when it is an
 * input or cannot be written.
 */
export async function writeFileWhole(
  content: string | Uint8Array,
  path: string,
  inputs: readonly string[],
  mode = 0o666,
): Promise<void> {
  refuseInputs(path, inputs);
  try {
    const before = await stat(path).catch(() => undefined);
    if (before?.isFile() === false) {
      await writeFile(path, content);
      return;
    }
    // A symbolic link stays one; a file that must not be written is not replaced either.
    const target = before === undefined ? path : await realpath(path);
    if (before !== undefined) await access(target, constants.W_OK);
    await replace(target, content, mode, before?.mode);
  } catch (error) {
    throw writeError(path, error);
  }
}

async function replace(
  path: string,
  content: string | Uint8Array,
  mode: number,
  modeBefore: number | undefined,
): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, content, { flag: "wx", mode });
    // What is private to be is not made public by a file that was there before.
    if (modeBefore !== undefined) await chmod(temporary, modeBefore & (mode | 0o111) & 0o777);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Where text goes piece by piece, as long as a command runs. */
export interface LiveOutput {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Standard output, or a file that is written as text comes. Throws {@link UsageError} when it is an input
 * or cannot be written.
 */
export async function openLiveOutput(
  path: string | undefined,
  inputs: readonly string[],
  io: Io,
): Promise<LiveOutput> {
  if (path === undefined) return { write: (text) => io.out(text), async close() {} };
  refuseInputs(path, inputs);
  const file = await open(path, "w").catch((error: unknown) => {
    throw writeError(path, error);
  });
  return {
    async write(text) {
      await file.write(text);
    },
    close: () => file.close(),
  };
}

/** Whatever name it goes by: another spelling, a link of either kind. */
function refuseInputs(path: string, inputs: readonly string[]): void {
  const target = identityOf(path);
  if (target === undefined) return;
  if (inputs.some((input) => input !== "-" && identityOf(input) === target)) {
    throw new UsageError("--output names an input: inputs are never written to");
  }
}

/** Which file it is on this machine; undefined where there is none. */
function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}/${ino}`;
  } catch {
    return undefined;
  }
}

function writeError(path: string, error: unknown): UsageError {
  const { code = "unknown error" } = error as NodeJS.ErrnoException;
  return new UsageError(`cannot write ${printable(utf8Octets(path))}: ${code}`);
}

/** What a command reads besides standard input. */
export interface Reading {
  readonly captures?: Captures;
  readonly keys?: readonly string[];
  readonly logs?: readonly string[];
}

/** Every file that a command reads: none of them is written to. */
export function inputsOf({ captures, keys = [], logs = [] }: Reading, io: Io): readonly string[] {
  const fromEnvironment = io.env["FTSCOPE_KEYS"];
  return [
    ...(captures?.captures ?? []).map(({ path }) => path),
    ...keys,
    ...logs,
    ...(fromEnvironment === undefined ? [] : [fromEnvironment]),
  ];
}
