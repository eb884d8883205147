#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { toolVersion } from "../spec/version.ts";

// A reader that has seen enough (`| head`) closes the pipe: that is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(process.exitCode ?? 0);
  throw error;
});

const argv = process.argv.slice(2);
// Nothing else is loaded for it: scripts ask for the version again and again.
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  process.stdout.write(`${toolVersion}\n`);
} else {
  // Most code of a run is over before it pays to compile it well. V8 has learnt to wait since Node.js 20,
  // and the flag is gone: there it would be complained about.
  if (process.versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=500000");
  const loading = Promise.all([import("./run.ts"), import("./ask.ts")]);
  const [{ createThreads }, { isWorthThread }] = await Promise.all([
    import("./threads.ts"),
    import("./worth-thread.ts"),
  ]);
  // The modules of threads are beside this one, also where they are published.
  const threads = createThreads((name) => new URL(`./${name}-thread.js`, import.meta.url));
  // It comes up while the rest of the program is loaded.
  if (argv.some(isWorthThread)) threads.prepare("unpack");
  const [{ run }, { askOnTerminal }] = await loading;
  process.exitCode = await run(argv, {
    stdin: process.stdin,
    out: (text) =>
      new Promise((resolve) => {
        process.stdout.write(text, () => resolve());
      }),
    err: (text) => {
      process.stderr.write(text);
    },
    env: process.env,
    ...(process.stderr.isTTY ? { errorTerminal: process.stderr } : {}),
    columns: process.stdout.isTTY ? process.stdout.columns : undefined,
    onInterrupt,
    threads,
    ask: askOnTerminal,
  });
}

/** The first signal asks to end in good order, the second one ends at once. */
function onInterrupt(callback: () => void): () => void {
  let isAsked = false;
  const handlers = (["SIGINT", "SIGTERM"] as const).map((signal) => {
    const handler = () => {
      if (isAsked) process.exit(signal === "SIGINT" ? 130 : 143);
      isAsked = true;
      callback();
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => {
    for (const forget of handlers) forget();
  };
}
