import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { fuzz, minimise } from "./fuzz.mjs";
import { loadLibrary } from "./library.mjs";
import { collectSeeds } from "./seeds.mjs";
import { createTargets } from "./targets.mjs";

const { build, paths, seed, plan, current } = workerData;
const length = new Int32Array(current, 0, 2);
const octets = new Uint8Array(current, 8);

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** Octets of living objects, and of buffers. */
function memory() {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Ways to fail of one target that are looked into. */
const mostMinimised = 20;

const library = await loadLibrary(
  (module) => import(pathToFileURL(resolve(build, `${module}.js`)).href),
);
const targets = createTargets(library, collectSeeds(library, paths));
for (const { name, inputs } of plan) {
  const target = targets[name];
  const samples = [];
  const report = await fuzz(name, target, {
    inputs,
    seed,
    begin(input) {
      // For whoever has to tell what it was that never came to an end.
      octets.set(input.subarray(0, octets.length));
      Atomics.store(length, 1, input.length);
      Atomics.add(length, 0, 1);
    },
    onStep(done, shapes) {
      const share = Math.max(256, (inputs >> 3) & ~255);
      if (done % share === 0) samples.push(memory());
      if (done % 25_600 === 0 || done % share === 0) parentPort.postMessage({ name, done, shapes });
    },
  });
  parentPort.postMessage({ name, ended: report.inputs });
  const failures = [];
  for (const { failure, detail, input } of [...report.failures.values()].slice(0, mostMinimised)) {
    const isHang = failure === "hang";
    failures.push({
      failure,
      detail,
      input: isHang ? input : await minimise(target, input, failure),
    });
  }
  parentPort.postMessage({ name, report: { ...report, failures, samples } });
}
