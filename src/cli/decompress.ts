import type { Compression } from "../analyze/analysis.ts";
import type { Fault } from "../bytes/fault.ts";
import { concatOctets } from "../bytes/octets.ts";
import { compressionMagicLength, compressionOf } from "./compression.ts";
import { gunzip } from "./gunzip.ts";

/**
 * What a file may unpack to: this many octets, and beyond them so many for each of its own. Captures are
 * a thirtieth of themselves at the very best (nothing but the beacons of one AP, which differ in time and
 * number); what unpacks to more is made to keep its reader busy.
 */
const unpackedAlways = 1024 ** 3;
const unpackedPerOctet = 200;

/** What is learnt of a file while it is decompressed. */
export interface DecompressNotes {
  compression(compression: Compression): void;
  fault(fault: Fault): void;
}

/**
 * The octets of `chunks`, decompressed when they are gzip or Zstandard. Where a damaged stream is given
 * up, `chunks` stays open for whoever wants the octets behind the damage. `again` gives them from the
 * beginning once more.
 */
export async function* decompressed(
  chunks: AsyncGenerator<Uint8Array>,
  notes: DecompressNotes,
  again?: () => AsyncGenerator<Uint8Array>,
  isLong = false,
): AsyncGenerator<Uint8Array> {
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < compressionMagicLength) {
    const next = await chunks.next();
    if (next.done === true) break;
    first = first.length === 0 ? next.value : concatOctets(first, next.value);
  }
  let packed = first.length;
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
      packed += next.value.length;
      yield next.value;
    }
  }
  const report = (fault: Fault) => notes.fault(fault);
  async function* limited(unpacked: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let length = 0;
    for await (const octets of unpacked) {
      length += octets.length;
      yield octets;
      if (length <= unpackedAlways + unpackedPerOctet * packed) continue;
      report(unpackedTooMuch(length, packed));
      return;
    }
  }
  const compression = compressionOf(first);
  if (compression === undefined) {
    yield* all();
    return;
  }
  notes.compression(compression);
  if (compression === "gzip") yield* limited(gunzip(all(), report, again));
  else if (again !== undefined && isLong) {
    const { unzstdInWasm } = await import("./unzstd-in-wasm.ts");
    yield* limited(unzstdInWasm(all(), report, again));
  } else {
    const { unzstd } = await import("./unzstd.ts");
    yield* limited(unzstd(all(), report));
  }
}

function unpackedTooMuch(offset: number, packed: number): Fault {
  return {
    kind: "unsupported",
    where: "decompression",
    offset,
    needed: 1,
    available: 1,
    limitedBy: "capture-file",
    text: `${packed} octets have become ${offset}, which no capture does: the rest is not unpacked`,
  };
}
