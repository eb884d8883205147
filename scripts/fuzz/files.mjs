import {
  ascii,
  concat,
  extremes,
  mutateOctets,
  number,
  octetMutators,
  replaced,
} from "./octets.mjs";
import { mutatePacket } from "./packets.mjs";

/** A classic pcap of records; microseconds, little-endian. */
export function pcapOf(records) {
  return concat(
    number(0xa1b2c3d4, 4),
    number(2, 2),
    number(4, 2),
    number(0, 8),
    number(262_144, 4),
    number(records[0]?.linkType ?? 127, 4),
    ...records.map(({ time, octets, originalLength }) =>
      concat(
        number(time / 1_000_000_000n, 4),
        number((time / 1000n) % 1_000_000n, 4),
        number(octets.length, 4),
        number(originalLength, 4),
        octets,
      ),
    ),
  );
}

function isPcap(octets) {
  return octets.length >= 24 && number(0xa1b2c3d4, 4).every((octet, i) => octets[i] === octet);
}

/** Start and end of each record of a pcap in our own byte order. */
function pcapRecords(octets) {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const records = [];
  for (let at = 24; at + 16 <= octets.length; ) {
    const end = at + 16 + view.getUint32(at + 8, true);
    if (end > octets.length) break;
    records.push({ at, end });
    at = end;
  }
  return records;
}

const magics = [
  0xa1b2c3d4, 0xa1b23c4d, 0xa1b2cd34, 0xd4c3b2a1, 0x4d3cb2a1, 0x34cdb2a1, 0x0a0d0d0a, 0x1b8b1f00,
];
const linkTypes = [0, 1, 101, 105, 113, 119, 127, 147, 163, 192, 228, 229, 276, 65535];

function mutatePcap(octets, random, other) {
  const records = pcapRecords(octets);
  if (records.length === 0 || random.once(12)) return mutateOctets(octets, random, other);
  if (random.once(16)) {
    const copy = octets.slice();
    const [at, value, size] = random.pick([
      [0, random.pick(magics), 4],
      [4, random.below(65_536), 2],
      [16, random.pick(extremes), 4],
      [20, random.pick(linkTypes), 4],
      [20, random.u32(), 4],
    ]);
    copy.set(number(value, size), at);
    return copy;
  }
  const { at, end } = random.pick(records);
  const record = octets.subarray(at, end);
  switch (random.below(8)) {
    case 0: {
      // Times: nothing, the past, the end of counting, a fraction that is none.
      const copy = octets.slice();
      copy.set(number(random.pick(extremes), random.pick([4, 8])), at + random.pick([0, 4]));
      return copy;
    }
    case 1: {
      const copy = octets.slice();
      copy.set(number(random.pick(extremes), 4), at + random.pick([8, 12]));
      return copy;
    }
    case 2:
      return replaced(octets, at, at, ...new Array(1 + random.below(30)).fill(record));
    case 3: {
      const moved = random.pick(records);
      const rest = replaced(octets, at, end);
      const place = moved.at > at ? moved.at - record.length : moved.at;
      return moved.at === at ? rest : replaced(rest, place, place, record);
    }
    case 4:
      return replaced(octets, at, end);
    default: {
      const { at: otherAt, end: otherEnd } = random.pick(records);
      const packet = mutatePacket(
        octets[20],
        octets.subarray(at + 16, end),
        random,
        octets.subarray(otherAt + 16, otherEnd),
      );
      const missing = random.once(12) ? random.below(200) : 0;
      return replaced(
        octets,
        at + 8,
        end,
        number(packet.length, 4),
        number(packet.length + missing, 4),
        packet,
      );
    }
  }
}

const block = (type, ...parts) => {
  const body = concat(...parts);
  const padded = concat(body, new Uint8Array(-body.length & 3));
  return concat(
    number(type, 4),
    number(padded.length + 12, 4),
    padded,
    number(padded.length + 12, 4),
  );
};

const option = (code, value) =>
  concat(number(code, 2), number(value.length, 2), value, new Uint8Array(-value.length & 3));

/** A pcapng with a block of every kind. */
export function pcapngOf(records) {
  const told = (...options) => concat(...options, number(0, 4));
  return concat(
    block(
      0x0a0d0d0a,
      number(0x1a2b3c4d, 4),
      number(1, 2),
      number(0, 2),
      number(-1, 8),
      told(option(2, ascii("machine")), option(3, ascii("system")), option(4, ascii("recorder"))),
    ),
    block(
      1,
      number(127, 4),
      number(0, 4),
      told(
        option(2, ascii("wlan0mon")),
        option(9, Uint8Array.of(6)),
        option(1, ascii("left of the door")),
      ),
    ),
    block(
      1,
      number(105, 4),
      number(2000, 4),
      told(option(9, Uint8Array.of(0x89)), option(14, number(5, 8))),
    ),
    block(4, number(1, 2), number(9, 2), Uint8Array.of(10, 0, 0, 1), ascii("ap00"), number(0, 4)),
    ...records.map(({ time, octets, originalLength }, i) => {
      const us = time / 1000n;
      const lengths = concat(number(octets.length, 4), number(originalLength, 4));
      const padded = concat(octets, new Uint8Array(-octets.length & 3));
      if (i % 7 === 5) return block(3, number(originalLength, 4), padded);
      const stamp = concat(number(us >> 32n, 4), number(us, 4), lengths, padded);
      if (i % 7 === 6) return block(2, number(0, 2), number(3, 2), stamp);
      return block(
        6,
        number(0, 4),
        stamp,
        i % 3 === 0 ? told(option(2, number(0x80, 4)), option(4, number(1, 8))) : number(0, 0),
      );
    }),
    block(5, number(0, 4), number(0, 8), told(option(4, number(100, 8)), option(5, number(3, 8)))),
    block(0x0bad, ascii("a custom block......")),
  );
}

/** A file of OmniPeek: packets without radiotap header, behind tags. */
export function peekOf(records) {
  const section = (name, body) =>
    concat(ascii(name), number(body.length, 4), number(0x200, 4), body);
  const tag = (id, value) => concat(number(id, 2), number(value, 4));
  const packet = ({ time, octets, originalLength }, i) => {
    const frame = octets.subarray(octets[2] ?? 0);
    const since1601 = time + 11_644_473_600_000_000_000n;
    return concat(
      tag(0, frame.length + originalLength - octets.length),
      tag(1, since1601 & 0xffff_ffffn),
      tag(2, since1601 >> 32n),
      tag(3, i % 9 === 8 ? 2 : 0),
      tag(4, 1 + (i % 13)),
      tag(5, 12),
      tag(7, -40 - i),
      ...(i % 2 === 0 ? [tag(13, 2412)] : []),
      tag(0xffff, frame.length),
      frame,
    );
  };
  return concat(
    section("\x7fver", ascii("<VersionInfo><FileVersion>9</FileVersion></VersionInfo>")),
    section("sess", ascii("<MediaType>0</MediaType><MediaSubType>3</MediaSubType>")),
    section("pkts", concat(...records.map(packet))),
  );
}

function pcapngBlocks(octets) {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const blocks = [];
  for (let at = 0; at + 12 <= octets.length; ) {
    const end = at + view.getUint32(at + 4, true);
    if (end < at + 12 || end > octets.length) break;
    blocks.push({ at, end, type: view.getUint32(at, true) });
    at = end;
  }
  return blocks;
}

const blockTypes = [1, 2, 3, 4, 5, 6, 9, 10, 0x0a0d0d0a, 0x0bad, 0x4000_0bad];
/** Octets before the options of a block, by type; of packets they begin behind the data. */
const fixedLengths = new Map([
  [0x0a0d0d0a, 16],
  [1, 8],
  [5, 12],
]);

function mutatePcapng(octets, random, other) {
  const blocks = pcapngBlocks(octets);
  if (blocks.length === 0 || random.once(10)) return mutateOctets(octets, random, other);
  const { at, end, type } = random.pick(blocks);
  const body = octets.subarray(at + 8, end - 4);
  const rewritten = (...parts) => replaced(octets, at, end, block(type, ...parts));
  switch (random.below(9)) {
    case 0:
      return replaced(
        octets,
        at,
        at,
        ...new Array(1 + random.below(20)).fill(octets.subarray(at, end)),
      );
    case 1:
      return replaced(octets, at, end);
    case 2: {
      const copy = octets.slice();
      copy.set(number(random.pick(blockTypes), 4), at);
      return copy;
    }
    case 3: {
      const copy = octets.slice();
      const length = random.pick([...extremes, BigInt(end - at + 4), BigInt(end - at - 4)]);
      copy.set(number(length, 4), random.pick([at + 4, end - 4]));
      return copy;
    }
    case 4: {
      // An option, at times one that fills all that an option can.
      const fixed = fixedLengths.get(type) ?? body.length;
      const value = random.octets(random.once(200) ? 65_535 : random.below(40));
      const made = option(random.pick([1, 2, 3, 4, 5, 9, 11, 12, 13, 14, 0x0bad, 2988]), value);
      if (random.once(4)) made.set(number(random.pick(extremes), 2), 2);
      return rewritten(body.subarray(0, fixed), made, body.subarray(fixed));
    }
    case 5:
      return type === 6 && body.length > 20
        ? rewritten(octetMutators.extreme(body.subarray(0, 20), random), body.subarray(20))
        : rewritten(mutateOctets(body, random, other));
    case 6: {
      if (type !== 6 || body.length < 20) return rewritten(mutateOctets(body, random, other));
      const length = new DataView(body.buffer, body.byteOffset).getUint32(12, true);
      const packet = mutatePacket(
        127,
        body.subarray(20, 20 + length),
        random,
        other.subarray(0, 400),
      );
      const lengths = concat(number(packet.length, 4), number(packet.length, 4));
      return rewritten(body.subarray(0, 12), lengths, packet);
    }
    case 7: {
      const moved = random.pick(blocks);
      return replaced(octets, moved.at, moved.at, octets.subarray(at, end));
    }
    default:
      return rewritten(mutateOctets(body, random, other));
  }
}

export function mutateFile(octets, random, other) {
  return isPcap(octets) ? mutatePcap(octets, random, other) : mutatePcapng(octets, random, other);
}
