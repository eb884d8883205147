import type { PeekRecord } from "./peek-record.ts";

/** Octets of the longest header that is written. */
export const longestRadiotap = 16;

// Bits of the present word, of the flags and of the channel flags (radiotap.org).
const present = { flags: 1 << 1, rate: 1 << 2, channel: 1 << 3, signal: 1 << 5, noise: 1 << 6 };
const flags = { fcsAtEnd: 0x10, badFcs: 0x40 };
const bands = { ghz2: 0x0080, ghz5: 0x0100 };

/**
 * Writes what OmniPeek says of a reception as a radiotap header, so that it stands in front of the frame as it
 * does in other captures. Returns its length in octets.
 */
export function writeRadiotap(view: DataView, record: PeekRecord, hasFcs: boolean): number {
  const { frequencyMhz, rate, signalDbm, noiseDbm, hasCrcError } = record;
  let word = present.flags;
  let at = 8;
  view.setUint8(at++, (hasFcs ? flags.fcsAtEnd : 0) | (hasCrcError ? flags.badFcs : 0));
  if (rate !== 0) {
    word |= present.rate;
    view.setUint8(at, rate);
    at++;
  }
  if (frequencyMhz !== 0) {
    word |= present.channel;
    // Behind Flags alone there is an octet of padding.
    if ((at & 1) !== 0) view.setUint8(at++, 0);
    view.setUint16(at, frequencyMhz, true);
    view.setUint16(at + 2, bandOf(frequencyMhz), true);
    at += 4;
  }
  if (signalDbm !== 0) {
    word |= present.signal;
    view.setInt8(at++, signalDbm);
  }
  if (noiseDbm !== 0) {
    word |= present.noise;
    view.setInt8(at++, noiseDbm);
  }
  view.setUint16(0, 0);
  view.setUint16(2, at, true);
  view.setUint32(4, word, true);
  return at;
}

function bandOf(frequencyMhz: number): number {
  if (frequencyMhz < 3000) return bands.ghz2;
  return frequencyMhz < 5925 ? bands.ghz5 : 0;
}
