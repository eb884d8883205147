import { closeSync, openSync, readSync, statSync } from "node:fs";
import { compressionMagicLength, compressionOf } from "./compression.ts";

/** Octets of a compressed file that are unpacked as soon as a thread for it has begun. */
const shortest = 4 * 1024 * 1024;

/** Whether `path` is a file that is compressed, and long enough to be unpacked in a thread of its own. */
export function isWorthThread(path: string): boolean {
  // What cannot be read is told by whoever reads it.
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined || !stats.isFile() || stats.size < shortest) return false;
    const first = new Uint8Array(compressionMagicLength);
    const descriptor = openSync(path, "r");
    try {
      readSync(descriptor, first);
    } finally {
      closeSync(descriptor);
    }
    return compressionOf(first) !== undefined;
  } catch {
    return false;
  }
}
