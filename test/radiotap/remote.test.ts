import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encapsulations, parseDecodeAs } from "../../src/radiotap/encapsulation.ts";
import { beaconFrame, expectSane, packet, receiveAny, receiveOne } from "./any-header.ts";
import { hex, withFcs, withWrongFcs } from "./packets.ts";
import {
  arubaPcap,
  arubaRadio,
  avs,
  capwap,
  ethernet,
  exchanged,
  ipv4,
  newPeek,
  overUdp,
  type Ports,
  peek,
  ppi,
  ppiCommon,
  prism,
  tapped,
  tzsp,
} from "./wrap.ts";

const frame = beaconFrame;
const absent = { octets: frame, fcs: "absent", cut: false, faults: [] };
const good = { ...absent, fcs: "good" };
const hint = {
  notWifi:
    "Ethernet: no 802.11 inside; capture in monitor mode, or give --decode-as for a remote capture on an odd port",
  faults: [],
};

const receiveUdp = (payload: Uint8Array, ports: Ports) => receiveOne(1, overUdp(payload, ports));
const odd = { to: 6000 };

describe("PEEKREMOTE", () => {
  const radio = {
    tsfUs: 1_234_567n,
    frequencyMhz: 5180,
    signalDbm: -42,
    noiseDbm: -95,
    rate: "12 Mb/s",
  };

  test.each([{ to: 5000 }, { to: 5555 }, { from: 5555, to: 40_000 }, odd])(
    "is told by its content, %o",
    (ports) => {
      expect(receiveUdp(peek(withFcs(frame)), ports)).toEqual({ ...good, radio });
      expect(receiveUdp(newPeek(withFcs(frame)), ports)).toEqual({ ...good, radio });
    },
  );

  test.each([peek, newPeek])("is bad when marked, and unchecked when its FCS is filler", (wrap) => {
    for (const flags of [2, 4]) {
      const marked = wrap(withFcs(frame), { flags });
      expect(receiveUdp(marked, { to: 5000 })).toMatchObject({ octets: frame, fcs: "bad" });
    }
    expect(receiveUdp(wrap(withWrongFcs(frame)), { to: 5000 })).toMatchObject({
      octets: frame,
      fcs: "unchecked",
      cut: false,
    });
  });

  test.each([peek, newPeek])("of 100 % was sent by the AP, if it has no FCS", (wrap) => {
    expect(receiveUdp(wrap(frame, { signalPercent: 100 }), { to: 5555 })).toEqual({
      ...absent,
      radio: { ...radio, sentByRecorder: true },
    });
    expect(receiveUdp(wrap(withFcs(frame), { signalPercent: 100 }), { to: 5555 })).toEqual({
      ...good,
      radio,
    });
  });

  test.each([peek, newPeek])("that was sliced by the sensor is cut", (wrap) => {
    const sliced = wrap(withFcs(frame).subarray(0, 30), {
      packetLength: frame.length + 4,
      sliceLength: 30,
    });
    expect(receiveUdp(sliced, { to: 5000 })).toMatchObject({
      octets: frame.subarray(0, 30),
      fcs: "unchecked",
      cut: true,
    });
  });

  test.each([peek, newPeek])("that comes without the FCS it counts is whole", (wrap) => {
    const payload = wrap(frame, { packetLength: frame.length + 4 });
    expect(receiveUdp(payload, { to: 5000 })).toEqual({ ...absent, radio });
  });

  test("with the old header is not seen in what only resembles it", () => {
    const whole = peek(withFcs(frame));
    for (const [at, octet] of [
      [0, 5],
      [0, 0x80],
      [3, 7],
      [6, 0x08],
      [7, 0x01],
      [18, 101],
      [19, 101],
      [20, 0x81],
      [20, 0x0c],
    ] as const) {
      const changed = whole.slice();
      changed[at] = octet;
      changed[5] = 0;
      expect(receiveUdp(changed, odd), `octet ${at}`).toEqual(hint);
    }
  });

  test("with the old header may have odd lengths where it is expected", () => {
    const payload = peek(withFcs(frame), { packetLength: 7 });
    expect(receiveUdp(payload, odd)).toEqual(hint);
    expect(receiveUdp(payload, { to: 5555 })).toMatchObject({ octets: frame, fcs: "good" });
  });

  test.each([
    [0x100, 5, "HT MCS 5 20 MHz"],
    [0x104, 15, "HT MCS 15 40 MHz"],
    [0x4380, 9, "VHT MCS 9 NSS 2 80 MHz"],
    [0x60100, 11, "HE MCS 11 NSS 1 160 MHz"],
    [0, 108, "54 Mb/s"],
  ])("v2 with extended flags %i and rate %i is %s", (extended, rate, text) => {
    expect(receiveUdp(newPeek(withFcs(frame), { extended, rate }), odd)).toMatchObject({
      radio: { rate: text },
    });
  });

  test("v2 without a frequency takes that of the channel", () => {
    expect(receiveUdp(newPeek(withFcs(frame), { frequencyMhz: 0 }), odd)).toMatchObject({
      radio: { frequencyMhz: 5180 },
    });
  });

  test("of a later version is stepped over by its length", () => {
    expect(receiveUdp(newPeek(withFcs(frame), { version: 3 }), odd)).toEqual({
      ...good,
      radio: {},
    });
  });
});

describe("TZSP", () => {
  const tags = "00 0a01d6 0b01a1 0c010c 120124 3c06020000000001";
  const radio = { frequencyMhz: 5180, signalDbm: -42, noiseDbm: -95, rate: "6 Mb/s" };

  test("is told by its content, with its tags", () => {
    for (const ports of [{ to: 37_008 }, odd]) {
      expect(receiveUdp(tzsp(frame, 18, tags), ports)).toEqual({ ...absent, radio });
    }
  });

  test.each([
    ["802.11", 18, frame],
    ["Prism", 119, prism(frame)],
    ["radiotap", 126, tapped(withFcs(frame))],
    ["AVS", 127, avs(frame)],
    ["Ethernet with a remote capture", 1, overUdp(peek(withFcs(frame)), { to: 5000 })],
  ])("has %s inside", (_, protocol, inside) => {
    expect(receiveUdp(tzsp(inside, protocol), odd)).toMatchObject({ octets: frame, faults: [] });
  });

  test.each([
    [3, "TZSP configuration"],
    [4, "TZSP keep-alive"],
    [5, "TZSP port opener"],
  ])("of type %i is no frame", (type, notWifi) => {
    expect(receiveUdp(tzsp(new Uint8Array(), 18, "", type), odd)).toEqual({ notWifi, faults: [] });
  });

  test.each([
    ["10", 2],
    ["0a", 1],
    ["37", 5.5],
    ["6e", 11],
    ["6c", 54],
  ])("has rates of both kinds: %s", (octet, megabits) => {
    const expected = octet === "10" ? 8 : megabits;
    expect(receiveUdp(tzsp(frame, 18, `0c01${octet}`), odd)).toMatchObject({
      radio: { rate: `${expected} Mb/s` },
    });
  });

  test("says what is damaged and what is cut", () => {
    expect(receiveUdp(tzsp(frame, 18, "110101"), odd)).toMatchObject({ fcs: "bad" });
    expect(receiveUdp(tzsp(frame, 18, "110100"), odd)).toMatchObject({ fcs: "absent" });
    expect(receiveUdp(tzsp(frame, 18, "29020100"), odd)).toMatchObject({ cut: true });
  });

  test("takes a channel of two octets, and leaves empty tags alone", () => {
    expect(receiveUdp(tzsp(frame, 18, "12020024 0a00"), odd)).toMatchObject({
      radio: { frequencyMhz: 5180 },
    });
  });

  test("without an end of its tags is none", () => {
    expect(receiveUdp(hex("01000012 0a01d6"), odd)).toEqual(hint);
    expect(receiveUdp(hex("01000012 0a09d601"), odd)).toEqual(hint);
  });
});

describe("Aruba ERM", () => {
  test("type 0 has an FCS or none", () => {
    for (const ports of [{ to: 5555 }, odd]) {
      expect(receiveUdp(arubaPcap(withFcs(frame)), ports)).toEqual({ ...good, radio: {} });
      expect(receiveUdp(arubaPcap(frame), ports)).toEqual({ ...absent, radio: {} });
    }
  });

  test("type 0 says what is cut", () => {
    expect(receiveUdp(arubaPcap(frame, 1500), odd)).toMatchObject({ cut: true });
  });

  test("type 3 has an FCS, but for what the AP sent: that is 100 %", () => {
    const radio = { frequencyMhz: 5180, rate: "12 Mb/s" };
    expect(receiveUdp(arubaRadio(withFcs(frame)), odd)).toEqual({ ...good, radio });
    expect(receiveUdp(arubaRadio(frame, 100), odd)).toEqual({
      ...absent,
      radio: { ...radio, sentByRecorder: true },
    });
    expect(receiveUdp(arubaRadio(withWrongFcs(frame)), odd)).toMatchObject({ fcs: "bad" });
  });

  test("types 4 and 6 are PPI and radiotap, and are not mixed up", () => {
    const inPpi = ppi(withFcs(frame), { fields: [[2, ppiCommon(1)]] });
    expect(receiveUdp(inPpi, odd)).toMatchObject({ octets: frame, fcs: "good" });
    expect(receiveUdp(tapped(withFcs(frame)), odd)).toEqual({ ...good, radio: { signalDbm: -42 } });
  });

  test("is not seen where lengths or microseconds do not fit", () => {
    for (const at of [4, 11]) {
      const changed = arubaPcap(frame);
      changed[at] = 0xff;
      expect(receiveUdp(changed, odd)).toEqual(hint);
    }
  });
});

describe("what is no remote capture", () => {
  test.each([
    [5246, "CAPWAP control (UDP 5246): no 802.11 inside"],
    [12_222, "LWAPP data (UDP 12222): not supported"],
    [12_223, "LWAPP control (UDP 12223): no 802.11 inside"],
  ])("on port %i is said to be that", (port, notWifi) => {
    expect(receiveUdp(hex("00010203"), { to: port })).toEqual({ notWifi, faults: [] });
    expect(receiveUdp(hex("00010203"), { from: port, to: 9 })).toEqual({ notWifi, faults: [] });
  });

  test("is Ethernet with anything else", () => {
    expect(receiveOne(1, ethernet(hex("0001"), 0x0806))).toEqual(hint);
    expect(receiveOne(1, ethernet(ipv4(hex("00500050"), { protocol: 6 })))).toEqual(hint);
    expect(receiveUdp(new Uint8Array(), { to: 5000 })).toEqual(hint);
    expect(receiveOne(1, ethernet(hex("0203005f"), 0x888e))).toEqual({
      notWifi: "EAPOL without 802.11 headers (Ethernet): not usable",
      faults: [],
    });
  });

  test("is a GRE tunnel of Aruba, but no other", () => {
    const gre = (protocol: string) => ethernet(ipv4(hex(`0000${protocol}`), { protocol: 47 }));
    expect(receiveOne(1, gre("8300"))).toMatchObject({
      notWifi: expect.stringMatching(/^GRE tunnel of an Aruba AP/),
    });
    expect(receiveOne(1, gre("6558"))).toEqual(hint);
  });
});

describe("a sensor", () => {
  const plain = packet(1, overUdp(peek(withFcs(frame)), odd));
  const damaged = withFcs(frame).fill(0xff, 0, 10);
  const marked = packet(1, overUdp(peek(damaged, { flags: 2 }), odd));
  const times = (count: number) => Array.from({ length: count }, () => plain);

  test("is no longer guessed at once 5 of its datagrams agreed", () => {
    expect(receiveAny([...times(4), marked])).toEqual(hint);
    expect(receiveAny([...times(5), marked])).toMatchObject({ fcs: "bad" });
  });

  test("is known for its own address and port", () => {
    const other = overUdp(peek(damaged, { flags: 2 }), odd, { source: "0a000002" });
    expect(receiveAny([...times(9), packet(1, other)])).toEqual(hint);
  });

  test("has its own habit with the FCS, whatever the file says of its datagrams", () => {
    const without = { ...packet(1, overUdp(tzsp(frame), odd)), fcsLength: 4 };
    const own = packet(1, overUdp(tzsp(withFcs(frame)), odd, { source: "0a000002" }));
    const withOwn = Array.from({ length: 20 }, () => own);
    expect(receiveAny([...withOwn, without])).toMatchObject({ octets: frame, fcs: "absent" });
    expect(receiveAny([...withOwn, { ...own, octets: own.octets }])).toMatchObject({ fcs: "good" });
  });
});

describe("decodeAs", () => {
  const decode = (text: string, payload: Uint8Array, ports: Ports) => {
    const decodeAs = parseDecodeAs(text);
    if (decodeAs === undefined) throw new RangeError(text);
    return receiveAny([packet(1, overUdp(payload, ports))], [decodeAs]);
  };

  test.each([
    ["peekremote", peek(withFcs(frame), { packetLength: 7 })],
    ["peekremote", newPeek(withFcs(frame))],
    ["tzsp", tzsp(frame)],
    ["aruba-pcap", arubaPcap(frame)],
    ["aruba-pcap-radio", arubaRadio(withFcs(frame))],
    ["ppi", ppi(frame)],
    ["radiotap", tapped(withFcs(frame))],
    ["capwap", capwap(exchanged(frame))],
  ])("%s holds for both directions of the port", (encapsulation, payload) => {
    const text = `${encapsulation}:6000`;
    expect(decode(text, payload, odd)).toMatchObject({ octets: frame });
    expect(decode(text, payload, { from: 6000, to: 9 })).toMatchObject({ octets: frame });
  });

  test("is stronger than the content", () => {
    expect(decode("tzsp:6000", newPeek(withFcs(frame)), odd)).toMatchObject({
      notWifi: "unreadable TZSP header",
      faults: [{ kind: "unsupported" }],
    });
  });

  test.each(["peekremote", "peekremote:", "peek:1", "tzsp:0", "tzsp:65536", "tzsp:1:2", "tzsp:1x"])(
    "%s is none",
    (text) => {
      expect(parseDecodeAs(text)).toBeUndefined();
    },
  );
});

const payloads: readonly (readonly [name: string, payload: Uint8Array, ports: Ports])[] = [
  ["PEEKREMOTE", peek(withFcs(frame)), { to: 5000 }],
  ["PEEKREMOTE v2", newPeek(withFcs(frame)), odd],
  ["TZSP", tzsp(frame, 18, "0a01d6 120124"), { to: 37_008 }],
  ["TZSP with Prism", tzsp(prism(frame), 119), odd],
  ["Aruba pcap", arubaPcap(withFcs(frame)), { to: 5555 }],
  ["Aruba pcap and radio", arubaRadio(withFcs(frame)), { to: 5555 }],
  ["PPI", ppi(withFcs(frame)), odd],
  ["radiotap", tapped(withFcs(frame)), odd],
  ["CAPWAP", capwap(frame, { wireless: "04d6230078 000000" }), { to: 5247 }],
];

test.each(payloads)(
  "%s cut at every length gives the frame as far as it is there",
  (_, payload, ports) => {
    const whole = overUdp(payload, ports);
    const long = withFcs(frame);
    let frames = 0;
    for (let length = 0; length < whole.length; length++) {
      const result = receiveOne(1, whole.subarray(0, length), whole.length - length);
      expectSane(result, length);
      if (!("fcs" in result)) continue;
      frames++;
      expect(result.cut).toBe(true);
      expect(result.octets).toEqual(long.subarray(0, result.octets.length));
    }
    expect(frames).toBeGreaterThan(20);
  },
);

test("any octets, and mutated datagrams, are read without a throw", () => {
  const decodeAs = encapsulations.map((encapsulation, i) => ({ encapsulation, port: 7000 + i }));
  const anyPorts = fc.constantFrom(5000, 5555, 5247, 37_008, 6000, ...decodeAs.map((d) => d.port));
  const mutations = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 });
  const known = fc
    .tuple(fc.constantFrom(...payloads), mutations, fc.nat({ max: 250 }))
    .map(([[, payload, ports], changes, length]) => {
      const octets = overUdp(payload, ports).slice(0, length);
      for (const [at, octet] of changes) if (octets.length > 0) octets[at % octets.length] = octet;
      return packet(1, octets);
    });
  const random = fc
    .tuple(anyPorts, fc.uint8Array({ maxLength: 80 }))
    .map(([to, payload]) => packet(1, overUdp(payload, { to })));
  const raw = fc
    .tuple(fc.constantFrom(1, 101, 113, 228, 229, 276), fc.uint8Array({ maxLength: 90 }))
    .map(([linkType, octets]) => packet(linkType, octets));
  fc.assert(
    fc.property(
      fc.array(fc.oneof(known, random, raw), { minLength: 1, maxLength: 8 }),
      (packets) => {
        const lengths = packets.map(({ octets }) => octets.length);
        const all = lengths.reduce((sum, length) => sum + length, 0);
        expectSane(receiveAny(packets, decodeAs), all);
      },
    ),
    { numRuns: 600 },
  );
});
