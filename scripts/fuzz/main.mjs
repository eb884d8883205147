/**
 * Feeds every decoder, and the whole way from octets to reports, with mutated captures, frames, logs, key
 * files and bundles. Exit code 1 when one of them fails: throws, takes longer than a second for less than
 * 100 kB, depends on how the octets arrive, or lets out a control character or a key.
 *
 *   npm run fuzz -- [--inputs <of all decoders together>] [--pipeline <whole analyses>] [--only <targets>]
 *                   [--seed <n>] [--save <folder for what fails>] [--build <another build>] [capture, log or folder...]
 *
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";

const root = new URL("../..", import.meta.url).pathname;
const shares = {
  frame: 30,
  elements: 15,
  packet: 40,
  wire: 10,
  capture: 0.3,
  log: 0.3,
  keys: 3,
  compressed: 0.4,
  zip: 1,
};
const { values: options, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: "string", default: "100000" },
    pipeline: { type: "string", default: "1000" },
    only: { type: "string", default: [...Object.keys(shares), "pipeline"].join() },
    seed: { type: "string", default: "1" },
    save: { type: "string" },
    build: { type: "string", default: resolve(root, "build") },
  },
});

const only = options.only.split(",");
const sum = only.reduce((total, name) => total + (shares[name] ?? 0), 0);
const plan = only.map((name) => ({
  name,
  inputs:
    name === "pipeline"
      ? Number(options.pipeline)
      : Math.ceil((Number(options.inputs) * shares[name]) / sum),
}));
if (plan.some(({ inputs }) => !(inputs >= 0))) {
  console.error(`fuzz: targets are ${Object.keys(shares).join()},pipeline`);
  process.exit(2);
}

/** No input takes so long. */
const patienceMs = 30_000;
const current = new SharedArrayBuffer(8 + 4_000_000);
const [count, length] = [0, 1];
const state = new Int32Array(current, 0, 2);
const seed = Number(options.seed);
let failed = 0;
let total = 0;
const started = performance.now();
let since = started;
let isMinimising = false;

console.log(`seed ${seed}, ${plan.map(({ name, inputs }) => `${name} ${inputs}`).join(", ")}`);
const worker = new Worker(new URL("worker.mjs", import.meta.url), {
  workerData: {
    build: resolve(options.build),
    paths: paths.map((path) => resolve(path)),
    seed,
    plan,
    current,
  },
});
worker.on("message", ({ name, done, shapes, ended, report }) => {
  isMinimising = ended !== undefined;
  if (isMinimising) return;
  if (report === undefined) {
    if (process.stderr.isTTY || done % 256_000 === 0)
      process.stderr.write(`\r${name} ${done} inputs, ${shapes} shapes  `);
    return;
  }
  const seconds = (performance.now() - since) / 1000;
  since = performance.now();
  total += report.inputs;
  const { slowest, samples } = report;
  const megabytes = samples.map((octets) => (octets / 1e6).toFixed(0)).join(" ");
  console.log(
    `${name.padEnd(10)} ${report.inputs} inputs, ${Math.round(report.inputs / seconds)}/s, ${report.shapes} shapes, slowest ${slowest.ms.toFixed(1)} ms (${slowest.octets} octets), MB over time: ${megabytes}`,
  );
  for (const each of report.failures) tell(name, each);
});
worker.on("error", (error) => {
  console.error(error);
  process.exitCode = 1;
  clearInterval(watch);
});
worker.on("exit", () => {
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${total} inputs in ${seconds.toFixed(0)} s, ${failed} ways to fail`);
  if (failed > 0) process.exitCode = 1;
});

/** The worker cannot tell that it hangs. */
let seen = { number: 0, at: performance.now() };
const watch = setInterval(() => {
  const number = Atomics.load(state, count);
  if (number !== seen.number || isMinimising) seen = { number, at: performance.now() };
  else if (number > 0 && performance.now() - seen.at > patienceMs) {
    const input = new Uint8Array(current, 8).slice(0, Atomics.load(state, length));
    tell("input", { failure: `no end after ${patienceMs / 1000} s`, input });
    void worker.terminate();
  }
}, 1000);

function tell(name, { failure, detail = "", input }) {
  failed++;
  const hex = Buffer.from(input).toString("hex");
  console.log(`FAILS ${name} (seed ${seed}): ${failure}\n  ${detail}`);
  console.log(`  ${input.length} octets: ${hex.slice(0, 4000)}`);
  if (options.save === undefined) return;
  mkdirSync(options.save, { recursive: true });
  writeFileSync(join(options.save, `${name}-${failed}.bin`), input);
}
