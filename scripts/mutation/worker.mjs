// Tries mutants in one warm process: the source stays loaded, the test files are run anew for each mutant.
import { relative } from "node:path";
import { createServer, createServerModuleRunner } from "vite";
import { describe, expect, takeTests, test } from "./tests.mjs";

const root = new URL("../..", import.meta.url).pathname;

/** What the instrumented source asks and tells at each mutant. */
const mutation = {
  vitest: { describe, expect, it: test, test },
  /** The mutant that is tried; 0 or above. */
  active: -1,
  hits: 0,
  limit: 0,
  hit() {
    if (++this.hits > this.limit) throw new Error("the mutant runs in circles");
    return true;
  },
  isCounting: true,
  counts: [],
  cover(...ids) {
    for (const id of ids) this.counts[id] = (this.counts[id] ?? 0) + 1;
  },
  takeCounts() {
    return this.counts.splice(0);
  },
};
globalThis.mutation = mutation;

const vitestStandIn = "export const { describe, expect, it, test } = globalThis.mutation.vitest;";

/** Thousands of runs would spend most of their time in it. */
const pbkdf2StandIn = `import { pbkdf2Sync } from "node:crypto";
  export const pbkdf2 = (_hash, passphrase, salt, { c, dkLen }) =>
    new Uint8Array(pbkdf2Sync(passphrase, salt, c, dkLen, "sha1"));`;

/** Likewise in filling tables of 65,536 stations for stories of one. */
const smallTables = (code) => code.replace("mostSlots = 65_536", "mostSlots = 512");

let runner;

async function open({ sources, isFast }) {
  const standIns = {
    vitest: vitestStandIn,
    ...(isFast && { "@noble/hashes/pbkdf2.js": pbkdf2StandIn }),
  };
  const plugin = {
    name: "mutation",
    enforce: "pre",
    resolveId: (id) => (id in standIns ? `\0${id}` : undefined),
    load: (id) => (id.startsWith("\0") ? standIns[id.slice(1)] : sources[relative(root, id)]),
    transform: (code, id) =>
      isFast && id.endsWith("/src/air/address-slots.ts") ? smallTables(code) : undefined,
  };
  const server = await createServer({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [plugin],
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
    ssr: { noExternal: Object.keys(standIns) },
    optimizeDeps: { noDiscovery: true },
  });
  runner = createServerModuleRunner(server.environments.ssr, { hmr: false });
}

/** Drops the modules of the tests that were evaluated, or all. */
function forget(all) {
  for (const node of runner.evaluatedModules.idToModuleMap.values()) {
    if (all || node.file?.startsWith(`${root}test/`)) {
      runner.evaluatedModules.invalidateModule(node);
    }
  }
}

/** What failed first, if anything did. Without `places` all tests of the file are run. */
async function runFile({ file, places }, afterStep = () => {}) {
  forget(false);
  try {
    await runner.import(`${root}${file}`);
    const tests = await takeTests();
    afterStep();
    for (const [place, run] of tests.entries()) {
      if (places !== undefined && !places.includes(place)) continue;
      await run();
      afterStep();
    }
    return undefined;
  } catch (error) {
    await takeTests().catch(() => {});
    return `${file}: ${String(error?.message ?? error).split("\n")[0]}`;
  }
}

/** Which mutants a run without any reaches: when the source is loaded, when a test file is, in each test. */
async function survey({ modules, testFiles }) {
  for (const module of modules) await runner.import(`${root}${module}`);
  const atLoad = new Set(Object.keys(mutation.takeCounts()));
  const hits = [];
  const files = [];
  for (const file of testFiles) {
    const steps = [];
    mutation.takeCounts();
    const start = performance.now();
    const failure = await runFile({ file }, () => {
      const counts = mutation.takeCounts();
      const reached = Object.keys(counts).map(Number);
      for (const id of reached) hits[id] = (hits[id] ?? 0) + counts[id];
      steps.push(Uint32Array.from(reached));
    });
    if (failure !== undefined) throw new Error(`fails without a mutant: ${failure}`);
    files.push({ file, steps, ms: performance.now() - start });
  }
  mutation.isCounting = false;
  return { atLoad, hits, files };
}

/** Runs tests with a mutant active. `isFresh`: it works when the source is loaded, which is loaded anew. */
async function attempt({ id, within, limit, isFresh }) {
  if (isFresh) forget(true);
  Object.assign(mutation, { active: Number(id), hits: 0, limit, isCounting: false });
  let failure;
  for (const each of within) {
    failure = await runFile(each);
    if (failure !== undefined) break;
  }
  mutation.active = -1;
  if (isFresh) forget(true);
  return { failure };
}

process.on("disconnect", () => process.exit());
const tasks = { open, survey, attempt };
process.on("message", async ({ task, input }) => {
  try {
    process.send({ result: await tasks[task](input) });
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
});
