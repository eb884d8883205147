import { concatOctets } from "../bytes/octets.ts";
import type { MacHeader } from "../dot11/mac-header.ts";

/** Puts the fragments of data and management frames together (IEEE Std 802.11-2020, 10.5). */
export interface Defragmenter {
  /**
   * Takes a whole fragment that is not encrypted. With the last one it returns the frame: the header of
   * the first fragment and all bodies; undefined while there are more to come, or when one was missed.
   */
  add(octets: Uint8Array, header: MacHeader): Uint8Array | undefined;
}

/** Frames under way at one time; the oldest makes room. */
const mostUnderWay = 64;

const moreFragmentsFlag = 0x04;

export function createDefragmenter(): Defragmenter {
  const underWay = new Map<string, Uint8Array[]>();

  return {
    add(octets, header) {
      const { transmitter, receiver, sequenceNumber, fragmentNumber, tid, type } = header;
      const key = `${transmitter} ${receiver} ${type} ${tid} ${sequenceNumber}`;
      const parts = fragmentNumber === 0 ? [] : underWay.get(key);
      // A fragment that came already is a copy by the MAC.
      if (parts === undefined || fragmentNumber !== parts.length) return undefined;
      parts.push(fragmentNumber === 0 ? octets.slice() : octets.slice(header.length));
      underWay.delete(key);
      if (header.moreFragments) {
        underWay.set(key, parts);
        if (underWay.size > mostUnderWay) underWay.delete(underWay.keys().next().value as string);
        return undefined;
      }
      const whole = concatOctets(...parts);
      whole[1] = (whole[1] as number) & ~moreFragmentsFlag;
      return whole;
    },
  };
}

/** A part of a frame, and not one that is encrypted on its own. */
export function isClearFragment({
  moreFragments,
  fragmentNumber = 0,
  isProtected,
}: MacHeader): boolean {
  return (moreFragments || fragmentNumber > 0) && !isProtected;
}
