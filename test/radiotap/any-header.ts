import { expect } from "vitest";
import type { Fault } from "../../src/bytes/fault.ts";
import type { DecodeAs } from "../../src/radiotap/encapsulation.ts";
import type { ReceivedFrame } from "../../src/radiotap/radio.ts";
import type { NotWifi } from "../../src/radiotap/radio-header.ts";
import { createReceiver, type ReceivedPacket } from "../../src/radiotap/receive.ts";
import { hex } from "./packets.ts";

/** A beacon without FCS; its last 4 octets are not that either. */
export const beaconFrame = hex(
  "80000000ffffffffffff0200000001000200000001001000 0000000000000000 64001104 0000",
);

/** A QoS data frame to the AP. */
export const dataFrame = hex(
  "880100000200000001000200000002000200000003001000 0000 aaaa03000000888e0203",
);

export function packet(linkType: number, octets: Uint8Array, missing = 0): ReceivedPacket {
  const originalLength = octets.length + missing;
  return { linkType, octets, originalLength, fcsLength: undefined, crcError: false };
}

/** The last of these packets of one interface. */
export function receiveAny(
  packets: readonly ReceivedPacket[],
  decodeAs: readonly DecodeAs[] = [],
): ReceivedFrame | NotWifi {
  const receiver = createReceiver({ decodeAs });
  const result = packets.map((each) => receiver.receive(each)).at(-1);
  if (result === undefined) throw new RangeError("no packet");
  return result;
}

export function receiveOne(linkType: number, octets: Uint8Array, missing?: number) {
  return receiveAny([packet(linkType, octets, missing)]);
}

/** A result about a packet of so many octets that is sensible, whatever the octets are. */
export function expectSane(result: ReceivedFrame | NotWifi, length: number): void {
  const sane = (fault: Fault) =>
    fault.offset >= 0 &&
    fault.offset <= length &&
    fault.available >= 0 &&
    (fault.kind !== "truncated" || fault.needed > fault.available);
  expect(result.faults.filter((fault) => !sane(fault))).toEqual([]);
  if ("fcs" in result) expect(result.octets.length).toBeLessThanOrEqual(length);
  else expect(result.notWifi).not.toBe("");
}
