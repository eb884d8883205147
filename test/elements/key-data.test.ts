import fc from "fast-check";
import { expect, test } from "vitest";
import { concatOctets, utf8Octets } from "../../src/bytes/octets.ts";
import { findElement } from "../../src/elements/find.ts";
import { decodeKeyData } from "../../src/elements/key-data.ts";
import { buildKde, buildMde, buildRsne, hex } from "../builders/elements.ts";

// vectors.json, "EAPOL msg3 Key Data plaintext (padded)" of scenario A (FT-PSK) and C (FT-802.1X-SHA384, MFP).
const message3 =
  "30260100000fac040100000fac040100000fac0400000100eb57d78b6d0dae21e677ddeeea03fae63603a1b201dd16000fac0101006fe15604204ea1532b69fb64fe201090376a00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000010602aabbccdd01030e72306b682d312e6578616d706c65380501e803000038050200751200dd";
const message3Sha384 =
  "302a0100000fac090100000fac090100000fac0d800001002b0e1b8a358f93a72a7a6296c28110f2000fac0c36030f1e01dd26000fac0101001d6847f7167ca506d1cce2b7f0d2028d3289f5410bdb175555b8068bd4c7c883dd2c000fac0904000100000000006e25ca1bff86d720dbd90a50e82283de9b9cf531aa994fe5100786bcbf22c664376c020000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000010602aabbccdd01030872306b682d333834380501e803000038050200751200dd00000000";

test("message 3 of a 4-way handshake gives its elements, its GTK, and no fault for the padding", () => {
  const { elements, kdes, faults } = decodeKeyData(hex(message3));
  expect(elements.map(({ kind }) => kind)).toEqual(["rsne", "mde", "fte", "tie", "tie"]);
  expect(findElement(elements, "rsne")?.pmkids).toEqual([hex("eb57d78b6d0dae21e677ddeeea03fae6")]);
  expect(findElement(elements, "fte")?.r0khId).toEqual(utf8Octets("r0kh-1.example"));
  expect(kdes).toMatchObject([
    {
      kind: "gtk",
      type: 1,
      offset: 45,
      keyId: 1,
      tx: false,
      key: hex("6fe15604204ea1532b69fb64fe201090"),
    },
  ]);
  expect(faults).toEqual([]);
});

test("the AKM of the RSNE in the key data, or of the caller, gives the FTE its MIC length", () => {
  const { elements, kdes, faults } = decodeKeyData(hex(message3Sha384));
  expect(findElement(elements, "fte")).toMatchObject({ micLength: 24, faults: [] });
  expect(kdes).toMatchObject([
    { kind: "gtk", keyId: 1 },
    { kind: "igtk", keyId: 4, ipn: hex("010000000000"), key: { length: 32 } },
  ]);
  expect(faults).toEqual([]);
  const told = decodeKeyData(hex(message3Sha384), { akm: "00-0f-ac:4" });
  expect(findElement(told.elements, "fte")?.micLength).toBe(16);
});

test.each<[number, string, object]>([
  [1, "06 00 aabb", { kind: "gtk", keyId: 2, tx: true, key: hex("aabb") }],
  [3, "02aabbccdd01", { kind: "mac-address", macAddress: "02:aa:bb:cc:dd:01" }],
  [4, "00".repeat(16), { kind: "pmkid", pmkid: new Uint8Array(16) }],
  [7, "01", { kind: "unknown" }],
  [8, "00015180", { kind: "lifetime", seconds: 86_400 }],
  [9, "0500 010203040506 cc", { kind: "igtk", keyId: 5, ipn: hex("010203040506"), key: hex("cc") }],
  [13, "510600", { kind: "oci", operatingClass: 81, primaryChannel: 6, frequencySegment1: 0 }],
  [14, "0600 010203040506 cc", { kind: "bigtk", keyId: 6, key: hex("cc") }],
  [
    16,
    "35 010203040506 dd",
    { kind: "mlo-gtk", keyId: 1, tx: true, linkId: 3, pn: hex("010203040506"), key: hex("dd") },
  ],
  [17, "0400 010203040506 20 ee", { kind: "mlo-igtk", keyId: 4, linkId: 2, key: hex("ee") }],
  [18, "0700 010203040506 f0 ff", { kind: "mlo-bigtk", keyId: 7, linkId: 15, key: hex("ff") }],
])("KDE %i is read", (type, data, expected) => {
  const { kdes, faults } = decodeKeyData(buildKde(type, hex(data)));
  expect(kdes).toHaveLength(1);
  expect(kdes[0]).toMatchObject({ ...expected, type, data: hex(data) });
  expect(faults).toEqual([]);
});

test("a KDE that is too short stays, raw, with a fault; the next one is read", () => {
  const octets = concatOctets(buildKde(4, new Uint8Array(15)), buildKde(8, hex("00000001")));
  const { kdes, faults } = decodeKeyData(octets);
  expect(kdes).toMatchObject([
    { kind: "unknown", type: 4, data: { length: 15 } },
    { kind: "lifetime", seconds: 1 },
  ]);
  expect(faults).toMatchObject([
    { where: "PMKID KDE / PMKID", offset: 6, needed: 16, available: 15 },
  ]);
});

test("padding ends the key data: a lone 0xdd or 0xdd and zeros", () => {
  for (const padding of ["dd", "dd00", "dd000000000000"]) {
    const { elements, kdes, faults } = decodeKeyData(concatOctets(buildMde(), hex(padding)));
    expect([elements.length, kdes.length, faults.length]).toEqual([1, 0, 0]);
  }
});

test("other vendors' elements are elements", () => {
  const { elements, kdes } = decodeKeyData(hex("dd050050f20101"));
  expect(elements).toMatchObject([{ kind: "vendor-specific", oui: "00-50-f2" }]);
  expect(kdes).toEqual([]);
});

test("key data cut anywhere, or random, is read without an exception and with faults inside it", () => {
  const check = (octets: Uint8Array): void => {
    const { faults, elements } = decodeKeyData(octets);
    for (const fault of [...faults, ...elements.flatMap((element) => element.faults)]) {
      expect(fault.offset).toBeLessThanOrEqual(octets.length);
      expect(fault.offset + fault.available).toBeLessThanOrEqual(octets.length);
    }
  };
  const whole = concatOctets(buildRsne(), hex(message3Sha384));
  for (let length = 0; length <= whole.length; length++) check(whole.subarray(0, length));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), check));
});
