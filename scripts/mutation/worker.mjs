// Tries mutants in one warm process: the source stays loaded, the test files are run anew for each mutant.
import { relative } from "node:path";
import { createServer, createServerModuleRunner } from "vite";
import { describe, expect, takeTests, test } from "./tests.mjs";

const root = new URL("../..", import.meta.url).pathname;

/** `active` is the mutant that is tried, "" is none. */
const state = { active: "", hits: 0, limit: 0, covered: new Map() };

globalThis.mutation = {
  vitest: { describe, expect, it: test, test },
  /** The instrumented source asks before each mutant of it. */
  isActive(id) {
    if (id !== state.active) return false;
    if (++state.hits > state.limit) throw new Error("the mutant runs in circles");
    return true;
  },
  cover(...ids) {
    for (const id of ids) state.covered?.set(id, (state.covered.get(id) ?? 0) + 1);
  },
};

/** Modules that take the place of others. */
const standIns = {
  vitest: "export const { describe, expect, it, test } = globalThis.mutation.vitest;",
  // Thousands of runs would spend most of their time in it.
  "@noble/hashes/pbkdf2.js": `import { pbkdf2Sync } from "node:crypto";
    export const pbkdf2 = (_hash, passphrase, salt, { c, dkLen }) =>
      new Uint8Array(pbkdf2Sync(passphrase, salt, c, dkLen, "sha1"));`,
};

let runner;

async function open({ sources, nativePbkdf2 }) {
  const names = nativePbkdf2 ? Object.keys(standIns) : ["vitest"];
  const plugin = {
    name: "mutation",
    enforce: "pre",
    resolveId: (id) => (names.includes(id) ? `\0${id}` : undefined),
    load: (id) => (id.startsWith("\0") ? standIns[id.slice(1)] : sources[relative(root, id)]),
  };
  const server = await createServer({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [plugin],
    server: { middlewareMode: true, watch: null, hmr: false, ws: false },
    ssr: { noExternal: names },
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
  const atLoad = new Set(state.covered.keys());
  const hits = new Map();
  const files = [];
  for (const file of testFiles) {
    const steps = [];
    state.covered = new Map();
    const start = performance.now();
    const failure = await runFile({ file }, () => {
      for (const [id, count] of state.covered) hits.set(id, (hits.get(id) ?? 0) + count);
      steps.push(Uint32Array.from(state.covered.keys(), Number));
      state.covered = new Map();
    });
    if (failure !== undefined) throw new Error(`fails without a mutant: ${failure}`);
    files.push({ file, steps, ms: performance.now() - start });
  }
  state.covered = undefined;
  return { atLoad, hits, files };
}

/** Runs tests with a mutant active. `isFresh`: it works when the source is loaded, which is loaded anew. */
async function attempt({ id, within, limit, isFresh }) {
  if (isFresh) forget(true);
  Object.assign(state, { active: id, hits: 0, limit, covered: undefined });
  let failure;
  for (const each of within) {
    failure = await runFile(each);
    if (failure !== undefined) break;
  }
  state.active = "";
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
