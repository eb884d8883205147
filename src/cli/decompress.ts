import type { Compression } from "../analyze/analysis.ts";
import type { Fault } from "../bytes/fault.ts";
import { concatOctets } from "../bytes/octets.ts";
import { gunzip, recogniseGzip } from "./gunzip.ts";
import { recogniseZstd } from "./zstd-frame.ts";

/** Octets that tell how a file is compressed. */
const magicLength = 4;

/** What is learnt of a file while it is decompressed. */
export interface DecompressNotes {
  compression(compression: Compression): void;
  fault(fault: Fault): void;
}

/**
 * The octets of `chunks`, decompressed when they are gzip or Zstandard. Where a damaged stream is given
 * up, `chunks` stays open for whoever wants the octets behind the damage.
 */
export async function* decompressed(
  chunks: AsyncGenerator<Uint8Array>,
  notes: DecompressNotes,
): AsyncGenerator<Uint8Array> {
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < magicLength) {
    const next = await chunks.next();
    if (next.done === true) break;
    first = first.length === 0 ? next.value : concatOctets(first, next.value);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      yield next.value;
    }
  }
  const report = (fault: Fault) => notes.fault(fault);
  if (recogniseGzip(first)) {
    notes.compression("gzip");
    yield* gunzip(all(), report);
  } else if (recogniseZstd(first)) {
    notes.compression("zstd");
    const { unzstd } = await import("./unzstd.ts");
    yield* unzstd(all(), report);
  } else yield* all();
}
