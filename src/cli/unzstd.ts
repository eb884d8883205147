import { Decompress } from "fzstd";
import type { Fault } from "../bytes/fault.ts";
import { concatOctets } from "../bytes/octets.ts";
import {
  isSkippable,
  longestFrameHeader,
  readZstdFrameHeader,
  type ZstdFrameHeader,
} from "./zstd-frame.ts";

/** Octets to copy from that a frame may ask for; the memory for them is taken before any is there. */
const largestWindow = 32 * 1024 * 1024;

const blockHeaderLength = 3;
const checksumLength = 4;
const skippableHeaderLength = 8;

/** Where in a frame the stream is; `header` until the first block is complete. */
interface OpenFrame {
  readonly decompress: Decompress;
  readonly hasChecksum: boolean;
}

class Damage extends Error {}

/**
 * Decompresses Zstandard frames, block by block. A stream that is cut or damaged, or that asks for a
 * window of more than 32 MiB, ends early, and `report` gets the fault; its offset counts decompressed
 * octets. Checksums are not verified.
 */
export async function* unzstd(
  chunks: AsyncIterable<Uint8Array>,
  report: (fault: Fault) => void,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array(0);
  let given: Uint8Array[] = [];
  let frame: OpenFrame | undefined;
  let toSkip = 0;
  let offset = 0;

  /** Goes past one header, block or part of a skippable frame; false when more octets are needed. */
  function step(isEnd: boolean): boolean {
    if (toSkip > 0) {
      const skipped = Math.min(toSkip, held.length);
      held = held.subarray(skipped);
      toSkip -= skipped;
      return skipped > 0;
    }
    return frame === undefined ? beginFrame(isEnd) : takeBlock(frame);
  }

  function beginFrame(isEnd: boolean): boolean {
    if (held.length === 0 || (held.length < longestFrameHeader && !isEnd)) return false;
    if (isSkippable(held)) {
      if (held.length < skippableHeaderLength) return false;
      toSkip =
        skippableHeaderLength + new DataView(held.buffer, held.byteOffset).getUint32(4, true);
      return true;
    }
    const header = readZstdFrameHeader(held);
    if (header === undefined) {
      if (isEnd && held.length < longestFrameHeader) return false;
      throw new Damage("no Zstandard frame begins here");
    }
    frame = openFrame(header);
    return true;
  }

  function openFrame({ length, windowSize, hasChecksum }: ZstdFrameHeader): OpenFrame {
    if (windowSize > largestWindow) {
      throw new Damage(
        `a window of ${windowSize} octets is asked for, at most ${largestWindow} are given`,
      );
    }
    const decompress = new Decompress((octets) => {
      if (octets.length > 0) given.push(octets);
    });
    decompress.push(held.subarray(0, length));
    held = held.subarray(length);
    return { decompress, hasChecksum };
  }

  function takeBlock({ decompress, hasChecksum }: OpenFrame): boolean {
    const [low = 0, middle = 0, high = 0] = held;
    const isLast = (low & 1) !== 0;
    const isRepeatedOctet = ((low >> 1) & 3) === 1;
    const size = isRepeatedOctet ? 1 : (low >> 3) | (middle << 5) | (high << 13);
    const length = blockHeaderLength + size + (isLast && hasChecksum ? checksumLength : 0);
    if (held.length < Math.max(blockHeaderLength, length)) return false;
    // What is kept of a block must not keep the chunk from being read into again.
    decompress.push(held.slice(0, length), isLast);
    held = held.subarray(length);
    if (isLast) frame = undefined;
    return true;
  }

  function* steps(isEnd: boolean): Generator<Uint8Array> {
    while (step(isEnd)) {
      const octetsOfStep = given;
      given = [];
      for (const octets of octetsOfStep) {
        offset += octets.length;
        yield octets;
      }
    }
  }

  function fault(text: string): Fault {
    const place = { where: "zstd stream", offset, needed: 1, available: 0 };
    return { kind: "truncated", ...place, limitedBy: "capture-file", text };
  }

  try {
    for await (const chunk of chunks) {
      held = held.length === 0 ? chunk.slice() : concatOctets(held, chunk);
      yield* steps(false);
    }
    yield* steps(true);
  } catch (error) {
    if (!(error instanceof Damage) && !isOfDecoder(error)) throw error;
    report(fault((error as Error).message));
    return;
  }
  if (held.length > 0 || frame !== undefined || toSkip > 0) {
    report(fault("the stream ends within a frame"));
  }
}

/** fzstd gives its errors a code, and runs past the end of its arrays on some damage. */
function isOfDecoder(error: unknown): boolean {
  return (
    error instanceof RangeError ||
    error instanceof TypeError ||
    (error instanceof Error && typeof (error as { code?: unknown }).code === "number")
  );
}
