import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownCases } from "./cases.ts";

const root = new URL("..", import.meta.url).pathname;
const source = join(root, "src");

const imported = (modules: string) =>
  new RegExp(`(?:\\bfrom|\\bimport|\\brequire)\\s*\\(?\\s*["'](?:node:)?(?:${modules})["']`);

/** What runs code from data, starts programs or opens sockets. */
const forbidden: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a module that starts programs", imported("child_process|cluster")],
  [
    "a module of the network",
    imported("net|http|https|http2|dgram|dns(?:/promises)?|tls|inspector"),
  ],
  ["a module that runs texts", imported("vm|repl|wasi")],
  ["eval", /\beval\s*\(/],
  ["a function made of text", /\bnew\s+Function\b|\bFunction\s*\(\s*["'`]/],
  ["a request", /\bfetch\s*\(|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|\bsendBeacon\b/],
  ["a timer of text", /\bset(?:Timeout|Interval)\s*\(\s*["'`]/],
];

/** A FIFO can be read without a thread that waits for it only as a stream of node:net, on a descriptor that is open. */
const excepted = new Map([["cli/live-source.ts", /^import \{ Socket \} from "node:net";$/m]]);

function complaints(text: string): readonly string[] {
  return forbidden.filter(([, pattern]) => pattern.test(text)).map(([what]) => what);
}

test.each([
  'import { spawn } from "node:child_process";',
  'const net = await import("net");',
  'require("https")',
  "eval (text)",
  "new Function(text)",
  "await fetch(url)",
  'setTimeout("x()", 1)',
])("is noticed: %s", (text) => {
  expect(complaints(text)).toHaveLength(1);
});

const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".ts"),
);

test("no source runs code from data, starts a program or opens a socket", () => {
  expect(files.length).toBeGreaterThan(200);
  const found = files.flatMap((file) =>
    complaints(readFileSync(join(source, file), "utf8").replace(excepted.get(file) ?? "", "")).map(
      (what) => `${file}: ${what}`,
    ),
  );
  expect(found).toEqual([]);
});

test("what is excepted connects to nothing and listens to nothing", () => {
  for (const [file, pattern] of excepted) {
    const text = readFileSync(join(source, file), "utf8");
    expect(text).toMatch(pattern);
    expect(text).not.toMatch(/\b(?:connect|listen|createConnection|createServer)\b/);
  }
});

const hasStrace = spawnSync("strace", ["-V"]).status === 0;
if (!hasStrace) process.stderr.write("SKIPPED: strace is absent, system calls are not looked at\n");

describe.skipIf(!hasStrace)("system calls", () => {
  const folder = mkdtempSync(join(tmpdir(), "ftscope-strace-"));
  const cli = join(folder, "cli");
  const air = join(ownCases, "ftpsk-nokeydist", "air.pcap");
  const keys = join(ownCases, "ftpsk-nokeydist", "keys.txt");

  beforeAll(async () => {
    // The command line as it is published, but with its dependencies: it lies outside of the repository.
    await build({
      input: join(source, "cli/main.ts"),
      platform: "node",
      logLevel: "silent",
      output: { dir: cli, format: "esm", entryFileNames: "main.mjs" },
    });
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  /** Sockets, and programs other than Node.js itself. */
  function callsOf(...program: readonly string[]): readonly string[] {
    const trace = join(folder, "trace.txt");
    const { status, stderr } = spawnSync(
      "strace",
      [
        "-f",
        "-qq",
        "-e",
        "trace=%network,execve,execveat",
        "-o",
        trace,
        process.execPath,
        ...program,
      ],
      { encoding: "utf8", timeout: 60_000 },
    );
    expect([0, 1, 3], stderr).toContain(status);
    const [first, ...others] = readFileSync(trace, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    expect(first).toContain("execve(");
    return others.filter((line) => !/\+\+\+ exited|--- SIG|resumed>/.test(line));
  }

  test("a socket and a program would be seen", () => {
    const script = join(folder, "script.mjs");
    writeFileSync(
      script,
      'import { createServer } from "node:net"; import { spawnSync } from "node:child_process"; spawnSync("true"); createServer().listen(0, "127.0.0.1", function () { this.close(); });',
    );
    const calls = callsOf(script).join("\n");
    expect(calls).toContain("socket(AF_INET");
    expect(calls).toContain("execve(");
  });

  test.each([
    ["analyze", air, "--keys", keys, "--format", "html", "--output", join(folder, "a.html")],
    ["bundle", air, "--keys", keys, "--output", join(folder, "a.zip")],
    ["watch", air, "--once", "--keys", keys],
    ["prove", air, "--keys", keys, "--exchange", "x2"],
  ])(
    "ftscope %s opens no socket and starts no program",
    (...args) => {
      // What Node.js itself asks of a stream that it was given (getsockname and the like) opens nothing.
      const opened = callsOf(join(cli, "main.mjs"), ...args).filter((line) =>
        /\b(?:socket|connect|bind|listen|accept4?|execve|execveat)\(/.test(line),
      );
      expect(opened).toEqual([]);
    },
    90_000,
  );
});
