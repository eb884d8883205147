import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Fault } from "../../src/bytes/fault.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import { gunzip } from "../../src/cli/gunzip.ts";

/** Octets of which about half can be saved. */
function halfNoise(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 24) & 0x3f;
  });
}

const plain = concatOctets(halfNoise(150_000, 1), halfNoise(90_000, 2));
const first = gzipSync(plain.subarray(0, 150_000));
/** Two members, longer than one step of what can be read again. */
const zipped = concatOctets(first, gzipSync(plain.subarray(150_000)));

async function* inChunks(octets: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += length) yield octets.subarray(at, at + length);
}

/** The test runner compares octet by octet, which takes seconds. */
function expectSame(octets: Uint8Array, expected: Uint8Array): void {
  expect(octets.length).toBe(expected.length);
  expect(Buffer.compare(octets, expected)).toBe(0);
}

async function read(octets: Uint8Array, chunkLength: number, canBeReadAgain: boolean) {
  const faults: Fault[] = [];
  const parts: Uint8Array[] = [];
  let readings = 1;
  const again = () => {
    readings++;
    return inChunks(octets, chunkLength);
  };
  const inflated = gunzip(
    inChunks(octets, chunkLength),
    (fault) => faults.push(fault),
    canBeReadAgain ? again : undefined,
  );
  for await (const part of inflated) parts.push(part.slice());
  return { octets: concatOctets(...parts), faults, readings };
}

test.each([
  [7777, false],
  [7777, true],
  [1 << 20, false],
  [1 << 20, true],
])("members come out whole from chunks of %i, read again: %s", async (length, again) => {
  expect(zipped.length).toBeGreaterThan(160_000);
  const { octets, ...rest } = await read(zipped, length, again);
  expect(rest).toEqual({ faults: [], readings: 1 });
  expectSame(octets, plain);
});

describe("damage in a stream that can be read again", () => {
  test.each([
    ["at the beginning of a member", first.length],
    ["in the method of a member", first.length + 2],
    ["in a checksum", first.length - 7],
    ["in the last length", zipped.length - 2],
    ["early", 300],
    ["in the middle of the first step", 60_001],
    ["in the second step", 140_500],
  ])("loses nothing before it: %s", async (_, at) => {
    const damaged = zipped.with(at, (zipped[at] as number) ^ 0x5a);
    // As small as steps become, from the beginning.
    const expected = await read(damaged, 16, false);
    for (const length of [50_000, 1 << 20]) {
      const { octets, faults, readings } = await read(damaged, length, true);
      expect(faults).toEqual(expected.faults);
      expectSame(octets, expected.octets);
      expect(readings).toBe(faults.length === 0 ? 1 : 2);
    }
    if (at !== first.length) expect(expected.faults).toMatchObject([{ kind: "truncated" }]);
  });

  test("is not looked for where the stream is only cut", async () => {
    for (const length of [5, 1000, 100_000, 140_000, zipped.length - 1]) {
      const { octets, faults, readings } = await read(zipped.subarray(0, length), 1 << 20, true);
      expect(faults).toMatchObject([{ offset: octets.length, text: "unexpected end of file" }]);
      expectSame(octets, plain.subarray(0, octets.length));
      expect(readings).toBe(1);
    }
  });
});

test("a step that inflates to a thousand times its length is given bit by bit", async () => {
  const bomb = gzipSync(new Uint8Array(64 * 1024 * 1024));
  let longest = 0;
  let length = 0;
  for await (const part of gunzip(
    inChunks(bomb, 1 << 20),
    () => {},
    () => inChunks(bomb, 9),
  )) {
    longest = Math.max(longest, part.length);
    length += part.length;
  }
  expect(length).toBe(64 * 1024 * 1024);
  expect(longest).toBeLessThanOrEqual(1024 * 1024);
});
