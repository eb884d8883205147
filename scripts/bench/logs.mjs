// Reads a synthetic AireOS log of 200 MB: speed in MB/s, most memory taken. npm run bench:logs [-- MB]
import { spawnSync } from "node:child_process";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("../../", import.meta.url);
const { createLogCollector } = await import(new URL("build/analyze/log-collector.js", root));

const megabytes = Number(process.argv[2] ?? 200);
// Written by a process of its own, whose memory is none of the reader's.
const isWriter = process.argv[3] !== undefined;
const path = process.argv[3] ?? join(tmpdir(), `ftscope-bench-${process.pid}.log`);
const chunkLength = 1024 * 1024;
const stations = 200;

function mac(prefix, n) {
  const hex = n.toString(16).padStart(6, "0");
  return `02:${prefix}:00:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4)}`;
}

function time(ms) {
  const iso = new Date(Date.UTC(2000, 2, 4) + ms).toISOString();
  return `Mar  ${Number(iso.slice(8, 10))} ${iso.slice(11, 23)}`;
}

/** One attempt of a station, as an AireOS controller tells it: bursts of 5, one station after the other. */
function attempt(n) {
  const index = Math.floor(n / 5) % stations;
  const station = mac("5a", index);
  const radio = mac("a0", 16 * (1 + (index % 7)));
  const bssid = `${radio.slice(0, -1)}e`;
  const at = time(n * 344);
  const say = (task, text) => `*${task}: ${at}: ${station} ${text}\n`;
  return [
    say("apfMsConnTask_5", "Doing preauth for this client over the Air"),
    say("apfMsConnTask_5", `Doing local roaming for destination address ${bssid}`),
    say("apfMsConnTask_5", "Got 1 AKMs in RSNIE"),
    say("apfMsConnTask_5", "RSNIE AKM matches with PMK cache entry :0x4"),
    say("apfMsConnTask_5", `Created a new preauth entry for AP:${bssid}`),
    say(
      "spamApTask0",
      `Association Failed on REAP AP BSSID ${bssid} (slot 1), status 11 0 802.11r Key Cache look up failed in (re)-assoc req`,
    ),
    say(
      "spamApTask0",
      `Received DELETE mobile, reason UNKNOWN, from AP ${radio}, slot 1 ...cleaning up mscb`,
    ),
  ].join("");
}

async function write() {
  const written = await open(path, "w");
  let length = 0;
  for (let n = 0; length < megabytes * 1e6; ) {
    const lines = [];
    for (let i = 0; i < 2000; i++) lines.push(attempt(n++));
    length += (await written.write(lines.join(""))).bytesWritten;
  }
  await written.close();
}

if (isWriter) {
  await write();
  process.exit();
}
spawnSync(process.execPath, [import.meta.filename, String(megabytes), path], { stdio: "inherit" });
const file = await open(path);
try {
  const written = (await file.stat()).size;
  const collector = createLogCollector(path, {
    decodeLatin1: (octets, begin, end) => Buffer.prototype.latin1Slice.call(octets, begin, end),
  });
  const chunk = new Uint8Array(chunkLength);
  let most = 0;
  const begun = performance.now();
  const cpuBegun = process.cpuUsage();
  for (let at = 0; at < written; ) {
    const { bytesRead } = await file.read(chunk, 0, chunkLength, at);
    collector.push(chunk.subarray(0, bytesRead));
    at += bytesRead;
    most = Math.max(most, process.memoryUsage().rss);
  }
  const { summary, story } = collector.end();
  const seconds = (performance.now() - begun) / 1000;
  // On a machine that others use as well, only the time of the processor says something.
  const { user, system } = process.cpuUsage(cpuBegun);
  const cpuSeconds = (user + system) / 1e6;
  const attempts = story.stations.reduce((sum, station) => sum + station.attempts, 0);
  console.log(
    `${(written / 1e6).toFixed(0)} MB, ${summary.records} records, ${attempts} attempts of ${story.stations.length} stations: ${seconds.toFixed(2)} s, ${(written / 1e6 / seconds).toFixed(0)} MB/s; ${cpuSeconds.toFixed(2)} s of processor time, ${(written / 1e6 / cpuSeconds).toFixed(0)} MB/s; at most ${(most / 1e6).toFixed(0)} MB of memory`,
  );
} finally {
  await file.close();
  await rm(path);
}
