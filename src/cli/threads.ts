import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** What is done in threads of their own: each has the module `<name>-thread.ts`, and waits for what to do. */
export type ThreadName = "unpack";

export interface Threads {
  /** A thread for whoever needs it next, which takes its time to come up. */
  prepare(name: ThreadName): void;
  /** A thread; undefined when as many run as there are processors for. */
  start(name: ThreadName): Worker | undefined;
}

/** What a thread leaves behind is collected often: it is octets, next to nothing of which is kept. */
const resourceLimits = { maxYoungGenerationSizeMb: 2 };

/**
 * At most so many threads of the modules that `urlOf` gives; by default one processor is left to the thread
 * that asks for them.
 */
export function createThreads(
  urlOf: (name: ThreadName) => URL,
  most = availableParallelism() - 1,
): Threads {
  const prepared = new Map<ThreadName, Worker>();
  let running = 0;

  function start(name: ThreadName): Worker | undefined {
    if (running >= most) return undefined;
    running++;
    return new Worker(urlOf(name), { resourceLimits }).once("exit", () => running--);
  }

  return {
    prepare(name) {
      const thread = start(name);
      if (thread === undefined) return;
      // It keeps nobody waiting when it turns out not to be needed.
      thread.unref();
      prepared.set(name, thread);
    },
    start(name) {
      const thread = prepared.get(name);
      if (thread === undefined) return start(name);
      prepared.delete(name);
      thread.ref();
      return thread;
    },
  };
}
