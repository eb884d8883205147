import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import type { Fault } from "../../src/bytes/fault.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import { decompressed } from "../../src/cli/decompress.ts";
import { buildPcap, buildPcapng } from "../builders/capture-file.ts";
import { runCli } from "./test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-bombs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const megabyte = 1024 * 1024;
const header = buildPcap({ records: [] });

/** A zstd frame: `first`, and behind it zeros in blocks of 4 octets that stand for 128 KiB each. */
function zstdOf(first: Uint8Array, zeroMegabytes: number): Uint8Array {
  const block = (size: number, isRepeated: boolean, isLast: boolean) => {
    const head = (size << 3) | (isRepeated ? 2 : 0) | (isLast ? 1 : 0);
    return Uint8Array.of(head & 255, (head >> 8) & 255, head >> 16);
  };
  const zeros = concatOctets(block(131_072, true, false), Uint8Array.of(0));
  return concatOctets(
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 7 << 3),
    ...(first.length === 0 ? [] : [block(first.length, false, false), first]),
    ...Array.from({ length: zeroMegabytes * 8 }, () => zeros),
    block(0, false, true),
  );
}

function file(name: string, octets: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, octets);
  return path;
}

async function analyze(path: string): Promise<Analysis> {
  const { code, out } = await runCli(["analyze", path, "--format", "json"]);
  expect(code).toBe(3);
  return JSON.parse(out) as Analysis;
}

describe("little that unpacks to much", () => {
  test("is given up once it is more than any capture would be", async () => {
    const packed = zstdOf(header, 8192);
    const faults: Fault[] = [];
    async function* chunks() {
      yield packed;
    }
    let unpacked = 0;
    const before = process.memoryUsage().rss;
    let memory = before;
    for await (const octets of decompressed(chunks(), {
      compression() {},
      fault: (fault) => faults.push(fault),
    })) {
      unpacked += octets.length;
      memory = Math.max(memory, process.memoryUsage().rss);
    }
    // When garbage is collected is not ours to say; held whole it would be four times as much.
    expect(memory - before).toBeLessThan(unpacked / 4);
    expect(unpacked).toBeGreaterThan(1024 * megabyte);
    expect(unpacked).toBeLessThan(1200 * megabyte);
    expect(faults).toMatchObject([
      { where: "decompression", offset: unpacked, text: expect.stringContaining("no capture") },
    ]);
  });

  test.each([
    ["gzip", gzipSync(new Uint8Array(16 * megabyte))],
    ["zstd", zstdOf(new Uint8Array(0), 8192)],
  ])("and is no capture is not unpacked further: %s", async (compression, octets) => {
    const { code, err } = await runCli(["analyze", file(`zeros.${compression}`, octets)]);
    expect(code).toBe(2);
    expect(err).toContain(`${compression}-compressed, within: it begins with 00000000`);
  });

  test.each([
    ["gzip", gzipSync(concatOctets(header, new Uint8Array(16 * megabyte)))],
    ["zstd", zstdOf(header, 16)],
  ])("and is nothing but empty packets is counted: %s", async (name, octets) => {
    const { inputs } = await analyze(file(`empty.${name}`, octets));
    expect(inputs).toMatchObject([
      {
        compression: name,
        frames: megabyte,
        faults: [],
        notWifi: [{ what: "empty packet", packets: megabyte }],
      },
    ]);
  });

  test("and is nothing but tiny packets is counted", async () => {
    const records = Array.from({ length: 1000 }, () => ({ timeNs: 0n, octets: new Uint8Array(1) }));
    const many = new Uint8Array(17_000_000 / 8);
    const some = buildPcap({ records }).subarray(24);
    for (let at = 0; at < many.length; at += some.length) many.set(some, at);
    const { inputs } = await analyze(file("tiny.gz", gzipSync(concatOctets(header, many))));
    expect(inputs).toMatchObject([
      { frames: 125_000, notWifi: [{ what: "unreadable radiotap header", packets: 125_000 }] },
    ]);
  });
});

test("what is compressed twice is said to be", async () => {
  const twice = gzipSync(gzipSync(buildPcapng({ packets: [] })));
  const { code, err } = await runCli(["analyze", file("twice.gz", twice)]);
  expect(code).toBe(2);
  expect(err).toContain(
    "no capture file (pcap, pcapng or OmniPeek): gzip-compressed, within: it is gzip-compressed: unpack it first",
  );
});

test("a window of more than 32 MiB is not taken memory for", async () => {
  const octets = zstdOf(header, 0);
  octets[5] = 21 << 3;
  const { code, err } = await runCli(["analyze", file("window.zst", octets)]);
  expect(code).toBe(2);
  expect(err).toContain("2147483648 octets is asked for, at most 33554432");
});
