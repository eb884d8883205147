import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeRadiotap } from "../../src/radiotap/radiotap.ts";
import { beacon, bits, hex, radiotap } from "./packets.ts";

describe("headers that cannot be", () => {
  test.each([
    ["a version that is not 0", "01000800 00000000", { kind: "unsupported", offset: 0, needed: 1 }],
    ["a length below 8", "00000700 00000000", { kind: "invalid", offset: 2, needed: 2 }],
    [
      "a length beyond the packet",
      "00000900 00000000",
      { kind: "truncated", offset: 4, needed: 5, available: 4, limitedBy: "record-length" },
    ],
  ])("%s gives a fault and no frame", (_, text, fault) => {
    const { headerLength, radio, faults } = decodeRadiotap(hex(text));
    expect(headerLength).toBeUndefined();
    expect(radio).toEqual({});
    expect(faults).toMatchObject([fault]);
  });

  test("a packet cut within its header gives one fault and no frame, wherever the cut is", () => {
    for (let length = 0; length < 26; length++) {
      const { headerLength, radio, faults } = decodeRadiotap(beacon.subarray(0, length));
      expect(headerLength).toBeUndefined();
      expect(radio).toEqual({});
      expect(faults).toMatchObject([{ kind: "truncated", limitedBy: "record-length" }]);
      expect(faults[0]?.offset).toBeLessThanOrEqual(length);
    }
    expect(decodeRadiotap(beacon.subarray(0, 26)).faults).toEqual([]);
  });

  test("a header that declares too few octets keeps the fields that fit", () => {
    for (let length = 8; length < 26; length++) {
      const octets = beacon.slice();
      octets[2] = length;
      const { headerLength, radio, faults } = decodeRadiotap(octets);
      expect(headerLength).toBe(length);
      expect(faults).toMatchObject([{ kind: "truncated", limitedBy: "radio-header" }]);
      expect(faults[0]?.offset).toBeLessThanOrEqual(length);
      expect(radio.tsfUs !== undefined).toBe(length >= 16);
      expect(radio.rate !== undefined).toBe(length >= 18);
      expect(radio.frequencyMhz !== undefined).toBe(length >= 22);
      expect(radio.signalDbm !== undefined).toBe(length >= 23);
    }
  });
});

describe("any octets", () => {
  function check(octets: Uint8Array): void {
    const { headerLength, faults } = decodeRadiotap(octets);
    if (headerLength === undefined) expect(faults.length).toBe(1);
    else {
      expect(headerLength).toBeGreaterThanOrEqual(8);
      expect(headerLength).toBeLessThanOrEqual(octets.length);
    }
    for (const fault of faults) {
      expect(fault.offset).toBeGreaterThanOrEqual(0);
      expect(fault.offset).toBeLessThanOrEqual(headerLength ?? octets.length);
      if (fault.kind === "truncated") expect(fault.needed).toBeGreaterThan(fault.available);
    }
  }

  test("random octets end in a header or one fault", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), check));
  });

  test("random present words and data end in faults inside the header", () => {
    const word = fc.oneof(
      fc.integer({ min: 0, max: 0xffff_ffff }),
      fc.subarray([0, 1, 3, 5, 11, 20, 28, 29, 30, 31]).map((numbers) => bits(...numbers)),
    );
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 5 }),
        fc.uint8Array({ maxLength: 80 }),
        (words, data) => {
          const header = radiotap(words, "", data);
          header[2] = header.length;
          check(header);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("a header with octets changed still gives faults inside it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: beacon.length - 1 }), fc.nat({ max: 255 })), {
          minLength: 1,
          maxLength: 4,
        }),
        (changes) => {
          const octets = beacon.slice();
          for (const [at, octet] of changes) octets[at] = octet;
          check(octets);
        },
      ),
      { numRuns: 500 },
    );
  });
});
