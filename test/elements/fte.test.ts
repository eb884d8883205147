import { expect, test } from "vitest";
import { concatOctets, utf8Octets } from "../../src/bytes/octets.ts";
import { decodeElements } from "../../src/elements/decode.ts";
import { findElement } from "../../src/elements/find.ts";
import { decodeFte, type Fte, fteMicLength, fteWithZeroedMic } from "../../src/elements/fte.ts";
import { buildElement, buildFte, buildRsne, buildSubelement, hex } from "../builders/elements.ts";

function fteOf(octets: Uint8Array, akm?: string): Fte {
  const options = { base: 0, limitedBy: "frame", ...(akm && { akm }) } as const;
  const fte = findElement(decodeElements(octets, options).elements, "fte");
  if (fte === undefined) throw new Error("no FTE");
  return fte;
}

// vectors.json: "Reassoc resp FTE (final)" of scenario A (FT-PSK), B (FT-SAE, RSNXE used), C (SHA-384) and D (SHA-512).
const fteA =
  "378f0003ac3a2d8aa6f146de03f5b29a7833f36766594078bf381b7c44bd65bb639650c66eb652abb26a8e3ce873807b5e00b9300e1e444c4950a7a0d041605b35b7cb73ddb41d8e8c4e36cb951d2d9eb19c8fb8010602aabbccdd02030e72306b682d312e6578616d706c6502230100100700000000000000d853ad6ac5336048ea5eb264c9af321e6265fcf29cc9635b";
const fteB =
  "37b50104d3b4639fa7e77f2296fded310ff5a6b0e06b47ee55b4ebe50a4d3902d1480a77ba4771fe4e3df190fa5eb2d081c8dab2935dc22c129d2781eaecbbe4f7372113dd85fa69fcc568140843ece124df8e3f010602aabbccdd0203116e617330312e6578616d706c652e6e6574022301001007000000000000004d7fc3f6acbb7e65371b67322de1ab37e002b604aeae77fb0421040009000000000010152af8f889df32a81ae73ce90f9c8118e5bd0e1e4624d6c5";
const fteC =
  "37d402039ba447c7b9841a098aed3df421b82259f1dc5d6d557953ad5259895cae7ac6dfc84a2209f60bb2c578d514f43804cc469a2e5cda5cd11e5dc1686a380f4670925e310a8e558559d7eb2ef3ef3379f4dc11d510740b997bc7010602aabbccdd02030872306b682d333834023301002007000000000000005665500843e7840347818722f86e8fd3277d14c71c832e27d7d7a038f74d95a2185916b205f825720431040009000000000020e35f07e22837c732c0df7760388d2eddfb89a606de92ade9984ecf8dc05a5f03dcccece3a7d47a40";
const fteD =
  "3772050497abdf1ba99beab3ea76da1b39df93ae4f6ed5da08ce0637fa291668cf8286c23a78f9236a8afb2bf08920580baa8a60fa8a087cc630852c8a2e775f6a48226d7c84747de093c3f6e8438c3e3e3b129e4bb93628521ef2a0f69f920b0e023dce010602aabbccdd0203066e6173353132";

test("an FTE of FT-PSK is read field by field", () => {
  const fte = fteOf(hex(fteA), "00-0f-ac:4");
  expect(fte).toMatchObject({
    rsnxeUsed: false,
    micLengthField: 0,
    elementCount: 3,
    micLength: 16,
    mic: hex("ac3a2d8aa6f146de03f5b29a7833f367"),
    anonce: hex("66594078bf381b7c44bd65bb639650c66eb652abb26a8e3ce873807b5e00b930"),
    snonce: hex("0e1e444c4950a7a0d041605b35b7cb73ddb41d8e8c4e36cb951d2d9eb19c8fb8"),
    r1khId: hex("02aabbccdd02"),
    r0khId: utf8Octets("r0kh-1.example"),
    faults: [],
  });
  expect(fte.subelements.map(({ kind }) => kind)).toEqual(["r1kh-id", "r0kh-id", "gtk"]);
  expect(fte.subelements[2]).toEqual({
    kind: "gtk",
    id: 2,
    octets: hex("02230100100700000000000000d853ad6ac5336048ea5eb264c9af321e6265fcf29cc9635b"),
    keyInfo: 1,
    keyId: 1,
    keyLength: 16,
    rsc: hex("0700000000000000"),
    wrappedKey: hex("d853ad6ac5336048ea5eb264c9af321e6265fcf29cc9635b"),
  });
});

test("RSNXE used, the element count and the IGTK are read", () => {
  const fte = fteOf(hex(fteB), "00-0f-ac:9");
  expect(fte).toMatchObject({ rsnxeUsed: true, micLengthField: 0, elementCount: 4, faults: [] });
  expect(fte.subelements[3]).toMatchObject({
    kind: "igtk",
    keyId: 4,
    ipn: hex("090000000000"),
    keyLength: 16,
    wrappedKey: hex("152af8f889df32a81ae73ce90f9c8118e5bd0e1e4624d6c5"),
  });
});

test("the MIC has 24 octets with SHA-384 and as many as the subfield says with FT-SAE-EXT-KEY", () => {
  expect(fteOf(hex(fteC), "00-0f-ac:13")).toMatchObject({
    mic: hex("9ba447c7b9841a098aed3df421b82259f1dc5d6d557953ad"),
    r0khId: utf8Octets("r0kh-384"),
    faults: [],
  });
  expect(fteOf(hex(fteD), "00-0f-ac:25")).toMatchObject({
    mic: hex("97abdf1ba99beab3ea76da1b39df93ae4f6ed5da08ce0637fa291668cf8286c2"),
    micLengthField: 2,
    r0khId: utf8Octets("nas512"),
    faults: [],
  });
});

test("the AKM decides the MIC length, the subfield only for FT-SAE-EXT-KEY", () => {
  const lengths = (akm: string | undefined) =>
    [0, 1, 2, 3].map((micLengthField) => fteMicLength({ akm, micLengthField }));
  expect(lengths("00-0f-ac:25")).toEqual([16, 24, 32, undefined]);
  for (const type of [13, 17, 19, 22])
    expect(lengths(`00-0f-ac:${type}`)).toEqual([24, 24, 24, 24]);
  for (const type of [3, 4, 9, 16]) expect(lengths(`00-0f-ac:${type}`)).toEqual([16, 16, 16, 16]);
  for (const akm of [undefined, "00-0f-ac:2", "00-40-96:0"]) {
    expect(lengths(akm)).toEqual([undefined, undefined, undefined, undefined]);
  }
});

test("without an AKM the sub-elements tell the MIC length", () => {
  for (const [octets, length] of [
    [fteA, 16],
    [fteB, 16],
    [fteC, 24],
    [fteD, 32],
  ] as const) {
    expect(fteOf(hex(octets)).micLength).toBe(length);
  }
  for (const length of [16, 24, 32]) {
    // Association responses: no MIC yet, no nonces, and no RSNE beside.
    const ids = { r1khId: hex("02aabbccdd02"), r0khId: utf8Octets("nas") };
    const fte = fteOf(buildFte({ mic: new Uint8Array(length), ...ids }));
    expect(fte).toMatchObject({ micLength: length, ...ids, subelements: { length: 2 } });
  }
  const withoutR0khId = buildFte({ mic: new Uint8Array(24), r1khId: hex("02aabbccdd02") });
  expect(fteOf(withoutR0khId).micLength).toBe(16);
});

test("the only AKM of the RSNE in the same frame decides, one among several does not", () => {
  // With 24-octet MICs and no sub-elements, nothing but the AKM can tell.
  const fte = buildFte({ mic: hex("ab".repeat(24)) });
  const beside = (akms: readonly string[]) =>
    fteOf(concatOctets(fte, buildRsne({ akms }))).micLength;
  expect(beside(["00-0f-ac:13"])).toBe(24);
  expect(beside(["00-0f-ac:13", "00-0f-ac:4"])).toBe(16);
  const options = { base: 0, limitedBy: "frame", akm: "00-0f-ac:13" } as const;
  const octets = concatOctets(buildRsne({ akms: ["00-0f-ac:4"] }), fte);
  expect(findElement(decodeElements(octets, options).elements, "fte")?.micLength).toBe(24);
});

test("an FTE can be decoded again once the AKM is known, and keeps no fault of the first time", () => {
  const octets = buildFte({ mic: hex("ab".repeat(24)), subelements: [hex("01")] });
  const first = fteOf(octets);
  expect(first.faults).toHaveLength(1);
  const again = decodeFte(first, "00-0f-ac:13");
  expect(again).toMatchObject({ kind: "fte", mic: hex("ab".repeat(24)) });
  expect(again.faults).toMatchObject([
    { where: "FTE / R1KH-ID length", offset: octets.length, needed: 1, available: 0 },
  ]);
});

test("with a zeroed MIC everything else stays, and the element itself is not changed", () => {
  const octets = hex(fteC);
  const zeroed = fteWithZeroedMic(fteOf(octets, "00-0f-ac:13"));
  expect(zeroed).toEqual(
    concatOctets(octets.subarray(0, 4), new Uint8Array(24), octets.subarray(28)),
  );
  expect(octets).toEqual(hex(fteC));
});

test("an FTE longer than 255 octets is put together from its fragments", () => {
  const keys = [1, 2, 3].map((keyInfo) =>
    buildSubelement(
      2,
      concatOctets(
        Uint8Array.of(keyInfo, 0, 32),
        new Uint8Array(8),
        new Uint8Array(40).fill(keyInfo),
      ),
    ),
  );
  const r0khId = utf8Octets("an-r0kh-id-with-forty-eight-octets-in-its-name-48");
  const octets = buildFte({
    mic: hex("ab".repeat(16)),
    r0khId: r0khId.subarray(0, 48),
    r1khId: hex("02aabbccdd02"),
    subelements: keys,
  });
  expect(octets[257]).toBe(242);
  const fte = fteOf(concatOctets(octets, hex("3603a1b201")), "00-0f-ac:4");
  expect(fte.octets).toEqual(octets);
  expect(fte.body).toHaveLength(octets.length - 4);
  expect(fte.subelements.map(({ kind }) => kind)).toEqual([
    "r1kh-id",
    "r0kh-id",
    "gtk",
    "gtk",
    "gtk",
  ]);
  expect(fte.subelements[4]).toMatchObject({ keyId: 3, wrappedKey: new Uint8Array(40).fill(3) });
  expect(fte.faults).toEqual([]);
  expect(fteWithZeroedMic(fte)).toEqual(
    concatOctets(octets.subarray(0, 4), new Uint8Array(16), octets.subarray(20)),
  );
});

test("a fault behind a fragment boundary has the offset in the frame, not in the joined body", () => {
  const filler = buildSubelement(200, new Uint8Array(180));
  const octets = buildFte({ r0khId: hex("61"), subelements: [filler, hex("0105")] });
  const fte = fteOf(octets);
  expect(fte.body.length).toBeGreaterThan(255);
  expect(fte.faults).toMatchObject([
    { where: "FTE / R1KH-ID", offset: octets.length, needed: 5, available: 0 },
  ]);
});

test("key, channel and multi-link sub-elements are read", () => {
  const fte = fteOf(
    buildFte({
      r0khId: hex("61"),
      subelements: [
        buildSubelement(6, hex("0600 0a0b0c0d0e0f 10 cafe")),
        buildSubelement(5, hex("51 06 00")),
        buildSubelement(8, hex("0200 f3 10 0102030405060708 beef")),
        buildSubelement(9, hex("0500 010203040506 04 10 abcd")),
        buildSubelement(10, hex("0700 010203040506 0f 20 ef")),
        buildSubelement(7, hex("77")),
      ],
    }),
  );
  expect(fte.faults).toEqual([]);
  expect(fte.subelements.slice(1)).toMatchObject([
    { kind: "bigtk", keyId: 6, ipn: hex("0a0b0c0d0e0f"), keyLength: 16, wrappedKey: hex("cafe") },
    { kind: "oci", operatingClass: 81, primaryChannel: 6, frequencySegment1: 0 },
    {
      kind: "mlo-gtk",
      keyId: 2,
      linkId: 3,
      keyLength: 16,
      rsc: hex("0102030405060708"),
      wrappedKey: hex("beef"),
    },
    { kind: "mlo-igtk", keyId: 5, linkId: 4, keyLength: 16, wrappedKey: hex("abcd") },
    { kind: "mlo-bigtk", keyId: 7, linkId: 15, keyLength: 32, wrappedKey: hex("ef") },
    { kind: "unknown", id: 7, octets: hex("070177") },
  ]);
});

test("a sub-element that is too short is a fault and not the end", () => {
  const fte = fteOf(
    buildFte({
      subelements: [
        buildSubelement(1, hex("02aabbcc")),
        buildSubelement(3, new Uint8Array(49)),
        buildSubelement(2, hex("0100")),
        buildSubelement(3, hex("62")),
      ],
    }),
  );
  expect(fte.subelements.map(({ kind, id }) => [kind, id])).toEqual([
    ["unknown", 1],
    ["unknown", 3],
    ["unknown", 2],
    ["r0kh-id", 3],
  ]);
  expect(fte).not.toHaveProperty("r1khId");
  expect(fte.r0khId).toEqual(hex("62"));
  expect(fte.faults).toMatchObject([
    { kind: "invalid", where: "FTE / R1KH-ID / length", text: "4 octets, 6 are valid" },
    { kind: "invalid", where: "FTE / R0KH-ID / length", text: "49 octets, 1 to 48 are valid" },
    { kind: "truncated", where: "FTE / GTK / key length", limitedBy: "subelement-length" },
  ]);
});

test("the first of two equal sub-elements counts and both are kept", () => {
  const r0khIds = [hex("61"), hex("62")].map((id) => buildSubelement(3, id));
  const fte = fteOf(buildFte({ subelements: r0khIds }));
  expect(fte.r0khId).toEqual(hex("61"));
  expect(fte.subelements).toHaveLength(2);
});

test("a cut FTE keeps what was read before the cut, at every length", () => {
  const body = hex(fteB).subarray(2);
  for (let length = 0; length < body.length; length++) {
    const options = { base: 0, limitedBy: "frame", akm: "00-0f-ac:9" } as const;
    const { elements } = decodeElements(buildElement(55, body.subarray(0, length)), options);
    const fte = elements[0];
    if (length < 2) {
      expect(fte?.kind).toBe("malformed");
      continue;
    }
    if (fte?.kind !== "fte") throw new Error(`no FTE at length ${length}`);
    expect("mic" in fte).toBe(length >= 18);
    expect("anonce" in fte).toBe(length >= 50);
    expect("snonce" in fte).toBe(length >= 82);
    // Behind SNonce, R1KH-ID, R0KH-ID and GTK an FTE may end.
    const isWhole = [82, 90, 109, 146].includes(length);
    expect([length, fte.faults.length]).toEqual([length, isWhole ? 0 : 1]);
    for (const fault of fte.faults) {
      expect(fault.offset).toBeLessThanOrEqual(length + 2);
      expect(fault.offset + fault.available).toBe(length + 2);
      expect(fault.needed).toBeGreaterThan(fault.available);
    }
  }
});
