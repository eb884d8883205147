import { createHash } from "node:crypto";
import { type FileHandle, open, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Compression } from "../analyze/analysis.ts";
import type { Fault } from "../bytes/fault.ts";
import { concatOctets, utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import { magicLength, recognisePcap, recognisePcapng } from "../capture/magic.ts";
import type { PacketSink } from "../capture/packet.ts";
import { createPcapReader } from "../capture/pcap.ts";
import { createPacketReader } from "../capture/reader.ts";
import type { CaptureRecord, CaptureSummary } from "../capture/record.ts";
import { type DecompressNotes, decompressed } from "./decompress.ts";
import { createPcapStreamReader } from "./pcap-parser-adapter.ts";

/** What is known of an input after it was read. */
export interface SourceSummary extends CaptureSummary {
  readonly compression: Compression | null;
  /** Octets of the input as read: compressed ones, when it is compressed. */
  readonly sizeBytes: number;
  /** Of the input as read, in hex; only when it was asked for. */
  readonly sha256?: string;
}

/** One capture to be read once, from its beginning to its end. */
export interface CaptureSource {
  readonly path: string;
  /**
   * Hands the packets to `sink` in file order, where they lie; yields after some of them. Throws as
   * `records` does.
   */
  packets(sink: PacketSink): AsyncIterable<void>;
  /** The records in file order, some at a time. Throws {@link CaptureOpenError} when the input cannot be read. */
  records(): AsyncIterable<readonly CaptureRecord[]>;
  /** Valid after `packets()` or `records()` has ended. */
  summary(): SourceSummary;
}

/** An input that cannot be read at all; the message is one line for a person. */
export class CaptureOpenError extends Error {
  override readonly name = "CaptureOpenError";
}

/** Where captures are read from besides files. */
export interface CaptureIo {
  readonly stdin: NodeJS.ReadableStream;
  /** Octets of streams whose beginning was read already, by path; they are read from here. */
  readonly streams?: ReadonlyMap<string, AsyncGenerator<Uint8Array>>;
}

export interface CaptureSourceOptions {
  /** The SHA-256 of the input is wanted. */
  readonly hash?: boolean;
  /** Is told of octets of the input that were read. */
  readonly onRead?: (octets: number) => void;
}

/** Octets of one read: of a file on disk, and of what arrives bit by bit. */
const fileChunkLength = 1024 * 1024;
const streamChunkLength = 64 * 1024;

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
async function* fileChunks(handle: FileHandle, length: number): AsyncGenerator<Uint8Array> {
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

/** The octets of an input, as they are on disk or arrive. */
export interface Input {
  readonly chunks: AsyncGenerator<Uint8Array>;
  /** A file on disk; all else arrives bit by bit. */
  readonly isFile: boolean;
  /** The same octets from the beginning once more; only of a file. */
  readonly again?: () => AsyncGenerator<Uint8Array>;
  close(): Promise<void>;
}

async function openInput(path: string, { stdin, streams }: CaptureIo): Promise<Input> {
  const begun = streams?.get(path);
  if (begun !== undefined) return { chunks: begun, isFile: false, async close() {} };
  if (path === "-") return { chunks: streamChunks(stdin), isFile: false, async close() {} };
  const handle = await open(path);
  const isFile = (await handle.stat()).isFile();
  const close = () => handle.close();
  if (!isFile) return { chunks: arrivingChunks(handle), isFile, close };
  const again = () => fileChunks(handle, fileChunkLength);
  return { chunks: again(), isFile, again, close };
}

/** Opens an input. Throws {@link CaptureOpenError}. */
export async function openOctets(path: string, io: CaptureIo): Promise<Input> {
  return await openInput(path, io).catch((error: unknown) => {
    throw openError(path, error);
  });
}

/**
 * The capture at `path`, "-" being standard input; nothing is opened before its records are asked for.
 * Classic pcap that arrives as a stream goes through pcap-parser, files through our own reader.
 */
export function openCapture(
  path: string,
  io: CaptureIo,
  { hash: isHashed = false, onRead }: CaptureSourceOptions = {},
): CaptureSource {
  const hash = isHashed ? createHash("sha256") : undefined;
  let compression: Compression | null = null;
  let sizeBytes = 0;
  let summary: SourceSummary | undefined;
  const streamFaults: Fault[] = [];

  async function* counted(input: Input): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of input.chunks) {
        sizeBytes += chunk.length;
        hash?.update(chunk);
        onRead?.(chunk.length);
        yield chunk;
      }
    } catch (error) {
      throw openError(path, error);
    }
  }

  async function* packets(sink: PacketSink): AsyncGenerator<void> {
    const input = await openOctets(path, io);
    const reader = createPacketReader(
      sink,
      input.isFile ? createPcapReader : createPcapStreamReader,
    );
    const notes: DecompressNotes = {
      compression: (found) => {
        compression = found;
      },
      fault: (fault) => streamFaults.push(fault),
    };
    const octetsRead = counted(input);
    try {
      for await (const octets of decompressed(octetsRead, notes, input.again)) {
        reader.push(octets);
        yield;
        if (reader.hasStopped) break;
      }
      // What is damaged is given up before its end, but the hash and the size are those of the file.
      for await (const _ of octetsRead);
    } finally {
      await input.close();
    }
    const read = reader.end();
    summary = {
      ...read,
      faults: [...read.faults, ...streamFaults],
      compression,
      sizeBytes,
      ...(hash === undefined ? {} : { sha256: hash.digest("hex") }),
    };
  }

  async function* records(): AsyncGenerator<readonly CaptureRecord[]> {
    let complete: CaptureRecord[] = [];
    for await (const _ of packets((packet) => complete.push(packet.toRecord()))) {
      if (complete.length === 0) continue;
      yield complete;
      complete = [];
    }
  }

  return {
    path,
    packets,
    records,
    summary() {
      if (summary === undefined) throw new Error("the records were not read to their end");
      return summary;
    },
  };
}

/** Whether the file at `path` begins as a capture does, also behind a compression; one that cannot be read does not. */
async function isCapture(path: string): Promise<boolean> {
  const handle = await open(path).catch(() => undefined);
  if (handle === undefined) return false;
  let first: Uint8Array = new Uint8Array(0);
  try {
    const chunks = decompressed(fileChunks(handle, streamChunkLength), {
      compression() {},
      fault() {},
    });
    for await (const octets of chunks) {
      first = concatOctets(first, octets);
      if (first.length >= magicLength) break;
    }
  } catch {
    return false;
  } finally {
    await handle.close();
  }
  return recognisePcapng(first) || recognisePcap(first) !== undefined;
}

/** Files and other things below a directory. What symbolic links reach twice is there once. */
async function* walk(path: string, seen: Set<string>): AsyncGenerator<string> {
  const real = await realpath(path).catch(() => path);
  if (seen.has(real)) return;
  seen.add(real);
  const stats = await stat(path).catch(() => undefined);
  const names = stats?.isDirectory() ? await readdir(path).catch(() => undefined) : undefined;
  if (names === undefined) yield path;
  else for (const name of names.sort()) yield* walk(join(path, name), seen);
}

/** Captures to be read, in order. */
export interface CapturePaths {
  /** `named`: given by its path, not found in a directory. */
  readonly captures: { readonly path: string; readonly named: boolean }[];
  /** Files in directories that are no captures, or cannot be read. */
  readonly skipped: number;
}

/**
 * Replaces each directory by the captures below it, sorted by path; they are known by their content.
 * Throws {@link CaptureOpenError} for a path that does not exist and a directory that cannot be read.
 */
export async function expandPaths(paths: readonly string[]): Promise<CapturePaths> {
  const captures: { path: string; named: boolean }[] = [];
  let skipped = 0;
  for (const path of paths) {
    if (path === "-" || !(await isDirectory(path))) {
      captures.push({ path, named: true });
      continue;
    }
    const found: string[] = [];
    for await (const below of walk(path, new Set())) {
      const isFile = (await stat(below).catch(() => undefined))?.isFile();
      if (isFile && (await isCapture(below))) found.push(below);
      else skipped++;
    }
    captures.push(...found.sort().map((below) => ({ path: below, named: false })));
  }
  return { captures, skipped };
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    const isOne = (await stat(path)).isDirectory();
    if (isOne) await readdir(path);
    return isOne;
  } catch (error) {
    throw openError(path, error);
  }
}
