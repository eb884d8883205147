import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatOctets, formatHex, utf8Octets } from "../../src/bytes/octets.ts";
import { linkTypes } from "../../src/spec/link-types.ts";
import type { KeyMessage } from "../../src/wire/key-message.ts";
import type { RemoteFrame } from "../../src/wire/remote-frame.ts";
import { decodeWirePacket, type WirePassage } from "../../src/wire/wire-frame.ts";
import { ap1, ap2, hex, station } from "../builders/frames.ts";
import { buildEthernet, buildKeyMessage, buildRemoteFrame } from "../builders/wire.ts";

const nonce = new Uint8Array(16).fill(7);
const r1khId = hex("02aabbccdd0f");
const fields = { nonce, r0khId: utf8Octets("ap1.example"), r1khId };

function pass(octets: Uint8Array, linkType: number = linkTypes.ethernet): WirePassage | undefined {
  return decodeWirePacket(3, {
    frame: 8,
    linkType,
    time: 5n,
    timeDigits: 6,
    octets,
    originalLength: octets.length,
  });
}

function keyMessage(octets: Uint8Array): KeyMessage {
  return pass(octets)?.frame?.message as KeyMessage;
}

const question = buildEthernet(
  { from: ap2, to: ap1, etherType: 0x88b7 },
  buildKeyMessage({ type: 1, ...fields, encryptedLength: 46 }),
);

describe("a key message", () => {
  test("is read as far as it is in clear", () => {
    expect(pass(question)).toEqual({
      sender: ap2,
      frame: {
        input: 3,
        frame: 8,
        time: 5n,
        timeDigits: 6,
        sender: ap2,
        receiver: ap1,
        message: { kind: "key-request", ...fields, encryptedLength: 46 },
        faults: [],
      },
    });
  });

  test.each([
    [1, "key-request"],
    [2, "key-answer"],
    [3, "key-push"],
    [4, "sequence-request"],
    [5, "sequence-answer"],
  ] as const)("of type %i is a %s", (type, kind) => {
    const octets = buildKeyMessage({ type, ...fields, encryptedLength: 26 });
    expect(keyMessage(buildEthernet({ from: ap2, to: ap1, etherType: 0x88b7 }, octets)).kind).toBe(
      kind,
    );
  });

  // Lengths that hostapd 2.10 and later sent: a denial, a PMK-R1 of 32 octets, one of 48.
  test.each([
    [26, false],
    [61, false],
    [110, true],
    [126, true],
  ])("answers of %i encrypted octets may carry a key: %s", (encryptedLength, mayCarryKey) => {
    const octets = buildKeyMessage({ type: 2, ...fields, encryptedLength });
    expect(keyMessage(buildEthernet({ from: ap1, to: ap2, etherType: 0x88b7 }, octets))).toEqual({
      kind: "key-answer",
      ...fields,
      encryptedLength,
      mayCarryKey,
    });
  });

  test("behind VLAN tags and in cooked captures is the same message", () => {
    const payload = question.subarray(14);
    const tagged = concatOctets(
      question.subarray(0, 12),
      hex("810000640000"),
      question.subarray(12),
    );
    const vlan = concatOctets(question.subarray(0, 12), hex("81000064"), question.subarray(12));
    const cooked = concatOctets(hex("00000001000602aabbccdd02000088b7"), payload);
    expect(pass(vlan)?.frame?.message).toEqual(keyMessage(question));
    expect(pass(tagged)?.frame).toBeUndefined();
    expect(pass(cooked, linkTypes.linuxCooked)?.frame).toMatchObject({
      sender: ap2,
      receiver: undefined,
      message: keyMessage(question),
    });
  });

  test("of a type or protocol that is not known is none", () => {
    const unknown = buildKeyMessage({ type: 9, ...fields, encryptedLength: 0 });
    const ether = { from: ap2, to: ap1, etherType: 0x88b7 };
    expect(pass(buildEthernet(ether, unknown))).toEqual({ sender: ap2 });
    expect(pass(buildEthernet(ether, hex("0050c2000101")))).toEqual({ sender: ap2 });
  });

  test("cut at any octet is a fault and never more than was there", () => {
    const whole = keyMessage(question);
    for (let length = 0; length < question.length; length++) {
      const passage = decodeWirePacket(0, {
        frame: 1,
        linkType: linkTypes.ethernet,
        time: 0n,
        timeDigits: 6,
        octets: question.subarray(0, length),
        originalLength: question.length,
      });
      if (length < 14) {
        expect(passage).toBeUndefined();
        continue;
      }
      // EtherType, protocol and type: what it is.
      if (length < 20) {
        expect(passage?.frame).toBeUndefined();
        continue;
      }
      const message = passage?.frame?.message as KeyMessage;
      expect(message.kind).toBe("key-request");
      for (const name of ["nonce", "r0khId", "r1khId"] as const) {
        if (message[name] !== undefined) expect(message[name]).toEqual(whole[name]);
      }
      const clearEnd = question.length - whole.encryptedLength;
      if (length >= clearEnd) {
        expect(message).toEqual(whole);
        expect(passage?.frame?.faults).toEqual([]);
      } else {
        expect(passage?.frame?.faults[0]).toMatchObject({
          kind: "truncated",
          limitedBy: "snap-length",
        });
      }
    }
  });

  test("whose lengths lie is a fault", () => {
    const lying = question.slice();
    lying[20] = 0xff;
    lying[21] = 0xff;
    expect(pass(lying)?.frame?.faults[0]).toMatchObject({
      kind: "invalid",
      where: "key message / length in clear",
    });
  });
});

describe("a remote frame", () => {
  const request = buildEthernet(
    { from: ap1, to: ap2, etherType: 0x890d },
    buildRemoteFrame({ type: 0, currentAp: ap1, station, targetAp: ap2 }),
  );

  test("carries the FT Action frame of the station", () => {
    expect(pass(request)?.frame?.message).toEqual({
      kind: "ft-remote-request",
      currentAp: ap1,
      action: { kind: "ft-action", action: "request", station, targetAp: ap2, elements: [] },
    });
  });

  test("back carries the status", () => {
    const octets = buildRemoteFrame({
      type: 1,
      currentAp: ap2,
      station,
      targetAp: ap2,
      status: 53,
    });
    const response = buildEthernet({ from: ap2, to: ap1, etherType: 0x890d }, octets);
    const message = pass(response)?.frame?.message as RemoteFrame;
    expect(message.kind).toBe("ft-remote-response");
    expect(message.action.status).toBe(53);
  });

  test("cut at any octet before its end is none", () => {
    for (let length = 14; length < request.length; length++) {
      expect(pass(request.subarray(0, length))?.frame, `${length}`).toBeUndefined();
    }
  });

  test("of another kind is none", () => {
    const other = request.slice();
    other[14] = 2;
    expect(pass(other)).toEqual({ sender: ap1 });
    const unknownType = request.slice();
    unknownType[15] = 7;
    expect(pass(unknownType)).toEqual({ sender: ap1 });
  });
});

test("no packet of a wire, whatever its octets, throws", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 120 }),
      fc.constantFrom(0x88b7, 0x890d, 0x0800),
      fc.constantFrom(linkTypes.ethernet, linkTypes.linuxCooked, linkTypes.linuxCookedV2, 127),
      (octets, etherType, linkType) => {
        const passage = pass(buildEthernet({ from: ap1, to: ap2, etherType }, octets), linkType);
        expect(passage === undefined || formatHex(octets).length >= 0).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});
