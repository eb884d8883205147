import { realpathSync } from "node:fs";
import { open, rename, unlink, writeFile } from "node:fs/promises";
import { type Io, UsageError } from "./io.ts";

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

/** Writes a file whole or not at all. Throws {@link UsageError} when it is an input or cannot be written. */
export async function writeFileWhole(
  content: string | Uint8Array,
  path: string,
  inputs: readonly string[],
  mode = 0o666,
): Promise<void> {
  refuseInputs(path, inputs);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, content, { flag: "wx", mode });
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw writeError(path, error);
  }
}

/** Where text goes piece by piece, as long as a command runs. */
export interface LiveOutput {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Standard output, or a file that is written as text comes. Throws {@link UsageError} when it is the input
 * or cannot be written.
 */
export async function openLiveOutput(
  path: string | undefined,
  input: string,
  io: Io,
): Promise<LiveOutput> {
  if (path === undefined) return { write: (text) => io.out(text), async close() {} };
  refuseInputs(path, [input]);
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

function refuseInputs(path: string, inputs: readonly string[]): void {
  const target = resolved(path);
  if (inputs.some((input) => input !== "-" && resolved(input) === target)) {
    throw new UsageError("--output names an input: inputs are never written to");
  }
}

function writeError(path: string, error: unknown): UsageError {
  return new UsageError(
    `cannot write ${path}: ${(error as NodeJS.ErrnoException).code ?? "unknown error"}`,
  );
}

function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
