import fc from "fast-check";
import { expect, test } from "vitest";
import { concatOctets } from "../../src/bytes/octets.ts";
import { decodeElements } from "../../src/elements/decode.ts";
import { findElement } from "../../src/elements/find.ts";
import {
  mfpCapable,
  mfpRequired,
  ocvc,
  type Rsne,
  rsneWithDefaults,
} from "../../src/elements/rsne.ts";
import { buildElement, buildRsne, hex, u16le } from "../builders/elements.ts";

const options = { base: 0, limitedBy: "frame" } as const;

function rsneOf(octets: Uint8Array): Rsne {
  const rsne = findElement(decodeElements(octets, options).elements, "rsne");
  if (rsne === undefined) throw new Error("no RSNE");
  return rsne;
}

// vectors.json, scenario B, "Reassoc req RSNE" and "Reassoc resp RSNE": FT-SAE, MFP required by the network only.
const request =
  "302a0100000fac040100000fac040100000fac0980000100e4064511f2ba7852475ba7d27158aae8000fac06";

test("an RSNE with every field is read to its last octet", () => {
  const rsne = rsneOf(hex(request));
  expect(rsne).toMatchObject({
    version: 1,
    groupCipher: "00-0f-ac:4",
    pairwiseCiphers: ["00-0f-ac:4"],
    akms: ["00-0f-ac:9"],
    capabilities: 0x80,
    pmkids: [hex("e4064511f2ba7852475ba7d27158aae8")],
    groupManagementCipher: "00-0f-ac:6",
    isTruncated: false,
    faults: [],
  });
  expect(rsne.trailing).toHaveLength(0);
  expect(rsne.octets).toEqual(hex(request));
});

test("lists, other vendors' suites and trailing octets are kept", () => {
  const whole = buildRsne({
    pairwiseCiphers: ["00-0f-ac:4", "00-50-f2:2"],
    akms: ["00-0f-ac:2", "00-0f-ac:4", "00-40-96:0"],
    pmkids: [hex("00".repeat(16)), hex("11".repeat(16))],
    groupManagementCipher: "00-0f-ac:11",
  });
  const rsne = rsneOf(buildElement(48, concatOctets(whole.subarray(2), hex("c0ffee"))));
  expect(rsne.pairwiseCiphers).toEqual(["00-0f-ac:4", "00-50-f2:2"]);
  expect(rsne.akms).toEqual(["00-0f-ac:2", "00-0f-ac:4", "00-40-96:0"]);
  expect(rsne.pmkids).toEqual([hex("00".repeat(16)), hex("11".repeat(16))]);
  expect(rsne.groupManagementCipher).toBe("00-0f-ac:11");
  expect(rsne.trailing).toEqual(hex("c0ffee"));
  expect(rsne.faults).toEqual([]);
});

test("fields that were not sent stay absent, and have the defaults of the standard", () => {
  const rsne = rsneOf(hex("30020100"));
  expect(rsne.faults).toEqual([]);
  expect(rsne).not.toHaveProperty("groupCipher");
  expect(rsne).not.toHaveProperty("capabilities");
  expect(rsneWithDefaults(rsne)).toEqual({
    groupCipher: "00-0f-ac:4",
    pairwiseCiphers: ["00-0f-ac:4"],
    akms: ["00-0f-ac:1"],
    capabilities: 0,
  });
});

test("the default group management cipher needs management frame protection", () => {
  expect(rsneWithDefaults(rsneOf(buildRsne({ capabilities: 0x80 })))).toMatchObject({
    akms: ["00-0f-ac:4"],
    capabilities: 0x80,
    groupManagementCipher: "00-0f-ac:6",
  });
  expect(rsneWithDefaults(rsneOf(buildRsne()))).not.toHaveProperty("groupManagementCipher");
  const sent = rsneOf(buildRsne({ capabilities: 0x80, groupManagementCipher: "00-0f-ac:12" }));
  expect(rsneWithDefaults(sent).groupManagementCipher).toBe("00-0f-ac:12");
});

test("the capability bits are 6, 7 and 14", () => {
  for (let bit = 0; bit < 16; bit++) {
    expect([mfpRequired(1 << bit), mfpCapable(1 << bit), ocvc(1 << bit)]).toEqual([
      bit === 6,
      bit === 7,
      bit === 14,
    ]);
  }
});

test("an RSNE may end after its fields, and where hostap calls it malformed there is a fault", () => {
  const whole = hex(request).subarray(2);
  // After version, group, pairwise list, AKM list, capabilities, PMKID count 1 (needs its PMKID), PMKID, cipher;
  // after the AKM list one octet, and after the PMKID list one to three octets, are ignored.
  const ends = new Set([2, 6, 12, 18, 19, 20, 21, 38, 39, 40, 41, 42]);
  for (let length = 0; length <= whole.length; length++) {
    const body = whole.subarray(0, length);
    const element = decodeElements(buildElement(48, body), options).elements[0];
    if (length < 2) {
      expect(element?.kind).toBe("malformed");
      expect(element?.faults).toHaveLength(1);
      continue;
    }
    expect([length, element?.kind, element?.faults.length]).toEqual([
      length,
      "rsne",
      ends.has(length) ? 0 : 1,
    ]);
    if (length >= 6) expect(element).toMatchObject({ groupCipher: "00-0f-ac:4" });
    if (length >= 18) expect(element).toMatchObject({ akms: ["00-0f-ac:9"] });
  }
});

test("a count of 0 is a fault and what came before is kept", () => {
  const rsne = rsneOf(buildElement(48, hex("0100000fac040000")));
  expect(rsne.groupCipher).toBe("00-0f-ac:4");
  expect(rsne.faults).toEqual([
    {
      kind: "invalid",
      where: "RSNE / pairwise cipher count",
      offset: 8,
      needed: 2,
      available: 2,
      limitedBy: "element-length",
      text: "the count is 0",
    },
  ]);
});

test("a count that is too large is a fault that says what is missing, and keeps what is there", () => {
  const rsne = rsneOf(buildElement(48, hex("0100000fac04ffff000fac04000fac0200")));
  expect(rsne.pairwiseCiphers).toEqual(["00-0f-ac:4", "00-0f-ac:2"]);
  expect(rsne.trailing).toEqual(hex("00"));
  expect(rsne.faults).toMatchObject([
    { kind: "truncated", where: "RSNE / pairwise cipher", offset: 18, needed: 4, available: 1 },
  ]);
});

test("a version other than 1 is not read any further", () => {
  const rsne = rsneOf(buildRsne({ version: 2 }));
  expect(rsne.version).toBe(2);
  expect(rsne.akms).toEqual([]);
  expect(rsne.trailing).toHaveLength(18);
  expect(rsne.faults).toMatchObject([{ kind: "unsupported", text: "version 2, only 1 is known" }]);
});

test("every RSNE that can be written is read back", () => {
  const suite = fc.integer({ min: 0, max: 255 }).map((type) => `00-0f-ac:${type}`);
  const suites = fc.array(suite, { minLength: 1, maxLength: 5 });
  const pmkid = fc.uint8Array({ minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(
      fc.record({
        groupCipher: suite,
        pairwiseCiphers: suites,
        akms: suites,
        capabilities: fc.integer({ min: 0, max: 0xffff }),
        pmkids: fc.array(pmkid, { maxLength: 4 }),
        groupManagementCipher: suite,
      }),
      (fields) => {
        expect(rsneOf(buildRsne(fields))).toMatchObject({ ...fields, faults: [] });
      },
    ),
  );
});

test("the PMKID count is not believed without PMKIDs", () => {
  const rsne = rsneOf(buildElement(48, concatOctets(buildRsne().subarray(2), u16le(0xffff))));
  expect(rsne.pmkids).toEqual([]);
  expect(rsne.capabilities).toBe(0);
  expect(rsne.faults).toMatchObject([{ where: "RSNE / PMKID", needed: 16, available: 0 }]);
});
