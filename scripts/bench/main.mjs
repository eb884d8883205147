// Measures `ftscope analyze` with a passphrase against the tools that read the same capture: cat, and
// where they are installed tcpdump with `type mgt`, hcxpcapngtool and tshark; gzip and zstd of a tenth of
// it against `gzip -dc` and `zstd -dc`; and two captures at once, `frames` and `extract` against `analyze` of
// one. All take turns in every round; shown are medians of wall time, of
// processor time of all threads, and of peak memory, and the ratio to the yardstick of either.
//
// The captures are made once and kept in the temporary folder of the system.
//
//   npm run bench [megabytes, default 1000] [rounds, default 5] [--memory]
//
// --memory also measures a capture four times as large, for memory and for growth.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const megabytes = Number(words[0] ?? 1000);
const rounds = Number(words[1] ?? 5);
const withMemory = process.argv.includes("--memory");
const passphrase = "correct horse battery";
const roams = 40;
const root = new URL("../..", import.meta.url).pathname;
const folder = join(tmpdir(), "ftscope-bench-captures");
mkdirSync(folder, { recursive: true });

const big = make(`${megabytes}.pcap`, megabytes);
const bigPcapng = make(`${megabytes}.pcapng`, megabytes);
const small = make(`${megabytes / 10}.pcap`, megabytes / 10);
const gzip = compress(small, "gz", "gzip", ["-kc"]);
const zstd = compress(small, "zst", "zstd", ["-qc"]);
const huge = withMemory ? make(`${megabytes * 4}.pcap`, megabytes * 4) : undefined;

const tasks = [
  ["cat pcap", "cat", [big]],
  ["ftscope pcap", ...ftscope(big), "cat pcap"],
  ["tcpdump type mgt", "tcpdump", ["-r", big, "-w", "/dev/null", "type", "mgt"], "cat pcap"],
  ["hcxpcapngtool", "hcxpcapngtool", ["-o", join(folder, "hcx.out"), big], "cat pcap"],
  ["cat pcapng", "cat", [bigPcapng]],
  ["ftscope pcapng", ...ftscope(bigPcapng), "cat pcapng"],
  ["cat tenth", "cat", [small]],
  ["ftscope tenth", ...ftscope(small), "cat tenth"],
  ["ftscope two tenths", ...ftscope(small, small), "ftscope tenth"],
  ["frames tenth", ...command("frames", small), "ftscope tenth"],
  ["extract tenth", ...extract(small), "ftscope tenth"],
  [
    "tshark tenth",
    "tshark",
    ["-r", small, "-Y", "wlan.fc.type == 0", "-w", "/dev/null"],
    "cat tenth",
  ],
  ["gzip -dc tenth", "gzip", ["-dc", gzip]],
  ["ftscope gzip tenth", ...ftscope(gzip), "gzip -dc tenth"],
  ...(zstd === undefined
    ? []
    : [
        ["zstd -dc tenth", "zstd", ["-qdc", zstd]],
        ["ftscope zstd tenth", ...ftscope(zstd), "zstd -dc tenth"],
      ]),
  ...(huge === undefined
    ? []
    : [
        ["cat fourfold", "cat", [huge]],
        ["ftscope fourfold", ...ftscope(huge), "cat fourfold"],
      ]),
].filter(([, command]) => command === process.execPath || isInstalled(command));

checkRoams(big);
const results = new Map(tasks.map(([name]) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const [name, command, argv] of tasks) results.get(name).push(measure(command, argv));
}
const medians = new Map([...results].map(([name, runs]) => [name, medianOf(runs)]));
console.log("task                   wall s   cpu s   peak MB   wall ratio   cpu ratio   to");
for (const [name, , , yardstick] of tasks) {
  const own = medians.get(name);
  const other = medians.get(yardstick);
  console.log(
    [
      name.padEnd(20),
      own.wall.toFixed(3).padStart(8),
      own.cpu.toFixed(3).padStart(7),
      own.peak.toFixed(0).padStart(9),
      (other === undefined ? "" : (own.wall / other.wall).toFixed(2)).padStart(12),
      (other === undefined ? "" : (own.cpu / other.cpu).toFixed(2)).padStart(11),
      `  ${yardstick ?? ""}`,
    ].join(" "),
  );
}

function ftscope(...paths) {
  return command("analyze", ...paths, "--psk", passphrase, "--format", "json");
}

function extract(path) {
  const target = join(folder, "extract.pcapng");
  return command("extract", path, "--psk", passphrase, "--output", target);
}

function command(...argv) {
  return [process.execPath, ["dist/cli/main.js", ...argv]];
}

function make(name, size) {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  const part = join(folder, `part-${name}`);
  run(process.execPath, [
    join(root, "scripts/bench/make-capture.mjs"),
    part,
    `${size}`,
    `${roams}`,
  ]);
  renameSync(part, path);
  return path;
}

function compress(path, extension, command, options) {
  const target = `${path}.${extension}`;
  if (existsSync(target)) return target;
  if (!isInstalled(command)) return undefined;
  run("sh", ["-c", `${command} ${options.join(" ")} '${path}' > '${target}.part'`]);
  renameSync(`${target}.part`, target);
  return target;
}

function isInstalled(command) {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}

function run(command, argv) {
  const { status } = spawnSync(command, argv, { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
}

/** Wall and processor seconds, and peak memory in MB, as time(1) tells them. */
function measure(command, argv) {
  const report = join(folder, "time.txt");
  rmSync(report, { force: true });
  spawnSync("/usr/bin/time", ["-f", "%e %U %S %M", "-o", report, command, ...argv], {
    cwd: root,
    stdio: ["ignore", "ignore", "ignore"],
  });
  const line = readFileSync(report, "utf8").trim().split("\n").at(-1);
  const [wall, user, system, kilobytes] = line.split(" ").map(Number);
  return { wall, cpu: user + system, peak: kilobytes / 1024 };
}

function medianOf(runs) {
  const median = (name) => runs.map((run) => run[name]).sort((a, b) => a - b)[runs.length >> 1];
  return { wall: median("wall"), cpu: median("cpu"), peak: median("peak") };
}

/** The figures are worth nothing when the roams are not found. */
function checkRoams(path) {
  const [command, argv] = ftscope(path);
  const { stdout } = spawnSync(command, argv, { cwd: root, maxBuffer: 1 << 28 });
  const { exchanges } = JSON.parse(stdout);
  const proven = exchanges.filter(
    ({ kind, verdict }) =>
      kind.startsWith("ft-") && verdict.kind === "sound" && verdict.confidence === "proven",
  );
  console.log(`${proven.length} of ${roams} roams found and verified`);
  if (proven.length !== roams) process.exitCode = 1;
}
