import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { constants, gzipSync } from "node:zlib";
import { build } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fault } from "../../src/bytes/fault.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import { createThreads, type Threads } from "../../src/cli/threads.ts";
import { unpackInThread } from "../../src/cli/unpack-in-thread.ts";
import { openUnpacking, type Unpacking } from "../../src/cli/unpacking.ts";
import { buildPcap } from "../builders/capture-file.ts";
import { runCli } from "./test-io.ts";

const root = new URL("../..", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "ftscope-threads-"));
let threads: Threads;

beforeAll(async () => {
  // As it is published, but with its dependencies: it lies outside of the repository.
  await build({
    input: {
      main: join(root, "src/cli/main.ts"),
      "unpack-thread": join(root, "src/cli/unpack-thread.ts"),
    },
    platform: "node",
    logLevel: "silent",
    output: { dir: folder, format: "esm", entryFileNames: "[name].js" },
  });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  threads = createThreads((name) => pathToFileURL(join(folder, `${name}-thread.js`)), 1);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** Packets that nothing can be made of, and that no compression makes smaller. */
const noise = Uint8Array.from({ length: 60_000 }, (_, i) => Math.imul(i, 2_654_435_761) >>> 24);
const plain = buildPcap({
  records: Array.from({ length: 110 }, (_, i) => ({
    timeNs: 1_700_000_000_000_000_000n + BigInt(i) * 1_000_000n,
    octets: noise.with(3, i),
  })),
});

const gzip = new Uint8Array(
  gzipSync(plain, { level: constants.Z_BEST_SPEED, strategy: constants.Z_HUFFMAN_ONLY }),
);

/** A frame of stored blocks, RFC 8878, with a window of 128 KiB. */
function zstdOf(octets: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 7 << 3)];
  for (let at = 0; at < octets.length; at += 131_072) {
    const block = octets.subarray(at, at + 131_072);
    const head = (block.length << 3) | (at + block.length === octets.length ? 1 : 0);
    parts.push(Uint8Array.of(head & 255, (head >> 8) & 255, head >> 16), block);
  }
  return concatOctets(...parts);
}

const zstd = zstdOf(plain);
const damagedZstd = zstd.slice();
// The head of a block, of the type that is reserved.
damagedZstd[6 + 20 * 131_075] = 0x06;

function file(name: string, octets: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, octets);
  return path;
}

interface Heard {
  readonly compressions: string[];
  readonly faults: Fault[];
  read: number;
}

function open(path: string, by: Threads | undefined, heard: Heard): Promise<Unpacking> {
  return openUnpacking(
    path,
    { stdin: process.stdin, ...(by === undefined ? {} : { threads: by }) },
    { hash: true },
    {
      compression: (compression) => heard.compressions.push(compression),
      fault: (fault) => heard.faults.push(fault),
      read: (octets) => {
        heard.read += octets;
      },
    },
  );
}

/** Everything that is given and said of a file; no more than `most` octets are asked for. */
async function unpackAll(path: string, by: Threads | undefined, most = Number.POSITIVE_INFINITY) {
  const heard: Heard = { compressions: [], faults: [], read: 0 };
  const unpacking = await open(path, by, heard);
  const hash = createHash("sha256");
  let length = 0;
  for await (const octets of unpacking.octets) {
    const part = octets.subarray(0, most - length);
    length += part.length;
    hash.update(part);
    if (length === most) break;
  }
  const totals = await unpacking.readRest();
  await unpacking.close();
  return { ...heard, length, hash: hash.digest("hex"), totals };
}

describe("a thread of its own gives what is given in place", () => {
  test.each([
    ["gzip", () => gzip],
    ["zstd", () => zstd],
    ["gzip of which the end is cut off", () => gzip.subarray(0, 5_000_001)],
    ["zstd of which the end is cut off", () => zstd.subarray(0, 5_000_001)],
    ["gzip with a wrong checksum", () => gzip.with(gzip.length - 6, 1 ^ (gzip.at(-6) as number))],
    ["gzip with something else behind it", () => concatOctets(gzip, noise)],
    ["gzip that is damaged at its beginning", () => gzip.with(11, 0xff).with(12, 0xff)],
    [
      "gzip that is damaged in the middle",
      () => gzip.fill.call(gzip.slice(), 0xff, 4e6, 4e6 + 400),
    ],
    ["zstd that is damaged", () => damagedZstd],
  ])("%s", async (name, octets) => {
    const path = file(name, octets() as Uint8Array);
    const here = await unpackAll(path, undefined);
    expect(here.totals).toMatchObject({ sizeBytes: here.read, sha256: expect.any(String) });
    expect(await unpackAll(path, threads)).toEqual(here);
    const first = await unpackAll(path, undefined, 100_000);
    expect(await unpackAll(path, threads, 100_000)).toEqual(first);
  });

  test("little that unpacks to much is given up at the same place", async () => {
    const skipped = new Uint8Array(4 * 1024 * 1024);
    skipped.set([0x50, 0x2a, 0x4d, 0x18]);
    new DataView(skipped.buffer).setUint32(4, skipped.length - 8, true);
    const zeros = Uint8Array.of(0x02, 0x00, 0x10, 0);
    const path = file(
      "bomb",
      concatOctets(
        skipped,
        Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 7 << 3),
        ...Array.from({ length: 20_000 }, () => zeros),
      ),
    );
    const most = 3_000_000_000;
    const { faults, length } = await unpackAll(path, threads, most);
    expect(length).toBeGreaterThan(1024 ** 3);
    expect(length).toBeLessThan(2 * 1024 ** 3);
    expect(faults).toMatchObject([{ where: "decompression", offset: length }]);
  });
});

describe("threads", () => {
  test("are begun for long compressed files only", async () => {
    let begun = 0;
    const counting: Threads = {
      ...threads,
      start: () => {
        begun++;
        return undefined;
      },
    };
    await unpackAll(file("short.gz", gzip.subarray(0, 4_000_000)), counting);
    await unpackAll(file("plain", plain), counting);
    expect(begun).toBe(0);
    await unpackAll(file("long.gz", gzip), counting);
    expect(begun).toBe(1);
  });

  test("end when they are done or not wanted any more, and not more run than there may", async () => {
    const path = file("whole.gz", gzip);
    const heard: Heard = { compressions: [], faults: [], read: 0 };
    const first = await open(path, threads, heard);
    expect(threads.start("unpack")).toBeUndefined();
    for await (const octets of first.octets) {
      expect(octets.length).toBeGreaterThan(0);
      break;
    }
    await first.close();
    threads.prepare("unpack");
    expect((await unpackAll(path, threads)).length).toBe(plain.length);
    const again = threads.start("unpack");
    expect(again).toBeDefined();
    await again?.terminate();
  });

  const silent = { compression() {}, fault() {}, read() {} };
  const options = { hash: false };

  test("say of what cannot be read what is said in place", async () => {
    const thread = threads.start("unpack");
    if (thread === undefined) throw new Error("no thread");
    const path = join(folder, "missing.gz");
    const unpacking = unpackInThread(thread, { path, options }, silent);
    await expect(unpacking.readRest()).rejects.toThrow(`cannot read ${path}: no such file`);
    await unpacking.close();
  });

  test.each([
    ["ends", "process.exit(0)", "has ended too early"],
    ["fails", "throw new Error('a defect')", "a defect"],
  ])("that %s too early leave nobody waiting", async (_, script, words) => {
    const broken = createThreads(() => new URL(`data:text/javascript,${script}`), 1);
    const unpacking = await openUnpacking(
      file("any.gz", gzip),
      { stdin: process.stdin, threads: broken },
      options,
      silent,
    );
    await expect(unpacking.readRest()).rejects.toThrow(words);
    await unpacking.close();
  });
});

describe("the command line", () => {
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(folder, "main.js"), ...args], {
      encoding: "utf8",
      timeout: 30_000,
      maxBuffer: 1 << 26,
    });

  test.each([
    ["gz", gzip],
    ["zst", zstd],
    ["cut.gz", gzip.subarray(0, 4_500_000)],
  ])("says the same of a capture with and without a thread: .%s", async (name, octets) => {
    const args = ["analyze", file(`air.${name}`, octets), "--hash", "--format", "json"];
    const here = await runCli(args);
    const { status, stdout, stderr } = run(...args);
    expect(stderr).toBe(here.err);
    expect(status).toBe(here.code);
    expect(stdout).toBe(here.out);
  });

  test("ends at once when the thread is not needed after all", () => {
    const path = file("unused.gz", gzip);
    expect(run("analyze", path, "--help")).toMatchObject({ status: 0, signal: null });
    expect(run("analyze", path, "--no-such-option")).toMatchObject({ status: 2, signal: null });
    expect(run("explain", path)).toMatchObject({ status: 2, signal: null });
  });

  test("ends when it is no capture that is compressed", () => {
    const { status, stderr } = run(
      "analyze",
      file(
        "noise.gz",
        gzipSync(concatOctets(...Array.from({ length: 100 }, () => noise), plain.subarray(1)), {
          level: 0,
        }),
      ),
    );
    expect(status).toBe(2);
    expect(stderr).toContain("gzip-compressed, within: it begins with");
  });

  test.each([
    ["its output is closed", (child: ChildProcess) => child.stdout?.destroy(), [0, 3]],
    ["it is interrupted", (child: ChildProcess) => child.kill("SIGINT"), ["SIGINT"]],
  ])("ends when %s while a thread unpacks", async (_, end, endings) => {
    const args = ["analyze", file("ended.gz", gzip), file("beside.pcap", plain)];
    const child = spawn(process.execPath, [join(folder, "main.js"), ...args], {
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 30_000,
    });
    const ended = new Promise<string | number | null>((resolve) => {
      child.once("exit", (code, signal) => resolve(signal ?? code));
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    end(child);
    expect(endings).toContain(await ended);
  });
});
