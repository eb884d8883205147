// A busy channel: beacons and probe responses of 24 BSSs, protected data of 300 stations, control frames,
// 1 % of all damaged. Nobody among them roams.
import { Block, randomFrom, record } from "./blocks.mjs";

export const noiseBssids = Array.from({ length: 24 }, (_, i) => Buffer.from([2, 0xbb, 0, 0, 0, i]));
const stations = Array.from({ length: 300 }, (_, i) =>
  Buffer.from([2, 0xcc, 0, 0, i >> 8, i & 255]),
);

export function noiseBlock(length, seed) {
  const random = randomFrom(seed);
  const isTimed = new Uint8Array(length);
  const records = Array.from({ length }, (_, i) => {
    const kind = random(100);
    isTimed[i] = kind < 13 ? 1 : 0;
    const octets =
      kind < 13 ? announcement(random, kind < 10) : kind < 40 ? data(random) : control(random);
    return record(octets, { isBad: kind >= 13 && random(60) === 0 });
  });
  return Object.assign(new Block(records), { isTimed });
}

function announcement(random, isBeacon) {
  const i = random(24);
  const header = Buffer.alloc(36);
  header[0] = isBeacon ? 0x80 : 0x50;
  if (isBeacon) header.fill(0xff, 4, 10);
  else stations[random(300)].copy(header, 4);
  noiseBssids[i].copy(header, 10);
  noiseBssids[i].copy(header, 16);
  header.writeUInt16LE(random(4096) << 4, 22);
  header.writeUInt16LE(100, 32);
  header.writeUInt16LE(0x0411, 34);
  return Buffer.concat([
    header,
    Buffer.from([0, 6]),
    Buffer.from(`net-0${i % 8}`),
    Buffer.from([1, 4, 0x82, 0x84, 0x8b, 0x96, 3, 1, 1]),
    Buffer.from("30140100000fac040100000fac040100000fac020000", "hex"),
  ]);
}

function data(random) {
  const i = random(300);
  const isUplink = random(2) === 0;
  const frame = Buffer.alloc(42 + 40 + random(100));
  for (let at = 34; at < frame.length; at++) frame[at] = random(256);
  const bssid = noiseBssids[i % 24];
  frame[0] = 0x88;
  frame[1] = 0x40 | (isUplink ? 1 : 2);
  (isUplink ? bssid : stations[i]).copy(frame, 4);
  (isUplink ? stations[i] : bssid).copy(frame, 10);
  Buffer.from([2, 0xdd, 0, 0, 0, 1]).copy(frame, 16);
  frame.writeUInt16LE(random(4096) << 4, 22);
  frame.writeUInt16LE(random(65_536), 26);
  frame[29] = 0x20;
  return frame;
}

/** ACK; RTS, CTS and Block Ack. */
function control(random) {
  const kind = random(100);
  const subtype = kind < 55 ? 13 : kind < 75 ? 12 : kind < 90 ? 11 : 9;
  const frame = Buffer.alloc({ 13: 10, 12: 10, 11: 16, 9: 28 }[subtype]);
  frame[0] = (subtype << 4) | 4;
  stations[random(300)].copy(frame, 4);
  if (frame.length > 10) noiseBssids[random(24)].copy(frame, 10);
  return frame;
}
