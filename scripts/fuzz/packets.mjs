import { mutateFrame } from "./elements.mjs";
import { ascii, concat, mutateOctets, number, replaced } from "./octets.mjs";

/** An input of the packet target: link type, octets the recorder cut, and the packet. */
export function packetInput(linkType, octets, missing = 0) {
  return concat(number(linkType, 2), number(missing, 2), octets);
}

export function packetOf(input) {
  const view = new DataView(concat(input, new Uint8Array(4)).buffer);
  const octets = input.subarray(4);
  return {
    linkType: view.getUint16(0, true),
    octets,
    originalLength: octets.length + view.getUint16(2, true),
    fcsLength: undefined,
    crcError: false,
  };
}

const links = [0, 1, 101, 105, 113, 119, 127, 163, 192, 228, 229, 276];

const be = (value, size) => number(value, size, false);
const zeros = (length) => new Uint8Array(length);

/** An 802.11 frame as recorders of every kind hand it over: [link type, octets]. */
export function wrappings(frame) {
  const udp = (port, payload) =>
    concat(be(40_000, 2), be(port, 2), be(8 + payload.length, 2), zeros(2), payload);
  const ipv4 = (payload, protocol = 17) =>
    concat(
      Uint8Array.of(0x45, 0),
      be(20 + payload.length, 2),
      Uint8Array.of(0, 1, 0, 0, 64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2),
      payload,
    );
  const ipv6 = (payload) =>
    concat(
      Uint8Array.of(0x60, 0, 0, 0),
      be(payload.length, 2),
      Uint8Array.of(17, 64),
      zeros(32),
      payload,
    );
  const ethernet = (payload, type = 0x0800) => concat(zeros(12), be(type, 2), payload);
  const tapped = concat(Uint8Array.of(0, 0, 10, 0, 0x22, 0, 0, 0, 0x10, 0xd6), frame, zeros(4));
  const tzsp = concat(Uint8Array.of(1, 0, 0, 18, 10, 1, 0xd6, 18, 1, 6, 1), frame);
  const peek = concat(
    Uint8Array.of(0xd6, 0xa1),
    be(frame.length, 2),
    be(frame.length, 2),
    zeros(10),
    Uint8Array.of(24, 36, 60, 5),
    frame,
  );
  const newPeek = concat(
    Uint8Array.of(0, 0xff, 0xab, 0xcd, 2),
    be(55, 4),
    be(6, 4),
    be(24, 2),
    be(36, 2),
    be(5180, 4),
    zeros(8),
    Uint8Array.of(60, 5, 0xd6, 0xa1),
    zeros(8),
    be(frame.length, 2),
    be(frame.length, 2),
    zeros(10),
    frame,
  );
  const aruba = concat(
    be(1_700_000_000, 4),
    be(1, 4),
    be(frame.length, 4),
    be(frame.length, 4),
    frame,
  );
  const capwap = concat(Uint8Array.of(0, 0x10, 3, 0, 4, 0xbf, 0, 0), frame);
  const ppiCommon = concat(number(2, 2), number(20, 2), zeros(20));
  const ppi = concat(Uint8Array.of(0, 0), number(32, 2), number(105, 4), ppiCommon, frame);
  const prism = concat(number(0x44, 4), number(144, 4), ascii("wlan0"), zeros(131), frame);
  const avs = concat(be(0x8021_1001, 4), be(64, 4), zeros(56), frame);
  const cooked = concat(be(0, 2), be(1, 2), zeros(10), be(0x0800, 2), ipv4(udp(37_008, tzsp)));
  const cookedV2 = concat(be(0x0800, 2), zeros(18), ipv4(udp(37_008, tzsp)));
  const fragment = ipv4(udp(37_008, tzsp)).slice();
  fragment[6] = 0x20;
  return [
    [105, frame],
    [127, tapped],
    [119, prism],
    [163, avs],
    [192, ppi],
    [1, ethernet(ipv4(udp(37_008, tzsp)))],
    [1, ethernet(ipv4(udp(5000, peek)))],
    [1, ethernet(ipv4(udp(5000, newPeek)))],
    [1, ethernet(ipv4(udp(5555, aruba)))],
    [1, ethernet(ipv4(udp(5247, capwap)))],
    [1, ethernet(ipv6(udp(37_008, tzsp)), 0x86dd)],
    [1, ethernet(fragment)],
    [101, ipv4(udp(37_008, tzsp))],
    [113, cooked],
    [276, cookedV2],
  ];
}

/** Changes the radiotap header: present words, their chain, the length, the fields. */
function mutateRadiotap(octets, random) {
  if (octets.length < 8) return mutateOctets(octets, random, octets);
  const copy = octets.slice();
  const length = copy[2] + 256 * copy[3];
  switch (random.below(5)) {
    case 0:
      if (copy.length > 7) copy[4 + random.below(4)] ^= 1 << random.below(8);
      return copy;
    case 1: {
      // More present words, each saying that another follows.
      const words = new Array(1 + random.below(60)).fill(
        Uint8Array.of(random.below(256), 0, 0, 0x80),
      );
      const grown = replaced(copy, 4, 4, ...words);
      if (grown.length > 4 && random.once(2)) grown.set(number(length + 4 * words.length, 2), 2);
      return grown;
    }
    case 2:
      if (copy.length > 4)
        copy.set(number(random.pick([0, 7, 8, length - 1, length + 1, 65535]), 2), 2);
      return copy;
    case 3: {
      const end = Math.min(copy.length, Math.max(4, length));
      return replaced(copy, 4, end, random.octets(end - 4));
    }
    default: {
      const tlv = concat(
        number(random.below(40), 2),
        number(random.below(20), 2),
        random.octets(12),
      );
      if (copy.length > 7) copy[7] |= 0x10;
      return replaced(copy, length, length, tlv);
    }
  }
}

/** Changes what an interface received: the header before the frame, or the frame. */
export function mutatePacket(linkType, octets, random, other) {
  const start =
    linkType === 127 ? Math.min(octets.length, (octets[2] ?? 0) + 256 * (octets[3] ?? 0)) : 0;
  if (linkType === 127 && random.once(3)) return mutateRadiotap(octets, random);
  if (linkType === 127 || linkType === 105) {
    const otherStart = linkType === 127 ? (other[2] ?? 0) + 256 * (other[3] ?? 0) : 0;
    return concat(
      octets.subarray(0, start),
      mutateFrame(octets.subarray(start), random, other.subarray(otherStart)),
    );
  }
  return mutateOctets(octets, random, other);
}

export function mutatePacketInput(input, random, other) {
  if (random.once(40)) return mutateOctets(input, random, other);
  const copy = input.slice();
  if (copy.length < 4) return mutateOctets(copy, random, other);
  if (random.once(20)) copy.set(number(random.pick(links), 2));
  if (random.once(20)) copy.set(number(random.pick([0, 1, 40, 65535]), 2), 2);
  const { linkType, octets } = packetOf(copy);
  return concat(copy.subarray(0, 4), mutatePacket(linkType, octets, random, other.subarray(4)));
}
