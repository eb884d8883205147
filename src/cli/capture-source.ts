import { open, readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Compression } from "../analyze/analysis.ts";
import type { Fault } from "../bytes/fault.ts";
import { concatOctets } from "../bytes/octets.ts";
import { isCaptureFile, magicLength } from "../capture/magic.ts";
import type { PacketSink } from "../capture/packet.ts";
import { createPcapReader } from "../capture/pcap.ts";
import { createPacketReader } from "../capture/reader.ts";
import type { CaptureRecord, CaptureSummary } from "../capture/record.ts";
import { decompressed } from "./decompress.ts";
import { type CaptureIo, fileChunks, openError, streamChunkLength } from "./input.ts";
import { createPcapStreamReader } from "./pcap-parser-adapter.ts";
import { type InputTotals, openUnpacking, type UnpackingNotes } from "./unpacking.ts";

/** What is known of an input after it was read. */
export interface SourceSummary extends CaptureSummary, InputTotals {
  readonly compression: Compression | null;
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

export interface CaptureSourceOptions {
  /** The SHA-256 of the input is wanted. */
  readonly hash?: boolean;
  /** Is told of octets of the input that were read. */
  readonly onRead?: (octets: number) => void;
}

/**
 * The capture at `path`, "-" being standard input; nothing is opened before its records are asked for.
 * Classic pcap that arrives as a stream goes through pcap-parser, files through our own reader.
 */
export function openCapture(
  path: string,
  io: CaptureIo,
  { hash = false, onRead = () => {} }: CaptureSourceOptions = {},
): CaptureSource {
  let compression: Compression | null = null;
  let summary: SourceSummary | undefined;
  const streamFaults: Fault[] = [];
  const notes: UnpackingNotes = {
    read: onRead,
    compression: (found) => {
      compression = found;
    },
    fault: (fault) => streamFaults.push(fault),
  };

  async function* packets(sink: PacketSink): AsyncGenerator<void> {
    const unpacking = await openUnpacking(path, io, { hash }, notes);
    const reader = createPacketReader(
      sink,
      unpacking.isFile ? createPcapReader : createPcapStreamReader,
    );
    let totals: InputTotals;
    try {
      for await (const octets of unpacking.octets) {
        reader.push(octets);
        yield;
        if (reader.hasStopped) break;
      }
      // What is damaged is given up before its end, but the hash and the size are those of the file.
      totals = await unpacking.readRest();
    } finally {
      await unpacking.close();
    }
    const read = reader.end();
    summary = { ...read, faults: [...read.faults, ...streamFaults], compression, ...totals };
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
  return isCaptureFile(first);
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
