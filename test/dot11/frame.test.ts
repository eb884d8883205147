import fc from "fast-check";
import { expect, test } from "vitest";
import { concatOctets } from "../../src/bytes/octets.ts";
import { decodeFrame } from "../../src/dot11/frame.ts";
import { decodeManagementBody } from "../../src/dot11/management.ts";
import { findElement } from "../../src/elements/find.ts";
import {
  ap1,
  ap2,
  buildAssociationRequest,
  buildAssociationResponse,
  buildAuthentication,
  buildBeacon,
  buildDataFrame,
  buildDeauthentication,
  buildEapolFrame,
  buildEapolKey,
  buildFtAction,
  buildFte,
  buildManagementFrame,
  buildMde,
  buildReassociationRequest,
  buildRsne,
  buildSsid,
  eapolLlc,
  hex,
  station,
} from "../builders/frames.ts";

const options = { limitedBy: "frame" } as const;
const toAp = { from: station, to: ap2, bssid: ap2 };
const toStation = { from: ap2, to: station, bssid: ap2 };
const elements = [buildRsne(), buildMde(), buildFte({ r0khId: hex("61") })];

function frameOf(octets: Uint8Array) {
  const { frame, faults, header } = decodeFrame(octets, options);
  expect(faults).toEqual([]);
  expect(header).toBeDefined();
  return frame;
}

const kindsOf = (frame: object) =>
  "elements" in frame ? (frame.elements as { kind: string }[]).map(({ kind }) => kind) : undefined;

test("a beacon is read with timestamp, interval and elements", () => {
  const octets = buildBeacon(
    ap1,
    { timestampUs: 0x0102_0304_0506_0708n, capability: 0x1511 },
    buildSsid("ft-lab"),
    ...elements,
  );
  expect(decodeFrame(octets, options).header).toMatchObject({ type: 0, subtype: 8, address3: ap1 });
  const frame = frameOf(octets);
  expect(frame).toMatchObject({
    kind: "beacon",
    timestampUs: 0x0102_0304_0506_0708n,
    beaconInterval: 100,
    capability: 0x1511,
  });
  expect(kindsOf(frame)).toEqual(["ssid", "rsne", "mde", "fte"]);
});

test("probe requests and responses are read", () => {
  const fields = { receiver: ap1, transmitter: station, bssid: ap1 };
  expect(frameOf(buildManagementFrame({ ...fields, subtype: 4 }, buildSsid("")))).toMatchObject({
    kind: "probe-request",
    elements: [{ kind: "ssid", isHidden: true }],
  });
  const response = buildManagementFrame(
    { ...fields, subtype: 5 },
    hex("0100000000000000 6400 3104"),
  );
  expect(frameOf(response)).toEqual({
    kind: "probe-response",
    timestampUs: 1n,
    beaconInterval: 100,
    capability: 0x0431,
    elements: [],
  });
});

test("an FT authentication is read with its elements", () => {
  const request = frameOf(buildAuthentication(toAp, { algorithm: 2, sequence: 1 }, ...elements));
  expect(request).toMatchObject({
    kind: "authentication",
    algorithm: 2,
    transactionSequence: 1,
    status: 0,
    body: concatOctets(...elements),
  });
  expect(kindsOf(request)).toEqual(["rsne", "mde", "fte"]);
  const refusal = buildAuthentication(toStation, { algorithm: 2, sequence: 2, status: 53 });
  expect(frameOf(refusal)).toMatchObject({ transactionSequence: 2, status: 53, elements: [] });
});

test("of an SAE authentication the body is kept and not taken for elements", () => {
  const body = hex("1300 3603a1b201");
  const frame = frameOf(
    buildAuthentication(toAp, { algorithm: 3, sequence: 1, status: 126 }, body),
  );
  expect(frame).toMatchObject({
    kind: "authentication",
    algorithm: 3,
    status: 126,
    elements: [],
    body,
  });
});

test("association and reassociation, request and response, are read", () => {
  expect(frameOf(buildAssociationRequest(toAp, buildMde()))).toMatchObject({
    kind: "association-request",
    capability: 0x0431,
    listenInterval: 10,
    elements: [{ kind: "mde" }],
  });
  expect(frameOf(buildReassociationRequest(toAp, ap1, buildMde()))).toMatchObject({
    kind: "reassociation-request",
    capability: 0x0431,
    listenInterval: 10,
    currentAp: ap1,
    elements: [{ kind: "mde" }],
  });
  for (const isReassociation of [false, true]) {
    const fields = { isReassociation, status: 55, aid: 7 };
    expect(frameOf(buildAssociationResponse(toStation, fields, buildMde()))).toMatchObject({
      kind: isReassociation ? "reassociation-response" : "association-response",
      capability: 0x0411,
      status: 55,
      aid: 7,
      elements: [{ kind: "mde" }],
    });
  }
});

test("deauthentication and disassociation give their reason", () => {
  expect(frameOf(buildDeauthentication(toAp, 13))).toMatchObject({
    kind: "deauthentication",
    reason: 13,
  });
  const fields = { subtype: 10, receiver: station, transmitter: ap1, bssid: ap1 };
  expect(frameOf(buildManagementFrame(fields, hex("0800"), buildMde()))).toMatchObject({
    kind: "disassociation",
    reason: 8,
    elements: [{ kind: "mde" }],
  });
});

test.each([
  [1, "request"],
  [2, "response"],
  [3, "confirm"],
  [4, "ack"],
] as const)("FT action %i is the %s", (action, name) => {
  const fields = { action, station, targetAp: ap1, status: 28 };
  const frame = frameOf(buildFtAction(toAp, fields, ...elements));
  expect(frame).toMatchObject({ kind: "ft-action", action: name, station, targetAp: ap1 });
  expect("status" in frame ? frame.status : undefined).toBe(action % 2 === 0 ? 28 : undefined);
  expect(kindsOf(frame)).toEqual(["rsne", "mde", "fte"]);
});

test.each<[string, string, object]>([
  [
    "a neighbor report",
    "0505 01 3400",
    { category: 5, action: 5, isErrorEcho: false, body: hex("013400") },
  ],
  [
    "an error echo of FT",
    "8601 0211223344aa 02aabbccdd02",
    { category: 6, action: 1, isErrorEcho: true },
  ],
  [
    "an FT action without a name",
    "0605 00",
    { category: 6, action: 5, isErrorEcho: false, body: hex("00") },
  ],
  [
    "a vendor's action",
    "7f 506f9a 01",
    { category: 127, isErrorEcho: false, body: hex("506f9a01") },
  ],
])("%s is kept as an action", (_, body, expected) => {
  for (const subtype of [13, 14]) {
    const fields = { subtype, receiver: ap1, transmitter: station, bssid: ap1 };
    const frame = frameOf(buildManagementFrame(fields, hex(body)));
    expect(frame).toMatchObject({ kind: "action", ...expected });
    if (!("action" in expected)) expect(frame).not.toHaveProperty("action");
  }
});

test("a protected management frame is not read, until its body is decrypted", () => {
  const fields = { action: 2, station, targetAp: ap2, status: 0 };
  const clear = buildFtAction(toStation, fields, ...elements);
  const octets = buildFtAction({ ...toStation, isProtected: true }, fields, ...elements);
  const { frame, header, faults } = decodeFrame(octets, options);
  expect(faults).toEqual([]);
  expect(frame).toEqual({
    kind: "protected-management",
    managementSubtype: 13,
    body: octets.subarray(24),
  });
  if (header === undefined) throw new Error("no header");
  const decrypted = decodeManagementBody(header, clear.subarray(24), {
    base: 24,
    limitedBy: "frame",
  });
  expect(decrypted.frame).toEqual(frameOf(clear));
});

test("fragments of management frames and unknown subtypes are undecoded, and said to be so", () => {
  for (const part of [{ moreFragments: true }, { fragmentNumber: 1 }]) {
    const octets = buildAuthentication({ ...toAp, ...part }, { algorithm: 2, sequence: 1 });
    const { frame, header, faults } = decodeFrame(octets, options);
    expect(frame).toEqual({ kind: "undecoded" });
    expect(header?.transmitter).toBe(station);
    expect(faults).toMatchObject([{ kind: "unsupported", where: "management frame", offset: 24 }]);
  }
  const fields = { receiver: ap1, transmitter: station, bssid: ap1 };
  for (const subtype of [6, 7, 9, 15]) {
    const decoded = decodeFrame(buildManagementFrame({ ...fields, subtype }, hex("00")), options);
    expect(decoded.frame).toEqual({ kind: "undecoded" });
    expect(decoded.faults).toMatchObject([{ kind: "unsupported" }]);
  }
});

test("EAPOL-Key is found in every kind of data frame that can carry it", () => {
  const eapol = buildEapolKey({ keyInformation: 0x008b });
  expect(frameOf(buildEapolFrame(toStation, eapol))).toMatchObject({
    kind: "eapol-key",
    message: "1",
  });
  const addresses = { address1: ap1, address2: station, address3: ap1 };
  for (const fields of [
    { toDs: true },
    { toDs: true, subtype: 8, tid: 7 },
    { toDs: true, subtype: 8, order: true },
    { toDs: true, fromDs: true, address4: ap2 },
    { toDs: true, fromDs: true, address4: ap2, subtype: 8, order: true },
  ]) {
    const frame = frameOf(buildDataFrame({ ...addresses, ...fields }, eapolLlc, eapol));
    expect(frame).toMatchObject({ kind: "eapol-key", octets: eapol });
  }
});

test("what is protected, an A-MSDU, a fragment or no EAPOL is data", () => {
  const eapol = buildEapolKey({ keyInformation: 0x008b });
  const addresses = { toDs: true, address1: ap1, address2: station, address3: ap1 };
  for (const [fields, bodyOffset] of [
    [{ isProtected: true }, 24],
    [{ subtype: 8, isAmsdu: true }, 26],
    [{ moreFragments: true }, 24],
    [{ fragmentNumber: 1 }, 24],
  ] as const) {
    const frame = frameOf(buildDataFrame({ ...addresses, ...fields }, eapolLlc, eapol));
    const isProtected = "isProtected" in fields;
    expect(frame).toEqual({ kind: "data", isNull: false, isProtected, bodyOffset });
  }
  const arp = buildDataFrame(addresses, hex("aaaa030000000806 0001"));
  expect(frameOf(arp)).toEqual({ kind: "data", isNull: false, isProtected: false, bodyOffset: 24 });
  for (const subtype of [4, 12]) {
    expect(frameOf(buildDataFrame({ ...addresses, subtype }, eapolLlc, eapol))).toMatchObject({
      kind: "data",
      isNull: true,
    });
  }
});

test("control frames give their subtype; what has no header is undecoded", () => {
  expect(frameOf(hex("d4000000 0211223344aa"))).toEqual({ kind: "control", subtype: 13 });
  const decoded = decodeFrame(hex("d400"), { limitedBy: "capture-file" });
  expect(decoded.frame).toEqual({ kind: "undecoded" });
  expect(decoded.header).toBeUndefined();
  expect(decoded.faults).toMatchObject([{ kind: "truncated", limitedBy: "capture-file" }]);
});

test("the AKM that the caller knows reaches the FTE and the EAPOL-Key frame", () => {
  const known = { limitedBy: "frame", akm: "00-0f-ac:13" } as const;
  const fte = buildFte({ mic: hex("ab".repeat(24)) });
  const { frame } = decodeFrame(
    buildAuthentication(toAp, { algorithm: 2, sequence: 1 }, fte),
    known,
  );
  expect(frame.kind === "authentication" && findElement(frame.elements, "fte")?.micLength).toBe(24);
  const mic = concatOctets(new Uint8Array(16), hex("0008"), new Uint8Array(6));
  const eapol = buildEapolFrame(toAp, buildEapolKey({ keyInformation: 0x0108, mic }));
  expect(decodeFrame(eapol, known).frame).toMatchObject({ kind: "eapol-key", micLength: 24 });
});

const samples = [
  buildBeacon(ap1, {}, ...elements),
  buildAuthentication(toAp, { algorithm: 2, sequence: 1 }, ...elements),
  buildReassociationRequest(toAp, ap1, ...elements),
  buildAssociationResponse(toStation, { isReassociation: true }, ...elements),
  buildDeauthentication(toAp, 13),
  buildFtAction(toStation, { action: 2, station, targetAp: ap1 }, ...elements),
  buildEapolFrame(toStation, buildEapolKey({ keyInformation: 0x008b })),
];

/** Octets of header and fixed fields of the samples. */
const fixedLengths = [36, 30, 34, 30, 26, 40];

test("a management frame cut in its fixed fields is undecoded, cut in its elements it keeps the whole ones", () => {
  for (const [i, fixed] of fixedLengths.entries()) {
    const whole = samples[i] as Uint8Array;
    const kind = frameOf(whole).kind;
    for (let length = 0; length < whole.length; length++) {
      const { frame, header, faults } = decodeFrame(whole.subarray(0, length), {
        limitedBy: "snap-length",
      });
      // Behind the fixed fields, and behind each element, the frame could as well end.
      const ends = [fixed, fixed + 22, fixed + 27];
      expect([length, frame.kind]).toEqual([length, length < fixed ? "undecoded" : kind]);
      expect(header === undefined).toBe(length < 24);
      expect([length, faults.length]).toEqual([length, ends.includes(length) ? 0 : 1]);
      for (const fault of faults) {
        expect(fault.limitedBy).toBe("snap-length");
        expect(fault.offset + fault.available).toBe(length);
      }
      if ("elements" in frame) {
        const count = length < fixed + 22 ? 0 : length < fixed + 27 ? 1 : 2;
        expect(frame.elements.filter(({ isTruncated }) => !isTruncated)).toHaveLength(count);
      }
    }
  }
});

test("random and mutated frames are read without an exception, with faults inside the input", () => {
  const check = (octets: Uint8Array): void => {
    const { frame, header, faults } = decodeFrame(octets, { limitedBy: "snap-length" });
    if (frame.kind === "undecoded") expect(faults.length).toBeGreaterThan(0);
    else expect(header).toBeDefined();
    const found = "elements" in frame ? frame.elements.flatMap((element) => element.faults) : [];
    for (const fault of [...faults, ...found]) {
      expect(fault.offset + fault.available).toBeLessThanOrEqual(octets.length);
    }
  };
  fc.assert(
    fc.property(
      fc.nat(255),
      fc.nat(255),
      fc.uint8Array({ maxLength: 200 }),
      (first, second, rest) => {
        check(concatOctets(Uint8Array.of(first & 0xfc, second), rest));
      },
    ),
    { numRuns: 500 },
  );
  const mutation = fc.tuple(fc.nat(400), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(mutation, { maxLength: 4 }),
      (sample, changes) => {
        const octets = sample.slice();
        for (const [at, value] of changes) octets[at % octets.length] = value;
        check(octets);
      },
    ),
    { numRuns: 500 },
  );
});
