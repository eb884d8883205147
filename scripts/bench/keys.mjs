// Measures what keys cost, on captures/ftpsk-ota-success:
//   1. a key file of 1,000 passphrases of which one fits, through the command line;
//   2. one passphrase and some 5,000 more beacons of the target AP that flap through 500 SSIDs, against
//      beacons with one SSID that change as often in a vendor specific element: medians of alternating
//      runs in CPU time, and their ratio. Beacons that do not change at all are decoded once and are
//      shown beside: what they save has nothing to do with keys.
// Exits with 1 when the wrong key is named, or a bound of seconds or ratio is exceeded.
//
//   npm run bench:keys [runs]
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAnalyzer } from "../../build/analyze/analyzer.js";
import { parsePsk } from "../../build/analyze/key-spec.js";
import { createCaptureReader } from "../../build/capture/reader.js";
import { nativePbkdf2 } from "../../build/cli/native-pbkdf2.js";

const mostSeconds = 5;
const mostRatio = 1.1;
const passphrase = "correct horse battery";
const runs = Number(process.argv[2] ?? 5);
const root = new URL("../..", import.meta.url).pathname;
const capture = join(root, "captures/ftpsk-ota-success/air.pcap");

const isFast = measureKeyFile({ candidates: 1000, fitting: 613 });
const isFlat = measureFlapping({ beacons: 5000, ssids: 500 });
process.exitCode = isFast && isFlat ? 0 : 1;

function measureKeyFile({ candidates, fitting }) {
  const folder = mkdtempSync(join(tmpdir(), "bench-keys-"));
  try {
    const keys = join(folder, "candidates.txt");
    const lines = Array.from({ length: candidates }, (_, i) =>
      i + 1 === fitting ? passphrase : `candidate number ${i + 1}`,
    );
    writeFileSync(keys, lines.map((text) => `psk:lab-ft:${text}\n`).join(""));
    const argv = ["dist/cli/main.js", "analyze", capture, "--keys", keys, "--format", "json"];
    const start = performance.now();
    const { exchanges } = JSON.parse(
      execFileSync(process.execPath, argv, { cwd: root, maxBuffer: 1 << 26 }),
    );
    const seconds = (performance.now() - start) / 1000;
    const named = new Set(
      exchanges
        .flatMap(({ checks }) => checks)
        .flatMap(({ text }) => text.match(/candidates\.txt line \d+/g) ?? []),
    );
    const isRight = named.size === 1 && named.has(`candidates.txt line ${fitting}`);
    console.log(
      `${candidates} passphrases: ${seconds.toFixed(2)} s (at most ${mostSeconds}), named: ${[...named].join(", ") || "none"}${isRight ? "" : ", WRONG"}`,
    );
    return isRight && seconds <= mostSeconds;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measureFlapping({ beacons, ssids }) {
  const flap = (i) => `s-${String(i % ssids).padStart(4, "0")}`;
  const captures = Object.entries({
    flapping: withBeacons(beacons, { ssidOf: flap, noteOf: () => 0 }),
    changing: withBeacons(beacons, { ssidOf: () => "lab-ft", noteOf: (i) => i % ssids }),
    repeated: withBeacons(beacons, { ssidOf: () => "lab-ft", noteOf: () => 0 }),
  }).map(([name, file]) => ({ name, records: readRecords(file), times: [], pbkdf2s: 0 }));
  // The first run of each warms up the compiler.
  for (let run = 0; run <= runs; run++) {
    for (const each of captures) {
      const { ms, pbkdf2s } = analyze(each.records);
      if (run > 0) each.times.push(ms);
      each.pbkdf2s = pbkdf2s;
    }
  }
  const [flapping, changing, repeated] = captures.map(
    ({ times }) => times.toSorted((a, b) => a - b)[times.length >> 1],
  );
  for (const { name, times, pbkdf2s } of captures) {
    console.log(
      `${beacons} beacons, ${name}: ${times.map((ms) => ms.toFixed(0)).join(", ")} ms; PBKDF2 runs ${pbkdf2s} times`,
    );
  }
  const ratio = flapping / changing;
  console.log(
    `${ssids} SSIDs to one: ${ratio.toFixed(3)} (at most ${mostRatio}); to beacons that repeat themselves: ${(flapping / repeated).toFixed(3)}`,
  );
  return ratio <= mostRatio;
}

/** Analyses the records with one passphrase for any SSID. */
function analyze(records) {
  const parsed = parsePsk(passphrase, undefined, "the passphrase");
  let pbkdf2s = 0;
  const start = process.cpuUsage();
  const analyzer = createAnalyzer({
    inputs: 1,
    keys: [parsed.key],
    pbkdf2: (...input) => {
      pbkdf2s++;
      return nativePbkdf2(...input);
    },
  });
  analyzer.push(0, records);
  const { exchanges } = analyzer.finish();
  const { user, system } = process.cpuUsage(start);
  if (!exchanges.some(({ kind, verdict }) => kind.startsWith("ft-") && verdict.kind === "sound")) {
    throw new Error("the roam is not found sound");
  }
  return { ms: (user + system) / 1000, pbkdf2s };
}

/** The capture with more beacons of the target AP, evenly between its frames. */
function withBeacons(count, { ssidOf, noteOf }) {
  const file = readFileSync(capture);
  const records = [];
  for (let at = 24; at < file.length; at += 16 + file.readUInt32LE(at + 8)) {
    records.push(file.subarray(at, at + 16 + file.readUInt32LE(at + 8)));
  }
  const target = roamTarget(file);
  const template = records.find((record) => isBeaconOf(frameOf(record), target));
  const templateUs = timeOf(template);
  const every = count / (records.length - 1);
  let made = 0;
  const spliced = records.flatMap((record, index) => {
    const more = [];
    for (; made < Math.round(index * every); made++) {
      more.push(beaconAt(timeOf(record), made));
    }
    return [...more, record];
  });
  return Buffer.concat([file.subarray(0, 24), ...spliced]);

  function beaconAt(us, i) {
    const note = Buffer.from([221, 5, 0x02, 0, 0, 0, 0]);
    note.writeUInt16BE(noteOf(i), 5);
    const record = Buffer.concat([template, note]);
    record.writeUInt32LE(Number(us / 1_000_000n), 0);
    record.writeUInt32LE(Number(us % 1_000_000n), 4);
    record.writeUInt32LE(record.length - 16, 8);
    record.writeUInt32LE(record.length - 16, 12);
    const frame = frameOf(record);
    frame.writeUInt16LE((i % 4096) << 4, 22);
    frame.writeBigUInt64LE(frame.readBigUInt64LE(24) + us - templateUs, 24);
    // The SSID is the first element; all have the length of the network's own.
    frame.write(ssidOf(i), 38, frame[37], "latin1");
    return record;
  }
}

function roamTarget(file) {
  const analyzer = createAnalyzer({ inputs: 1, keys: [] });
  analyzer.push(0, readRecords(file));
  const roam = analyzer.finish().exchanges.find(({ kind }) => kind.startsWith("ft-"));
  return Buffer.from(roam.targetAp.replaceAll(":", ""), "hex");
}

function readRecords(file) {
  return createCaptureReader().push(new Uint8Array(file));
}

/** A view of the frame in a pcap record with radiotap. */
function frameOf(record) {
  return record.subarray(16 + record.readUInt16LE(18));
}

function timeOf(record) {
  return BigInt(record.readUInt32LE(0)) * 1_000_000n + BigInt(record.readUInt32LE(4));
}

function isBeaconOf(frame, bssid) {
  return frame[0] === 0x80 && frame.subarray(16, 22).equals(bssid);
}
