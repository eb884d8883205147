// Writes a synthetic capture: a busy channel (beacons of 24 BSSs, protected data, control frames with
// FCS) into which the roams of captures/ftpsk-ota-success are spliced. Seeded: the same arguments give
// the same file.
//
//   node scripts/bench/make-capture.mjs <file> <megabytes> [roams] [seed]
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";

const [path, megabytesText, roamsText = "40", seedText = "1"] = process.argv.slice(2);
if (path === undefined || megabytesText === undefined) {
  console.error("usage: node scripts/bench/make-capture.mjs <file> <megabytes> [roams] [seed]");
  process.exit(2);
}
const target = Number(megabytesText) * 1e6;
const roams = Number(roamsText);

let state = Number(seedText) >>> 0 || 1;
function random(below) {
  // xorshift32: enough to mix frames, and the same everywhere.
  state ^= state << 13;
  state >>>= 0;
  state ^= state >>> 17;
  state ^= state << 5;
  state >>>= 0;
  return state % below;
}

const story = readFileSync(new URL("../../captures/ftpsk-ota-success/air.pcap", import.meta.url));
const storyRecords = [];
for (let at = 24; at + 16 <= story.length; ) {
  const length = story.readUInt32LE(at + 8);
  const us = BigInt(story.readUInt32LE(at)) * 1000000n + BigInt(story.readUInt32LE(at + 4));
  storyRecords.push({ us, octets: story.subarray(at + 16, at + 16 + length) });
  at += 16 + length;
}
const storyStart = storyRecords[0].us;

/** Radiotap with flags (FCS at end), channel and signal. */
function radiotap(mhz, isBad) {
  const header = Buffer.alloc(16);
  header.writeUInt16LE(15, 2);
  header.writeUInt32LE(0x2a, 4);
  header[8] = 0x10 | (isBad ? 0x40 : 0);
  header.writeUInt16LE(mhz, 10);
  header.writeUInt16LE(0x00a0, 12);
  header[14] = 256 - 40 - random(40);
  return header.subarray(0, 15);
}

function withFcs(frame, isBad) {
  const fcs = Buffer.alloc(4);
  fcs.writeUInt32LE((crc32(frame) ^ (isBad ? 0x5a5a5a5a : 0)) >>> 0);
  return Buffer.concat([frame, fcs]);
}

const bss = Array.from({ length: 24 }, (_, i) => ({
  bssid: Buffer.from([0x02, 0xbb, 0, 0, 0, i]),
  sequence: 0,
  body: Buffer.concat([
    Buffer.from([0x64, 0, 0x11, 0x04, 0, 8]),
    Buffer.from(`net-${String(i % 8).padStart(4, "0")}`),
    Buffer.from([1, 4, 0x82, 0x84, 0x8b, 0x96, 3, 1, 1 + (i % 11)]),
    Buffer.from("30140100000fac040100000fac040100000fac020000", "hex"),
    Buffer.alloc(90, 0xdd).fill(0).fill(0xdd, 0, 1).fill(88, 1, 2),
  ]),
}));
const stations = Array.from({ length: 300 }, (_, i) => ({
  mac: Buffer.from([0x02, 0xcc, 0, 0, i >> 8, i & 255]),
  ap: bss[i % 24],
  sequence: 0,
  pn: 1,
}));

function beacon(us) {
  const of = bss[random(24)];
  const header = Buffer.alloc(32);
  header[0] = 0x80;
  header.fill(0xff, 4, 10);
  of.bssid.copy(header, 10);
  of.bssid.copy(header, 16);
  of.sequence = (of.sequence + 1) & 4095;
  header.writeUInt16LE(of.sequence << 4, 22);
  header.writeBigUInt64LE(us, 24);
  return Buffer.concat([header, of.body]);
}

function data() {
  const of = stations[random(300)];
  const isUplink = random(2) === 0;
  const frame = Buffer.alloc(26 + 8 + 60 + random(1200));
  frame[0] = 0x88;
  frame[1] = 0x40 | (isUplink ? 1 : 2);
  (isUplink ? of.ap.bssid : of.mac).copy(frame, 4);
  (isUplink ? of.mac : of.ap.bssid).copy(frame, 10);
  Buffer.from([2, 0xdd, 0, 0, 0, 1]).copy(frame, 16);
  of.sequence = (of.sequence + 1) & 4095;
  frame.writeUInt16LE(of.sequence << 4, 22);
  frame.writeUInt16LE(of.pn++ & 0xffff, 26);
  frame[29] = 0x20;
  return frame;
}

function control() {
  const frame = Buffer.alloc(random(3) === 0 ? 16 : 10);
  frame[0] = frame.length === 16 ? 0xb4 : 0xd4;
  stations[random(300)].mac.copy(frame, 4);
  if (frame.length === 16) stations[random(300)].ap.bssid.copy(frame, 10);
  return frame;
}

const file = openSync(path, "w");
const chunks = [];
let pending = 0;
let written = 0;
function write(buffer) {
  chunks.push(buffer);
  pending += buffer.length;
  written += buffer.length;
  if (pending > 1 << 20) flush();
}
function flush() {
  writeSync(file, Buffer.concat(chunks));
  chunks.length = 0;
  pending = 0;
}
function record(us, octets) {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Number(us / 1000000n), 0);
  header.writeUInt32LE(Number(us % 1000000n), 4);
  header.writeUInt32LE(octets.length, 8);
  header.writeUInt32LE(octets.length, 12);
  write(header);
  write(octets);
}

const fileHeader = Buffer.alloc(24);
fileHeader.writeUInt32LE(0xa1b2c3d4, 0);
fileHeader.writeUInt16LE(2, 4);
fileHeader.writeUInt16LE(4, 6);
fileHeader.writeUInt32LE(262144, 16);
fileHeader.writeUInt32LE(127, 20);
write(fileHeader);

let us = 1790000000000000n;
let frames = 0;
let spliced = 0;
while (written < target) {
  if (spliced < roams && written >= ((spliced + 0.5) * target) / roams) {
    const start = us;
    for (const { us: at, octets } of storyRecords) {
      const copy = Buffer.from(octets);
      record(start + (at - storyStart), copy);
      us = start + (at - storyStart);
      frames++;
    }
    spliced++;
    us += 15000000n;
    continue;
  }
  us += BigInt(20 + random(200));
  const kind = random(100);
  const frame = kind < 13 ? beacon(us) : kind < 40 ? data() : control();
  const isBad = random(100) === 0;
  record(us, Buffer.concat([radiotap(2412, isBad), withFcs(frame, isBad)]));
  frames++;
}
flush();
closeSync(file);
console.log(`${path}: ${written} octets, ${frames} frames, ${spliced} roams`);
