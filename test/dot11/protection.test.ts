import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { macOctets } from "../../src/bytes/mac-address.ts";
import { concatOctets, formatHex } from "../../src/bytes/octets.ts";
import { ccmDecrypt } from "../../src/crypto/ccm.ts";
import { gcmDecrypt } from "../../src/crypto/gcm.ts";
import { decodeMacHeader } from "../../src/dot11/mac-header.ts";
import { type Protection, packetNumberOf, readProtection } from "../../src/dot11/protection.ts";
import { buildDataFrame, buildManagementFrame, hex, mac, station } from "../builders/frames.ts";
import { flipBit, ftVectors, secret } from "../crypto/vectors.ts";

const ap = mac("02:aa:bb:cc:dd:02");
const server = mac("02:00:00:00:00:99");
const protectionHeader = hex("0201002006050403");
const ciphertext = hex("00112233445566778899aabbccddeeff");

function read(octets: Uint8Array): Protection | undefined {
  const { header } = decodeMacHeader(octets, "frame");
  return header && readProtection(octets, header);
}

function protectionOf(octets: Uint8Array): Protection {
  const protection = read(octets);
  if (protection === undefined) throw new Error("no protected frame");
  return protection;
}

const uplink = { address1: ap, address2: station, address3: server, toDs: true, isProtected: true };
const protectedBody = [protectionHeader, ciphertext] as const;
const addresses = formatHex(concatOctets(...[ap, station, server].map(macOctets)));

const [vectorA, , vectorC] = ftVectors;
if (vectorA === undefined || vectorC === undefined) throw new Error("no vectors");

describe("the data frames of the vectors", () => {
  const header = hex(vectorA.step("Data frame MAC header"));
  const ccmp = hex(vectorA.step("Data frame CCMP header"));
  const plaintext = vectorA.step("Data frame plaintext");

  test("CCMP-128: packet number, AAD and nonce are the vector's, and the frame decrypts", () => {
    const encrypted = hex(vectorA.step("Data frame ciphertext‖MIC8"));
    const protection = protectionOf(concatOctets(header, ccmp, encrypted));
    expect(protection.packetNumber).toBe(1n);
    expect(protection.keyId).toBe(0);
    expect(formatHex(protection.aad)).toBe(vectorA.step("Data frame AAD"));
    expect(formatHex(protection.ccmNonce)).toBe(vectorA.step("Data frame nonce"));
    const decrypted = ccmDecrypt({
      key: secret(hex(vectorA.step("AP2 TK"))),
      nonce: protection.ccmNonce,
      aad: protection.aad,
      ciphertext: protection.ciphertext,
      micLength: 8,
    });
    expect(decrypted && formatHex(decrypted)).toBe(plaintext);
  });

  test("GCMP-256: nonce is the vector's, and the frame decrypts", () => {
    const encrypted = hex(vectorC.step("GCMP ciphertext‖MIC16"));
    const protection = protectionOf(concatOctets(header, ccmp, encrypted));
    expect(formatHex(protection.gcmNonce)).toBe(vectorC.step("GCMP nonce (A2‖PN)"));
    const decrypted = gcmDecrypt({
      key: secret(hex(vectorC.step("AP2 TK"))),
      nonce: protection.gcmNonce,
      aad: protection.aad,
      ciphertext: protection.ciphertext,
    });
    expect(decrypted && formatHex(decrypted)).toBe(plaintext);
  });
});

describe("what enters the protection of each kind of frame", () => {
  test("data without QoS: what a retransmission changes is masked, the fragment number stays", () => {
    const protection = protectionOf(
      buildDataFrame(
        { ...uplink, retry: true, sequenceNumber: 0xabc, fragmentNumber: 5, moreFragments: true },
        ...protectedBody,
      ),
    );
    expect(formatHex(protection.aad)).toBe(`0845${addresses}0500`);
    expect(protection.packetNumber).toBe(0x030405060102n);
    expect(formatHex(protection.ccmNonce)).toBe(
      `00${formatHex(macOctets(station))}${"030405060102"}`,
    );
    expect(formatHex(protection.ciphertext)).toBe(formatHex(ciphertext));
    expect(protection.sppAad).toBeUndefined();
  });

  test("QoS data with HT control: TID in AAD and nonce, the Order bit is masked", () => {
    const protection = protectionOf(
      buildDataFrame({ ...uplink, subtype: 8, tid: 6, order: true }, ...protectedBody),
    );
    expect(formatHex(protection.aad)).toBe(`8841${addresses}00000600`);
    expect(protection.ccmNonce[0]).toBe(6);
    expect(formatHex(protection.ciphertext)).toBe(formatHex(ciphertext));
  });

  test("an A-MSDU has two AADs, with and without the bit that says so", () => {
    const protection = protectionOf(
      buildDataFrame({ ...uplink, subtype: 8, tid: 1, isAmsdu: true }, ...protectedBody),
    );
    expect(formatHex(protection.aad).slice(-4)).toBe("0100");
    expect(formatHex(protection.sppAad ?? new Uint8Array()).slice(-4)).toBe("8100");
  });

  test("four addresses: the fourth stands before the QoS Control", () => {
    const fields = { ...uplink, fromDs: true, address4: mac("02:00:00:00:00:77") };
    const plain = protectionOf(buildDataFrame(fields, ...protectedBody));
    expect(formatHex(plain.aad)).toBe(`0843${addresses}0000020000000077`);
    const qos = protectionOf(buildDataFrame({ ...fields, subtype: 8, tid: 3 }, ...protectedBody));
    expect(formatHex(qos.aad)).toBe(`8843${addresses}00000200000000770300`);
  });

  test("management: the subtype stays and the nonce is flagged", () => {
    const protection = protectionOf(
      buildManagementFrame(
        {
          subtype: 13,
          receiver: ap,
          transmitter: station,
          bssid: server,
          isProtected: true,
          retry: true,
        },
        ...protectedBody,
      ),
    );
    expect(formatHex(protection.aad)).toBe(`d040${addresses}0000`);
    expect(protection.ccmNonce[0]).toBe(0x10);
  });

  test("the key ID is in the top bits of the fourth octet", () => {
    const frame = buildDataFrame(uplink, hex("02010060060504030011223344556677"));
    expect(protectionOf(frame).keyId).toBe(1);
  });
});

describe("frames that hold no CCMP or GCMP header", () => {
  test("in clear, or with the header of WEP", () => {
    expect(read(buildDataFrame({ ...uplink, isProtected: false }, ...protectedBody))).toBe(
      undefined,
    );
    const wep = concatOctets(hex("02010000"), ciphertext);
    expect(read(buildDataFrame(uplink, wep))).toBe(undefined);
  });

  test("cut at any length: undefined until the header is whole, then all that is there", () => {
    const frame = buildDataFrame({ ...uplink, subtype: 8, tid: 6 }, ...protectedBody);
    const { header } = decodeMacHeader(frame, "frame");
    if (header === undefined) throw new Error("no header");
    const whole = header.length + 8;
    for (let length = 0; length <= frame.length; length++) {
      const cut = readProtection(frame.subarray(0, length), header);
      expect(cut === undefined).toBe(length < whole);
      if (cut !== undefined) expect(cut.ciphertext.length).toBe(length - whole);
    }
  });

  test("any octets, and any flipped bit: never an exception, and never more octets than there are", () => {
    const frame = buildDataFrame({ ...uplink, subtype: 8, tid: 6 }, ...protectedBody);
    const mutated = fc.integer({ min: 0, max: 8 * frame.length - 1 }).map((n) => flipBit(frame, n));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), mutated), (octets) => {
        const { header } = decodeMacHeader(octets, "frame");
        if (header === undefined) return;
        const protection = readProtection(octets, header);
        expect(packetNumberOf(octets, header)).toBe(protection?.packetNumber);
        if (protection === undefined) return;
        expect(protection.packetNumber < 1n << 48n).toBe(true);
        expect([22, 24, 28, 30]).toContain(protection.aad.length);
        expect(protection.ciphertext.length).toBe(octets.length - header.length - 8);
      }),
    );
  });
});
