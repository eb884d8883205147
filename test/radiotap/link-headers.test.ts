import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatOctets } from "../../src/bytes/octets.ts";
import { beaconFrame, expectSane, packet, receiveAny, receiveOne } from "./any-header.ts";
import { hex, withFcs, withWrongFcs } from "./packets.ts";
import { avs, cooked, cookedV2, ppi, ppiCommon, prism, tapped } from "./wrap.ts";

const frame = beaconFrame;
const absent = { octets: frame, fcs: "absent", cut: false, faults: [] };
const good = { ...absent, fcs: "good" };
const powers = { signalDbm: -42, noiseDbm: -95 };

describe("Prism (119)", () => {
  const radio = { tsfUs: 1_234_567n, frequencyMhz: 2437, ...powers, rate: "6 Mb/s" };

  test.each([
    ["le", 0x44],
    ["be", 0x44],
    ["le", 0x41],
    ["be", 0x41],
  ] as const)("is read in byte order %s with message code %i", (byteOrder, code) => {
    expect(receiveOne(119, prism(frame, byteOrder, code))).toEqual({ ...absent, radio });
  });

  test("has an FCS or not, as the frames show", () => {
    expect(receiveOne(119, prism(withFcs(frame)))).toEqual({ ...good, radio });
  });

  test("does not believe items that say they are not supplied", () => {
    const octets = prism(frame);
    octets[24 + 5 * 12 + 4] = 1;
    const { signalDbm: _, ...rest } = radio;
    expect(receiveOne(119, octets)).toEqual({ ...absent, radio: rest });
  });

  test("does not take a signal on a scale of its own for dBm", () => {
    const octets = prism(frame);
    octets.set(hex("39000000"), 24 + 5 * 12 + 8);
    expect(receiveOne(119, octets)).not.toHaveProperty("radio.signalDbm");
  });

  test("can be AVS", () => {
    expect(receiveOne(119, avs(frame))).toEqual(receiveOne(163, avs(frame)));
  });

  test("with another message code or a length that cannot be is unreadable", () => {
    expect(receiveOne(119, prism(frame, "le", 0x45))).toMatchObject({
      notWifi: "unreadable Prism header",
      faults: [{ kind: "unsupported", offset: 0 }],
    });
    const short = prism(frame);
    short[4] = 23;
    expect(receiveOne(119, short)).toMatchObject({
      notWifi: "unreadable Prism header",
      faults: [{ kind: "invalid", offset: 4 }],
    });
  });
});

describe("AVS (163)", () => {
  const radio = { tsfUs: 1_234_567n, frequencyMhz: 2437, ...powers, rate: "11 Mb/s" };

  test.each([1, 2] as const)("version %i is read", (version) => {
    expect(receiveOne(163, avs(frame, version))).toEqual({ ...absent, radio });
    expect(receiveOne(163, avs(withFcs(frame), version))).toEqual({ ...good, radio });
  });

  test.each([
    [6, 2437],
    [14, 2484],
    [36, 5180],
    [5180, 5180],
    [5_180_000, 5180],
    [255, undefined],
    [0, undefined],
  ])("frequency field %i is %s MHz", (field, frequencyMhz) => {
    const result = receiveOne(163, avs(frame, 1, field));
    expect("radio" in result ? result.radio.frequencyMhz : result).toBe(frequencyMhz);
  });

  test("gives no dBm where the powers are on another scale", () => {
    expect(receiveOne(163, avs(frame, 1, 6, 3))).not.toHaveProperty("radio.signalDbm");
  });

  test("with ff ff ff ff for an FCS is unchecked and not bad", () => {
    expect(receiveOne(163, avs(concatOctets(frame, hex("ffffffff"))))).toMatchObject({
      octets: frame,
      fcs: "unchecked",
    });
  });

  test("of another version, or shorter than its fields, is unreadable", () => {
    const other = avs(frame);
    other[3] = 3;
    const short = avs(frame);
    short[7] = 63;
    for (const octets of [other, short]) {
      expect(receiveOne(163, octets)).toMatchObject({ notWifi: "unreadable AVS header" });
    }
  });
});

describe("PPI (192)", () => {
  const radio = { tsfUs: 1_234_567n, frequencyMhz: 5180, ...powers, rate: "54 Mb/s" };
  const common = (flags: number) => ({ fields: [[2, ppiCommon(flags)]] as const });

  test("without fields is a bare frame", () => {
    expect(receiveOne(192, ppi(frame))).toEqual({ ...absent, radio: {} });
  });

  test("says with its flags whether there is an FCS and whether the frame is damaged", () => {
    expect(receiveOne(192, ppi(withFcs(frame), common(1)))).toEqual({ ...good, radio });
    expect(receiveOne(192, ppi(withWrongFcs(frame), common(1)))).toMatchObject({ fcs: "bad" });
    expect(receiveOne(192, ppi(frame, common(0)))).toEqual({ ...absent, radio });
    for (const flags of [4, 8]) {
      expect(receiveOne(192, ppi(frame, common(flags)))).toMatchObject({ fcs: "bad" });
    }
  });

  test("may count its time in milliseconds", () => {
    const milliseconds = ppi(frame, { fields: [[2, ppiCommon(2, 1234)]] });
    expect(receiveOne(192, milliseconds)).toMatchObject({ radio: { tsfUs: 1_234_000n } });
  });

  const mac = hex("30000000 07000000 00 000000");
  // 40 MHz, aggregate, the last; MCS 15; antennas -62, -63, none, none.
  const macPhy = concatOctets(
    hex("12000000 07000000 00 0f02 28 22221eff 242721ff 8a09c000"),
    hex("c2a0 c1a0 80a0 80a0"),
    new Uint8Array(16),
  );

  test("has 802.11n fields, padded or not, beside others that are stepped over", () => {
    for (const isAligned of [false, true]) {
      const fields = [
        [5, hex("010203")],
        [2, ppiCommon(0)],
        [4, macPhy],
      ] as const;
      expect(receiveOne(192, ppi(frame, { fields, isAligned }))).toEqual({
        ...absent,
        radio: {
          ...radio,
          rate: "HT MCS 15 40 MHz",
          ampdu: { reference: 7, last: true },
          antennas: [
            { antenna: 0, signalDbm: -62 },
            { antenna: 1, signalDbm: -63 },
          ],
        },
      });
    }
    expect(receiveOne(192, ppi(frame, { fields: [[3, mac]] }))).toMatchObject({
      radio: { ampdu: { reference: 7, last: false } },
    });
  });

  test("keeps the frame and what was read when a later field is damaged", () => {
    const fields = [
      [2, ppiCommon(0)],
      [4, hex("0100")],
    ] as const;
    expect(receiveOne(192, ppi(frame, { fields }))).toMatchObject({
      octets: frame,
      radio,
      faults: [{ kind: "truncated", where: "PPI header / field 4 / flags" }],
    });
  });

  test("can have radiotap inside, which knows better", () => {
    const octets = ppi(tapped(withFcs(frame)), { linkType: 127, fields: [[2, ppiCommon(0)]] });
    expect(receiveOne(192, octets)).toEqual({ ...good, radio });
  });

  test("with something else inside says what", () => {
    expect(receiveOne(192, ppi(frame, { linkType: 147 }))).toEqual({
      notWifi: "link type 147: not supported",
      faults: [],
    });
    expect(receiveOne(192, ppi(frame, { linkType: 0x1_0000 }))).toMatchObject({
      notWifi: "unreadable PPI header",
    });
  });
});

describe.each([
  [113, cooked],
  [276, cookedV2],
] as const)("Linux cooked (%i)", (linkType, wrap) => {
  test("of a monitor device has the frame, bare or behind its header", () => {
    expect(receiveOne(linkType, wrap(801, 4, frame))).toEqual({ ...absent, radio: {} });
    expect(receiveOne(linkType, wrap(802, 4, prism(frame)))).toMatchObject({ octets: frame });
    expect(receiveOne(linkType, wrap(803, 4, tapped(withFcs(frame))))).toEqual({
      ...good,
      radio: { signalDbm: -42 },
    });
  });

  test("says what the recorder sent itself", () => {
    expect(receiveOne(linkType, wrap(801, 4, frame, 4))).toMatchObject({
      radio: { sentByRecorder: true },
    });
  });

  test("of another device says what it is", () => {
    expect(receiveOne(linkType, wrap(1, 0x888e, hex("0203005f")))).toEqual({
      notWifi: "EAPOL without 802.11 headers (Linux cooked capture): not usable",
      faults: [],
    });
    expect(receiveOne(linkType, wrap(1, 0x0806, frame))).toMatchObject({
      notWifi: expect.stringMatching(/^Linux cooked capture: no 802.11 inside; .*--decode-as/),
    });
  });
});

test("headers may be in each other, but not without end", () => {
  const nested = (depth: number, inside: Uint8Array): Uint8Array =>
    depth === 0 ? inside : ppi(nested(depth - 1, inside), { linkType: 192 });
  expect(receiveOne(192, nested(3, ppi(frame)))).toMatchObject({ octets: frame });
  expect(receiveOne(192, nested(4, ppi(frame)))).toEqual({
    notWifi: "more than 4 headers",
    faults: [],
  });
});

const samples: readonly (readonly [linkType: number, octets: Uint8Array, header: number])[] = [
  [119, prism(withFcs(frame)), 144],
  [119, prism(withFcs(frame), "be"), 144],
  [163, avs(withFcs(frame)), 64],
  [163, avs(withFcs(frame), 2), 80],
  [192, ppi(withFcs(frame), { fields: [[2, ppiCommon(1)]] }), 32],
  [192, ppi(tapped(withFcs(frame)), { linkType: 127 }), 18],
  [113, cooked(801, 4, withFcs(frame)), 16],
  [276, cookedV2(803, 4, tapped(withFcs(frame))), 30],
];

test.each(samples)(
  "link type %i cut at every length gives the frame as far as it is there",
  (linkType, whole, headerLength) => {
    for (let length = 0; length < whole.length; length++) {
      const result = receiveOne(linkType, whole.subarray(0, length), whole.length - length);
      expectSane(result, length);
      if (length < headerLength) {
        expect(result).toMatchObject({ faults: [{ kind: "truncated" }] });
        expect(result).toHaveProperty("notWifi");
      } else {
        if (!("fcs" in result)) throw new RangeError(result.notWifi);
        expect(result).toMatchObject({ cut: true, faults: [] });
        expect(result.octets).toEqual(withFcs(frame).subarray(0, result.octets.length));
        expect(result.octets.length).toBeGreaterThanOrEqual(
          Math.min(length - headerLength, frame.length),
        );
      }
    }
  },
);

test("any octets, and mutated headers, are read without a throw", () => {
  const linkTypes = fc.constantFrom(...samples.map(([linkType]) => linkType));
  const mutated = fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 }),
      fc.nat({ max: 200 }),
    )
    .map(([[linkType, whole], changes, length]) => {
      const octets = whole.slice(0, length);
      for (const [at, octet] of changes) if (octets.length > 0) octets[at % octets.length] = octet;
      return packet(linkType, octets);
    });
  const random = fc
    .tuple(linkTypes, fc.uint8Array({ maxLength: 120 }))
    .map(([linkType, octets]) => packet(linkType, octets));
  fc.assert(
    fc.property(fc.oneof(mutated, random), (each) => {
      expectSane(receiveAny([each]), each.octets.length);
    }),
    { numRuns: 1000 },
  );
});
