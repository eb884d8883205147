import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { concatOctets } from "../../src/bytes/octets.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import { HeaderLook } from "../../src/radiotap/header-look.ts";
import { lookAtHeader } from "../../src/radiotap/header-looks.ts";
import { createHeaderReaders } from "../../src/radiotap/header-readers.ts";
import { createRemoteReader } from "../../src/radiotap/remote.ts";
import { linkTypes } from "../../src/spec/link-types.ts";
import { beaconFrame } from "./any-header.ts";
import { capture, hex, withFcs } from "./packets.ts";
import { avs, cooked, cookedV2, ppi, ppiCommon, prism, tapped } from "./wrap.ts";

const readers = createHeaderReaders(createRemoteReader([]));

/** What a look tells; undefined where it takes more than a look. */
function lookAt(linkType: number, octets: Uint8Array, missing = 0) {
  const padded = concatOctets(hex("a5a5a5"), octets, hex("a5a5"));
  const view = new DataView(padded.buffer);
  const look = new HeaderLook();
  look.missing = missing;
  if (!lookAtHeader(look, linkType, view, 3, 3 + octets.length)) return undefined;
  const { length, tellsFcs, hasFcs, isBad, frequencyMhz, signalDbm } = look;
  const inside = look.linkType === linkTypes.ieee80211 ? undefined : look.linkType;
  const told = tellsFcs ? hasFcs : undefined;
  return { length, inside, hasFcs: told, isBad, frequencyMhz, signalDbm };
}

/** What the reader of the link type tells of the same. */
function read(linkType: number, octets: Uint8Array, missing = 0) {
  const header = readers.get(linkType)?.({ octets, missing });
  if (header === undefined || "notWifi" in header) return header?.notWifi;
  return {
    length: octets.length - header.behind.octets.length,
    inside: header.linkType,
    hasFcs: header.hasFcs,
    isBad: header.isMarkedBad === true,
    frequencyMhz: header.radio.frequencyMhz ?? 0,
    signalDbm: header.radio.signalDbm ?? 0,
  };
}

const frame = withFcs(beaconFrame);
const gps = [30_002, hex("0000000800000000")] as const;
const common = (flags: number) => [2, ppiCommon(flags)] as const;
const mac = [3, hex("000000000000000000000000")] as const;

const samples: readonly (readonly [name: string, linkType: number, octets: Uint8Array])[] = [
  ["bare", 105, frame],
  ["Prism", 119, prism(frame)],
  ["Prism, big-endian", 119, prism(frame, "be", 0x41)],
  ["AVS under the link type of Prism", 119, avs(frame)],
  ["AVS", 163, avs(frame)],
  ["AVS v2, channel", 163, avs(frame, 2, 36)],
  ["AVS, kHz", 163, avs(frame, 1, 5_180_000)],
  ["AVS, SSI of its own", 163, avs(frame, 1, 2437, 3)],
  ["AVS, filler", 163, avs(concatOctets(beaconFrame, hex("ffffffff")))],
  ["PPI without fields", 192, ppi(frame)],
  ["PPI", 192, ppi(frame, { fields: [common(1)] })],
  ["PPI without FCS", 192, ppi(beaconFrame, { fields: [common(0)] })],
  ["PPI, damaged", 192, ppi(frame, { fields: [gps, common(5), mac] })],
  ["PPI, aligned", 192, ppi(frame, { fields: [[9, hex("010203")], common(9)], isAligned: true })],
  ["PPI with radiotap", 192, ppi(tapped(frame), { linkType: 127, fields: [gps] })],
  ["cooked, bare", 113, cooked(801, 4, frame)],
  ["cooked, Prism", 113, cooked(802, 4, prism(frame))],
  ["cooked v2, radiotap", 276, cookedV2(803, 4, tapped(frame))],
];

describe("a look at a header tells what its reader tells", () => {
  test.each(samples)("%s", (_, linkType, octets) => {
    const look = lookAt(linkType, octets);
    expect(look).toBeDefined();
    expect(look).toEqual(read(linkType, octets));
  });

  test.each(samples)("or nothing, of %s with any octet changed", (_, linkType, octets) => {
    let looks = 0;
    for (let at = 0; at < octets.length - beaconFrame.length; at++) {
      for (const value of [0, 1, 2, 4, 8, 0x10, 0x40, 0x41, 0x44, 0x69, 0x7f, 0x80, 0xd6, 0xff]) {
        const changed = octets.slice();
        changed[at] = value;
        const look = lookAt(linkType, changed);
        if (look === undefined) continue;
        looks++;
        expect(look, `${at}: ${value}`).toEqual(read(linkType, changed));
      }
    }
    if (linkType !== linkTypes.ieee80211) expect(looks).toBeGreaterThan(0);
  });

  test.each(samples)("or nothing, of %s cut anywhere", (_, linkType, octets) => {
    for (let length = 0; length < octets.length; length++) {
      const missing = octets.length - length;
      const look = lookAt(linkType, octets.subarray(0, length), missing);
      if (look !== undefined) {
        expect(look, `${length}`).toEqual(read(linkType, octets.subarray(0, length), missing));
      }
    }
  });
});

test.each<[string, number, Uint8Array]>([
  ["cooked, sent by the recorder", 113, cooked(803, 4, tapped(frame), 4)],
  ["cooked v2, sent by the recorder", 276, cookedV2(803, 4, tapped(frame), 4)],
  ["cooked, of another device", 113, cooked(1, 0x0800, frame)],
  ["PPI with the common field twice", 192, ppi(frame, { fields: [common(1), common(0)] })],
  ["PPI that tells of radiotap", 192, ppi(tapped(frame), { linkType: 127, fields: [common(1)] })],
  ["PPI with Ethernet", 192, ppi(frame, { linkType: 1 })],
  ["Ethernet", 1, frame],
])("%s takes more than a look", (_, linkType, octets) => {
  expect(lookAt(linkType, octets)).toBeUndefined();
});

const samplesOfOthers = ["ll_sll_radiotap", "ll_ppi", "ll_avs"].map((name) =>
  capture(`public/formats/wpawolf-${name}.pcap`),
);

test
  .skipIf(!existsSync(capture("public/")))
  .each([
    ...samplesOfOthers,
    capture("public/formats/aircrack-wpa.cap"),
    capture("public/formats/libpcap-http_PPI.pcap"),
  ])("a look is enough in %s", (file) => {
  const records = createCaptureReader().push(new Uint8Array(readFileSync(file)));
  expect(records.length).toBeGreaterThan(0);
  for (const { linkType, octets, originalLength, frame: number } of records) {
    const missing = originalLength - octets.length;
    const look = lookAt(linkType, octets, missing);
    expect(look, `${number}`).toEqual(read(linkType, octets, missing));
  }
});
