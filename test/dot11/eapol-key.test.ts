import fc from "fast-check";
import { expect, test } from "vitest";
import { concatOctets } from "../../src/bytes/octets.ts";
import { decodeEapol, type EapolKey } from "../../src/dot11/eapol-key.ts";
import { buildEapolKey, type EapolKeyFields, eapolLlc, hex } from "../builders/frames.ts";

const options = { base: 0, limitedBy: "frame" } as const;

function keyOf(eapol: Uint8Array, akm?: string): EapolKey {
  const decoded = decodeEapol(concatOctets(eapolLlc, eapol), { ...options, ...(akm && { akm }) });
  if (decoded?.frame?.kind !== "eapol-key") throw new Error("no EAPOL-Key frame");
  expect(decoded.fault).toBeUndefined();
  return decoded.frame;
}

const nonce = new Uint8Array(32).fill(5);
const keyData = new Uint8Array(24).fill(9);

const messageOf = (fields: EapolKeyFields) => keyOf(buildEapolKey(fields)).message;

// vectors.json, scenario A (FT-PSK), "EAPOL msg2 frame (with MIC)".
const message2 =
  "020300f802010b00000000000000000001718ba46f7dded385b9b1c4b513edae1dd532bbfbcf69f42faf36aac6f672b74f00000000000000000000000000000000000000000000000000000000000000004af80f36a9fe967da8115d94cb6ccc5e009930260100000fac040100000fac040100000fac0400000100eb57d78b6d0dae21e677ddeeea03fae63603a1b201376a00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000010602aabbccdd01030e72306b682d312e6578616d706c65";
// vectors.json, scenario C (FT-802.1X-SHA384), the same frame.
const message2Sha384 =
  "02030106020108000000000000000000018af390c0c3692743574e4cb689c277165e437ae6dd47e9981c3e4602f78f39580000000000000000000000000000000000000000000000000000000000000000079da550f7a28497e3fe2e5631255fe89835f7687915305e009f302a0100000fac090100000fac090100000fac0d800001002b0e1b8a358f93a72a7a6296c28110f2000fac0c36030f1e01376c020000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000010602aabbccdd01030872306b682d333834";

test("message 2 of FT-PSK is read field by field", () => {
  const key = keyOf(hex(message2));
  expect(key).toMatchObject({
    version: 2,
    descriptorType: 2,
    keyInformation: 0x010b,
    keyDescriptorVersion: 3,
    isPairwise: true,
    install: false,
    keyAck: false,
    keyMic: true,
    secure: false,
    error: false,
    request: false,
    encryptedKeyData: false,
    keyLength: 0,
    replayCounter: 1n,
    nonce: hex("718ba46f7dded385b9b1c4b513edae1dd532bbfbcf69f42faf36aac6f672b74f"),
    iv: new Uint8Array(16),
    rsc: new Uint8Array(8),
    mic: hex("4af80f36a9fe967da8115d94cb6ccc5e"),
    micLength: 16,
    micOffset: 81,
    message: "2",
  });
  expect(key.keyData).toHaveLength(0x99);
  expect(key.keyData.subarray(0, 4)).toEqual(hex("30260100"));
  expect(key.octets).toEqual(hex(message2));
  expect(key.octets.subarray(key.micOffset, key.micOffset + key.micLength)).toEqual(key.mic);
});

test("the length of the MIC comes out of the frame, with an AKM and without", () => {
  for (const akm of [undefined, "00-0f-ac:13", "00-0f-ac:25"]) {
    const key = keyOf(hex(message2Sha384), akm);
    expect(key.mic).toEqual(hex("079da550f7a28497e3fe2e5631255fe89835f7687915305e"));
    expect(key.keyData).toHaveLength(0x9f);
  }
  for (const length of [0, 16, 24, 32]) {
    for (const data of [new Uint8Array(0), keyData]) {
      const mic = new Uint8Array(length).fill(0xab);
      const key = keyOf(buildEapolKey({ keyInformation: 0x0308, mic, keyData: data }));
      expect([key.mic, key.micLength, key.keyData]).toEqual([mic, length, data]);
    }
  }
});

test("the AKM decides when more than one MIC length is possible", () => {
  // 24 octets of MIC whose octets 16 and 17 are, as a key data length, just right for a MIC of 16.
  const mic = concatOctets(new Uint8Array(16), hex("0008"), new Uint8Array(6));
  const eapol = buildEapolKey({ keyInformation: 0x0108, mic });
  expect(keyOf(eapol).micLength).toBe(16);
  expect(keyOf(eapol, "00-0f-ac:13").micLength).toBe(24);
});

test("the AKM decides when the body is longer than the key data says", () => {
  const mic = new Uint8Array(24).fill(0xab);
  const octets = concatOctets(buildEapolKey({ keyInformation: 0x0108, mic, keyData }), hex("0000"));
  octets[3] = octets.length - 4;
  const key = keyOf(octets, "00-0f-ac:13");
  expect([key.mic, key.keyData, key.octets]).toEqual([mic, keyData, octets]);
});

test("every flag of the key information has its own bit", () => {
  const bits = {
    isPairwise: 3,
    install: 6,
    keyAck: 7,
    keyMic: 8,
    secure: 9,
    error: 10,
    request: 11,
    encryptedKeyData: 12,
  };
  for (const [name, bit] of Object.entries(bits)) {
    const key = keyOf(buildEapolKey({ keyInformation: 1 << bit }));
    const set = Object.keys(bits).filter((other) => key[other as keyof typeof bits]);
    expect(set).toEqual([name]);
  }
});

test.each<[string, EapolKeyFields]>([
  // frames.md 3.3: the values of FT-PSK, and of AKMs that define the descriptor themselves.
  ["1", { keyInformation: 0x008b, nonce }],
  ["2", { keyInformation: 0x010b, nonce, keyData }],
  ["3", { keyInformation: 0x13cb, nonce, keyData }],
  ["4", { keyInformation: 0x030b }],
  ["1", { keyInformation: 0x0088, nonce, keyData }],
  ["2", { keyInformation: 0x0108, nonce, keyData }],
  ["3", { keyInformation: 0x13c8, nonce, keyData }],
  ["4", { keyInformation: 0x0308 }],
  ["group-1", { keyInformation: 0x1383, keyData }],
  ["group-2", { keyInformation: 0x0303 }],
  // A station that forgot its nonce still sends message 2.
  ["2", { keyInformation: 0x010b, keyData }],
  // WPA: message 4 is not secure.
  ["4", { keyInformation: 0x010a, descriptorType: 254 }],
  // Rekeying: messages 1 and 2 are secure too.
  ["1", { keyInformation: 0x028b, nonce }],
  ["2", { keyInformation: 0x030b, nonce, keyData }],
  // Multi-link: message 4 carries a MAC address KDE.
  ["4", { keyInformation: 0x0308, keyData }],
  // FILS: no MIC.
  ["1", { keyInformation: 0x0088, nonce, mic: new Uint8Array(0) }],
  ["2", { keyInformation: 0x1008, nonce, keyData, mic: new Uint8Array(0) }],
  ["3", { keyInformation: 0x12c8, nonce, keyData, mic: new Uint8Array(0) }],
  ["4", { keyInformation: 0x1208, keyData, mic: new Uint8Array(0) }],
  ["group-1", { keyInformation: 0x1280, keyData, mic: new Uint8Array(0) }],
  ["group-2", { keyInformation: 0x1200, keyData, mic: new Uint8Array(0) }],
  // None of the messages: a request, SMK, no MIC and no Ack, Ack and MIC without Install.
  ["unknown", { keyInformation: 0x0d0b, keyData }],
  ["unknown", { keyInformation: 0x210b, keyData }],
  ["unknown", { keyInformation: 0x000b, keyData }],
  ["unknown", { keyInformation: 0x018b, keyData }],
  ["unknown", { keyInformation: 0x0103, keyData }],
])("it is message %s with %o", (message, fields) => {
  expect(messageOf(fields)).toBe(message);
});

test("padding after the body is left out", () => {
  const key = keyOf(concatOctets(hex(message2), hex("000000")));
  expect(key.octets).toEqual(hex(message2));
});

test("other EAPOL frames are kept raw; other protocols are not EAPOL", () => {
  const start = decodeEapol(concatOctets(eapolLlc, hex("01010000")), options);
  expect(start).toEqual({
    frame: { kind: "eapol", version: 1, packetType: 1, body: new Uint8Array(0) },
  });
  const eap = decodeEapol(concatOctets(eapolLlc, hex("0100000501020005 01 ffff")), options);
  expect(eap?.frame).toMatchObject({ kind: "eapol", packetType: 0, body: hex("0102000501") });
  expect(decodeEapol(hex("aaaa030000000800 45000000"), options)).toBeUndefined();
  expect(decodeEapol(hex("aaaa03000000"), options)).toBeUndefined();
  const preauthentication = decodeEapol(hex("aaaa0300000088c7 01010000"), options);
  expect(preauthentication).toBeUndefined();
});

test("an EAPOL-Key frame with another descriptor stays raw and says why", () => {
  const rc4 = buildEapolKey({ keyInformation: 0, descriptorType: 1 });
  const decoded = decodeEapol(concatOctets(eapolLlc, rc4), { ...options, base: 32 });
  expect(decoded).toMatchObject({
    frame: { kind: "eapol", packetType: 3 },
    fault: { kind: "unsupported", where: "EAPOL-Key / descriptor type", offset: 44 },
  });
});

test("key data that is longer than the body is a fault of the frame, not of the capture", () => {
  const octets = buildEapolKey({ keyInformation: 0x010b, keyData: hex("00") });
  octets[98] = 200;
  const decoded = decodeEapol(concatOctets(eapolLlc, octets), {
    base: 24,
    limitedBy: "snap-length",
  });
  expect(decoded).toMatchObject({
    frame: { kind: "eapol" },
    fault: {
      kind: "truncated",
      where: "EAPOL-Key / key data",
      offset: 24 + 8 + 99,
      needed: 200,
      available: 1,
      limitedBy: "count-field",
    },
  });
});

test("cut at every length it never becomes an EAPOL-Key frame, and the fault blames the capture", () => {
  const whole = concatOctets(eapolLlc, hex(message2));
  for (let length = 0; length < whole.length; length++) {
    const cut = whole.subarray(0, length);
    const decoded = decodeEapol(cut, { base: 24, limitedBy: "snap-length" });
    if (length < 8) {
      expect(decoded).toBeUndefined();
      continue;
    }
    expect(decoded?.frame?.kind).toBe(length < 12 ? undefined : "eapol");
    expect(decoded?.fault).toMatchObject({ kind: "truncated", limitedBy: "snap-length" });
    const { offset = 0, available = 0 } = decoded?.fault ?? {};
    expect(offset + available).toBe(24 + length);
  }
});

test("random and mutated octets are read without an exception, with faults inside the input", () => {
  const check = (body: Uint8Array): void => {
    const decoded = decodeEapol(body, { base: 0, limitedBy: "frame" });
    const { offset = 0, available = 0 } = decoded?.fault ?? {};
    expect(offset + available).toBeLessThanOrEqual(body.length);
    if (decoded?.frame?.kind === "eapol-key") {
      const { octets, micOffset, micLength, keyData: data } = decoded.frame;
      expect(micOffset + micLength + 2 + data.length).toBeLessThanOrEqual(octets.length);
    }
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      check(concatOctets(eapolLlc, octets));
      check(concatOctets(eapolLlc, hex("0203"), Uint8Array.of(0, octets.length), octets));
    }),
  );
  const whole = concatOctets(eapolLlc, hex(message2));
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
      const mutated = whole.slice();
      mutated[at] = value;
      check(mutated);
    }),
  );
});
