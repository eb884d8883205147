import { Broken } from "./oracles.mjs";
import { hashOf, Random } from "./random.mjs";

/** Inputs that showed something new, beside the seeds. */
const mostKept = 4096;
/** Shapes that are remembered, by a number made of them. */
const mostShapes = 100_000;
/** A hang: longer for fewer octets. */
const longestMs = 1000;
const longestInput = 100_000;

/**
 * Feeds one target with `inputs` mutated inputs, those that showed a new shape being mutated further.
 * `begin(input)` is told of each before it is run. Gives what was learnt; the first input of each way
 * to fail is among it.
 */
export async function fuzz(name, target, { inputs, seed, begin = () => {}, onStep = () => {} }) {
  const random = new Random(seed ^ hashOf(name));
  const { seeds } = target;
  const kept = [];
  const shapes = new Set();
  const failures = new Map();
  const longestKept = 500 + 2 * (seeds.reduce((sum, { length }) => sum + length, 0) / seeds.length);
  let slowest = { ms: 0, octets: 0 };

  const any = () => (kept.length > 0 && random.once(2) ? random.pick(kept) : random.pick(seeds));
  for (let i = 0; i < inputs; i++) {
    let input = any();
    for (let times = 1 + random.below(random.pick([1, 2, 4, 12])); times > 0; times--) {
      input = target.mutate(input, random, any());
    }
    begin(input);
    const started = performance.now();
    const failed = await tryOne(target, input, (shape) => {
      const hash = hashOf(shape);
      if (shapes.has(hash) || shapes.size >= mostShapes) return;
      shapes.add(hash);
      // Inputs that grow and grow would make all others wait.
      if (input.length > longestKept) return;
      if (kept.length < mostKept) kept.push(input);
      else kept[random.below(mostKept)] = input;
    });
    const ms = performance.now() - started;
    if (ms > slowest.ms) slowest = { ms, octets: input.length, input };
    if (failed !== undefined && !failures.has(failed.failure)) {
      failures.set(failed.failure, { ...failed, input });
    }
    if (ms > longestMs && input.length < longestInput && (await isSlow(target, input))) {
      if (!failures.has("hang")) failures.set("hang", { failure: "hang", input });
    }
    if (i % 256 === 255) onStep(i + 1, shapes.size);
  }
  return { inputs, shapes: shapes.size, slowest, failures };
}

/** By the processor's own account: something else may have had the processor. */
async function isSlow(target, input) {
  const before = process.cpuUsage();
  await tryOne(target, input);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 > longestMs;
}

/** What goes wrong with an input, and what of it changes from input to input; undefined when nothing does. */
export async function tryOne(target, input, take = () => {}) {
  try {
    const shape = target.run(input);
    take(typeof shape === "string" ? shape : await shape);
    return undefined;
  } catch (error) {
    if (error instanceof Broken) return { failure: error.message, detail: error.detail };
    const place = error.stack?.split("\n").find((line) => /^\s+at /.test(line)) ?? "";
    const failure = `${error.name}: ${error.message}`.replace(/\d+/g, "#").slice(0, 160);
    return { failure: `${failure}${place.replace(/\(.*\//, "(")}`, detail: error.stack };
  }
}

const mostSteps = 2000;

/** The shortest input found that still fails in the same way, and as many zeros in it as can be. */
export async function minimise(target, input, failure) {
  let steps = 0;
  const fails = async (candidate) =>
    steps++ < mostSteps && (await tryOne(target, candidate))?.failure === failure;
  let best = input;
  for (let size = best.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at < best.length; ) {
      const shorter = Uint8Array.from([...best.subarray(0, at), ...best.subarray(at + size)]);
      if (await fails(shorter)) best = shorter;
      else at += size;
    }
  }
  for (let at = 0; at < best.length; at++) {
    if (best[at] === 0) continue;
    const zeroed = best.with(at, 0);
    if (await fails(zeroed)) best = zeroed;
  }
  return best;
}
