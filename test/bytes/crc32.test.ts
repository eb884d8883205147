import { expect, test } from "vitest";
import { crc32 } from "../../src/bytes/crc32.ts";
import { parseHex, utf8Octets } from "../../src/bytes/octets.ts";

test("the CRC-32 of the nine digits is the check value of the CRC catalogue", () => {
  expect(crc32(utf8Octets("123456789"))).toBe(0xcbf4_3926);
});

test("the CRC-32 of no octets is 0 and of a zero octet is not", () => {
  expect(crc32(new Uint8Array())).toBe(0);
  expect(crc32(Uint8Array.of(0))).toBe(0xd202_ef8d);
});

test("the CRC-32 of octets followed by their CRC is the residue, whatever the octets", () => {
  const octets = parseHex("d4000000020000000300 0425b6c8") as Uint8Array;
  const crc = crc32(octets);
  const whole = Uint8Array.of(...octets, crc, crc >>> 8, crc >>> 16, crc >>> 24);
  expect(crc32(whole)).toBe(0x2144_df1c);
});

test("the CRC-32 of octets of any length is that of their bits, one after the other", () => {
  const octets = Uint8Array.from({ length: 70 }, (_, i) => (i * 131 + 7) ^ (i >> 3));
  for (let length = 0; length <= octets.length; length++) {
    let remainder = -1;
    for (const octet of octets.subarray(0, length)) {
      remainder ^= octet;
      for (let bit = 0; bit < 8; bit++) {
        remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb8_8320 : remainder >>> 1;
      }
    }
    expect(crc32(octets.subarray(0, length)), `${length}`).toBe(~remainder >>> 0);
  }
});
