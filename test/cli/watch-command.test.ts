import { execFileSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import {
  appendFile,
  mkdtemp,
  open,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { ownCases } from "../cases.ts";
import { runCli } from "./test-io.ts";

const capture = join(ownCases, "ftpsk-nokeydist", "air.pcap");
const keys = ["--keys", join(ownCases, "ftpsk-nokeydist", "keys.txt")];

interface Line {
  readonly schema: string;
  readonly event: string;
  readonly exchange?: { readonly id: string; readonly verdict: { readonly rule: string } };
}

/** A run of `watch` that goes on beside the test. */
function watchBeside(argv: readonly string[], stdin: Readable = new PassThrough()) {
  let out = "";
  let err = "";
  let interrupt = () => {};
  const waiting: { readonly text: string; readonly resolve: () => void }[] = [];
  const code = run(["watch", ...argv], {
    stdin,
    out: async (text) => {
      out += text;
      for (const { text: awaited, resolve } of waiting) if (out.includes(awaited)) resolve();
    },
    err: (text) => {
      err += text;
    },
    env: {},
    columns: undefined,
    onInterrupt(callback) {
      interrupt = callback;
      return () => {};
    },
    ask: async () => undefined,
  });
  return {
    code,
    out: () => out,
    err: () => err,
    interrupt: () => interrupt(),
    said: (text: string) =>
      new Promise<void>((resolve) => {
        if (out.includes(text)) resolve();
        else waiting.push({ text, resolve });
      }),
  };
}

let folder = "";
let octets = Buffer.alloc(0);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ftscope-watch-"));
  octets = await readFile(capture);
});
afterAll(() => rm(folder, { recursive: true }));

/** The records of the capture, each with the time at which it came in ms. */
function recordsOf(file: Buffer): readonly { readonly ms: number; readonly octets: Buffer }[] {
  const records: { ms: number; octets: Buffer }[] = [];
  for (let at = 24; at < file.length; ) {
    const end = at + 16 + file.readUInt32LE(at + 8);
    const ms = file.readUInt32LE(at) * 1000 + file.readUInt32LE(at + 4) / 1000;
    records.push({ ms, octets: file.subarray(at, end) });
    at = end;
  }
  return records;
}

/** The same capture so many minutes later. */
function later(minutes: number): Buffer {
  const file = Buffer.from(octets);
  for (let at = 24; at < file.length; at += 16 + file.readUInt32LE(at + 8)) {
    file.writeUInt32LE(file.readUInt32LE(at) + 60 * minutes, at);
  }
  return file;
}

test("a roam in a FIFO is told soon after its last frame, while the FIFO stays open", async () => {
  const fifo = join(folder, "air.fifo");
  execFileSync("mkfifo", [fifo]);
  const watch = watchBeside([fifo, ...keys, "--format", "ndjson"]);
  const writer = createWriteStream(fifo);
  writer.write(octets.subarray(0, 24));
  const records = recordsOf(octets);
  const first = records[0]?.ms ?? 0;
  // Up to the refusal, which is frame 118 of the capture.
  const begun = performance.now();
  for (const { ms, octets: record } of records.slice(0, 118)) {
    const early = ms - first - (performance.now() - begun);
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    writer.write(record);
  }
  await watch.said("r1-key-unknown-to-target");
  expect(watch.out()).not.toContain('"event":"summary"');
  writer.end();
  expect(await watch.code).toBe(1);
  const lines = watch
    .out()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  expect(lines.map(({ event }) => event)).toEqual(["exchange", "exchange", "summary"]);
  expect(new Set(lines.map(({ schema }) => schema))).toEqual(new Set(["ftscope/watch/1"]));
});

describe("a file that grows", () => {
  test("is followed, also when it is rotated and when it is truncated, until Ctrl-C", async () => {
    const path = join(folder, "growing.pcap");
    await writeFile(path, octets.subarray(0, 4000));
    const watch = watchBeside([path, ...keys]);
    await appendFile(path, octets.subarray(4000));
    await watch.said("x3");
    await rename(path, `${path}.1`);
    await writeFile(path, later(1));
    await watch.said("x5");
    await truncate(path, 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await appendFile(path, later(2));
    await watch.said("x8");
    watch.interrupt();
    expect(await watch.code).toBe(1);
    expect(watch.err()).toMatch(/was rotated: .*\n.*was truncated: /);
    expect(watch.out()).toMatch(/999 frames, pcap/);
  });

  test("with --once is read to its end", async () => {
    const { out, code } = await runCli(["watch", "--once", capture, ...keys, "--verbose"]);
    expect(code).toBe(1);
    expect(out).toContain("Rule   r1-key-unknown-to-target");
    expect(out).toMatch(/FOUND {2}2 FT exchanges \(1 fault, 1 sound\)/);
  });
});

describe("an upstream that dies", () => {
  test("in the midst of a record: what was seen is told, and the fault", async () => {
    const { out, code } = await runCli(["watch", "-", ...keys], {
      stdin: octets.subarray(0, octets.length - 11),
    });
    expect(code).toBe(1);
    expect(out).toContain("truncated file at octet");
    expect(out).toContain("x3");
  });

  test("before it said anything, or with something else than a capture", async () => {
    const none = await runCli(["watch", "-"]);
    expect([none.code, none.err]).toEqual([2, "ftscope: nothing came from standard input\n"]);
    const text = await runCli(["watch", "-"], { stdin: Buffer.from("tcpdump: no such device\n") });
    expect([text.code, text.err]).toEqual([
      2,
      "ftscope: standard input is no capture (pcap, pcapng or OmniPeek)\n",
    ]);
  });
});

test("Ctrl-C while standard input is silent ends with what was seen", async () => {
  const stdin = new PassThrough();
  const watch = watchBeside(["-", "--fail-on", "never"], stdin);
  stdin.write(octets);
  await watch.said("x2");
  watch.interrupt();
  expect(await watch.code).toBe(0);
  expect(watch.out()).toContain("READ   standard input, 333 frames");
});

test("--output is written as it comes, and never is the input", async () => {
  const path = join(folder, "events.ndjson");
  const argv = ["watch", "--once", capture, "--format", "ndjson", "--output", path];
  expect((await runCli(argv)).out).toBe("");
  const file = await open(path);
  const lines = (await file.readFile("utf8")).trim().split("\n");
  await file.close();
  expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ event: "summary", frames: 333 });
  const { code, err } = await runCli(["watch", "--once", capture, "--output", capture]);
  expect([code, err]).toEqual([
    2,
    "ftscope: --output names an input: inputs are never written to\n",
  ]);
});

test("what cannot be opened", async () => {
  const { code, err } = await runCli(["watch", join(folder, "none.pcap")]);
  expect([code, err]).toEqual([
    2,
    `ftscope: cannot read ${join(folder, "none.pcap")}: no such file\n`,
  ]);
});
