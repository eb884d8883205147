import fc from "fast-check";
import { expect, test } from "vitest";
import { concatOctets, formatHex } from "../../src/bytes/octets.ts";
import {
  bssidOf,
  decodeMacHeader,
  destinationOf,
  type MacHeader,
  sourceOf,
} from "../../src/dot11/mac-header.ts";
import {
  ap1,
  ap2,
  buildDataFrame,
  buildManagementFrame,
  hex,
  mac,
  station,
} from "../builders/frames.ts";

function headerOf(octets: Uint8Array): MacHeader {
  const { header, fault } = decodeMacHeader(octets, "frame");
  expect(fault).toBeUndefined();
  if (header === undefined) throw new Error("no header");
  return header;
}

test("the header of a management frame is read field by field", () => {
  const octets = hex("b008 3a01 02aabbccdd02 0211223344aa 02aabbccdd02 3512 ffff");
  expect(headerOf(octets)).toEqual({
    version: 0,
    type: 0,
    subtype: 11,
    toDs: false,
    fromDs: false,
    moreFragments: false,
    retry: true,
    powerManagement: false,
    moreData: false,
    isProtected: false,
    order: false,
    duration: 0x013a,
    receiver: ap2,
    transmitter: station,
    address3: ap2,
    sequenceNumber: 0x123,
    fragmentNumber: 5,
    isAmsdu: false,
    length: 24,
  });
});

// vectors.json, scenario A, "Data frame MAC header".
test("the header of a QoS data frame is read with its TID", () => {
  expect(headerOf(hex("8841300002aabbccdd020211223344aaffffffffffff10000600"))).toMatchObject({
    type: 2,
    subtype: 8,
    toDs: true,
    isProtected: true,
    receiver: ap2,
    transmitter: station,
    address3: "ff:ff:ff:ff:ff:ff",
    sequenceNumber: 1,
    fragmentNumber: 0,
    tid: 6,
    isAmsdu: false,
    length: 26,
  });
});

test("every flag of the frame control has its own bit", () => {
  const flags = [
    "toDs",
    "fromDs",
    "moreFragments",
    "retry",
    "powerManagement",
    "moreData",
    "isProtected",
    "order",
  ] as const;
  flags.forEach((flag, i) => {
    const octets = concatOctets(Uint8Array.of(0x08, 1 << i), new Uint8Array(40));
    const header = headerOf(octets);
    expect(flags.filter((name) => header[name])).toEqual([flag]);
  });
});

test.each<[string, string, number]>([
  ["management", "b000", 24],
  ["management with HT Control", "b080", 28],
  ["data", "0800", 24],
  ["data with Order but without QoS", "0880", 24],
  ["data with four addresses", "0803", 30],
  ["QoS data", "8801", 26],
  ["QoS data with HT Control", "8881", 30],
  ["QoS data with four addresses and HT Control", "8883", 36],
  ["QoS null", "c801", 26],
  ["ACK", "d400", 10],
  ["CTS", "c400", 10],
  ["control wrapper", "7400", 10],
  ["trigger", "2400", 16],
  ["beamforming report poll", "4400", 16],
  ["NDP announcement", "5400", 16],
  ["block ack request", "8400", 16],
  ["block ack", "9400", 16],
  ["PS-Poll", "a400", 16],
  ["RTS", "b400", 16],
  ["CF-End", "e400", 16],
])("the header of %s is as long as it is, and no shorter", (_, control, length) => {
  const octets = concatOctets(hex(control), new Uint8Array(length - 2));
  const header = headerOf(octets);
  expect(header.length).toBe(length);
  expect("transmitter" in header).toBe(length > 10);
  for (let cut = 0; cut < length; cut++) {
    const decoded = decodeMacHeader(octets.subarray(0, cut), "snap-length");
    expect(decoded.header).toBeUndefined();
    expect(decoded.fault).toMatchObject({ kind: "truncated", limitedBy: "snap-length" });
    expect((decoded.fault?.offset ?? 0) + (decoded.fault?.available ?? 0)).toBe(cut);
  }
});

test("another protocol version and extension frames are not supported, and said to be so", () => {
  expect(decodeMacHeader(concatOctets(hex("b100"), new Uint8Array(30)), "frame")).toEqual({
    fault: {
      kind: "unsupported",
      where: "MAC header / frame control",
      offset: 0,
      needed: 2,
      available: 2,
      limitedBy: "frame",
      text: "protocol version 1",
    },
  });
  const extension = decodeMacHeader(concatOctets(hex("1c00"), new Uint8Array(30)), "frame");
  expect(extension).toMatchObject({ fault: { kind: "unsupported", text: "extension frame" } });
  expect(extension.header).toBeUndefined();
});

const a1 = mac("02:00:00:00:00:01");
const a2 = mac("02:00:00:00:00:02");
const a3 = mac("02:00:00:00:00:03");
const a4 = mac("02:00:00:00:00:04");

test.each<[boolean, boolean, readonly (string | undefined)[]]>([
  [false, false, [a3, a2, a1]],
  [true, false, [a1, a2, a3]],
  [false, true, [a2, a3, a1]],
  [true, true, [undefined, a4, a3]],
])("with To DS %s and From DS %s the addresses have their roles", (toDs, fromDs, roles) => {
  const address4 = toDs && fromDs ? { address4: a4 } : {};
  const fields = { toDs, fromDs, address1: a1, address2: a2, address3: a3, ...address4 };
  const header = headerOf(buildDataFrame(fields));
  expect([bssidOf(header), sourceOf(header), destinationOf(header)]).toEqual(roles);
});

test("an A-MSDU does not say where its MSDUs come from and go to, but what the air says stays", () => {
  const fields = { subtype: 8, isAmsdu: true, address1: a1, address2: a2, address3: a3 };
  const up = headerOf(buildDataFrame({ ...fields, toDs: true }));
  expect([up.isAmsdu, bssidOf(up), sourceOf(up), destinationOf(up)]).toEqual([
    true,
    a1,
    a2,
    undefined,
  ]);
  const down = headerOf(buildDataFrame({ ...fields, fromDs: true }));
  expect([bssidOf(down), sourceOf(down), destinationOf(down)]).toEqual([a2, undefined, a1]);
});

test("management frames have the BSSID in address 3, control frames have none", () => {
  const management = buildManagementFrame({
    subtype: 12,
    receiver: station,
    transmitter: ap1,
    bssid: ap2,
  });
  const header = headerOf(management);
  expect([bssidOf(header), sourceOf(header), destinationOf(header)]).toEqual([ap2, ap1, station]);
  const ack = headerOf(hex("d4000000 0211223344aa"));
  expect([bssidOf(ack), sourceOf(ack), destinationOf(ack)]).toEqual([
    undefined,
    undefined,
    station,
  ]);
});

test("random octets give a header that lies within them or a fault that does", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
      const { header, fault } = decodeMacHeader(octets, "frame");
      expect((header === undefined) !== (fault === undefined)).toBe(true);
      if (header !== undefined) {
        expect(header.length).toBeLessThanOrEqual(octets.length);
        expect(header.receiver.replaceAll(":", "")).toBe(formatHex(octets.subarray(4, 10)));
      }
      if (fault !== undefined)
        expect(fault.offset + fault.available).toBeLessThanOrEqual(octets.length);
    }),
  );
});
