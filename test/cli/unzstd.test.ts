import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Fault } from "../../src/bytes/fault.ts";
import { concatOctets, utf8Octets } from "../../src/bytes/octets.ts";
import { unzstd } from "../../src/cli/unzstd.ts";
import { unzstdInWasm } from "../../src/cli/unzstd-in-wasm.ts";
import { ownCases } from "../cases.ts";

/** Made by `zstd -19` of the capture beside it. */
const compressed = new Uint8Array(
  readFileSync(new URL("../vectors/ftpsk-ota-success.pcap.zst", import.meta.url)),
);
const plain = new Uint8Array(readFileSync(join(ownCases, "ftpsk-ota-success", "air.pcap")));

async function* inChunks(octets: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += length) yield octets.subarray(at, at + length);
}

type Unzstd = (
  chunks: () => AsyncIterable<Uint8Array>,
  report: (fault: Fault) => void,
) => AsyncGenerator<Uint8Array>;

async function collect(unpack: Unzstd, octets: Uint8Array, chunkLength: number) {
  const faults: Fault[] = [];
  const parts: Uint8Array[] = [];
  const chunks = () => inChunks(octets, chunkLength);
  for await (const part of unpack(chunks, (fault) => faults.push(fault))) parts.push(part);
  return { octets: concatOctets(...parts), faults };
}

/** Both decoders give and say the same. */
async function read(octets: Uint8Array, chunkLength = octets.length) {
  const inScript = await collect((chunks, report) => unzstd(chunks(), report), octets, chunkLength);
  const inWasm = await collect(
    (chunks, report) => unzstdInWasm(chunks(), report, chunks),
    octets,
    chunkLength,
  );
  expect(inWasm.faults).toEqual(inScript.faults);
  // The test runner compares octet by octet, which takes seconds.
  expect(Buffer.compare(inWasm.octets, inScript.octets)).toBe(0);
  return inScript;
}

/** A frame of stored blocks, RFC 8878: a window of 1 KiB << `windowLog`, no checksum. */
function frameOf(
  blocks: readonly (Uint8Array | { octet: number; times: number })[],
  windowLog = 7,
) {
  return concatOctets(
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, windowLog << 3),
    ...blocks.flatMap((block, i) => {
      const isRepeated = !(block instanceof Uint8Array);
      const size = isRepeated ? block.times : block.length;
      const head = (size << 3) | (isRepeated ? 2 : 0) | (i === blocks.length - 1 ? 1 : 0);
      const header = Uint8Array.of(head & 255, (head >> 8) & 255, head >> 16);
      return [header, isRepeated ? Uint8Array.of(block.octet) : block];
    }),
  );
}

test.each([1, 7, 4096, 1 << 20])("a capture comes out whole from chunks of %i", async (length) => {
  expect(await read(compressed, length)).toEqual({ octets: plain, faults: [] });
});

test("frames stand behind each other, with some to be skipped between them", async () => {
  const skippable = Uint8Array.of(0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);
  const octets = concatOctets(
    skippable,
    frameOf([utf8Octets("one "), { octet: 0x21, times: 5 }]),
    skippable,
    frameOf([utf8Octets(" two")]),
    compressed,
  );
  for (const length of [1, 1000, octets.length]) {
    const { octets: out, faults } = await read(octets, length);
    expect(faults).toEqual([]);
    expect(out).toEqual(concatOctets(utf8Octets("one !!!!! two"), plain));
  }
});

test("a stream that is cut gives what stands before the cut, and a fault", async () => {
  const two = concatOctets(frameOf([plain.subarray(0, 1000)]), compressed);
  for (let length = 1; length < two.length; length += length < 1100 ? 13 : 211) {
    const { octets, faults } = await read(two.subarray(0, length));
    expect(faults.length, `${length}`).toBe(length === 1009 ? 0 : 1);
    expect(octets, `${length}`).toEqual(
      concatOctets(plain.subarray(0, 1000), plain).subarray(0, octets.length),
    );
    expect(octets.length >= 1000).toBe(length >= 1009);
  }
});

test("octets that are no frame end the stream with a fault", async () => {
  const { octets, faults } = await read(concatOctets(frameOf([plain]), new Uint8Array(40).fill(7)));
  expect(octets).toEqual(plain);
  expect(faults).toMatchObject([{ offset: plain.length, where: "zstd stream" }]);
});

test("damage anywhere never throws, and is a fault", async () => {
  for (let at = 0; at < compressed.length; at += 17) {
    const damaged = compressed.slice();
    damaged[at] = (damaged[at] as number) ^ 0x55;
    const { octets, faults } = await read(damaged);
    expect(octets.length).toBeLessThan(10_000_000);
    expect(faults.length, `${at}`).toBe(1);
  }
});

test("a window of more than 32 MiB is refused before memory is taken for it", async () => {
  expect((await read(frameOf([utf8Octets("x")], 15))).faults).toEqual([]);
  const { faults } = await read(frameOf([utf8Octets("x")], 21));
  expect(faults).toMatchObject([{ text: expect.stringContaining("2147483648 octets") }]);
});

test("a wrong checksum is a fault that says which frame it is of, and what follows is read", async () => {
  const damaged = compressed.slice();
  damaged[damaged.length - 1] = (damaged.at(-1) as number) ^ 1;
  const octets = concatOctets(frameOf([plain.subarray(0, 1000)]), damaged, compressed);
  for (const length of [1, 4096, octets.length]) {
    const { octets: out, faults } = await read(octets, length);
    expect(out).toEqual(concatOctets(plain.subarray(0, 1000), plain, plain));
    expect(faults).toMatchObject([
      { kind: "invalid", where: "zstd stream / checksum", offset: 1000 },
    ]);
  }
});
