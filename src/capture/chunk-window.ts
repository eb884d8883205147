/** The octets of a pushed file that were not read yet. Memory: what is unread, never what a length field claims. */
export interface ChunkWindow {
  /** Offset in the file of the next octet. */
  readonly offset: number;
  /** Octets there are to read. */
  readonly available: number;
  push(chunk: Uint8Array): void;
  /**
   * Lets `scan` walk over the octets that lie together in the chunk, when nothing of earlier chunks is
   * left: it gets them with the place of the next one and the offset of that in the file, and returns
   * the place up to which it has read.
   */
  walk(scan: (octets: Uint8Array, at: number, offset: number) => number): void;
  /** Takes what is unread out of the chunk, which may be overwritten then. */
  settle(): void;
  /** A view of the next `length` octets that stays as it is until the chunk is overwritten; undefined while they are not all there. */
  peek(length: number): Uint8Array | undefined;
  /** Goes past up to `length` octets, as many as there are, and returns how many. */
  skip(length: number): number;
}

const nothing: Uint8Array = new Uint8Array(0);

/** A window over pushed chunks: views into a chunk where possible, a copy only of what straddles chunks. */
export function createChunkWindow(): ChunkWindow {
  let chunk = nothing;
  let at = 0;
  let offset = 0;
  // Octets of earlier chunks, in front of chunk[at]. Its buffer only ever grows at the end and is left
  // behind once it was read, so that views into it stay unchanged.
  let carry = nothing;
  let room = nothing;

  function carryOver(length: number): void {
    const whole = carry.length + length;
    if (whole > room.length) {
      room = new Uint8Array(Math.max(whole, 2 * carry.length));
      room.set(carry);
    }
    room.set(chunk.subarray(at, at + length), carry.length);
    carry = room.subarray(0, whole);
    at += length;
  }

  return {
    get offset() {
      return offset;
    },
    get available() {
      return carry.length + chunk.length - at;
    },
    push(next) {
      if (at < chunk.length) carryOver(chunk.length - at);
      // A subclass may redefine slice() as a view; records promise the plain class.
      chunk = new Uint8Array(next.buffer, next.byteOffset, next.length);
      at = 0;
    },
    walk(scan) {
      if (carry.length > 0 || at === chunk.length) return;
      const before = at;
      at = scan(chunk, at, offset);
      offset += at - before;
    },
    settle() {
      if (at < chunk.length) carryOver(chunk.length - at);
      chunk = nothing;
      at = 0;
    },
    peek(length) {
      if (carry.length === 0) {
        return at + length > chunk.length ? undefined : chunk.subarray(at, at + length);
      }
      if (length > carry.length + chunk.length - at) return undefined;
      if (length > carry.length) carryOver(length - carry.length);
      return carry.subarray(0, length);
    },
    skip(length) {
      const fromCarry = Math.min(length, carry.length);
      if (fromCarry > 0) {
        room = room.subarray(fromCarry);
        carry = carry.subarray(fromCarry);
        if (carry.length === 0) room = nothing;
      }
      const fromChunk = Math.min(length - fromCarry, chunk.length - at);
      at += fromChunk;
      offset += fromCarry + fromChunk;
      return fromCarry + fromChunk;
    },
  };
}
