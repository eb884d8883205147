import { fork } from "node:child_process";

/** A worker process and how to ask it. No answer in time, or its death, rejects. */
async function startWorker(opening) {
  const child = fork(new URL("worker.mjs", import.meta.url), {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ask = (task, input, seconds) =>
    new Promise((resolve, reject) => {
      const onMessage = ({ result, error }) => settle(error === undefined, result, error);
      const onExit = () => settle(false, undefined, "the worker ended");
      const timer = setTimeout(() => settle(false, undefined, "timeout"), 1000 * seconds);
      const settle = (isAnswer, result, error) => {
        clearTimeout(timer);
        child.off("message", onMessage).off("exit", onExit);
        if (isAnswer) resolve(result);
        else reject(new Error(error));
      };
      child.on("message", onMessage).on("exit", onExit);
      child.send({ task, input });
    });
  await ask("open", opening, 60);
  return { ask, stop: () => child.kill("SIGKILL") };
}

/**
 * Surveys which test reaches which mutant, then tries mutants one by one. A worker that does not
 * answer in time is replaced.
 */
export async function createTrial({ modules, testFiles, mutants, opening }) {
  let worker = await startWorker(opening);
  const { atLoad, hits, files } = await worker.ask("survey", { modules, testFiles }, 1200);
  files.sort((a, b) => a.ms - b.ms);
  const seconds = files.reduce((sum, { ms }) => sum + ms / 1000, 0);
  const loadedShare = mutants.filter(({ id }) => atLoad.has(id)).length / mutants.length;
  console.log(
    `${files.length} test files, ${seconds.toFixed(1)} s; ${Math.round(100 * loadedShare)} % of the mutants work when the source is loaded`,
  );

  const fileOf = new Map(mutants.map(({ id, fileName }) => [Number(id), fileName]));
  /** Per test file the source files that it reaches; what is done when the source is loaded is not among it. */
  const sourcesOf = new Map(
    files.map(({ file, steps }) => [
      file,
      new Set(steps.flatMap((ids) => [...new Set(Array.from(ids, (id) => fileOf.get(id)))])),
    ]),
  );

  /** Of what works when the source is loaded, all tests of its file may notice a change. */
  function reachingFileOf(id) {
    const near = files.filter(({ file }) => sourcesOf.get(file).has(fileOf.get(Number(id))));
    return (near.length > 0 ? near : files).map(({ file }) => ({ file }));
  }

  /** Files with the places of the tests that reach a mutant; without places where the file itself does. */
  function reaching(id) {
    if (atLoad.has(id)) return reachingFileOf(id);
    return files.flatMap(({ file, steps: [load, ...tests] }) => {
      if (load.includes(Number(id))) return [{ file }];
      const places = [...tests.keys()].filter((place) => tests[place].includes(Number(id)));
      return places.length > 0 ? [{ file, places }] : [];
    });
  }

  return {
    async run(id) {
      const first = reaching(id);
      if (first.length === 0) return { status: "not covered" };
      // A test may use what another one of its file has computed.
      const then = first.filter(({ places }) => places !== undefined).map(({ file }) => ({ file }));
      const limit = 10_000 + 100 * (hits[Number(id)] ?? 0);
      for (const within of [first, then]) {
        try {
          const input = { id, within, limit, isFresh: atLoad.has(id) };
          const { failure } = await worker.ask("attempt", input, 60 + 5 * seconds);
          if (failure !== undefined) return { status: "killed", by: failure };
        } catch (error) {
          worker.stop();
          worker = await startWorker(opening);
          return { status: "timeout", by: error.message };
        }
      }
      return { status: "survived" };
    },
    end: () => worker.stop(),
  };
}
