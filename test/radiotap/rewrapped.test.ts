import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { parseKeyFile } from "../../src/analyze/key-file.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import { nativePbkdf2 } from "../../src/cli/native-pbkdf2.ts";
import type { DecodeAs } from "../../src/radiotap/encapsulation.ts";
import { createReceiver } from "../../src/radiotap/receive.ts";
import { buildPcap } from "../builders/capture-file.ts";
import { ownCases } from "../cases.ts";
import { withFcs } from "./packets.ts";
import {
  arubaPcap,
  arubaRadio,
  avs,
  capwap,
  cooked,
  cookedV2,
  ethernet,
  exchanged,
  ipv4,
  ipv6,
  newPeek,
  overUdp,
  peek,
  ppi,
  ppiCommon,
  prism,
  tapped,
  tzsp,
  udp,
} from "./wrap.ts";

const scenario = join(ownCases, "ftpsk-ota-success");
const file = new Uint8Array(readFileSync(join(scenario, "air.pcap")));
const { keys } = parseKeyFile(readFileSync(join(scenario, "keys.txt")), "keys.txt");

/** Times and frames of the lab's capture, without radiotap. */
const frames = (() => {
  const receiver = createReceiver();
  return createCaptureReader()
    .push(file)
    .map((record) => {
      const received = receiver.receive(record);
      if ("notWifi" in received) throw new RangeError(received.notWifi);
      return { timeNs: record.time, frame: received.octets };
    });
})();

function analyze(octets: Uint8Array, decodeAs: readonly DecodeAs[] = []) {
  const reader = createCaptureReader();
  const analyzer = createAnalyzer({ inputs: 1, keys, decodeAs, pbkdf2: nativePbkdf2 });
  analyzer.push(0, reader.push(octets));
  analyzer.end(0, { path: "", sizeBytes: octets.length, compression: null, ...reader.end() });
  return analyzer.finish();
}

/** What must not depend on how the frames were carried. */
function verdicts(octets: Uint8Array, decodeAs?: readonly DecodeAs[]) {
  return analyze(octets, decodeAs).exchanges.map(({ kind, verdict, frames: steps }) => ({
    kind,
    verdict: `${verdict.kind} ${verdict.rule} ${verdict.culprit} ${verdict.confidence}`,
    frames: steps.map(({ frame }) => frame),
  }));
}

const expected = verdicts(file);

function rewrapped(linkType: number, wrap: (frame: Uint8Array, i: number) => Uint8Array) {
  const records = frames.map(({ timeNs, frame }, i) => ({ timeNs, octets: wrap(frame, i) }));
  return buildPcap({ linkType, records });
}

test("the lab's roam is there to be rewrapped", () => {
  expect(frames.length).toBeGreaterThan(100);
  expect(expected.map(({ verdict }) => verdict)).toEqual([
    expect.stringContaining("sound"),
    expect.stringContaining("sound"),
  ]);
});

const peekPorts = { from: 5555, to: 5000 };

test.each<[string, number, (frame: Uint8Array, i: number) => Uint8Array]>([
  ["bare frames", 105, (frame) => frame],
  ["Prism, little-endian", 119, (frame) => prism(frame)],
  ["Prism, big-endian, with FCS", 119, (frame) => prism(withFcs(frame), "be", 0x41)],
  ["AVS under the link type of Prism", 119, (frame) => avs(frame)],
  ["AVS", 163, (frame) => avs(withFcs(frame))],
  ["AVS v2", 163, (frame) => avs(frame, 2)],
  ["PPI", 192, (frame) => ppi(withFcs(frame), { fields: [[2, ppiCommon(1)]] })],
  ["PPI with radiotap inside", 192, (frame) => ppi(tapped(withFcs(frame)), { linkType: 127 })],
  ["cooked, bare", 113, (frame) => cooked(801, 4, frame)],
  ["cooked, Prism", 113, (frame) => cooked(802, 4, prism(frame))],
  ["cooked v2, radiotap", 276, (frame) => cookedV2(803, 4, tapped(withFcs(frame)))],
  ["PEEKREMOTE", 1, (frame) => overUdp(peek(withFcs(frame)), peekPorts)],
  ["PEEKREMOTE on an odd port", 1, (frame) => overUdp(peek(withFcs(frame)), { to: 6000 })],
  ["PEEKREMOTE v2", 1, (frame) => overUdp(newPeek(withFcs(frame)), { to: 5000 })],
  ["TZSP", 1, (frame) => overUdp(tzsp(frame), { to: 37_008 })],
  ["TZSP with Prism", 1, (frame) => overUdp(tzsp(prism(frame), 119), { to: 37_008 })],
  ["TZSP with radiotap", 1, (frame) => overUdp(tzsp(tapped(withFcs(frame)), 126), { to: 37_008 })],
  ["TZSP with AVS", 1, (frame) => overUdp(tzsp(avs(frame), 127), { to: 37_008 })],
  [
    "TZSP with Ethernet with PEEKREMOTE",
    1,
    (frame) => overUdp(tzsp(overUdp(peek(withFcs(frame)), peekPorts), 1), { to: 37_008 }),
  ],
  ["Aruba pcap", 1, (frame) => overUdp(arubaPcap(withFcs(frame)), { to: 5555 })],
  [
    "Aruba pcap and radio, half of it sent by the AP",
    1,
    (frame, i) =>
      overUdp(i % 2 === 0 ? arubaRadio(withFcs(frame)) : arubaRadio(frame, 100), { to: 5555 }),
  ],
  ["PPI over UDP", 1, (frame) => overUdp(ppi(frame), { to: 5555 })],
  ["radiotap over UDP", 1, (frame) => overUdp(tapped(withFcs(frame)), { to: 5555 })],
  ["CAPWAP", 1, (frame) => overUdp(capwap(frame), { to: 5247 })],
  [
    "CAPWAP, exchanged",
    1,
    (frame) => overUdp(capwap(exchanged(frame)), { from: 5247, to: 41_264 }),
  ],
  [
    "Ethernet with two VLAN tags",
    1,
    (frame) => ethernet(ipv4(udp(peek(withFcs(frame)), peekPorts)), 0x0800, "88a80001 8100e002"),
  ],
  ["raw IPv4", 228, (frame) => ipv4(udp(peek(withFcs(frame)), peekPorts))],
  ["raw IPv6", 229, (frame) => ipv6(udp(peek(withFcs(frame)), peekPorts))],
  ["raw IP", 101, (frame) => ipv6(udp(newPeek(withFcs(frame)), peekPorts))],
  ["cooked IP", 113, (frame) => cooked(1, 0x0800, ipv4(udp(tzsp(frame), { to: 37_008 })))],
  ["cooked v2 IPv6", 276, (frame) => cookedV2(1, 0x86dd, ipv6(udp(tzsp(frame), { to: 37_008 })))],
])("the lab's roam gives the same verdicts in %s", (_, linkType, wrap) => {
  expect(verdicts(rewrapped(linkType, wrap))).toEqual(expected);
});

test("the lab's roam gives the same verdicts out of fragments of datagrams, with other frame numbers", () => {
  const records = frames.flatMap(({ timeNs, frame }, id) => {
    const datagram = udp(tzsp(frame), { to: 37_008 });
    const parts = [
      ipv4(datagram.subarray(0, 16), { id, isMore: true }),
      ipv4(datagram.subarray(16), { id, offset: 16 }),
    ];
    return parts.map((octets) => ({ timeNs, octets: ethernet(octets) }));
  });
  expect(verdicts(buildPcap({ linkType: 1, records }))).toEqual(
    expected.map((each) => ({ ...each, frames: each.frames.map((frame) => 2 * frame) })),
  );
});

test.each<[DecodeAs["encapsulation"], (frame: Uint8Array) => Uint8Array]>([
  ["peekremote", (frame) => peek(withFcs(frame), { packetLength: 7, sliceLength: 7 })],
  ["capwap", (frame) => capwap(exchanged(frame))],
])("the lab's roam is found in %s on an odd port with decodeAs only", (encapsulation, wrap) => {
  const capture = rewrapped(1, (frame) => overUdp(wrap(frame), { to: 6000 }));
  expect(verdicts(capture)).toEqual([]);
  expect(verdicts(capture, [{ encapsulation, port: 6000 }])).toEqual(expected);
});

test("a lab capture in Ethernet on a port that nothing is known of comes with a hint", () => {
  const capture = rewrapped(1, (frame) => overUdp(capwap(frame), { to: 6000 }));
  expect(analyze(capture).inputs[0]?.notWifi).toEqual([
    {
      what: "Ethernet: no 802.11 inside; capture in monitor mode, or give --decode-as for a remote capture on an odd port",
      packets: frames.length,
    },
  ]);
});
