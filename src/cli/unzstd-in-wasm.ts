import { ZSTDDecoder } from "zstddec/stream";
import type { Fault } from "../bytes/fault.ts";
import { unzstd, type ZstdBlocks } from "./unzstd.ts";

/** The decoder does not get on: its input is damaged, or it has no memory. */
class Stuck extends Error {}

/**
 * As `unzstd`, in half the time. The decoder neither tells damage nor recovers from it: where it gets
 * stuck, all is read `again` by the other, which says what is wrong. What a stream that was not read to
 * its end took of memory is never given back: for a thread that ends with the stream.
 */
export async function* unzstdInWasm(
  chunks: AsyncIterable<Uint8Array>,
  report: (fault: Fault) => void,
  again: () => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const decoder = new ZSTDDecoder();
  await decoder.init();
  let given = 0;
  let told = 0;
  const tell = (fault: Fault) => {
    told++;
    report(fault);
  };
  try {
    for await (const octets of unzstd(chunks, tell, (sink) => blocksOf(decoder, sink))) {
      given += octets.length;
      yield octets;
    }
  } catch (error) {
    if (!(error instanceof Stuck)) throw error;
    const tellOthers = (fault: Fault) => {
      if (told > 0) told--;
      else report(fault);
    };
    for await (const octets of unzstd(again(), tellOthers)) {
      const skipped = Math.min(given, octets.length);
      given -= skipped;
      if (skipped < octets.length) yield octets.subarray(skipped);
    }
  }
}

/** One frame. */
function blocksOf(decoder: ZSTDDecoder, sink: (octets: Uint8Array) => void): ZstdBlocks {
  let next: Uint8Array | undefined;
  /** What the decoder asks for: there is always something. */
  function* waiting(): Generator<Uint8Array> {
    while (next !== undefined) {
      const part = next;
      next = undefined;
      yield part;
    }
  }
  const decoding = decoder.decodeStreaming(waiting());

  function goOn(): IteratorResult<Uint8Array> {
    try {
      return decoding.next();
    } catch {
      throw new Stuck();
    }
  }

  function decode(octets: Uint8Array): void {
    next = octets;
    const { value, done } = goOn();
    // Where it does not ask for the next it is still at the one before.
    if (done === true || next !== undefined) throw new Stuck();
    sink(value);
  }

  return {
    begin: decode,
    decode,
    end() {
      if (goOn().done !== true) throw new Stuck();
    },
  };
}
