import type { Part } from "./radio-header.ts";

/** A fragment that so many others have followed is given up, so no more datagrams than that are kept. */
const patience = 128;
/** A datagram of 65,535 octets has 52 fragments of 1,280. */
const mostFragments = 64;
const longestDatagram = 65_535;

export interface Fragment {
  /** Names the datagram: addresses, protocol, identification. */
  readonly key: string;
  /** Octets of the datagram before this fragment. */
  readonly offset: number;
  readonly isLast: boolean;
  readonly payload: Part;
}

interface Datagram {
  readonly since: number;
  readonly fragments: { readonly offset: number; readonly octets: Uint8Array }[];
  /** Octets of the fragments so far. */
  kept: number;
  /** Octets in all, once the last fragment is there. */
  length?: number;
}

/** Puts IP datagrams together again, with bounded memory. Gives the datagram with the fragment that completes it. */
export function createFragmentStore(): (fragment: Fragment) => Uint8Array | undefined {
  const waiting = new Map<string, Datagram>();
  let seen = 0;

  function giveUpOld(): void {
    for (const [key, { since }] of waiting) {
      if (seen - since < patience) return;
      waiting.delete(key);
    }
  }

  return ({ key, offset, isLast, payload: { octets, missing } }) => {
    seen++;
    giveUpOld();
    const end = offset + octets.length;
    // What the recorder cut can never become whole.
    if (missing > 0 || octets.length === 0 || end > longestDatagram) return undefined;
    const datagram = waiting.get(key) ?? { since: seen, fragments: [], kept: 0 };
    waiting.set(key, datagram);
    const { fragments } = datagram;
    // Mirrored ports show packets twice: what overlaps is left out.
    const isNew = fragments.every(
      (other) => end <= other.offset || offset >= other.offset + other.octets.length,
    );
    if (!isNew || fragments.length === mostFragments) return undefined;
    // A copy: the view would hold the whole chunk of the file.
    fragments.push({ offset, octets: octets.slice() });
    datagram.kept += octets.length;
    if (isLast) datagram.length = end;
    if (datagram.kept !== datagram.length) return undefined;
    waiting.delete(key);
    const whole = new Uint8Array(datagram.length);
    for (const each of fragments) {
      if (each.offset + each.octets.length > whole.length) return undefined;
      whole.set(each.octets, each.offset);
    }
    return whole;
  };
}
