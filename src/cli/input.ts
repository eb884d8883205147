import { type FileHandle, open } from "node:fs/promises";
import { utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import type { Threads } from "./threads.ts";

/** An input that cannot be read at all; the message is one line for a person. */
export class CaptureOpenError extends Error {
  override readonly name = "CaptureOpenError";
}

/** Where captures are read from besides files, and what helps to read them. */
export interface CaptureIo {
  readonly stdin: NodeJS.ReadableStream;
  /** Octets of streams whose beginning was read already, by path; they are read from here. */
  readonly streams?: ReadonlyMap<string, AsyncGenerator<Uint8Array>>;
  /** Absent where everything is done in one thread. */
  readonly threads?: Threads;
}

/** The octets of an input, as they are on disk or arrive. */
export interface Input {
  readonly chunks: AsyncGenerator<Uint8Array>;
  /** A file on disk; all else arrives bit by bit. */
  readonly isFile: boolean;
  /** The same octets from the beginning once more; only of a file. */
  readonly again?: () => AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

/** Octets of one read: of a file on disk, and of what arrives bit by bit. */
const fileChunkLength = 1024 * 1024;
export const streamChunkLength = 64 * 1024;

const reasons = new Map([
  ["ENOENT", "no such file"],
  ["ENOTDIR", "no such file"],
  ["EACCES", "permission denied"],
  ["EPERM", "permission denied"],
  ["EISDIR", "is a directory"],
  ["ELOOP", "too many symbolic links"],
]);

export function openError(path: string, cause: unknown): CaptureOpenError {
  const { code = "", message = "" } = cause as NodeJS.ErrnoException;
  const name = path === "-" ? "standard input" : printable(utf8Octets(path));
  const reason = reasons.get(code) ?? printable(utf8Octets(message));
  return new CaptureOpenError(`cannot read ${name}: ${reason}`, { cause });
}

/** Opens an input. Throws {@link CaptureOpenError}. */
export async function openOctets(path: string, { stdin, streams }: CaptureIo): Promise<Input> {
  const begun = streams?.get(path);
  if (begun !== undefined) return { chunks: begun, isFile: false, async close() {} };
  if (path === "-") return { chunks: streamChunks(stdin), isFile: false, async close() {} };
  return await openPath(path);
}

/** Opens a file, or what else has a path. Throws {@link CaptureOpenError}. */
export async function openPath(path: string): Promise<Input> {
  try {
    const handle = await open(path);
    const isFile = (await handle.stat()).isFile();
    const close = () => handle.close();
    if (!isFile) return { chunks: arrivingChunks(handle), isFile, close };
    const again = () => fileChunks(handle, fileChunkLength);
    return { chunks: again(), isFile, again, close };
  } catch (error) {
    throw openError(path, error);
  }
}

/** The octets of an open file that is no file on disk; every chunk has a buffer of its own. */
async function* arrivingChunks(handle: FileHandle): AsyncGenerator<Uint8Array> {
  while (true) {
    const chunk = new Uint8Array(streamChunkLength);
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, null);
    if (bytesRead === 0) return;
    yield chunk.subarray(0, bytesRead);
  }
}

/** The octets of a file on disk. While one chunk is used the next is read: it overwrites the one before. */
export async function* fileChunks(handle: FileHandle, length: number): AsyncGenerator<Uint8Array> {
  let current = new Uint8Array(length);
  let next = new Uint8Array(length);
  let position = 0;
  const readInto = (buffer: Uint8Array) => {
    const reading = handle.read(buffer, 0, length, position);
    // Whoever does not want the next chunk does not want to hear that it cannot be read.
    reading.catch(() => undefined);
    return reading;
  };
  let reading = readInto(next);
  while (true) {
    const { bytesRead } = await reading;
    if (bytesRead === 0) return;
    position += bytesRead;
    [current, next] = [next, current];
    reading = readInto(next);
    yield current.length === bytesRead ? current : current.subarray(0, bytesRead);
  }
}

async function* streamChunks(stream: NodeJS.ReadableStream): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) yield chunk as Uint8Array;
}
