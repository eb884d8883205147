import { describe, expect, test } from "vitest";
import { concatOctets } from "../../src/bytes/octets.ts";
import type { FrameOf } from "../../src/dot11/frame.ts";
import { carriesFtKeyData, isRetry, kindOfResponse } from "../../src/exchange/belonging.ts";
import type { Sighting } from "../../src/exchange/sighting.ts";
import { airFrame } from "../builders/air.ts";
import { buildElement, buildFte, hex } from "../builders/elements.ts";
import {
  ap1,
  ap2,
  buildAssociationResponse,
  buildAuthentication,
  buildDeauthentication,
  station,
} from "../builders/frames.ts";

describe("a frame sent again by the MAC", () => {
  const first = { from: station, to: ap1, bssid: ap1, sequenceNumber: 7 };
  const open = { algorithm: 0, sequence: 1 };
  const sighting = { air: airFrame(buildAuthentication(first, open)) } as Sighting;
  const again = { ...first, retry: true };

  test("has the Retry bit, and sequence number, sender and subtype of the first copy", () => {
    expect(isRetry(sighting, airFrame(buildAuthentication(again, open)))).toBe(true);
  });

  test.each([
    ["without the Retry bit", buildAuthentication(first, open)],
    ["with another sequence number", buildAuthentication({ ...again, sequenceNumber: 8 }, open)],
    ["from another sender", buildAuthentication({ ...again, from: ap2 }, open)],
    ["of another subtype", buildDeauthentication(again, 3)],
  ])("is not one %s", (_, octets) => {
    expect(isRetry(sighting, airFrame(octets))).toBe(false);
  });
});

test("the kind of an exchange is told from its answer alone by the FTE and its MIC", () => {
  const kindOf = (...elements: readonly Uint8Array[]) => {
    const direction = { from: ap1, to: station, bssid: ap1 };
    const air = airFrame(
      buildAssociationResponse(direction, { isReassociation: true }, ...elements),
    );
    return kindOfResponse(air.decoded.frame as FrameOf<"reassociation-response">);
  };
  expect(kindOf()).toBe("association");
  expect(kindOf(buildFte({}))).toBe("initial-mobility-domain-association");
  expect(kindOf(buildFte({ mic: new Uint8Array(16).fill(1) }))).toBe("ft-over-the-air");
});

test("message 2 is one of FT when an MDE of 3 octets stands in its key data", () => {
  const carries = (...elements: readonly Uint8Array[]) =>
    carriesFtKeyData({ keyData: concatOctets(...elements) } as FrameOf<"eapol-key">);
  const mde = buildElement(54, hex("a1b201"));
  expect(carries(buildElement(48, hex("0100")), mde)).toBe(true);
  expect(carries(buildElement(54, hex("a1b2")))).toBe(false);
  expect(carries(buildElement(55, hex("a1b201")))).toBe(false);
  expect(carries()).toBe(false);
});
