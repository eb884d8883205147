import type { CollectedLog } from "../analyze/log-reading.ts";
import { utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import { type DecompressNotes, decompressed } from "./decompress.ts";
import { openOctets } from "./input.ts";
import { type Io, UsageError } from "./io.ts";

/**
 * Reads logs and configuration dumps, also compressed ones. A file that is neither is an error that says
 * what was expected.
 */
export async function readLogs(paths: readonly string[], io: Io): Promise<readonly CollectedLog[]> {
  const logs: CollectedLog[] = [];
  for (const path of paths) {
    const log = await readLog(path, io);
    if (log.summary.dialect === null) {
      const { dialects } = await import("../logs/dialects/index.ts");
      throw new UsageError(
        `${nameOf(path)} is no log or configuration dump that is known; expected one of: ${dialects.map(({ title }) => title).join(", ")}`,
      );
    }
    logs.push(log);
  }
  return logs;
}

async function readLog(path: string, io: Io): Promise<CollectedLog> {
  // Most analyses have no log: what reads one is loaded only for it.
  const { createLogCollector } = await import("../analyze/log-collector.ts");
  const collector = createLogCollector(printable(utf8Octets(path)), { decodeLatin1 });
  const input = await openOctets(path, io);
  try {
    const notes: DecompressNotes = {
      compression() {},
      fault({ text }) {
        io.err(`ftscope: ${nameOf(path)}: ${text ?? "the compressed file is damaged"}\n`);
      },
    };
    const octets = decompressed(input.chunks, notes, input.again);
    for await (const chunk of octets) collector.push(chunk);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(
      `cannot read ${nameOf(path)}: ${code === "EISDIR" ? "is a directory" : code}`,
    );
  } finally {
    await input.close();
  }
  return collector.end();
}

/** Faster than what the pure core can do. */
function decodeLatin1(octets: Uint8Array, begin: number, end: number): string {
  return Buffer.prototype.latin1Slice.call(octets, begin, end);
}

function nameOf(path: string): string {
  return path === "-" ? "standard input" : printable(utf8Octets(path));
}
