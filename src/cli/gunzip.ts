import { createGunzip } from "node:zlib";
import type { Fault } from "../bytes/fault.ts";

/** Whether a file that begins with `first` is gzip (RFC 1952). */
export function recogniseGzip(first: Uint8Array): boolean {
  return first[0] === 0x1f && first[1] === 0x8b;
}

const smallestPiece = 16;
const largestPiece = 32 * 1024;

/**
 * Octets to inflate in one step. zlib throws away what a step gave when it meets damage in it, and a
 * step may inflate to a thousand times its size: steps stay small beside what was read before.
 */
function pieceLength(consumed: number): number {
  return Math.min(largestPiece, Math.max(smallestPiece, consumed >> 6));
}

/**
 * Inflates a gzip stream of one or several members. A stream that is cut or corrupt ends early, and
 * `report` gets the fault; its offset counts inflated octets.
 */
export async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
  report: (fault: Fault) => void,
): AsyncGenerator<Uint8Array> {
  const inflater = createGunzip({ chunkSize: 4 * largestPiece });
  let inflated: Uint8Array[] = [];
  let offset = 0;
  let damage: Error | undefined;
  let ended = false;
  let settle = () => {};

  inflater.on("data", (octets: Uint8Array) => inflated.push(octets));
  // Neither after damage nor after the end (zeros may follow it) does a write call back any more.
  inflater.on("error", (error) => {
    damage = error;
    settle();
  });
  inflater.on("end", () => {
    ended = true;
    settle();
  });

  async function step(act: (done: () => void) => void): Promise<readonly Uint8Array[]> {
    await new Promise<void>((resolve) => {
      settle = resolve;
      act(resolve);
    });
    const given = inflated;
    inflated = [];
    for (const octets of given) offset += octets.length;
    return given;
  }

  try {
    let consumed = 0;
    for await (const chunk of chunks) {
      let at = 0;
      let given: readonly Uint8Array[] = [];
      while (at < chunk.length && damage === undefined && !ended) {
        const piece = chunk.subarray(at, at + pieceLength(consumed));
        at += piece.length;
        consumed += piece.length;
        // While what one step gave is used, the next one goes on in a thread of zlib's.
        const next = step((done) => inflater.write(piece, () => done()));
        yield* given;
        given = await next;
      }
      yield* given;
      if (damage !== undefined || ended) break;
    }
    if (damage === undefined && !ended) yield* await step(() => inflater.end());
    if (damage !== undefined) {
      const place = { where: "gzip stream", offset, needed: 1, available: 0 };
      report({ kind: "truncated", ...place, limitedBy: "capture-file", text: damage.message });
    }
  } finally {
    inflater.destroy();
  }
}
