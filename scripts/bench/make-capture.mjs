// Writes a synthetic capture of a busy channel: beacons and probe responses of 24 BSSs, protected data of
// 300 stations, control frames, 1 % of all with a bad FCS, and between them the roams of
// captures/ftpsk-ota-success, all with radiotap and FCS. Seeded: the same arguments give the same file.
// A name that ends in .pcapng gives pcapng, any other classic pcap.
//
//   node scripts/bench/make-capture.mjs <file> <megabytes> [roams] [seed]
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";

const [path, megabytesText, roamsText = "40", seedText = "1"] = process.argv.slice(2);
if (path === undefined || megabytesText === undefined) {
  console.error("usage: node scripts/bench/make-capture.mjs <file> <megabytes> [roams] [seed]");
  process.exit(2);
}
const isPcapng = path.endsWith(".pcapng");
// The same frames in either format: the length of classic pcap decides.
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
  const packet = story.subarray(at + 16, at + 16 + length);
  const headerLength = packet.readUInt16LE(2);
  // Frames of the virtual radio have no FCS; its radiotap header gives the channel in front of the signal.
  storyRecords.push({ us, octets: packet.subarray(headerLength), mhz: channelOf(packet) });
  at += 16 + length;
}
const storyStart = storyRecords[0].us;

/** The radiotap headers of the virtual radio begin with TSFT, Flags, Rate and Channel. */
function channelOf(packet) {
  return packet.readUInt16LE(18);
}

// What is encrypted looks like noise, and does not shrink.
const noise = Buffer.alloc(1 << 20);
for (let at = 0; at < noise.length; at += 4) {
  random(1);
  noise.writeUInt32LE(state, at);
}

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

function probeResponse(us) {
  const frame = beacon(us);
  frame[0] = 0x50;
  stations[random(300)].mac.copy(frame, 4);
  return frame;
}

function data() {
  const of = stations[random(300)];
  const isUplink = random(2) === 0;
  // Most frames are short, half are as long as those that carry files.
  const length = 26 + 8 + (random(2) === 0 ? 400 + random(1000) : 40 + random(120)) + 8;
  const frame = Buffer.alloc(length);
  noise.copy(frame, 34, random(noise.length - length));
  frame[0] = 0x88;
  frame[1] = 0x40 | (isUplink ? 1 : 2);
  (isUplink ? of.ap.bssid : of.mac).copy(frame, 4);
  (isUplink ? of.mac : of.ap.bssid).copy(frame, 10);
  Buffer.from([2, 0xdd, 0, 0, 0, 1]).copy(frame, 16);
  of.sequence = (of.sequence + 1) & 4095;
  frame.writeUInt16LE(of.sequence << 4, 22);
  of.pn++;
  frame.writeUInt16LE(of.pn & 0xffff, 26);
  frame[29] = 0x20;
  frame.writeUInt32LE(Math.floor(of.pn / 65536), 30);
  return frame;
}

/** ACK; RTS, CTS and Block Ack. */
function control() {
  const kind = random(100);
  const subtype = kind < 55 ? 13 : kind < 75 ? 12 : kind < 90 ? 11 : 9;
  const frame = Buffer.alloc({ 13: 10, 12: 10, 11: 16, 9: 28 }[subtype]);
  frame[0] = (subtype << 4) | 4;
  if (subtype === 9) frame[16] = 4; // a compressed bitmap
  stations[random(300)].mac.copy(frame, 4);
  if (frame.length > 10) stations[random(300)].ap.bssid.copy(frame, 10);
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
  if (isPcapng) {
    const padded = (octets.length + 3) & ~3;
    const block = Buffer.alloc(32 + padded);
    block.writeUInt32LE(6, 0);
    block.writeUInt32LE(block.length, 4);
    block.writeUInt32LE(Number(us >> 32n), 12);
    block.writeUInt32LE(Number(us & 0xffffffffn), 16);
    block.writeUInt32LE(octets.length, 20);
    block.writeUInt32LE(octets.length, 24);
    octets.copy(block, 28);
    block.writeUInt32LE(block.length, block.length - 4);
    write(block);
  } else {
    const header = Buffer.alloc(16);
    header.writeUInt32LE(Number(us / 1000000n), 0);
    header.writeUInt32LE(Number(us % 1000000n), 4);
    header.writeUInt32LE(octets.length, 8);
    header.writeUInt32LE(octets.length, 12);
    write(header);
    write(octets);
  }
  pcapLength += 16 + octets.length;
}

let pcapLength = 24;
if (isPcapng) {
  const section = Buffer.alloc(28);
  section.writeUInt32LE(0x0a0d0d0a, 0);
  section.writeUInt32LE(28, 4);
  section.writeUInt32LE(0x1a2b3c4d, 8);
  section.writeUInt16LE(1, 12);
  section.fill(0xff, 16, 24);
  section.writeUInt32LE(28, 24);
  const description = Buffer.alloc(20);
  description.writeUInt32LE(1, 0);
  description.writeUInt32LE(20, 4);
  description.writeUInt16LE(127, 8);
  description.writeUInt32LE(20, 16);
  write(section);
  write(description);
} else {
  const fileHeader = Buffer.alloc(24);
  fileHeader.writeUInt32LE(0xa1b2c3d4, 0);
  fileHeader.writeUInt16LE(2, 4);
  fileHeader.writeUInt16LE(4, 6);
  fileHeader.writeUInt32LE(262144, 16);
  fileHeader.writeUInt32LE(127, 20);
  write(fileHeader);
}

let us = 1790000000000000n;
let frames = 0;
let spliced = 0;
while (pcapLength < target) {
  if (spliced < roams && pcapLength >= ((spliced + 0.5) * target) / roams) {
    const start = us;
    for (const { us: at, octets, mhz } of storyRecords) {
      record(
        start + (at - storyStart),
        Buffer.concat([radiotap(mhz, false), withFcs(octets, false)]),
      );
      us = start + (at - storyStart);
      frames++;
    }
    spliced++;
    us += 15000000n;
    continue;
  }
  us += BigInt(20 + random(200));
  const kind = random(100);
  const frame =
    kind < 10 ? beacon(us) : kind < 13 ? probeResponse(us) : kind < 40 ? data() : control();
  const isBad = random(100) === 0;
  record(us, Buffer.concat([radiotap(2412, isBad), withFcs(frame, isBad)]));
  frames++;
}
flush();
closeSync(file);
console.log(`${path}: ${written} octets, ${frames} frames, ${spliced} roams`);
