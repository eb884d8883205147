import { describe, expect, test } from "vitest";
import { FrameHead } from "../../src/air/frame-head.ts";
import { concatOctets, formatHex } from "../../src/bytes/octets.ts";
import { Packet } from "../../src/capture/packet.ts";
import { createReceiver, type Receiver } from "../../src/radiotap/receive.ts";
import { beaconFrame } from "../radiotap/any-header.ts";
import { hex, withFcs } from "../radiotap/packets.ts";
import {
  arubaPcap,
  arubaRadio,
  avs,
  ethernet,
  ipv4,
  newPeek,
  overUdp,
  peek,
  ppi,
  ppiCommon,
  prism,
  tapped,
  tzsp,
  udp,
} from "../radiotap/wrap.ts";

const ports = {
  aruba: { to: 5002 },
  arubaRadio: { to: 5003 },
  peek: { from: 5555, to: 5000 },
  tzsp: { to: 37_008 },
  ppi: { to: 5001 },
};
const decodeAs = [
  { encapsulation: "peekremote", port: 5000 },
  { encapsulation: "tzsp", port: 37_008 },
  { encapsulation: "ppi", port: 5001 },
  { encapsulation: "aruba-pcap", port: 5002 },
  { encapsulation: "aruba-pcap-radio", port: 5003 },
] as const;

const frame = withFcs(beaconFrame);
const tagged = "0a01d6 0b01a1 000000 0c0102 110100 120106";

const samples: readonly (readonly [name: string, linkType: number, octets: Uint8Array])[] = [
  ["radiotap", 127, tapped(frame)],
  ["PPI", 192, ppi(frame, { fields: [[2, ppiCommon(1)]] })],
  ["AVS, filler", 163, avs(concatOctets(beaconFrame, hex("ffffffff")))],
  ["PEEKREMOTE", 1, overUdp(peek(frame), ports.peek)],
  ["PEEKREMOTE, damaged", 1, overUdp(peek(frame, { flags: 2 }), ports.peek)],
  [
    "PEEKREMOTE without FCS",
    1,
    overUdp(peek(beaconFrame, { packetLength: beaconFrame.length + 4 }), ports.peek),
  ],
  ["PEEKREMOTE v2", 1, overUdp(newPeek(frame), ports.peek)],
  ["PEEKREMOTE v2 without frequency", 1, overUdp(newPeek(frame, { frequencyMhz: 0 }), ports.peek)],
  ["TZSP", 1, overUdp(tzsp(beaconFrame, 18, tagged), ports.tzsp)],
  ["TZSP, cut by the sensor", 1, overUdp(tzsp(tapped(frame), 126, "29020100"), ports.tzsp)],
  ["TZSP with Prism", 1, overUdp(tzsp(prism(beaconFrame), 119), ports.tzsp)],
  ["TZSP with radiotap", 1, overUdp(tzsp(tapped(frame), 126), ports.tzsp)],
  ["Aruba pcap", 1, overUdp(arubaPcap(beaconFrame), ports.aruba)],
  ["Aruba pcap and radio", 1, overUdp(arubaRadio(frame), ports.arubaRadio)],
  ["PPI over UDP", 1, overUdp(ppi(frame, { fields: [[2, ppiCommon(5)]] }), ports.ppi)],
  [
    "two VLAN tags, IP options, a trailer",
    1,
    concatOctets(
      ethernet(
        ipv4(udp(peek(frame), ports.peek), { options: hex("01010101") }),
        0x0800,
        "88a80001 8100e002",
      ),
      hex("0000"),
    ),
  ],
  ["raw IP without total length", 228, ipv4(udp(peek(frame), ports.peek), { totalLength: 0 })],
];

interface Sample {
  readonly linkType: number;
  readonly octets: Uint8Array;
  readonly missing?: number;
}

/** What a look and the receiver of an interface tell of one packet; undefined where that takes more than a look. */
function compared({ linkType, octets, missing = 0 }: Sample) {
  const receivers: readonly Receiver[] = [0, 1].map(() => createReceiver({ decodeAs }));
  const [looking, reading] = receivers as readonly [Receiver, Receiver];
  const head = new FrameHead(() => looking);
  const record = {
    frame: 1,
    interfaceId: 0,
    linkType,
    time: 0n,
    timeDigits: 6,
    octets,
    originalLength: octets.length + missing,
    fcsLength: undefined,
    crcError: false,
  };
  const packet = new Packet();
  packet.set(record);
  if (!head.read(packet) || !head.findsFcs(packet)) return undefined;
  const looked = {
    octets: formatHex(octets.subarray(head.start, Math.max(head.start, head.end))),
    cut: head.missing > 0,
    isBad: head.isBad || head.isRefuted(packet),
    frequencyMhz: head.frequencyMhz(packet.view),
    signalDbm: head.signalDbm(packet.view),
  };
  const received = reading.receive(record);
  if ("notWifi" in received) return { looked, received: received.notWifi };
  const { radio, fcs, cut } = received;
  return {
    looked,
    received: {
      octets: formatHex(received.octets),
      cut,
      isBad: fcs === "bad",
      frequencyMhz: radio.frequencyMhz ?? 0,
      signalDbm: radio.signalDbm ?? 0,
    },
  };
}

function isSame(sample: Sample, what: string): boolean {
  const both = compared(sample);
  if (both !== undefined) expect(both.looked, what).toEqual(both.received);
  return both !== undefined;
}

describe("a look at a packet tells what its receiver tells", () => {
  test.each(samples)("%s", (_, linkType, octets) => {
    expect(isSame({ linkType, octets }, "as it is")).toBe(true);
  });

  test.each(samples)("or nothing, of %s with any octet changed", (_, linkType, octets) => {
    for (let at = 0; at < octets.length; at++) {
      for (const value of [0, 1, 2, 4, 8, 0x10, 0x11, 0x20, 0x40, 0x45, 0x64, 0x7f, 0x81, 0xff]) {
        const changed = octets.slice();
        changed[at] = value;
        isSame({ linkType, octets: changed }, `${at}: ${value}`);
      }
    }
  });

  test.each(samples)("or nothing, of %s cut anywhere", (_, linkType, octets) => {
    for (let length = 0; length < octets.length; length++) {
      const missing = octets.length - length;
      isSame({ linkType, octets: octets.subarray(0, length), missing }, `${length}`);
    }
  });
});

test.each<[string, number, Uint8Array]>([
  ["a fragment", 1, ethernet(ipv4(udp(peek(frame), ports.peek), { isMore: true }))],
  ["TCP", 1, ethernet(ipv4(udp(peek(frame), ports.peek), { protocol: 6 }))],
  ["PEEKREMOTE, sliced", 1, overUdp(peek(frame, { packetLength: 900 }), ports.peek)],
  ["PEEKREMOTE, sent by the sensor", 1, overUdp(peek(frame, { signalPercent: 100 }), ports.peek)],
  ["Aruba, sent by the AP", 1, overUdp(arubaRadio(beaconFrame, 100), ports.arubaRadio)],
  ["TZSP that tells of radiotap", 1, overUdp(tzsp(tapped(frame), 126, tagged), ports.tzsp)],
  ["TZSP keep-alive", 1, overUdp(tzsp(frame, 18, "", 4), ports.tzsp)],
  ["an unknown port", 1, overUdp(peek(frame), { to: 6000 })],
])("%s takes more than a look", (_, linkType, octets) => {
  expect(compared({ linkType, octets })).toBeUndefined();
});
