import { describe, expect, test } from "vitest";
import { concatOctets, formatHex } from "../../src/bytes/octets.ts";
import { radiotapFields } from "../../src/radiotap/fields.ts";
import { decodeRadiotap } from "../../src/radiotap/radiotap.ts";
import { beacon, bits, radiotap } from "./packets.ts";

test("the header of a beacon gives time, rate, channel and signal", () => {
  expect(decodeRadiotap(beacon)).toEqual({
    headerLength: 26,
    radio: {
      tsfUs: 0x0005_bd86_add8_d00cn,
      rate: "1 Mb/s",
      frequencyMhz: 2412,
      signalDbm: -30,
    },
    flags: { fcsAtEnd: false, badFcs: false, dataPad: false },
    badPlcp: false,
    zeroLengthPsdu: undefined,
    faults: [],
  });
});

test.each([
  [0x10, { fcsAtEnd: true, badFcs: false, dataPad: false }],
  [0x20, { fcsAtEnd: false, badFcs: false, dataPad: true }],
  [0x40, { fcsAtEnd: false, badFcs: true, dataPad: false }],
])("flags 0x%i are told apart", (octet, flags) => {
  const text = octet.toString(16).padStart(2, "0");
  expect(decodeRadiotap(radiotap([bits(1)], text)).flags).toEqual(flags);
});

test("a header without Flags has no flags", () => {
  expect(decodeRadiotap(radiotap([bits(5)], "c4")).flags).toBeUndefined();
});

test("a signal is signed", () => {
  expect(decodeRadiotap(radiotap([bits(5, 6)], "7f a1")).radio).toEqual({
    signalDbm: 127,
    noiseDbm: -95,
  });
});

describe("alignment", () => {
  test("counts from the first octet of the header", () => {
    // Signal at 8, RX flags at 10, TX flags at 12, A-MPDU status at 16.
    const header = radiotap([bits(5, 14, 15, 20)], "c4 ff 0200 0000 ffff 07000000 0c00 00 00");
    const { radio, badPlcp, faults } = decodeRadiotap(header);
    expect({ radio, badPlcp, faults }).toEqual({
      radio: { signalDbm: -60, sentByRecorder: true, ampdu: { reference: 7, last: true } },
      badPlcp: true,
      faults: [],
    });
  });

  test("does not depend on where the packet lies in memory", () => {
    for (let shift = 0; shift < 8; shift++) {
      const moved = concatOctets(new Uint8Array(shift), beacon).subarray(shift);
      expect(decodeRadiotap(moved)).toEqual(decodeRadiotap(beacon));
    }
  });

  test.each(radiotapFields.map((field, bit) => ({ ...field, bit })))(
    "$name takes its $size octets at a multiple of $align",
    ({ bit, align, size }) => {
      // Flags at 16, the field where its alignment puts it, and right behind it a signal.
      const start = Math.ceil(17 / align) * align;
      const data = new Uint8Array(start - 16 + size + 1);
      data[data.length - 1] = 0xb5;
      const words = [bits(1, 29, 31), bits(bit, 29, 31), bits(5)];
      const { radio, faults } = decodeRadiotap(radiotap(words, formatHex(data)));
      expect(faults).toEqual([]);
      expect(radio.antennas?.at(-1)).toEqual({ signalDbm: -75 });
    },
  );
});

describe("fields", () => {
  test("the unofficial XChannel gives the frequency where Channel does not", () => {
    expect(decodeRadiotap(radiotap([bits(18)], "40010100 3c14 24 00")).radio.frequencyMhz).toBe(
      5180,
    );
    const both = radiotap([bits(3, 18)], "6c09a000 40010100 3c14 24 00");
    expect(decodeRadiotap(both).radio.frequencyMhz).toBe(2412);
  });

  test("a frequency of 0 is no frequency", () => {
    expect(decodeRadiotap(radiotap([bits(3)], "00000000")).radio).toEqual({});
  });

  test("TX flags, set or not, mean that the recorder sent the frame", () => {
    expect(decodeRadiotap(radiotap([bits(15)], "0000")).radio).toEqual({ sentByRecorder: true });
    expect(decodeRadiotap(beacon).radio.sentByRecorder).toBeUndefined();
  });

  test("RX flags without the bad PLCP bit mark nothing", () => {
    expect(decodeRadiotap(radiotap([bits(14)], "fdff")).badPlcp).toBe(false);
  });

  test("the last subframe of an A-MPDU needs both flags", () => {
    const last = (flags: string) =>
      decodeRadiotap(radiotap([bits(20)], `09000000 ${flags} 00 00`)).radio.ampdu;
    expect(last("0800")).toEqual({ reference: 9, last: false });
    expect(last("0400")).toEqual({ reference: 9, last: false });
    expect(last("0c00")).toEqual({ reference: 9, last: true });
  });

  test.each([
    ["a legacy rate", bits(2), "6c", "54 Mb/s"],
    ["MCS", bits(2, 19), "00 030107", "HT MCS 7 40 MHz"],
    ["VHT", bits(21), "4000 00 04 92000000 00 00 0000", "VHT MCS 9 NSS 2 80 MHz"],
    ["HE", bits(23), "2040 0000 0009 0000 0200 0200", "HE MCS 9 NSS 2 80 MHz"],
  ])("%s becomes a rate", (_, word, data, rate) => {
    expect(decodeRadiotap(radiotap([word], data)).radio.rate).toBe(rate);
  });

  test.each([
    ["00", "sounding PPDU"],
    ["01", "PPDU whose data was not captured"],
    ["ff", "vendor-specific PPDU"],
    ["07", "PPDU of type 7"],
  ])("a zero-length PSDU of type %s is a %s", (type, text) => {
    expect(decodeRadiotap(radiotap([bits(26)], type)).zeroLengthPsdu).toBe(text);
  });
});

describe("namespaces", () => {
  test("the first word has the combined signal, later words one chain each", () => {
    const words = [bits(5, 11, 29, 31), bits(5, 11, 29, 31), bits(5, 11)];
    expect(decodeRadiotap(radiotap(words, "d8 02 d0 00 d5 01")).radio).toEqual({
      signalDbm: -40,
      antennas: [
        { signalDbm: -48, antenna: 0 },
        { signalDbm: -43, antenna: 1 },
      ],
    });
  });

  test("a chain may come without the number of its antenna", () => {
    expect(decodeRadiotap(radiotap([bits(29, 31), bits(5)], "d0")).radio).toEqual({
      antennas: [{ signalDbm: -48 }],
    });
  });

  test("a field that comes again does not replace the first", () => {
    const first = "10 02 6c09 a000 d8 a1 07000000 0c00 00 00";
    const again = "40 0c 8509 a000 d0 a5 09000000 0000 00 00";
    const words = [bits(1, 2, 3, 5, 6, 20, 29, 31), bits(1, 2, 3, 5, 6, 20)];
    const { radio, flags, faults } = decodeRadiotap(radiotap(words, first + again));
    expect(faults).toEqual([]);
    expect(radio).toEqual({
      rate: "1 Mb/s",
      frequencyMhz: 2412,
      signalDbm: -40,
      noiseDbm: -95,
      ampdu: { reference: 7, last: true },
      antennas: [{ signalDbm: -48 }],
    });
    expect(flags).toEqual({ fcsAtEnd: true, badFcs: false, dataPad: false });
  });

  test("vendor data are skipped by their length, odd lengths and unknown bits included", () => {
    const words = [bits(5, 30, 31), bits(0, 17, 28, 29, 31), bits(5, 11)];
    const data = "d8 ff 001018 02 0300 aabbcc d0 01";
    const { radio, faults } = decodeRadiotap(radiotap(words, data));
    expect(faults).toEqual([]);
    expect(radio).toEqual({ signalDbm: -40, antennas: [{ signalDbm: -48, antenna: 1 }] });
  });

  test("words that continue a vendor namespace are the vendor's", () => {
    const words = [bits(30, 31), bits(5, 31), bits(5, 29, 31), bits(5)];
    const { radio, faults } = decodeRadiotap(radiotap(words, "001018 02 0000 d0"));
    expect(faults).toEqual([]);
    expect(radio).toEqual({ antennas: [{ signalDbm: -48 }] });
  });

  test("vendor data longer than the header end the reading, not the frame", () => {
    const header = radiotap([bits(5, 30, 31), bits(29, 31), bits(5)], "d8 ff 001018 02 ff00 aabb");
    const { headerLength, radio, faults } = decodeRadiotap(header);
    expect(headerLength).toBe(header.length);
    expect(radio).toEqual({ signalDbm: -40 });
    expect(faults).toEqual([
      {
        kind: "truncated",
        where: "radiotap header / vendor namespace / data",
        offset: 24,
        needed: 255,
        available: 2,
        limitedBy: "radio-header",
      },
    ]);
  });

  test("an unknown field keeps what was read before it and finds the frame", () => {
    const header = radiotap([bits(5, 31), bits(8)], "d8 00000000");
    const { headerLength, radio, faults } = decodeRadiotap(header);
    expect({ headerLength, radio }).toEqual({ headerLength: 17, radio: { signalDbm: -40 } });
    expect(faults).toMatchObject([
      { kind: "unsupported", where: "radiotap header / field 40", offset: 13 },
    ]);
  });

  test("two namespaces at once are invalid", () => {
    const { headerLength, faults } = decodeRadiotap(radiotap([bits(29, 30)], "00"));
    expect(headerLength).toBe(9);
    expect(faults).toMatchObject([{ kind: "invalid", offset: 4, needed: 4 }]);
  });

  test("present words without end stop at the end of the header", () => {
    const words = Array.from({ length: 16_000 }, () => bits(29, 31));
    const octets = radiotap(words, "");
    const { headerLength, faults } = decodeRadiotap(octets);
    expect(headerLength).toBe(octets.length);
    expect(faults).toMatchObject([
      { kind: "truncated", offset: octets.length, needed: 2, available: 0 },
    ]);
  });
});

describe("TLVs", () => {
  const tlvs = (data: string) => decodeRadiotap(radiotap([bits(5, 28)], `c4 ffffff ${data}`));

  test("fields are read as TLVs behind the fields of the word, unknown types are skipped", () => {
    const { radio, faults } = tlvs(
      "2100 0200 aabb0000  0300 0400 3c14 4001  2800 0300 112233ff  0600 0100 a1000000",
    );
    expect(faults).toEqual([]);
    expect(radio).toEqual({ signalDbm: -60, frequencyMhz: 5180, noiseDbm: -95 });
  });

  test("padding and vendor TLVs are skipped", () => {
    const { radio, faults } = tlvs(
      "1c00 0400 00000000 1e00 0900 001018 01 0100 0000 ff 000000 0600 0100 a1",
    );
    expect(faults).toEqual([]);
    expect(radio.noiseDbm).toBe(-95);
  });

  test("a TLV shorter than its layout is extended with zeros", () => {
    expect(tlvs("0000 0200 3412 0000").radio.tsfUs).toBe(0x1234n);
  });

  test("a TLV longer than its layout is read by its layout", () => {
    expect(tlvs("0600 0400 a1ffffff 0300 0400 3c144001").radio).toMatchObject({
      noiseDbm: -95,
      frequencyMhz: 5180,
    });
  });

  test("a TLV does not replace the field of the word", () => {
    const signal = decodeRadiotap(radiotap([bits(5, 28)], "c4 ffffff 0500 0100 d0"));
    expect(signal.radio).toEqual({ signalDbm: -60 });
    const chain = [bits(5, 29, 31), bits(5, 11, 28)];
    const antenna = decodeRadiotap(radiotap(chain, "d8 d0 01 ff 0b00 0100 02"));
    expect(antenna.radio.antennas).toEqual([{ signalDbm: -48, antenna: 1 }]);
  });

  test("EHT and U-SIG make a rate in either order", () => {
    const usig = `2100 0c00 02800100 ${"00".repeat(8)}`;
    const eht = (users: string, length: string) => `2200 ${length} ${"00".repeat(40)} ${users}`;
    // The second user is the one whose data were captured.
    const users = eht("12003000 9200b001", "3000");
    for (const order of [usig + users, users + usig]) {
      expect(tlvs(order).radio.rate).toBe("EHT MCS 11 NSS 2 160 MHz");
    }
    expect(tlvs(eht("", "2800")).radio.rate).toBe("EHT");
    expect(tlvs(eht("12003000", "2c00")).radio.rate).toBe("EHT MCS 3 NSS 1");
  });

  test.each(["1d00", "1f00"])("type %s is not allowed and the next TLV is read", (type) => {
    const { radio, faults } = tlvs(`${type} 0400 00000000 0600 0100 a1000000`);
    expect(radio.noiseDbm).toBe(-95);
    expect(faults).toMatchObject([{ kind: "invalid", offset: 12, needed: 8 }]);
  });

  test("a TLV longer than the header ends the reading, not the frame", () => {
    const { headerLength, radio, faults } = tlvs("0600 0100 a1000000 0000 0800 1122");
    expect(headerLength).toBe(26);
    expect(radio).toEqual({ signalDbm: -60, noiseDbm: -95 });
    expect(faults).toEqual([
      {
        kind: "truncated",
        where: "radiotap header / TLV of type 0",
        offset: 24,
        needed: 8,
        available: 2,
        limitedBy: "radio-header",
      },
    ]);
  });

  test("octets too few for a TLV are a fault", () => {
    expect(tlvs("0600 01").faults).toMatchObject([{ kind: "truncated", offset: 14, needed: 2 }]);
  });
});
