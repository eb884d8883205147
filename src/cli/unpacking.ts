import { createHash } from "node:crypto";
import { type DecompressNotes, decompressed } from "./decompress.ts";
import { type CaptureIo, type Input, openError, openOctets } from "./input.ts";
import { unpackInThread } from "./unpack-in-thread.ts";
import { isWorthThread } from "./worth-thread.ts";

/** What is told of an input while it is read and unpacked. */
export interface UnpackingNotes extends DecompressNotes {
  /** So many octets of the input were read. */
  read(octets: number): void;
}

/** What is known of an input when it was read to its end. */
export interface InputTotals {
  /** Octets of the input as read: compressed ones, when it is compressed. */
  readonly sizeBytes: number;
  /** Of the input as read, in hex; only when it was asked for. */
  readonly sha256?: string;
}

/** An input while it is read. */
export interface Unpacking {
  /** A file on disk; all else arrives bit by bit. */
  readonly isFile: boolean;
  /** What the input holds, unpacked when it is compressed; each chunk may overwrite the one before. */
  readonly octets: AsyncIterable<Uint8Array>;
  /** Reads what is left of the input, which is not unpacked, to its end. */
  readRest(): Promise<InputTotals>;
  /** To be called whatever happened. */
  close(): Promise<void>;
}

export interface UnpackingOptions {
  /** The SHA-256 of the input is wanted. */
  readonly hash: boolean;
  /** It is worth while to load what unpacks faster; the thread ends with the input. */
  readonly isLong?: boolean;
}

/** Opens an input, to be read in a thread of its own where that pays. Throws {@link CaptureOpenError}, as all of it does. */
export async function openUnpacking(
  path: string,
  io: CaptureIo,
  options: UnpackingOptions,
  notes: UnpackingNotes,
): Promise<Unpacking> {
  const mayBeThread = path !== "-" && io.streams?.has(path) !== true && isWorthThread(path);
  const thread = mayBeThread ? io.threads?.start("unpack") : undefined;
  return thread === undefined
    ? unpackHere(path, await openOctets(path, io), options, notes)
    : unpackInThread(thread, { path, options: { ...options, isLong: true } }, notes);
}

/** The same in this thread. */
export function unpackHere(
  path: string,
  input: Input,
  { hash: isHashed, isLong = false }: UnpackingOptions,
  notes: UnpackingNotes,
): Unpacking {
  const hash = isHashed ? createHash("sha256") : undefined;
  let sizeBytes = 0;

  async function* counted(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of input.chunks) {
        sizeBytes += chunk.length;
        hash?.update(chunk);
        notes.read(chunk.length);
        yield chunk;
      }
    } catch (error) {
      throw openError(path, error);
    }
  }

  const octetsRead = counted();
  return {
    isFile: input.isFile,
    octets: decompressed(octetsRead, notes, input.again, isLong),
    async readRest() {
      for await (const _ of octetsRead);
      return { sizeBytes, ...(hash === undefined ? {} : { sha256: hash.digest("hex") }) };
    },
    close: () => input.close(),
  };
}
