import { expect, test } from "vitest";
import { ehtRate, heRate, htRate, legacyRate, vhtRate } from "../../src/radiotap/rate.ts";

test("a legacy rate counts in 500 kb/s, and 0 is none", () => {
  expect(legacyRate(2)).toBe("1 Mb/s");
  expect(legacyRate(11)).toBe("5.5 Mb/s");
  expect(legacyRate(108)).toBe("54 Mb/s");
  expect(legacyRate(0)).toBeUndefined();
});

test.each([
  [0x03, 0x00, "HT MCS 7 20 MHz"],
  [0x03, 0x05, "HT MCS 7 40 MHz"],
  [0x03, 0x03, "HT MCS 7 20 MHz"],
  [0x02, 0x01, "HT MCS 7"],
  [0x01, 0x01, "HT 40 MHz"],
  [0x00, 0x01, "HT"],
])("HT with known %i and flags %i is %s", (known, flags, text) => {
  expect(htRate(known, flags, 7)).toBe(text);
});

test.each([
  [0, "20 MHz"],
  [1, "40 MHz"],
  [2, "20 MHz"],
  [4, "80 MHz"],
  [5, "40 MHz"],
  [10, "20 MHz"],
  [11, "160 MHz"],
  [13, "80 MHz"],
  [17, "40 MHz"],
  [25, "20 MHz"],
])("VHT bandwidth code %i is %s", (code, width) => {
  expect(vhtRate(0x40, code, Uint8Array.of(0x92, 0, 0, 0))).toBe(`VHT MCS 9 NSS 2 ${width}`);
});

test("VHT names the first user that is there and no unknown or impossible width", () => {
  expect(vhtRate(0x40, 4, Uint8Array.of(0x70, 0, 0x31, 0x82))).toBe("VHT MCS 3 NSS 1 80 MHz");
  expect(vhtRate(0x00, 4, Uint8Array.of(0x92, 0, 0, 0))).toBe("VHT MCS 9 NSS 2");
  expect(vhtRate(0x40, 26, new Uint8Array(4))).toBe("VHT");
});

test("HE names what is known, and a resource unit where it is no whole channel", () => {
  expect(heRate(0x4020, 0x0900, 2, 2)).toBe("HE MCS 9 NSS 2 80 MHz");
  expect(heRate(0x4020, 0x0b00, 6, 1)).toBe("HE MCS 11 NSS 1 106-tone RU");
  expect(heRate(0x0020, 0x0900, 2, 2)).toBe("HE MCS 9 NSS 2");
  expect(heRate(0x4000, 0x0900, 15, 0)).toBe("HE");
});

test("two space-time streams of HE with STBC are one spatial stream", () => {
  expect(heRate(0x4020, 0x8500, 0, 2)).toBe("HE MCS 5 NSS 1 20 MHz");
});

test("EHT takes the width from U-SIG and counts streams from 0", () => {
  const user = 0x02 | 0x10 | (11 << 20) | (1 << 24);
  expect(ehtRate(user, 0x02 | (3 << 15))).toBe("EHT MCS 11 NSS 2 160 MHz");
  expect(ehtRate(user, 0x02 | (5 << 15))).toBe("EHT MCS 11 NSS 2 320 MHz");
  expect(ehtRate(user, 3 << 15)).toBe("EHT MCS 11 NSS 2");
  expect(ehtRate(user & ~0x12, undefined)).toBe("EHT");
  expect(ehtRate(undefined, 0x02 | (7 << 15))).toBe("EHT");
});
