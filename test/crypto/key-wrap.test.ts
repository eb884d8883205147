import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHex } from "../../src/bytes/octets.ts";
import { unwrapKey } from "../../src/crypto/key-wrap.ts";
import { arbitraryOctets, flipBit, hex, secret, unaligned, wrapKey } from "./vectors.ts";

const kek256 = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/** RFC 3394, sections 4.1, 4.3 and 4.6: a KEK of 128 and of 256 bits. */
const rfc3394 = [
  {
    section: "4.1",
    kek: kek256.slice(0, 32),
    key: "00112233445566778899aabbccddeeff",
    wrapped: "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5",
  },
  {
    section: "4.3",
    kek: kek256,
    key: "00112233445566778899aabbccddeeff",
    wrapped: "64e8c3f9ce0f5ba263e9777905818a2a93c8191e7d6e8ae7",
  },
  {
    section: "4.6",
    kek: kek256,
    key: "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f",
    wrapped: "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21",
  },
];

const arbitraryKek = fc.constantFrom(16, 32).chain((length) => arbitraryOctets(length));
const arbitraryPlaintext = fc
  .integer({ min: 2, max: 12 })
  .chain((semiblocks) => arbitraryOctets(8 * semiblocks));

describe("unwrapKey", () => {
  it.each(rfc3394)("gives the key of RFC 3394, section $section", ({ kek, key, wrapped }) => {
    const unwrapped = unwrapKey({ kek: secret(hex(kek)), wrapped: hex(wrapped) });
    expect(formatHex(unwrapped ?? new Uint8Array(0))).toBe(key);
  });

  it("gives back whatever OpenSSL wrapped and leaves the wrapped octets as they are", () => {
    fc.assert(
      fc.property(arbitraryKek, arbitraryPlaintext, (kek, plaintext) => {
        const wrapped = unaligned(wrapKey(kek, plaintext));
        const before = wrapped.slice();
        expect(unwrapKey({ kek: secret(kek), wrapped })).toEqual(plaintext);
        expect(wrapped).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });

  it("gives nothing when a bit of the octets or of the KEK differs", () => {
    fc.assert(
      fc.property(arbitraryKek, arbitraryPlaintext, fc.nat(), (kek, plaintext, seed) => {
        const wrapped = wrapKey(kek, plaintext);
        const changed = flipBit(wrapped, seed % (8 * wrapped.length));
        expect(unwrapKey({ kek: secret(kek), wrapped: changed })).toBeUndefined();
        const otherKek = secret(flipBit(kek, seed % (8 * kek.length)));
        expect(unwrapKey({ kek: otherKek, wrapped })).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it("gives nothing for the octets cut short at any length, nor for any random octets", () => {
    const kek = new Uint8Array(16).fill(1);
    const wrapped = wrapKey(kek, new Uint8Array(40).fill(2));
    for (let length = 0; length < wrapped.length; length++) {
      expect(unwrapKey({ kek: secret(kek), wrapped: wrapped.subarray(0, length) })).toBeUndefined();
    }
    fc.assert(
      fc.property(arbitraryOctets(0, 80), (octets) => {
        expect(unwrapKey({ kek: secret(kek), wrapped: octets })).toBeUndefined();
      }),
    );
  });

  it.each([0, 15, 24, 64])("refuses a KEK of %i octets, by name", (length) => {
    const kek = secret(new Uint8Array(length));
    expect(() => unwrapKey({ kek, wrapped: new Uint8Array(24) })).toThrow(
      new RangeError(`kek must have 16 or 32 octets, got ${length}`),
    );
  });
});
