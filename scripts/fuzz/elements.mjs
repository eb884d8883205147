import { concat, mutateOctets, number, replaced } from "./octets.mjs";

/** The elements of a list, each with its header; what is left over is the last. */
export function elementsOf(octets) {
  const elements = [];
  for (let at = 0; at < octets.length; ) {
    const end = Math.min(octets.length, at + 2 + (octets[at + 1] ?? 0));
    elements.push(octets.subarray(at, end));
    at = end;
  }
  return elements;
}

/** Ids that have a decoder, and some that have none. */
const ids = [
  0, 3, 7, 48, 52, 54, 55, 56, 57, 61, 70, 75, 76, 127, 192, 221, 242, 244, 255, 255, 255, 1, 45,
  191,
];
const extensions = [36, 54, 106, 107, 108, 114, 1, 35];
const ouis = [
  [0x00, 0x0f, 0xac],
  [0x00, 0x40, 0x96],
  [0x00, 0x50, 0xf2],
  [0x50, 0x6f, 0x9a],
];

function element(id, body) {
  // What does not fit goes into fragments, as the standard wants it.
  const first = body.subarray(0, 255);
  let octets = concat(Uint8Array.of(id, first.length), first);
  for (let at = 255; at < body.length; at += 255) {
    const part = body.subarray(at, at + 255);
    octets = concat(octets, Uint8Array.of(242, part.length), part);
  }
  return octets;
}

function withBody(one, body) {
  return element(one[0] ?? 0, body);
}

const elementMutators = {
  body: (one, random, other) => withBody(one, mutateOctets(one.subarray(2), random, other)),
  length(one, random) {
    const copy = one.slice();
    if (copy.length > 1) copy[1] = random.pick([0, 1, 254, 255, copy[1] - 1, copy[1] + 1]);
    return copy;
  },
  id(one, random) {
    const copy = one.slice();
    copy[0] = random.once(4) ? random.below(256) : random.pick(ids);
    if (copy[0] === 255 && copy.length > 2) copy[2] = random.pick(extensions);
    return copy;
  },
  /** A count of two octets, as RSNE and others have it. */
  count(one, random) {
    const copy = one.slice();
    const at = 2 + random.below(Math.max(0, copy.length - 3));
    if (at + 1 < copy.length) copy.set(number(random.pick([0, 1, 2, 255, 4096, 65535]), 2), at);
    return copy;
  },
  repeat: (one, random) => concat(...new Array(2 + random.below(12)).fill(one)),
  remove: () => new Uint8Array(0),
  nest: (one, random) => element(random.pick([55, 52, 255, 221]), concat(one, one)),
  vendor: (one, random) =>
    element(221, concat(Uint8Array.from(random.pick(ouis)), random.octets(1), one.subarray(2))),
  subelement: (one, random) =>
    withBody(
      one,
      concat(
        one.subarray(2),
        Uint8Array.of(random.below(9), random.below(40)),
        random.octets(random.below(40)),
      ),
    ),
  fragment(one, random) {
    const body = concat(one.subarray(2), random.octets(255 * (1 + random.below(3))));
    return concat(withBody(one, body), random.once(2) ? Uint8Array.of(242, 3, 1, 2, 3) : one);
  },
};

/** Changes a list of elements: one of them, their order, or by what another list has. */
export function mutateElements(octets, random, other) {
  const list = elementsOf(octets);
  if (list.length === 0 || random.once(12)) return mutateOctets(octets, random, other);
  const at = random.below(list.length);
  if (random.once(10)) {
    const [moved] = list.splice(at, 1);
    list.splice(random.below(list.length + 1), 0, moved);
  } else if (random.once(6)) {
    const others = elementsOf(other);
    list.splice(at, random.below(2), ...others.slice(random.below(others.length)).slice(0, 4));
  } else {
    const mutate = random.pick(Object.values(elementMutators));
    list[at] = mutate(list[at], random, other);
  }
  return concat(...list);
}

/** Octets before the elements in the body of a management frame, by subtype. */
const fixedLengths = new Map([
  [0, 4],
  [1, 6],
  [2, 10],
  [3, 6],
  [4, 0],
  [5, 12],
  [8, 12],
  [11, 6],
]);

/** Where the elements, or the key data, of an 802.11 frame begin; undefined where it has none. */
export function elementsAt(frame) {
  const type = (frame[0] >> 2) & 3;
  const subtype = frame[0] >> 4;
  if (type === 0 && (frame[1] & 0x40) === 0) {
    if (subtype !== 13) {
      const fixed = fixedLengths.get(subtype);
      return fixed === undefined ? undefined : 24 + fixed;
    }
    if (frame[24] === 6) return 24 + 14 + (frame[25] === 2 || frame[25] === 4 ? 2 : 0);
    return 24 + (frame[24] === 10 ? 6 : 3);
  }
  if (type !== 2) return undefined;
  const llc = subtype >= 8 ? 26 : 24;
  const isEapol = frame[llc + 6] === 0x88 && frame[llc + 7] === 0x8e;
  return isEapol ? llc + 8 + 99 : undefined;
}

/** Changes an 802.11 frame where it has structure, else anywhere. */
export function mutateFrame(frame, random, other) {
  const at = elementsAt(frame);
  if (at === undefined || at > frame.length || random.once(4)) {
    return mutateOctets(frame, random, other);
  }
  if (random.once(8)) {
    // Header and fixed fields: frame control, addresses, sequence, status, key information.
    return replaced(frame, 0, at, mutateOctets(frame.subarray(0, at), random, other));
  }
  const otherAt = elementsAt(other) ?? 0;
  const elements = mutateElements(frame.subarray(at), random, other.subarray(otherAt));
  const changed = concat(frame.subarray(0, at), elements);
  const isEapol = ((frame[0] >> 2) & 3) === 2;
  // Mostly the length that says so goes along, so that what is behind it is reached.
  if (isEapol && !random.once(6) && elements.length !== frame.length - at) {
    changed.set(number(elements.length, 2, false), at - 2);
    changed.set(number(95 + elements.length, 2, false), at - 97);
  }
  return changed;
}
