import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeFrame } from "../../src/air/describe-frame.ts";
import { concatOctets, formatHex, utf8Octets } from "../../src/bytes/octets.ts";
import { airFrame } from "../builders/air.ts";
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
  buildElement,
  buildFtAction,
  buildFte,
  buildKde,
  buildManagementFrame,
  buildMde,
  buildReassociationRequest,
  buildRsne,
  buildRsnxe,
  buildSsid,
  buildSubelement,
  buildTie,
  eapolLlc,
  hex,
  mac,
  station,
  u8,
  u16le,
} from "../builders/frames.ts";

const up = { from: station, to: ap2, bssid: ap2 };
const down = { from: ap2, to: station, bssid: ap2 };
const pmkid = hex("317f4e2a2621634e6b3a021b927c2466");
const anonce = new Uint8Array(32).fill(0xa1);
const snonce = new Uint8Array(32).fill(0x51);
const r0khId = utf8Octets("ap0.lab.example");
const r1khId = hex("02a100090001");

const ftResponse = buildAuthentication(
  down,
  { algorithm: 2, sequence: 2 },
  buildRsne({ pmkids: [pmkid] }),
  buildMde(),
  buildFte({ anonce, snonce, r0khId, r1khId }),
);
const reassociationRequest = buildReassociationRequest(
  up,
  ap1,
  buildSsid("lab"),
  buildRsne({ pmkids: [pmkid], capabilities: 0x40c0, groupManagementCipher: "00-0f-ac:6" }),
  buildMde(),
  buildFte({ elementCount: 3, mic: new Uint8Array(16).fill(7), anonce, snonce, r0khId, r1khId }),
  buildRsnxe(),
);
const message2 = buildEapolFrame(
  up,
  buildEapolKey({
    keyInformation: 0x010b,
    nonce: snonce,
    keyData: concatOctets(buildRsne({ pmkids: [pmkid] }), buildMde(), buildFte({ r0khId, r1khId })),
  }),
);

const told = (octets: Uint8Array) => describeFrame(airFrame(octets));
/** Control frames other than ACKs never get so far. */
const isIdleControl = ([first = 0]: Uint8Array) => (first & 0x0c) === 4 && first !== 0xd4;
const notesOf = (octets: Uint8Array) =>
  told(octets).notes.map(({ name, value }) => `${name} ${value}`);

describe("describeFrame", () => {
  test("tells an FT Authentication Response in the standard's terms, octets in full", () => {
    const description = told(ftResponse);
    expect(description).toMatchObject({
      input: 0,
      frame: 1,
      time: "2026-11-22T11:13:20.123456Z",
      sender: ap2,
      receiver: station,
      kind: "FT Authentication Response",
      role: "ft-authentication-response",
      status: 0,
      retry: false,
      protected: false,
      cut: false,
      fcs: "absent",
      faults: [],
    });
    expect(notesOf(ftResponse)).toEqual([
      "status 0 Success",
      `PMKID ${formatHex(pmkid)}`,
      "MDID a1b2",
      'R0KH-ID "ap0.lab.example"',
      "R1KH-ID 02:a1:00:09:00:01",
      `ANonce ${"a1".repeat(32)}`,
      `SNonce ${"51".repeat(32)}`,
    ]);
  });

  test("names a refusal by number and name, an unknown one by its number", () => {
    const refusal = (status: number) =>
      notesOf(buildAuthentication(down, { algorithm: 2, sequence: 2, status }));
    expect(refusal(53)).toEqual(["status 53 Invalid PMKID"]);
    expect(refusal(4711)).toEqual(["status 4711"]);
    expect(notesOf(buildDeauthentication(down, 3))).toEqual([
      "reason 3 Station is leaving (deauthenticated)",
    ]);
  });

  test("tells the AP that a station says it comes from, and zero nonces not at all", () => {
    expect(notesOf(reassociationRequest)).toContain(`current AP ${ap1}`);
    const request = buildAuthentication(
      up,
      { algorithm: 2, sequence: 1 },
      buildFte({ snonce, r0khId }),
    );
    expect(notesOf(request)).toEqual(['R0KH-ID "ap0.lab.example"', `SNonce ${"51".repeat(32)}`]);
  });

  const management = (subtype: number, ...body: readonly Uint8Array[]) =>
    buildManagementFrame({ subtype, receiver: ap2, transmitter: station, bssid: ap2 }, ...body);
  const authentication = (algorithm: number, sequence: number, direction = up) =>
    buildAuthentication(direction, { algorithm, sequence });
  const ftAction = (action: number) =>
    buildFtAction(up, { action, station, targetAp: ap1, status: 0 });
  const key = (keyInformation: number, keyData: Uint8Array = new Uint8Array(0)) =>
    buildEapolFrame(up, buildEapolKey({ keyInformation, keyData }));
  const eapol = (...octets: readonly number[]) => buildEapolFrame(up, Uint8Array.from(octets));

  test.each<readonly [string, string | undefined, Uint8Array]>([
    ["Beacon", "beacon", buildBeacon(ap1, {})],
    ["Association Request", "association-request", buildAssociationRequest(up)],
    [
      "Association Response",
      "association-response",
      buildAssociationResponse(down, { isReassociation: false }),
    ],
    ["Reassociation Request", "reassociation-request", reassociationRequest],
    [
      "Reassociation Response",
      "reassociation-response",
      buildAssociationResponse(down, { isReassociation: true }),
    ],
    ["Deauthentication", "deauthentication", buildDeauthentication(up, 3)],
    ["FT Authentication Request", "ft-authentication-request", authentication(2, 1)],
    ["FT Authentication Confirm", "ft-authentication-confirm", authentication(2, 3)],
    ["FT Authentication Ack", "ft-authentication-ack", authentication(2, 4)],
    ["FT Authentication, sequence 0", undefined, authentication(2, 0)],
    ["Authentication Request", "authentication-request", authentication(0, 1)],
    ["Authentication Response", "authentication-response", authentication(0, 2, down)],
    ["SAE Commit", "authentication-request", authentication(3, 1)],
    ["SAE Confirm", "authentication-response", authentication(3, 2, down)],
    ["FT Request", "ft-action-request", ftAction(1)],
    ["FT Response", "ft-action-response", ftAction(2)],
    ["FT Confirm", "ft-action-confirm", ftAction(3)],
    ["FT Ack", "ft-action-ack", ftAction(4)],
    ["BSS Transition Request", undefined, management(13, hex("0a07010400000000"))],
    ["Radio Measurement Action 9", undefined, management(13, hex("0509"))],
    ["Category 99 Action 1", undefined, management(13, hex("6301"))],
    ["Vendor Action", undefined, management(13, hex("7f000fac"))],
    ["FT Action 1, sent back as not accepted", undefined, management(13, hex("860102"))],
    [
      "Protected Deauthentication",
      "deauthentication",
      buildManagementFrame(
        { subtype: 12, receiver: ap2, transmitter: station, bssid: ap2, isProtected: true },
        new Uint8Array(26),
      ),
    ],
    ["EAPOL-Key message 1", "eapol-1", key(0x008b)],
    ["EAPOL-Key message 2", "eapol-2", message2],
    ["EAPOL-Key message 3", "eapol-3", key(0x13cb, new Uint8Array(24))],
    ["EAPOL-Key message 4", "eapol-4", key(0x030b)],
    ["Group key message 1", undefined, key(0x1383, new Uint8Array(24))],
    ["EAP Request", undefined, eapol(2, 0, 0, 5, 1, 9, 0, 5, 1)],
    ["EAPOL-Start", undefined, eapol(2, 1, 0, 0)],
    ["EAPOL, packet type 9", undefined, eapol(2, 9, 0, 0)],
    ["Frame not read", undefined, management(6)],
  ])("calls it %s (%s)", (kind, role, octets) => {
    const description = told(octets);
    expect(description.kind).toBe(kind);
    expect(description.role).toBe(role);
  });

  test("a hostile SSID can neither drive a terminal nor pass for other notes", () => {
    const beacon = buildBeacon(ap1, {}, buildSsid('\u001b[2J\u202e", MDID ffff\\'));
    expect(notesOf(beacon)).toEqual([String.raw`SSID "\x1b[2J\xe2\x80\xae\x22, MDID ffff\\"`]);
    expect(notesOf(buildBeacon(ap1, {}, buildSsid("")))).toEqual(["SSID hidden"]);
  });

  test("marks what is no evidence, and what the recorder cut", () => {
    expect(describeFrame(airFrame(ftResponse, { isFcsBad: true })).fcs).toBe("bad");
    const cut = describeFrame(
      airFrame(ftResponse.subarray(0, 60), { originalLength: ftResponse.length }),
    );
    expect(cut.cut).toBe(true);
    expect(cut.faults).toHaveLength(2);
    for (const fault of cut.faults) expect(fault).toContain("limited by the snap length");
  });

  test("tells every element of a frame in full", () => {
    const { elements } = told(reassociationRequest);
    expect(elements.map(({ name, words }) => `${name}: ${words}`)).toEqual([
      'SSID: "lab"',
      `RSNE: version 1, group CCMP-128, pairwise CCMP-128, AKM FT-PSK, capabilities 0x40c0, MFP required, MFP capable, OCVC, PMKID ${formatHex(pmkid)}, group management BIP-CMAC-128`,
      "MDE: MDID a1b2, FT over the DS and over the air",
      `FTE: element count 3, MIC ${"07".repeat(16)}, ANonce ${"a1".repeat(32)}, SNonce ${"51".repeat(32)}, R1KH-ID 02:a1:00:09:00:01, R0KH-ID "ap0.lab.example"`,
      "RSNXE: capabilities 20, SAE H2E",
    ]);
  });

  test("tells the wrapped keys and the deadline of a target, and what it does not know", () => {
    const response = buildAssociationResponse(
      down,
      { isReassociation: true },
      buildFte({
        r0khId,
        subelements: [
          buildSubelement(2, concatOctets(hex("0100"), u8(16), hex("0102030405060708"), u8(0xee))),
          buildSubelement(4, concatOctets(u16le(4), hex("010203040506"), u8(16), u8(0xdd))),
          buildSubelement(5, hex("510600")),
          buildSubelement(99, hex("abcd")),
        ],
      }),
      buildTie(1, 1000),
      buildElement(200, hex("0102")),
      buildElement(48, hex("01")),
    );
    const { elements, faults } = told(response);
    const [fte, ...others] = elements.map(({ words }) => words);
    expect(fte?.slice(fte.indexOf("GTK"))).toBe(
      [
        "GTK key id 1 of 16 octets, RSC 0102030405060708, wrapped ee",
        "IGTK key id 4 of 16 octets, IPN 010203040506, wrapped dd",
        "OCI operating class 81, primary channel 6, frequency segment 1 0",
        "sub-element 99 6302abcd",
      ].join(", "),
    );
    expect(others).toEqual(["reassociation deadline 1000 TU", "", ""]);
    expect(elements.slice(2).map(({ name, hex: octets }) => `${name} ${octets}`)).toEqual([
      "element 200 c8020102",
      "RSNE 300101",
    ]);
    expect(faults).toEqual([expect.stringMatching(/^RSNE \/ version at offset \d+: 2 octets/)]);
  });

  test("reads key data that was sent in the clear, and nothing that was not", () => {
    expect(notesOf(message2)).toEqual([
      `SNonce ${"51".repeat(32)}`,
      "replay counter 1",
      `PMKID ${formatHex(pmkid)}`,
      "MDID a1b2",
      'R0KH-ID "ap0.lab.example"',
      "R1KH-ID 02:a1:00:09:00:01",
    ]);
    expect(told(message2).elements.map(({ name }) => name)).toEqual([
      "EAPOL-Key",
      "RSNE",
      "MDE",
      "FTE",
    ]);
    const encrypted = told(key(0x13cb, buildKde(4, pmkid)));
    expect(encrypted.notes.map(({ name }) => name)).toEqual(["replay counter", "key data"]);
    expect(encrypted.elements.at(-1)).toEqual({
      name: "key data",
      words: "",
      hex: formatHex(buildKde(4, pmkid)),
    });
    const message1 = told(key(0x008b, concatOctets(buildKde(4, pmkid), buildMde())));
    expect(message1.notes.at(1)).toEqual({ name: "PMKID", value: formatHex(pmkid) });
    expect(message1.elements.slice(1)).toEqual([
      { name: "PMKID KDE", words: formatHex(pmkid), hex: formatHex(buildKde(4, pmkid)) },
      { name: "MDE", words: expect.any(String), hex: formatHex(buildMde()) },
    ]);
  });

  test("says of faults in key data that their place is there", () => {
    expect(told(key(0x010b, hex("3603a1"))).faults).toEqual([
      "in the key data, elements / MDE at offset 2: 3 octets needed, 1 there (limited by the count field)",
      "in the key data, MDE / MDID at offset 2: 2 octets needed, 1 there (limited by the count field)",
    ]);
  });

  test("says what is wrong with data that was to be EAPOL", () => {
    const cut = buildDataFrame(
      { toDs: true, address1: ap2, address2: station, address3: ap2 },
      eapolLlc,
      hex("0203"),
    );
    expect(told(cut)).toMatchObject({ kind: "Data", faults: [expect.stringContaining("EAPOL")] });
  });

  test("keeps every octet of a list of elements, however damaged", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        const { elements } = told(buildBeacon(ap1, {}, octets));
        expect(elements.map((element) => element.hex).join("")).toBe(formatHex(octets));
      }),
      { numRuns: 200 },
    );
  });

  describe.each([
    ["FT Authentication Response", ftResponse],
    ["Reassociation Request", reassociationRequest],
    ["EAPOL-Key message 2", message2],
  ])("%s", (_, whole) => {
    test("cut at any length is told as far as it goes, with a fault at a place inside it", () => {
      expect(told(whole).faults).toEqual([]);
      let clean = 0;
      for (let length = 1; length < whole.length; length++) {
        const { faults } = told(whole.subarray(0, length));
        if (faults.length === 0) clean++;
        expectPlacesWithin(faults, length);
      }
      // Only a frame that ends between elements, or before EAPOL begins, looks whole.
      expect(clean).toBeLessThanOrEqual(12);
      expect(told(whole.subarray(0, -1)).faults).not.toEqual([]);
    });

    test("changed at random is told without a throw and without a character that acts", () => {
      const change = fc.record({ at: fc.nat(whole.length - 1), octet: fc.nat(255) });
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
          const octets = whole.slice();
          for (const { at, octet } of changes) octets[at] = octet;
          fc.pre(!isIdleControl(octets));
          const description = told(octets);
          expect(JSON.stringify(description)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
          expectPlacesWithin(description.faults, octets.length);
        }),
        { numRuns: 150 },
      );
    });
  });

  test("random octets are told without a throw and without a character that acts", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 120 }), (octets) => {
        fc.pre(!isIdleControl(octets));
        expect(JSON.stringify(told(octets))).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 200 },
    );
  });

  test("a frame without a readable header has neither sender nor receiver", () => {
    const description = told(hex("b000"));
    expect(description).toMatchObject({ kind: "Frame not read", notes: [], elements: [] });
    expect(description).not.toHaveProperty("sender");
    expect(description).not.toHaveProperty("receiver");
    expect(description.faults).toHaveLength(1);
  });

  test("a frame to everyone names the group address", () => {
    expect(told(buildBeacon(ap1, {})).receiver).toBe(mac("ff:ff:ff:ff:ff:ff"));
  });
});

function expectPlacesWithin(faults: readonly string[], length: number): void {
  for (const fault of faults) {
    const offset = Number(/ at offset (\d+):/.exec(fault)?.[1]);
    expect(offset).toBeLessThanOrEqual(length);
  }
}
