// Blocks of records of classic pcap, made once and sent again and again with other times and addresses.
const recordHeaderLength = 16;
const radiotapLength = 15;

export const fileHeader = Buffer.from("d4c3b2a1020004000000000000000000000004007f000000", "hex");

/** A pcap record of a frame with radiotap (Flags, Channel, Signal), without FCS. */
export function record(octets, { mhz = 2412, isBad = false } = {}) {
  const buffer = Buffer.alloc(recordHeaderLength + radiotapLength + octets.length);
  buffer.writeUInt32LE(radiotapLength + octets.length, 8);
  buffer.writeUInt32LE(radiotapLength + octets.length, 12);
  buffer.writeUInt16LE(radiotapLength, 18);
  buffer.writeUInt32LE(0x2a, 20);
  buffer[24] = isBad ? 0x40 : 0;
  buffer.writeUInt16LE(mhz, 26);
  buffer.writeUInt16LE(mhz < 3000 ? 0x00a0 : 0x0140, 28);
  buffer[30] = 256 - 60;
  buffer.set(octets, recordHeaderLength + radiotapLength);
  return buffer;
}

/** A record that lies ready, as a reader of test records gives it: with its own radio header. */
export function recordOf({ octets, time }) {
  const header = Buffer.alloc(recordHeaderLength);
  header.writeUInt32LE(octets.length, 8);
  header.writeUInt32LE(octets.length, 12);
  const buffer = Buffer.concat([header, octets]);
  stamp(buffer, 0, Number(time / 1000n));
  return buffer;
}

export function stamp(buffer, at, timeUs) {
  const seconds = Math.floor(timeUs / 1e6);
  buffer.writeUInt32LE(seconds, at);
  buffer.writeUInt32LE(timeUs - seconds * 1e6, at + 4);
}

/** xorshift32: enough to mix frames, and the same everywhere. */
export function randomFrom(seed) {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % below;
  };
}

/** Records one behind the other, with the place of each, of its frame and of what changes in it. */
export class Block {
  constructor(records) {
    this.buffer = Buffer.concat(records);
    this.starts = new Uint32Array(records.length + 1);
    let at = 0;
    for (const [i, { length }] of records.entries()) {
      this.starts[i] = at;
      at += length;
    }
    this.starts[records.length] = at;
    this.length = records.length;
  }

  /** Where the frame of record `i` begins. */
  frame(i) {
    return this.starts[i] + recordHeaderLength + radiotapLength;
  }

  stamp(i, timeUs) {
    stamp(this.buffer, this.starts[i], timeUs);
  }
}
