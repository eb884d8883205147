import { expect, test } from "vitest";
import { Pseudonyms } from "../../../src/analyze/redaction/pseudonyms.ts";
import { learnFrame, redactKept } from "../../../src/analyze/redaction/redact-frame.ts";
import { macOctets } from "../../../src/bytes/mac-address.ts";
import { concatOctets, formatHex, utf8Octets } from "../../../src/bytes/octets.ts";
import {
  ap1,
  ap2,
  buildBeacon,
  buildElement,
  buildFtAction,
  buildManagementFrame,
  buildSsid,
  hex,
  mac,
  station,
  u8,
} from "../../builders/frames.ts";
import { buildMultiLink } from "../../builders/multi-link.ts";

const neighbour = mac("02:99:88:77:66:55");
const linkAddress = mac("02:99:88:77:66:01");
const mldAddress = mac("02:99:88:77:66:02");
const secretName = "Head Office";

function redacted(frame: Uint8Array): string {
  const pseudonyms = new Pseudonyms({ keepOui: false });
  learnFrame(frame, pseudonyms);
  const record = {
    index: 0,
    timeNs: 0n,
    linkType: 105,
    octets: frame,
    originalLength: frame.length,
  };
  const kept = redactKept({ record, frame, frameStart: 0, isBad: false } as never, pseudonyms, {
    dropKeyNames: false,
  });
  return formatHex(kept?.frame ?? new Uint8Array(0));
}

const action = (...body: readonly Uint8Array[]) =>
  buildManagementFrame({ subtype: 13, receiver: station, transmitter: ap1, bssid: ap1 }, ...body);
const neighborReport = buildElement(
  52,
  concatOctets(macOctets(neighbour), hex("0f040000 51 06 07")),
);
const device = { address: mldAddress, links: { 0: ap1, 1: linkAddress } };

test.each<[string, Uint8Array]>([
  [
    "a Multi-Link element",
    buildBeacon(ap1, {}, buildMultiLink(device, { on: ap1, isAp: true, profiles: true })),
  ],
  [
    "a Multi-Link element that the recorder cut",
    buildBeacon(
      ap1,
      {},
      buildMultiLink(device, { on: ap1, isAp: true, profiles: true }).subarray(0, 16),
    ),
  ],
  [
    "a Reduced Neighbor Report",
    buildBeacon(
      ap1,
      {},
      buildElement(201, concatOctets(hex("0007 51 06 ff"), macOctets(neighbour))),
    ),
  ],
  [
    "a Multiple BSSID",
    buildBeacon(
      ap1,
      {},
      buildElement(71, concatOctets(u8(1), u8(0), u8(15), buildSsid(secretName))),
    ),
  ],
  [
    "a vendor's words over several elements",
    buildBeacon(
      ap1,
      {},
      buildElement(221, concatOctets(hex("00409606"), new Uint8Array(260), utf8Octets(secretName))),
    ),
  ],
  ["a neighbour report", action(hex("050501"), neighborReport)],
  ["a request to go", action(hex("0a0701000000 ff".replace(" ", "")), neighborReport)],
  ["a request to go, with a URL", action(hex("0a070110000000"), u8(11), utf8Octets(secretName))],
  ["an answer where the station goes", action(hex("0a08010000"), macOctets(neighbour))],
  [
    "an FT Action frame",
    buildFtAction(
      { from: station, to: ap1, bssid: ap1 },
      { action: 1, station: mldAddress, targetAp: neighbour },
    ),
  ],
  [
    "a measurement report",
    action(hex("050101"), buildElement(39, concatOctets(hex("010005"), macOctets(neighbour)))),
  ],
])("%s names nobody", (_, frame) => {
  const text = redacted(frame);
  expect(text.length).toBeGreaterThan(50);
  for (const address of [station, ap1, ap2, neighbour, linkAddress, mldAddress]) {
    expect(text, address).not.toContain(formatHex(macOctets(address)));
  }
  expect(text).not.toContain(formatHex(utf8Octets(secretName)));
});

test("what elements say of rates and keys stays", () => {
  const rates = hex("0104828488 96".replace(" ", ""));
  const country = hex("0706444520010d14");
  const text = redacted(buildBeacon(ap1, {}, rates, country));
  expect(text).toContain(formatHex(rates));
  expect(text).toContain(formatHex(country));
});
