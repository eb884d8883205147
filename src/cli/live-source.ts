import { constants, type FSWatcher, open as openRaw, watch } from "node:fs";
import { open, stat } from "node:fs/promises";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { openError } from "./input.ts";

/** A file that grows is looked at so often where the system does not tell that it has grown. */
const pollMs = 100;

const chunkLength = 256 * 1024;

/** What comes from a source that may never end. */
export type Arrival =
  | { readonly octets: Uint8Array }
  /** What follows is another file under the same name, from its beginning. */
  | { readonly replaced: "rotated" | "truncated" };

/** Octets as they arrive. */
export interface LiveSource {
  readonly arrivals: AsyncGenerator<Arrival>;
  readonly isFile: boolean;
  /** Ends the arrivals at once, also while one is waited for. */
  stop(): void;
}

/** Opens "-", a FIFO or a file that grows. Throws {@link CaptureOpenError}. */
export async function openLive(
  path: string,
  { stdin, once }: { readonly stdin: Readable; readonly once: boolean },
): Promise<LiveSource> {
  if (path === "-") return fromStream(stdin, () => {});
  try {
    const stats = await stat(path);
    if (stats.isFile()) return await followFile(path, once);
    if (stats.isFIFO()) return await fromFifo(path);
    return await fromArriving(path);
  } catch (error) {
    throw openError(path, error);
  }
}

function fromStream(stream: Readable, onFirst: () => void): LiveSource {
  async function* arrivals(): AsyncGenerator<Arrival> {
    let isFirst = true;
    try {
      for await (const octets of stream) {
        if (isFirst) onFirst();
        isFirst = false;
        yield { octets: octets as Uint8Array };
      }
    } catch (error) {
      // Whoever stops destroys the stream.
      if (!stream.destroyed) throw error;
    }
  }
  return { arrivals: arrivals(), isFile: false, stop: () => stream.destroy() };
}

/** The stream owns the descriptor, which must not be closed by anybody else. */
async function fromArriving(path: string, onFirst: () => void = () => {}): Promise<LiveSource> {
  const fd = await promisify(openRaw)(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return fromStream(new Socket({ fd, readable: true, writable: false }), onFirst);
}

/** A writer of our own keeps the FIFO open until somebody writes; nothing blocks meanwhile. */
async function fromFifo(path: string): Promise<LiveSource> {
  const keeper = await open(path, constants.O_RDWR | constants.O_NONBLOCK);
  let isKept = true;
  const letGo = () => {
    if (isKept) void keeper.close();
    isKept = false;
  };
  const source = await fromArriving(path, letGo);
  return {
    ...source,
    stop() {
      source.stop();
      letGo();
    },
  };
}

async function followFile(path: string, once: boolean): Promise<LiveSource> {
  let handle = await open(path);
  let isStopped = false;
  let wake = () => {};
  let watcher: FSWatcher | undefined;

  function watchFile(): void {
    watcher?.close();
    // Where that is not possible, polling is enough.
    try {
      watcher = watch(path, () => wake());
      watcher.on("error", () => {});
    } catch {
      watcher = undefined;
    }
  }

  function grown(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Whether the name stands for another file by now, or the file has become shorter. */
  async function replacement(position: number): Promise<"rotated" | "truncated" | undefined> {
    const [named, own] = await Promise.all([stat(path).catch(() => undefined), handle.stat()]);
    if (own.size < position) return "truncated";
    return named !== undefined && (named.ino !== own.ino || named.dev !== own.dev)
      ? "rotated"
      : undefined;
  }

  async function* arrivals(): AsyncGenerator<Arrival> {
    let position = 0;
    let isReplaced = false;
    const buffer = new Uint8Array(chunkLength);
    if (!once) watchFile();
    try {
      while (!isStopped) {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
        if (bytesRead > 0) {
          position += bytesRead;
          yield { octets: buffer.slice(0, bytesRead) };
          continue;
        }
        if (once) return;
        const replaced = await replacement(position);
        if (replaced === undefined) {
          await grown();
          continue;
        }
        if (replaced === "rotated") {
          // What was written between the last look and the replacement is still to be read.
          if (!isReplaced) {
            isReplaced = true;
            continue;
          }
          isReplaced = false;
          await handle.close();
          handle = await open(path);
          watchFile();
        }
        position = 0;
        yield { replaced };
      }
    } finally {
      watcher?.close();
      await handle.close();
    }
  }

  return {
    arrivals: arrivals(),
    isFile: true,
    stop() {
      isStopped = true;
      wake();
    },
  };
}
