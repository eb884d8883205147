import { Decompress } from "fzstd";
import xxhash, { type XXHash } from "xxhash-wasm";
import type { Fault } from "../bytes/fault.ts";
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
/** Of the fifth octet of a frame. */
const checksumFlag = 4;
const skippableHeaderLength = 8;

/** Decompresses the blocks of one frame. */
export interface ZstdBlocks {
  /** The header tells of no checksum. */
  begin(frameHeader: Uint8Array): void;
  /** The head of a block is part of it. */
  decode(block: Uint8Array, isLast: boolean): void;
  /** The last block was decoded. */
  end(): void;
}

/** Makes what decodes a frame, and gives to `sink` what its blocks hold. */
export type ZstdBlocksOf = (sink: (octets: Uint8Array) => void) => ZstdBlocks;

/** The frame that the stream is in. */
interface OpenFrame {
  readonly blocks: ZstdBlocks;
  /** Of the content so far; undefined when no checksum stands behind it. */
  readonly hash: XXHash<bigint> | undefined;
  /** Where its content begins, in decompressed octets. */
  readonly start: number;
}

class Damage extends Error {}

/**
 * Decompresses Zstandard frames, block by block. A stream that is cut or damaged, or that asks for a
 * window of more than 32 MiB, ends early, and `report` gets the fault; its offset counts decompressed
 * octets. A wrong checksum is known only when the content of its frame was given, and ends nothing.
 * `blocksOf` makes what decodes a frame.
 */
export async function* unzstd(
  chunks: AsyncIterable<Uint8Array>,
  report: (fault: Fault) => void,
  blocksOf: ZstdBlocksOf = blocksInScript,
): AsyncGenerator<Uint8Array> {
  const { create64 } = await xxhash();
  // One place for all that is read: fzstd keeps an empty view of every block, and with it what it lies in.
  let room = new Uint8Array(0);
  let held: Uint8Array = room;
  let given: Uint8Array[] = [];
  let frame: OpenFrame | undefined;
  let toSkip = 0;
  let offset = 0;

  function hold(chunk: Uint8Array): void {
    const length = held.length + chunk.length;
    const before = held;
    if (length > room.length) room = new Uint8Array(length + (length >> 1));
    room.set(before);
    room.set(chunk, before.length);
    held = room.subarray(0, length);
  }

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
    const hash = hasChecksum ? create64() : undefined;
    const blocks = blocksOf((octets) => {
      if (octets.length === 0) return;
      hash?.update(octets);
      given.push(octets);
    });
    const frameHeader = held.slice(0, length);
    // The checksum behind the frame is looked at here.
    frameHeader[4] = (frameHeader[4] as number) & ~checksumFlag;
    blocks.begin(frameHeader);
    held = held.subarray(length);
    return { blocks, hash, start: offset };
  }

  function takeBlock({ blocks, hash, start }: OpenFrame): boolean {
    const [low = 0, middle = 0, high = 0] = held;
    const isLast = (low & 1) !== 0;
    const isRepeatedOctet = ((low >> 1) & 3) === 1;
    const size = isRepeatedOctet ? 1 : (low >> 3) | (middle << 5) | (high << 13);
    const hasChecksum = isLast && hash !== undefined;
    const blockLength = blockHeaderLength + size;
    const length = blockLength + (hasChecksum ? checksumLength : 0);
    if (held.length < Math.max(blockHeaderLength, length)) return false;
    blocks.decode(held.subarray(0, blockLength), isLast);
    if (isLast) blocks.end();
    if (hasChecksum) {
      const checksum = new DataView(held.buffer, held.byteOffset).getUint32(blockLength, true);
      if (Number(hash.digest() & 0xffff_ffffn) !== checksum) reportChecksum(start);
    }
    held = held.subarray(length);
    if (isLast) frame = undefined;
    return true;
  }

  function reportChecksum(start: number): void {
    const place = { where: "zstd stream / checksum", offset: start, needed: 4, available: 4 };
    const text = "the frame that begins here has another checksum than its content";
    report({ kind: "invalid", ...place, limitedBy: "capture-file", text });
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
      hold(chunk);
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

function blocksInScript(sink: (octets: Uint8Array) => void): ZstdBlocks {
  const decompress = new Decompress(sink);
  return {
    begin: (frameHeader) => decompress.push(frameHeader),
    decode: (block, isLast) => decompress.push(block, isLast),
    end() {},
  };
}

/** fzstd gives its errors a code, and runs past the end of its arrays on some damage. */
function isOfDecoder(error: unknown): boolean {
  return (
    error instanceof RangeError ||
    error instanceof TypeError ||
    (error instanceof Error && typeof (error as { code?: unknown }).code === "number")
  );
}
