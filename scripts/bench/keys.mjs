// Measures what keys cost, on captures/ftpsk-ota-success:
//   1. a key file of 1,000 passphrases of which one fits, through the command line;
//   2. one passphrase and some 5,000 more beacons of the target AP that flap through 500 SSIDs, against
//      the same beacons with one SSID: medians of alternating runs, and their ratio.
// Exits with 1 when the wrong key is named, or a bound of seconds or ratio is exceeded.
//
//   npm run bench:keys [runs]
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePsk } from "../../dist/analyze/key-spec.js";
import { nativePbkdf2 } from "../../dist/cli/native-pbkdf2.js";
import { createAnalyzer, createCaptureReader } from "../../dist/index.js";

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
  const flapping = readRecords(
    withBeacons(beacons, (i) => `s-${String(i % ssids).padStart(4, "0")}`),
  );
  const steady = readRecords(withBeacons(beacons, () => "lab-ft"));
  const times = { flapping: [], steady: [] };
  let pbkdf2Runs = {};
  // The first run of each warms up the compiler.
  for (let run = 0; run <= runs; run++) {
    const results = {
      steady: timeAnalysis(steady),
      flapping: timeAnalysis(flapping),
    };
    for (const [name, { ms, pbkdf2s }] of Object.entries(results)) {
      if (run > 0) times[name].push(ms);
      pbkdf2Runs = { ...pbkdf2Runs, [name]: pbkdf2s };
    }
  }
  const [flappingMs, steadyMs] = [median(times.flapping), median(times.steady)];
  const ratio = flappingMs / steadyMs;
  console.log(
    `${beacons} beacons, ${ssids} SSIDs: ${flappingMs.toFixed(1)} ms (PBKDF2 ${pbkdf2Runs.flapping} times); 1 SSID: ${steadyMs.toFixed(1)} ms (${pbkdf2Runs.steady} times); ratio ${ratio.toFixed(3)} (at most ${mostRatio})`,
  );
  return ratio <= mostRatio;
}

function timeAnalysis(records) {
  const parsed = parsePsk(passphrase, undefined, "the passphrase");
  let pbkdf2s = 0;
  const start = performance.now();
  const analyzer = createAnalyzer({
    inputs: 1,
    keys: [parsed.key],
    pbkdf2: (...input) => {
      pbkdf2s++;
      return nativePbkdf2(...input);
    },
  });
  analyzer.push(0, records);
  analyzer.end(0, {
    path: "air.pcap",
    sizeBytes: 0,
    compression: null,
    format: "pcap",
    frames: records.length,
    skippedBlocks: new Map(),
    faults: [],
    dropped: 0,
  });
  const { exchanges } = analyzer.finish();
  const ms = performance.now() - start;
  if (!exchanges.some(({ kind, verdict }) => kind.startsWith("ft-") && verdict.kind === "sound")) {
    throw new Error("the roam is not found sound");
  }
  return { ms, pbkdf2s };
}

/** The capture with more beacons of the target AP, evenly between its frames. */
function withBeacons(count, ssidOf) {
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
      more.push(beaconAt(timeOf(record), ssidOf(made)));
    }
    return [...more, record];
  });
  return Buffer.concat([file.subarray(0, 24), ...spliced]);

  function beaconAt(us, ssid) {
    const record = Buffer.from(template);
    record.writeUInt32LE(Number(us / 1_000_000n), 0);
    record.writeUInt32LE(Number(us % 1_000_000n), 4);
    const frame = frameOf(record);
    frame.writeUInt16LE((made % 4096) << 4, 22);
    frame.writeBigUInt64LE(frame.readBigUInt64LE(24) + us - templateUs, 24);
    // The SSID is the first element; all have the length of the network's own.
    frame.write(ssid, 38, frame[37], "latin1");
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

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
