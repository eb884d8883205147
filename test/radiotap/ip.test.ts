import { describe, expect, test } from "vitest";
import { concatOctets } from "../../src/bytes/octets.ts";
import { beaconFrame, packet, receiveAny, receiveOne } from "./any-header.ts";
import { hex, withFcs } from "./packets.ts";
import { ethernet, ipv4, ipv6, peek, tzsp, udp } from "./wrap.ts";

const frame = beaconFrame;

type Packet = ReturnType<typeof packet>;

describe("IP", () => {
  const datagram = udp(peek(withFcs(frame)), { to: 5000 });

  test("may have options, VLAN tags, Ethernet padding and no total length", () => {
    const options = new Uint8Array(8);
    const zeros = new Uint8Array(30);
    for (const each of [
      ethernet(ipv4(datagram, { options })),
      ethernet(ipv4(datagram), 0x0800, "81000001"),
      ethernet(ipv4(datagram), 0x0800, "88a80001 81000002 91000003"),
      concatOctets(ethernet(ipv4(datagram)), zeros),
      ethernet(ipv4(datagram, { totalLength: 0 })),
      ethernet(ipv6(datagram), 0x86dd),
      ethernet(ipv6(datagram, [[0, "0000000000000000"]]), 0x86dd),
      ethernet(ipv6(datagram, [[60, "00010000000000000000000000000000"]]), 0x86dd),
      ethernet(ipv6(datagram, [[44, "0000000000000001"]]), 0x86dd),
    ]) {
      expect(receiveOne(1, each)).toMatchObject({ octets: frame, fcs: "good", cut: false });
    }
  });

  test.each([
    [101, ipv4(datagram)],
    [101, ipv6(datagram)],
    [228, ipv4(datagram)],
    [229, ipv6(datagram)],
  ])("is read without Ethernet, link type %i", (linkType, octets) => {
    expect(receiveOne(linkType, octets)).toMatchObject({ octets: frame, fcs: "good" });
  });

  test("with an impossible header is unreadable", () => {
    for (const octets of [
      hex("5500"),
      hex("44000000000000004011000000000000000000000000"),
      ipv4(datagram, { totalLength: 19 }),
    ]) {
      expect(receiveOne(228, octets)).toMatchObject({ notWifi: "unreadable IP header" });
    }
    expect(receiveOne(228, ipv4(hex("138813")))).toMatchObject({
      notWifi: "unreadable UDP header",
    });
  });

  const parts = (id: number, source = "0a000001") => {
    const at = (start: number, end: number) => datagram.subarray(start, end);
    return [
      ipv4(at(0, 24), { id, source, isMore: true }),
      ipv4(at(24, 40), { id, source, offset: 24, isMore: true }),
      ipv4(at(40, datagram.length), { id, source, offset: 40 }),
    ].map((octets) => packet(228, octets));
  };
  const waiting = {
    notWifi: "fragment of a datagram, which is read with the last one",
    faults: [],
  };

  test("fragments are put together in whatever order they come", () => {
    const [a, b, c] = parts(7) as [Packet, Packet, Packet];
    for (const order of [
      [a, b, c],
      [c, b, a],
      [b, c, a],
      [a, a, b, b, c],
    ]) {
      expect(receiveAny(order)).toMatchObject({ octets: frame, fcs: "good", cut: false });
      expect(receiveAny(order.slice(0, -1))).toEqual(waiting);
    }
  });

  test("fragments of IPv6 are put together", () => {
    const first = ipv6(datagram.subarray(0, 24), [[44, "0000000100000007"]]);
    const last = ipv6(datagram.subarray(24), [[44, "0000001800000007"]]);
    expect(receiveAny([packet(229, first), packet(229, last)])).toMatchObject({ octets: frame });
  });

  test("fragments of different datagrams are kept apart", () => {
    const [a1, b1] = parts(7) as [Packet, Packet, Packet];
    const [, , c2] = parts(8) as [Packet, Packet, Packet];
    const [, , c3] = parts(7, "0a000002") as [Packet, Packet, Packet];
    expect(receiveAny([a1, b1, c2])).toEqual(waiting);
    expect(receiveAny([a1, b1, c3])).toEqual(waiting);
  });

  test("a fragment waits for the rest until 126 others have come, and no longer", () => {
    const [a, b, c] = parts(7) as [Packet, Packet, Packet];
    const others = (count: number) =>
      Array.from({ length: count }, (_, i) => (parts(100 + i) as [Packet])[0]);
    expect(receiveAny([a, b, ...others(125), c])).toMatchObject({ octets: frame });
    expect(receiveAny([a, b, ...others(126), c])).toEqual(waiting);
  });

  test("fragments that the recorder cut, or that contradict each other, give no frame", () => {
    const [a, b, c] = parts(7) as [Packet, Packet, Packet];
    const cut = { ...b, octets: b.octets.subarray(0, -1) };
    expect(receiveAny([a, cut, c])).toEqual(waiting);
    const early = packet(228, ipv4(datagram.subarray(0, 16), { id: 7, offset: 24 }));
    expect(
      receiveAny([packet(228, ipv4(datagram, { id: 7, offset: 40, isMore: true })), early, a]),
    ).toEqual(waiting);
  });

  test("a datagram may have 64 fragments and no more", () => {
    const long = udp(concatOctets(tzsp(frame), new Uint8Array(600)), { to: 37_008 });
    const cutInto = (count: number) =>
      Array.from({ length: count }, (_, i) => {
        const isMore = i < count - 1;
        const octets = long.subarray(8 * i, isMore ? 8 * i + 8 : undefined);
        return packet(228, ipv4(octets, { offset: 8 * i, isMore }));
      });
    expect(receiveAny(cutInto(64))).toMatchObject({ fcs: "absent", cut: false });
    expect(receiveAny(cutInto(65))).toEqual(waiting);
  });

  test("fragments without end take bounded memory and time", { timeout: 2000 }, () => {
    const first = ipv4(new Uint8Array(1400), { isMore: true });
    const fragments = Array.from({ length: 20_000 }, (_, i) => {
      const octets = first.slice();
      octets[4] = i >> 8;
      octets[5] = i & 0xff;
      return packet(228, octets);
    });
    expect(receiveAny(fragments)).toEqual(waiting);
  });
});
