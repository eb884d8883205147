/** What may be done to any octets, and how numbers in them are read and written. */

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const ascii = (text) => new TextEncoder().encode(text);

/** `size` octets of a number; negative numbers and BigInts too. */
export function number(value, size, littleEndian = true) {
  const octets = new Uint8Array(size);
  let left = BigInt.asUintN(size * 8, BigInt(value));
  for (let i = 0; i < size; i++) {
    octets[littleEndian ? i : size - 1 - i] = Number(left & 0xffn);
    left >>= 8n;
  }
  return octets;
}

export function replaced(octets, start, end, ...parts) {
  return concat(octets.subarray(0, start), ...parts, octets.subarray(end));
}

/** Numbers at which readers stumble. */
export const extremes = [
  0n,
  1n,
  2n,
  4n,
  7n,
  8n,
  16n,
  0x7fn,
  0x80n,
  0xffn,
  0x100n,
  0x7fffn,
  0x8000n,
  0xffffn,
  0x1_0000n,
  262_144n,
  262_145n,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** Mutators of octets: (octets, random, another input) => octets. */
export const octetMutators = {
  bit(octets, random) {
    const copy = octets.slice();
    if (copy.length > 0) copy[random.below(copy.length)] ^= 1 << random.below(8);
    return copy;
  },
  octet(octets, random) {
    const copy = octets.slice();
    if (copy.length > 0) copy[random.below(copy.length)] = random.below(256);
    return copy;
  },
  extreme(octets, random) {
    const size = random.pick([1, 2, 4, 8]);
    if (octets.length < size) return octets;
    const copy = octets.slice();
    copy.set(
      number(random.pick(extremes), size, random.once(2)),
      random.below(octets.length - size + 1),
    );
    return copy;
  },
  nearby(octets, random) {
    const copy = octets.slice();
    if (copy.length > 0) copy[random.below(copy.length)] += random.pick([1, -1, 2, -2, 4, 16]);
    return copy;
  },
  cut(octets, random) {
    return octets.slice(0, random.below(octets.length + 1));
  },
  remove(octets, random) {
    const start = random.below(octets.length);
    return replaced(octets, start, Math.min(octets.length, start + 1 + random.below(16)));
  },
  insert(octets, random) {
    const at = random.below(octets.length + 1);
    return replaced(octets, at, at, random.octets(1 + random.below(16)));
  },
  fill(octets, random) {
    const at = random.below(octets.length + 1);
    return replaced(octets, at, at, new Uint8Array(random.below(600)).fill(random.below(256)));
  },
  repeat(octets, random) {
    const start = random.below(octets.length);
    const part = octets.subarray(start, start + 1 + random.below(64));
    return replaced(octets, start, start, ...new Array(1 + random.below(20)).fill(part));
  },
  splice(octets, random, other) {
    return concat(
      octets.subarray(0, random.below(octets.length + 1)),
      other.subarray(random.below(other.length + 1)),
    );
  },
};

export function mutateOctets(octets, random, other) {
  return random.pick(Object.values(octetMutators))(octets, random, other);
}
