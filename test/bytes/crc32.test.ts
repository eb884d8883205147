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
