/**
 * Analyses every lab capture as loss, repetition and strangers would leave it, and counts how often
 * somebody innocent is accused. Exit code 1 when it happens at all.
 *
 *   npm run loss -- [--only <part of a scenario's name>] [--kinds drop-one,prefix] [--sample <about so many>] [--seed <n>]
 *                   [--folder <captures>] [--build <another one>] [--json <file>]
 */
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { casesIn, keyModes, libraryOf, readCase } from "./judge.mjs";
import { kinds as everyKind, variantsOf } from "./variants.mjs";

const root = new URL("../..", import.meta.url).pathname;
const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    kinds: { type: "string", default: Object.keys(everyKind).join() },
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    folder: { type: "string", default: resolve(root, "../shared/captures/lab") },
    build: { type: "string", default: resolve(root, "build") },
    json: { type: "string" },
  },
});
const kinds = options.kinds.split(",");
const unknown = kinds.filter((kind) => !(kind in everyKind));
if (unknown.length > 0) fail(`no such kind: ${unknown}; there are ${Object.keys(everyKind)}`);
const cases = casesIn(options.folder).filter((name) => name.includes(options.only));
if (cases.length === 0) fail(`no case in ${options.folder}`);

const started = performance.now();
const total = {};
const complaints = [];
await runAll({
  library: options.build,
  folder: options.folder,
  kinds,
  share: await share(),
  seed: Number(options.seed),
});
printTable();
printComplaints();
if (options.json !== undefined)
  writeFileSync(options.json, JSON.stringify(complaints, undefined, 1));
process.exitCode = complaints.length > 0 ? 1 : 0;

function fail(text) {
  console.error(`loss: ${text}`);
  process.exit(2);
}

/** The part of all variants that makes the sample asked for. */
async function share() {
  if (options.sample === undefined) return 1;
  const ftscope = await libraryOf(options.build);
  const variants = cases.flatMap((name) =>
    variantsOf(readCase(ftscope, options.folder, name), kinds),
  );
  return Number(options.sample) / (variants.length * keyModes.length);
}

/** Cases are dealt one by one to as many workers as there are processors. */
function runAll(workerData) {
  const waiting = [...cases];
  const one = () =>
    new Promise((done, failed) => {
      const worker = new Worker(new URL("worker.mjs", import.meta.url), { workerData });
      const deal = () => {
        const name = waiting.shift();
        if (name !== undefined) return worker.postMessage(name);
        worker.terminate();
        done();
      };
      worker.on("error", failed);
      worker.on("message", (report) => {
        count(report);
        deal();
      });
      deal();
    });
  return Promise.all(Array.from({ length: availableParallelism() }, one));
}

function count({ name, counts, complaints: found }) {
  for (const [kind, results] of Object.entries(counts)) {
    total[kind] ??= {};
    for (const [result, times] of Object.entries(results)) {
      total[kind][result] = (total[kind][result] ?? 0) + times;
    }
  }
  complaints.push(...found);
  process.stderr.write(`${name}: ${found.length === 0 ? "clean" : `${found.length} wrong`}\n`);
}

function printTable() {
  const columns = ["accepted", "cannot-tell", "sound", "wrong", "error"];
  const sum = (results) => columns.reduce((all, column) => all + (results[column] ?? 0), 0);
  const row = (name, cells) =>
    console.log(name.padEnd(16) + cells.map((cell) => String(cell).padStart(12)).join(""));
  row("variant", ["analyses", ...columns]);
  const everything = {};
  for (const kind of kinds) {
    const results = total[kind] ?? {};
    row(kind, [sum(results), ...columns.map((column) => results[column] ?? 0)]);
    for (const column of columns) {
      everything[column] = (everything[column] ?? 0) + (results[column] ?? 0);
    }
  }
  row("all", [sum(everything), ...columns.map((column) => everything[column])]);
  const seconds = (performance.now() - started) / 1000;
  console.log(`${cases.length} captures, ${seconds.toFixed(0)} s`);
}

function printComplaints() {
  for (const { scenario, mode, variant, ...found } of complaints) {
    console.log(`\n${scenario}, key: ${mode}, ${variant}`);
    const { culprit, rule, confidence, targetAp, outcome, frames = [] } = found;
    console.log(
      `  ${culprit} (${rule}, ${confidence}) at ${targetAp}, ${outcome}, frames ${frames}`,
    );
    console.log(`  ${found.summary}`);
  }
}
