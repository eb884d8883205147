import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { concatOctets } from "../../src/bytes/octets.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { expandPaths, openCapture } from "../../src/cli/capture-source.ts";
import { CaptureOpenError } from "../../src/cli/input.ts";
import * as adapter from "../../src/cli/pcap-parser-adapter.ts";
import { buildPcap, buildPcapng } from "../builders/capture-file.ts";
import { comparable, ramp, readAll } from "../capture/read-all.ts";

const packets = Array.from({ length: 30 }, (_, i) => ({
  timeNs: 1_700_000_000_000_000_000n + BigInt(i) * 1000n,
  octets: ramp(100, i),
}));
const pcap = buildPcap({ records: packets });
const pcapng = buildPcapng({ packets });

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "capture-source-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, octets: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, octets);
  return path;
}

function stdinOf(octets: Uint8Array, chunkLength = octets.length): Readable {
  const chunks: Buffer[] = [];
  for (let at = 0; at < octets.length; at += chunkLength) {
    chunks.push(Buffer.from(octets.subarray(at, at + chunkLength)));
  }
  return Readable.from(chunks, { objectMode: false });
}

async function readSource(path: string, stdin: Readable = stdinOf(new Uint8Array(0))) {
  const source = openCapture(path, { stdin });
  const records: CaptureRecord[] = [];
  for await (const some of source.records()) records.push(...some);
  return { records, summary: source.summary() };
}

/** What the octets hold, read by our own reader, as the source should say it. */
function expected(octets: Uint8Array, sizeBytes: number, compression: "gzip" | null = null) {
  const { records, summary } = readAll(createCaptureReader(), octets);
  return comparable({ records, summary: { ...summary, compression, sizeBytes } as never });
}

describe.each([
  ["pcap", pcap],
  ["pcapng", pcapng],
])("a %s capture", (name, octets) => {
  const zipped = new Uint8Array(gzipSync(octets));

  test("is read from a file", async () => {
    const read = await readSource(file(`plain.${name}`, octets));
    expect(comparable(read)).toEqual(expected(octets, octets.length));
    expect(read.records).toHaveLength(30);
  });

  test("is read from a gzip file, whatever it is called", async () => {
    const read = await readSource(file(`zipped.${name}`, zipped));
    expect(comparable(read)).toEqual(expected(octets, zipped.length, "gzip"));
  });

  test.each([1, 7, 4096])("is read from standard input in chunks of %i octets", async (length) => {
    const plain = await readSource("-", stdinOf(octets, length));
    expect(comparable(plain)).toEqual(expected(octets, octets.length));
    const unzipped = await readSource("-", stdinOf(zipped, length));
    expect(comparable(unzipped)).toEqual(expected(octets, zipped.length, "gzip"));
  });

  test("is read from a FIFO", async () => {
    const fifo = join(folder, `fifo-${name}`);
    execFileSync("mkfifo", [fifo]);
    const reading = readSource(fifo);
    createWriteStream(fifo).end(octets);
    expect(comparable(await reading)).toEqual(expected(octets, octets.length));
  });
});

test("a FIFO whose writer stalls within a record is read on when the writer goes on", async () => {
  const fifo = join(folder, "stalling");
  execFileSync("mkfifo", [fifo]);
  const reading = readSource(fifo);
  const writer = createWriteStream(fifo);
  const half = 24 + 16 + 50;
  await new Promise((resolve) => writer.write(pcap.subarray(0, half), resolve));
  await new Promise((resolve) => setTimeout(resolve, 100));
  writer.end(pcap.subarray(half));
  expect(comparable(await reading)).toEqual(expected(pcap, pcap.length));
});

test("a file that grows while it is read is read to where it then ends", async () => {
  const records = Array.from({ length: 40 }, (_, i) => ({
    timeNs: 0n,
    octets: new Uint8Array(100_000).fill(i),
  }));
  const whole = buildPcap({ records });
  const path = file("growing.pcap", whole.subarray(0, 2_500_000));
  const source = openCapture(path, { stdin: stdinOf(new Uint8Array(0)) });
  const read: CaptureRecord[] = [];
  let hasGrown = false;
  for await (const some of source.records()) {
    read.push(...some);
    if (!hasGrown) appendFileSync(path, whole.subarray(2_500_000, 3_000_000));
    hasGrown = true;
  }
  const { faults, sizeBytes } = source.summary();
  expect(sizeBytes).toBe(3_000_000);
  expect(faults).toMatchObject([{ kind: "truncated", where: "pcap record / packet" }]);
  expect(read.map(({ octets }) => [octets.length, octets[0], octets.at(-1)])).toEqual(
    records.slice(0, 29).map((_, i) => [100_000, i, i]),
  );
});

test("only classic pcap that arrives as a stream goes through pcap-parser", async () => {
  const create = vi.spyOn(adapter, "createPcapStreamReader");
  try {
    await readSource(file("a.pcap", pcap));
    await readSource("-", stdinOf(pcapng));
    expect(create).not.toHaveBeenCalled();
    await readSource("-", stdinOf(pcap));
    expect(create).toHaveBeenCalledTimes(1);
  } finally {
    create.mockRestore();
  }
});

test("a file longer than one read keeps the octets of every record", async () => {
  const long = Array.from({ length: 40 }, (_, i) => ({
    timeNs: 0n,
    octets: new Uint8Array(100_000).fill(i),
  }));
  const { records } = await readSource(file("long.pcap", buildPcap({ records: long })));
  expect(records.map(({ octets }) => [octets.length, octets[0], octets.at(-1)])).toEqual(
    long.map((_, i) => [100_000, i, i]),
  );
});

test("a capture with no end gives its records as they arrive", async () => {
  const stdin = new Readable({ read() {} });
  const records = openCapture("-", { stdin }).records()[Symbol.asyncIterator]();
  stdin.push(Buffer.from(pcap.subarray(0, 24 + 116 + 50)));
  expect((await records.next()).value).toMatchObject([{ frame: 1 }]);
  stdin.push(Buffer.from(pcap.subarray(24 + 116 + 50, 24 + 3 * 116)));
  expect((await records.next()).value).toMatchObject([{ frame: 2 }, { frame: 3 }]);
  stdin.push(null);
  expect((await records.next()).done).toBe(true);
});

describe("gzip", () => {
  test("of several members is one capture", async () => {
    const members = [pcap.subarray(0, 500), pcap.subarray(500, 501), pcap.subarray(501)];
    const zipped = concatOctets(...members.map((member) => gzipSync(member)));
    for (const length of [1, 64, 4096]) {
      const read = await readSource("-", stdinOf(zipped, length));
      expect(comparable(read)).toEqual(expected(pcap, zipped.length, "gzip"));
    }
  });

  test("with zeros behind it is whole", async () => {
    const zipped = concatOctets(gzipSync(pcap), new Uint8Array(100));
    const { records, summary } = await readSource("-", stdinOf(zipped, 9));
    expect(records).toHaveLength(30);
    expect(summary.faults).toEqual([]);
  });

  const noise = Uint8Array.from({ length: 3000 }, (_, i) => (i * i * 31 + (i >> 3) * 17) & 0xff);
  const noisy = buildPcap({
    records: Array.from({ length: 100 }, (_, i) => ({
      timeNs: 0n,
      octets: noise.subarray(i * 20, i * 20 + 60),
    })),
  });
  const zipped = new Uint8Array(gzipSync(noisy));

  test("cut at any octet keeps the records before and is a fault, never an exception", async () => {
    let most = 0;
    for (let length = 2; length < zipped.length; length += 37) {
      const { records, summary } = await readSource("-", stdinOf(zipped.subarray(0, length)));
      const fault = summary.faults.at(-1);
      expect(fault).toMatchObject({
        kind: "truncated",
        where: "gzip stream",
        limitedBy: "capture-file",
      });
      expect(records).toHaveLength(Math.max(0, Math.floor(((fault?.offset ?? 0) - 24) / 76)));
      expect(summary.sizeBytes).toBe(length);
      expect(records.length).toBeGreaterThanOrEqual(most);
      most = records.length;
    }
    expect(most).toBeGreaterThan(80);
  });

  test.each([
    ["a wrong checksum", (octets: Uint8Array) => octets.with(octets.length - 6, 0x55)],
    ["other octets behind it", (octets: Uint8Array) => concatOctets(octets, ramp(50, 1))],
  ])("with %s keeps almost all before and is a fault", async (_, damage) => {
    const { records, summary } = await readSource(file("damaged.gz", damage(zipped)));
    expect(records.length).toBeGreaterThan(90);
    expect(summary.faults.at(-1)).toMatchObject({ kind: "truncated", where: "gzip stream" });
  });

  test("of something else is no capture", async () => {
    const { summary } = await readSource(file("text.gz", gzipSync("hello world")));
    expect(summary).toMatchObject({
      format: undefined,
      compression: "gzip",
      faults: [{ where: "capture file / magic", kind: "invalid" }],
    });
  });
});

test("a file that is no capture has no format and a fault", async () => {
  const { records, summary } = await readSource(file("notes.txt", ramp(50, 60)));
  expect(records).toEqual([]);
  expect(summary).toMatchObject({ format: undefined, faults: [{ kind: "invalid" }] });
  const empty = await readSource(file("empty", ramp(0)));
  expect(empty.summary).toMatchObject({ format: undefined, sizeBytes: 0 });
});

test("what cannot be read is one plain line", async () => {
  const missing = join(folder, "no-such-file.pcap");
  await expect(readSource(missing)).rejects.toThrow(CaptureOpenError);
  await expect(readSource(missing)).rejects.toThrow(`cannot read ${missing}: no such file`);
  await expect(readSource(folder)).rejects.toThrow(`cannot read ${folder}: is a directory`);
  const hostile = join(folder, "a\nb\u001b[31m");
  await expect(readSource(hostile)).rejects.toThrow(
    `cannot read ${folder}/a\\x0ab\\x1b[31m: no such file`,
  );
  const broken = new Readable({ read() {} });
  broken.destroy(Object.assign(new Error("EISDIR: read"), { code: "EISDIR" }));
  await expect(readSource("-", broken)).rejects.toThrow(
    "cannot read standard input: is a directory",
  );
});

test.skipIf(process.getuid?.() === 0)("a file without permission is one plain line", async () => {
  const path = file("secret.pcap", pcap);
  chmodSync(path, 0);
  await expect(readSource(path)).rejects.toThrow(`cannot read ${path}: permission denied`);
});

test("a summary before the end is a bug of the caller", () => {
  const source = openCapture(file("early.pcap", pcap), { stdin: stdinOf(ramp(0)) });
  expect(() => source.summary()).toThrow("not read to their end");
});

describe("a directory", () => {
  let root = "";

  beforeAll(() => {
    root = join(folder, "tree");
    mkdirSync(join(root, "b", "deep"), { recursive: true });
    mkdirSync(join(root, "empty"));
    writeFileSync(join(root, "z.pcap"), pcap);
    writeFileSync(join(root, "a-capture-without-a-name"), pcapng);
    writeFileSync(join(root, "b", "deep", "zipped.bin"), gzipSync(pcap));
    writeFileSync(join(root, "b", "readme.pcap"), "this is none");
    writeFileSync(join(root, "b", "text.gz"), gzipSync("neither is this"));
    writeFileSync(join(root, "b", "short"), Uint8Array.of(0xa1));
    symlinkSync(root, join(root, "b", "loop"));
    symlinkSync("nowhere", join(root, "dangling"));
    symlinkSync(join(root, "z.pcap"), join(root, "zz.pcap"));
    execFileSync("mkfifo", [join(root, "pipe")]);
  });

  test("becomes the captures below it, by content, sorted; the rest is counted", async () => {
    expect(await expandPaths([root])).toEqual({
      captures: ["a-capture-without-a-name", "b/deep/zipped.bin", "z.pcap"].map((name) => ({
        path: join(root, name),
        named: false,
      })),
      skipped: 5, // readme.pcap, text.gz, short, dangling, pipe
    });
  });

  test("may be a link, and stand between named files, which pass as they are", async () => {
    const link = join(folder, "link");
    symlinkSync(join(root, "b", "deep"), link);
    const named = join(root, "b", "readme.pcap");
    expect(await expandPaths([named, link, "-"])).toEqual({
      captures: [
        { path: named, named: true },
        { path: join(link, "zipped.bin"), named: false },
        { path: "-", named: true },
      ],
      skipped: 0,
    });
  });

  test("or file that does not exist is an error", async () => {
    const missing = join(root, "missing");
    await expect(expandPaths([root, missing])).rejects.toThrow(CaptureOpenError);
    await expect(expandPaths([missing])).rejects.toThrow(`cannot read ${missing}: no such file`);
  });
});
