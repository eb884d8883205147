import { createGunzip } from "node:zlib";
import type { Fault } from "../bytes/fault.ts";

/**
 * Octets of inflated ones that zlib takes memory for: many steps end within them, and only what fills
 * them has to wait until what was given is fetched.
 */
const outputLength = 1024 * 1024;

const smallestPiece = 16;
const largestPiece = 32 * 1024;
/** Of what can be read again. */
const largestPieceAtFirst = 128 * 1024;

/**
 * Octets to inflate in one step, after `consumed` of them. zlib throws away what a step gave when it meets
 * damage in it: steps stay small beside what was read before.
 */
function carefulPiece(consumed: number): number {
  return Math.min(largestPiece, Math.max(smallestPiece, consumed >> 6));
}

/** Why inflating ended early. */
interface Damage {
  readonly message: string;
  /** Octets that were inflated before the step that met it; absent where the stream is only cut. */
  readonly sound?: number;
}

/**
 * Inflates a gzip stream of one or several members. A stream that is cut or corrupt ends early, and
 * `report` gets the fault; its offset counts inflated octets. Where the stream can be read `again`, steps
 * are large, and damage in one has everything up to there inflated anew, to get at what stands before it.
 */
export async function* gunzip(
  chunks: AsyncIterable<Uint8Array>,
  report: (fault: Fault) => void,
  again?: () => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let offset = 0;
  async function* counted(inflating: AsyncGenerator<Uint8Array, Damage | undefined>) {
    for (let next = await inflating.next(); ; next = await inflating.next()) {
      if (next.done === true) return next.value;
      offset += next.value.length;
      yield next.value;
    }
  }
  const damage = yield* counted(
    inflate(chunks, again === undefined ? carefulPiece : () => largestPieceAtFirst),
  );
  if (damage === undefined) return;
  const { sound } = damage;
  if (again !== undefined && sound !== undefined) {
    const pieceLength = (consumed: number) =>
      consumed < sound ? Math.min(largestPieceAtFirst, sound - consumed) : smallestPiece;
    yield* counted(behind(offset, inflate(again(), pieceLength)));
  }
  const place = { where: "gzip stream", offset, needed: 1, available: 0 };
  report({ kind: "truncated", ...place, limitedBy: "capture-file", text: damage.message });
}

/** What comes after the first `length` octets. */
async function* behind<Outcome>(
  length: number,
  inflating: AsyncGenerator<Uint8Array, Outcome>,
): AsyncGenerator<Uint8Array, Outcome> {
  let toSkip = length;
  for (let next = await inflating.next(); ; next = await inflating.next()) {
    if (next.done === true) return next.value;
    const skipped = Math.min(toSkip, next.value.length);
    toSkip -= skipped;
    if (skipped < next.value.length) yield next.value.subarray(skipped);
  }
}

/**
 * Inflates in steps of `pieceLength(consumed)` octets; while what one gave is used, the next goes on in a
 * thread of zlib's. Memory is bounded, whatever a step inflates to.
 */
async function* inflate(
  chunks: AsyncIterable<Uint8Array>,
  pieceLength: (consumed: number) => number,
): AsyncGenerator<Uint8Array, Damage | undefined> {
  const inflater = createGunzip({ chunkSize: outputLength });
  let failure: Error | undefined;
  let hasEnded = false;
  let isBusy = false;
  let wake = () => {};
  const rest = () => {
    isBusy = false;
    wake();
  };
  inflater.on("readable", () => wake());
  // Neither after damage nor after the end (zeros may follow it) does a write call back any more.
  inflater.on("error", (error) => {
    failure = error;
    rest();
  });
  inflater.on("end", () => {
    hasEnded = true;
    rest();
  });

  let held: Uint8Array | undefined;
  /** Waits for the step under way; the last it gave is held, so that the next can begin before it is used. */
  async function* finishStep(): AsyncGenerator<Uint8Array> {
    while (true) {
      const octets = inflater.read() as Uint8Array | null;
      if (octets !== null) {
        if (held !== undefined) yield held;
        held = octets;
      } else if (isBusy) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else return;
    }
  }
  const isOver = () => failure !== undefined || hasEnded;
  const damage = (place: Pick<Damage, "sound">): Damage | undefined =>
    failure && { message: failure.message, ...place };
  function* letGo(): Generator<Uint8Array> {
    if (held !== undefined) yield held;
    held = undefined;
  }

  let consumed = 0;
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; ) {
        const piece = chunk.subarray(at, at + pieceLength(consumed));
        isBusy = true;
        inflater.write(piece, rest);
        yield* letGo();
        yield* finishStep();
        if (isOver()) break;
        at += piece.length;
        consumed += piece.length;
      }
      if (isOver()) break;
    }
    yield* letGo();
    if (isOver()) return damage({ sound: consumed });
    isBusy = true;
    inflater.end();
    yield* finishStep();
    yield* letGo();
    return damage({});
  } finally {
    inflater.destroy();
  }
}
