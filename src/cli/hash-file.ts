import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import { UsageError } from "./io.ts";

/** SHA-256 of a file, lower-case hex, and its length. Throws {@link UsageError} when it cannot be read. */
export async function hashFile(
  path: string,
): Promise<{ readonly sha256: string; readonly sizeBytes: number }> {
  const hash = createHash("sha256");
  const stream = createReadStream(path);
  await pipeline(stream, hash).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `cannot read ${printable(utf8Octets(path))}: ${error.code ?? "unknown error"}`,
    );
  });
  return { sha256: hash.digest("hex"), sizeBytes: stream.bytesRead };
}
