import fc from "fast-check";
import { expect, test } from "vitest";
import { concatOctets, utf8Octets } from "../../src/bytes/octets.ts";
import { decodeElements, type Element } from "../../src/elements/decode.ts";
import { findElement, findElements } from "../../src/elements/find.ts";
import {
  buildElement,
  buildFte,
  buildMde,
  buildRsne,
  buildRsnxe,
  buildSsid,
  buildTie,
  hex,
} from "../builders/elements.ts";

const options = { base: 0, limitedBy: "frame" } as const;
const decode = (octets: Uint8Array) => decodeElements(octets, options);
const only = (octets: Uint8Array): Element | undefined => decode(octets).elements[0];

test.each<[string, string, object]>([
  ["SSID", "0006 66742d6c6162", { kind: "ssid", ssid: utf8Octets("ft-lab"), isHidden: false }],
  ["hidden SSID of length 0", "0000", { kind: "ssid", isHidden: true }],
  ["hidden SSID of zeros", "0003000000", { kind: "ssid", isHidden: true }],
  ["DSSS Parameter Set", "03010b", { kind: "dsss-parameter-set", channel: 11 }],
  ["Country", "0706555320010b14", { kind: "country", code: "US" }],
  ["Country of control characters", "07031b5b20", { kind: "country", code: "\\x1b[" }],
  [
    "MDE",
    "3603a1b201",
    { kind: "mde", mdid: "a1b2", capability: 1, ftOverDs: true, resourceRequest: false },
  ],
  [
    "MDE with resource requests",
    "36030f1e02",
    { kind: "mde", mdid: "0f1e", ftOverDs: false, resourceRequest: true },
  ],
  ["TIE", "3805 01 e8030000", { kind: "tie", timeoutType: 1, value: 1000 }],
  ["TIE of a key lifetime", "3805 02 00751200", { kind: "tie", timeoutType: 2, value: 1_209_600 }],
  [
    "RIC Data",
    "3904 07 02 2500",
    { kind: "ric-data", identifier: 7, descriptorCount: 2, status: 37 },
  ],
  ["RIC Descriptor", "4b02 01 ff", { kind: "ric-descriptor", resourceType: 1 }],
  ["HT Operation", "3d02 24 05", { kind: "ht-operation", primaryChannel: 36 }],
  ["Extended Capabilities", "7f03 000008", { kind: "extended-capabilities", bssTransition: true }],
  [
    "Extended Capabilities without",
    "7f03 fffff7",
    { kind: "extended-capabilities", bssTransition: false },
  ],
  [
    "short Extended Capabilities",
    "7f02 ffff",
    { kind: "extended-capabilities", bssTransition: false },
  ],
  [
    "MMIE",
    "4c10 0400 010203040506 1112131415161718",
    { kind: "mmie", keyId: 4, ipn: hex("010203040506"), mic: hex("1112131415161718") },
  ],
  [
    "Vendor Specific",
    "dd06 0050f2 02 0101",
    { kind: "vendor-specific", oui: "00-50-f2", vendorType: 2, data: hex("0101") },
  ],
  ["RSNXE", "f40120", { kind: "rsnxe", saeH2e: true, capabilities: hex("20") }],
  ["RSNXE without H2E", "f4021100", { kind: "rsnxe", saeH2e: false }],
  [
    "OCI",
    "ff04 36 510b00",
    {
      kind: "oci",
      id: 255,
      extensionId: 54,
      operatingClass: 81,
      primaryChannel: 11,
      frequencySegment1: 0,
    },
  ],
  [
    "Multi-Link",
    "ff0a 6b 0000 07 02aabbccdd01",
    { kind: "multi-link", variant: 0, mldAddress: "02:aa:bb:cc:dd:01" },
  ],
  [
    "Multi-Link of an AP with another link",
    "ff1a 6b 1000 08 02aabbccdd01 01 00 0d 3200 07 02aabbccdd02 1104 0000",
    {
      kind: "multi-link",
      mldAddress: "02:aa:bb:cc:dd:01",
      linkId: 1,
      links: [{ linkId: 2, address: "02:aa:bb:cc:dd:02", profile: hex("11040000") }],
    },
  ],
  [
    "Multi-Link with more common info, and a profile without address",
    "ff12 6b 0000 09 02aabbccdd01 ffff 00 04 0300 01 ff",
    { kind: "multi-link", links: [{ linkId: 3, profile: hex("ff") }] },
  ],
  ["Multi-Link of another variant", "ff04 6b 0100 ff", { kind: "multi-link", variant: 1 }],
  ["AKM Suite Selector", "ff05 72 000fac19", { kind: "akm-suite-selector", akm: "00-0f-ac:25" }],
  ["Fragment with nothing before it", "f202 0102", { kind: "fragment" }],
  ["unknown element", "c801 ff", { kind: "unknown", id: 200, body: hex("ff") }],
  ["unknown extension", "ff02 c8 01", { kind: "unknown", extensionId: 200, body: hex("01") }],
])("%s is read", (_, octets, expected) => {
  const element = only(hex(octets));
  expect(element).toMatchObject({ ...expected, isTruncated: false, faults: [] });
  expect(element?.octets).toEqual(hex(octets));
});

test("a Multi-Link profile goes on in fragments, and what is cut of it is said", () => {
  const profile = concatOctets(hex("3200 07 02aabbccdd02"), new Uint8Array(300).fill(9));
  const parts = concatOctets(
    Uint8Array.of(0, 255),
    profile.subarray(0, 255),
    Uint8Array.of(254, profile.length - 255),
    profile.subarray(255),
  );
  const body = concatOctets(hex("0000 07 02aabbccdd01"), parts);
  const whole = only(buildElement(255, body, 107));
  const address = "02:aa:bb:cc:dd:02";
  expect(whole).toMatchObject({ faults: [], links: [{ linkId: 2, address }] });
  expect(whole?.kind === "multi-link" && whole.links?.[0]?.profile).toEqual(profile.subarray(9));
  const cut = only(buildElement(255, body.subarray(0, body.length - 1), 107));
  expect(cut).toMatchObject({ kind: "multi-link", mldAddress: "02:aa:bb:cc:dd:01", links: [] });
  expect(cut?.faults).toMatchObject([{ kind: "truncated", limitedBy: "element-length" }]);
});

test("a Neighbor Report has a preference when it says so, and is read without", () => {
  const fixed = "02aabbccdd01 0f040000 51 06 07";
  const report = {
    kind: "neighbor-report",
    bssid: "02:aa:bb:cc:dd:01",
    information: 0x040f,
    operatingClass: 81,
    channel: 6,
    phyType: 7,
  };
  expect(only(buildElement(52, hex(`${fixed} 0100 0301ff 030100`)))).toMatchObject({
    ...report,
    preference: 255,
  });
  expect(only(buildElement(52, hex(fixed)))).not.toHaveProperty("preference");
  const cut = only(buildElement(52, hex(`${fixed} 0301ff 0104`)));
  expect(cut).toMatchObject({
    ...report,
    preference: 255,
    faults: [{ offset: 20, needed: 4, available: 0 }],
  });
});

test.each([
  ["SSID of 33 octets", buildElement(0, new Uint8Array(33))],
  ["DSSS Parameter Set", hex("0300")],
  ["MDE", hex("3602a1b2")],
  ["TIE", hex("380401e80300")],
  ["RIC Data", hex("3903070225")],
  ["RSNXE", hex("f400")],
  ["MMIE", hex("4c0a0400010203040506aabb")],
  ["Vendor Specific", hex("dd020050")],
  ["Multi-Link", hex("ff036b0000")],
  ["extension element without an id", hex("ff00")],
])("a %s that cannot be one is malformed and says why", (_, octets) => {
  const element = only(octets);
  expect(element?.kind).toBe("malformed");
  expect(element?.faults).toHaveLength(1);
  expect(element?.octets).toEqual(octets);
});

test("order, duplicates and offsets are kept", () => {
  const octets = concatOctets(buildMde("a1b2"), buildRsne(), buildMde("c3d4"), hex("c80100"));
  const { elements, fault } = decodeElements(octets, { base: 100, limitedBy: "frame" });
  expect(fault).toBeUndefined();
  expect(elements.map(({ id, offset }) => [id, offset])).toEqual([
    [54, 100],
    [48, 105],
    [54, 127],
    [200, 132],
  ]);
  expect(findElement(elements, "mde")?.mdid).toBe("a1b2");
  expect(findElements(elements, "mde").map(({ mdid }) => mdid)).toEqual(["a1b2", "c3d4"]);
  expect(findElement(elements, "fte")).toBeUndefined();
});

test("an element that runs over the end is marked, and what limits it is named", () => {
  const octets = concatOctets(buildMde(), hex("3626"), hex("a1b201"));
  const { elements, fault } = decodeElements(octets, { base: 30, limitedBy: "snap-length" });
  expect(fault).toEqual({
    kind: "truncated",
    where: "elements / MDE",
    offset: 37,
    needed: 38,
    available: 3,
    limitedBy: "snap-length",
  });
  expect(elements.map(({ kind, isTruncated }) => [kind, isTruncated])).toEqual([
    ["mde", false],
    ["malformed", true],
  ]);
  expect(elements[1]?.faults).toEqual([fault]);
});

test("a cut FTE is read as far as it goes and blames what cut it", () => {
  const whole = buildFte({ mic: hex("ab".repeat(16)), r0khId: hex("61") });
  const { elements } = decodeElements(whole.subarray(0, 40), { base: 0, limitedBy: "snap-length" });
  const fte = findElement(elements, "fte");
  expect(fte).toMatchObject({ isTruncated: true, mic: hex("ab".repeat(16)) });
  expect(fte).not.toHaveProperty("anonce");
  expect(fte?.faults.map(({ limitedBy }) => limitedBy)).toEqual(["snap-length", "snap-length"]);
});

test("fragments are joined only after 255 octets, and as long as they are full", () => {
  const long = buildElement(221, new Uint8Array(600).fill(7));
  expect(long).toHaveLength(606);
  const joined = decode(concatOctets(long, hex("f20101")));
  expect(joined.elements.map(({ id, body, octets }) => [id, body.length, octets.length])).toEqual([
    [221, 600, 606],
    [242, 1, 3],
  ]);
  const short = decode(concatOctets(buildElement(221, new Uint8Array(254)), hex("f20101")));
  expect(short.elements.map(({ id, body }) => [id, body.length])).toEqual([
    [221, 254],
    [242, 1],
  ]);
  const extension = decode(buildElement(255, new Uint8Array(300).fill(9), 200)).elements;
  expect(extension).toHaveLength(1);
  expect(extension[0]?.body).toEqual(new Uint8Array(300).fill(9));
});

test("an element is cut when its fragment is cut", () => {
  const long = buildElement(221, new Uint8Array(300).fill(7));
  for (const length of [258, 259, 280]) {
    const { elements, fault } = decode(long.subarray(0, length));
    expect(elements).toHaveLength(1);
    expect(elements[0]).toMatchObject({ id: 221, isTruncated: true });
    expect(fault?.offset).toBeLessThanOrEqual(length);
  }
});

const sample = concatOctets(
  buildSsid("ft-lab"),
  buildRsne({ pmkids: [new Uint8Array(16)], groupManagementCipher: "00-0f-ac:6" }),
  buildMde(),
  buildFte({
    r0khId: utf8Octets("nas"),
    r1khId: hex("02aabbccdd01"),
    subelements: [new Uint8Array(180)],
  }),
  buildTie(1, 1000),
  buildRsnxe(),
  hex("ff0a6b00000702aabbccdd01"),
);

function checkFaults(octets: Uint8Array, base: number): void {
  const { elements, fault } = decodeElements(octets, { base, limitedBy: "snap-length" });
  const end = base + octets.length;
  for (const found of [...(fault ? [fault] : []), ...elements.flatMap(({ faults }) => faults)]) {
    expect(found.offset).toBeGreaterThanOrEqual(base);
    expect(found.offset).toBeLessThanOrEqual(end);
    expect(found.offset + found.available).toBeLessThanOrEqual(end);
  }
  // Nothing is lost: the elements together are the input.
  expect(concatOctets(...elements.map((element) => element.octets))).toEqual(octets);
  for (const element of elements) {
    if (element.kind === "malformed") expect(element.faults.length).toBeGreaterThan(0);
    if (element.isTruncated) expect(element).toBe(elements.at(-1));
  }
  expect(fault !== undefined).toBe(elements.at(-1)?.isTruncated ?? false);
}

test("elements cut at every length lose no octet and only the last one is cut", () => {
  for (let length = 0; length <= sample.length; length++)
    checkFaults(sample.subarray(0, length), 7);
});

test("random and mutated octets are read without an exception, with faults inside the input", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 700 }), (octets) => checkFaults(octets, 24)));
  const mutation = fc.record({
    at: fc.nat(sample.length - 1),
    value: fc.integer({ min: 0, max: 255 }),
  });
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
      const octets = sample.slice();
      for (const { at, value } of mutations) octets[at] = value;
      checkFaults(octets, 24);
    }),
    { numRuns: 500 },
  );
});
