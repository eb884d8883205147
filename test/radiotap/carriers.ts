import { concatOctets } from "../../src/bytes/octets.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { createReceiver } from "../../src/radiotap/receive.ts";
import { linkTypes } from "../../src/spec/link-types.ts";
import { hex, withFcs } from "./packets.ts";
import {
  arubaPcap,
  arubaRadio,
  avs,
  cooked,
  cookedV2,
  newPeek,
  overUdp,
  peek,
  ppi,
  ppiCommon,
  prism,
  tapped,
  tzsp,
} from "./wrap.ts";

/** A way of carrying a frame; not every recorder says whether it marks damage. */
type Wrap = (frame: Uint8Array, frequencyMhz: number, isBad: boolean) => Uint8Array;

export interface Carrier {
  readonly linkType: number;
  readonly hasFcs: boolean;
  readonly wrap: Wrap;
}

/** The frames of a capture as other recorders would have kept them. */
export function rewrapped(
  records: readonly CaptureRecord[],
  { linkType, hasFcs, wrap }: Carrier,
): readonly CaptureRecord[] {
  const receiver = createReceiver();
  return records.flatMap((record, i) => {
    const received = receiver.receive(record);
    if ("notWifi" in received) return [];
    const frame = hasFcs ? withFcs(received.octets) : received.octets.slice();
    // The air damages some.
    const isBad = i % 31 === 30;
    if (isBad) frame[frame.length - 6] = (frame[frame.length - 6] ?? 0) ^ 0x10;
    const octets = wrap(frame, received.radio.frequencyMhz ?? 0, isBad);
    const crcError = i % 37 === 36;
    return [{ ...record, linkType, octets, originalLength: octets.length, crcError }];
  });
}

const withoutFlags = hex("00000d0028000000 8509a000d6");
const ppiOf: Wrap = (frame, mhz, isBad) =>
  ppi(frame, { fields: [[2, ppiCommon(isBad ? 5 : 1, 1, mhz)]] });
const channelNumber = (mhz: number) => (mhz < 5000 ? (mhz - 2407) / 5 : (mhz - 5000) / 5);
const remote = (payload: Uint8Array, to: number) => overUdp(payload, { to });
const channelTag = (mhz: number) => `1201${channelNumber(mhz).toString(16).padStart(2, "0")}`;

function peekOf(frame: Uint8Array, mhz: number, isBad: boolean): Uint8Array {
  const octets = peek(frame, { flags: isBad ? 2 : 0 });
  octets[17] = channelNumber(mhz);
  return octets;
}

const all: readonly (readonly [string, number, boolean, Wrap])[] = [
  ["bare frames with FCS", linkTypes.ieee80211, true, (frame) => frame],
  ["bare frames", linkTypes.ieee80211, false, (frame) => frame],
  ["radiotap without Flags", 127, true, (frame) => concatOctets(withoutFlags, frame)],
  ["radiotap without Flags or FCS", 127, false, (frame) => concatOctets(withoutFlags, frame)],
  ["PPI", 192, true, ppiOf],
  ["PPI without fields", 192, true, (frame) => ppi(frame)],
  ["PPI with radiotap", 192, true, (frame) => ppi(tapped(frame), { linkType: 127 })],
  ["AVS", 163, true, (frame, mhz) => avs(frame, 1, mhz)],
  ["AVS without FCS", 163, false, (frame, mhz) => avs(frame, 2, mhz * 1000)],
  ["AVS, filler", 163, false, (frame, mhz) => avs(concatOctets(frame, hex("ffffffff")), 1, mhz)],
  ["Prism", 119, true, (frame, mhz) => prism(frame, "le", 0x44, channelNumber(mhz))],
  ["Prism, big-endian", 119, false, (frame, mhz) => prism(frame, "be", 0x41, channelNumber(mhz))],
  ["cooked, radiotap", 113, true, (frame) => cooked(803, 4, tapped(frame))],
  ["PEEKREMOTE", 1, true, (frame, mhz, isBad) => remote(peekOf(frame, mhz, isBad), 5000)],
  ["PEEKREMOTE v2", 1, true, (frame, mhz) => remote(newPeek(frame, { frequencyMhz: mhz }), 5000)],
  ["TZSP", 1, false, (frame, mhz) => remote(tzsp(frame, 18, channelTag(mhz)), 37_008)],
  ["TZSP with radiotap", 1, true, (frame) => remote(tzsp(tapped(frame), 126), 37_008)],
  ["Aruba pcap", 1, true, (frame) => remote(arubaPcap(frame), 5555)],
  ["Aruba pcap and radio", 1, true, (frame) => remote(arubaRadio(frame), 5555)],
  ["radiotap over UDP", 1, true, (frame) => remote(tapped(frame), 5555)],
  ["cooked v2, Prism", 276, false, (frame) => cookedV2(802, 4, prism(frame))],
];

/** Link types and headers that are looked at where they lie, by name. */
export const carriers: readonly (readonly [name: string, carrier: Carrier])[] = all.map(
  ([name, linkType, hasFcs, wrap]) => [name, { linkType, hasFcs, wrap }],
);
