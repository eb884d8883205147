import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatOctets } from "../../src/bytes/octets.ts";
import { createPcapReader } from "../../src/capture/pcap.ts";
import { createCaptureReader, createPacketReader } from "../../src/capture/reader.ts";
import { createPcapStreamReader } from "../../src/cli/pcap-parser-adapter.ts";
import { buildPcap, type PcapMagic, type PcapSpec, uint } from "../builders/capture-file.ts";
import { comparable, ramp, readAll } from "../capture/read-all.ts";
import { hasSharedCaptures, sharedLab, sharedPublic } from "../cases.ts";

const time = 1_700_000_000_123_456_789n;
const magics: readonly PcapMagic[] = ["us", "ns", "modified", "ixia-hw", "ixia-sw"];
const variants = magics.flatMap((magic) => (["le", "be"] as const).map((order) => [magic, order]));

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Expects that both readers give the same of a file, and returns it. */
function expectEqual(file: Uint8Array, chunkLength?: number) {
  const own = readAll(createCaptureReader(createPcapReader), file);
  expect(
    comparable(readAll(createCaptureReader(createPcapStreamReader), file, chunkLength)),
  ).toEqual(comparable(own));
  return own;
}

function twoPackets(spec: Partial<PcapSpec> = {}): Uint8Array {
  return buildPcap({
    fcsLength: 4,
    records: [
      { timeNs: time, octets: ramp(10) },
      { timeNs: time + 1n, octets: ramp(0), originalLength: 1500 },
      { timeNs: time + 2n, octets: ramp(5), originalLength: 3 },
    ],
    ...spec,
  });
}

describe.each(variants)("a %s %s file read by both readers", (magic, byteOrder) => {
  const file = twoPackets({ magic, byteOrder } as PcapSpec);

  test.each([1, 7, 23, 24, 25, 4096])("is the same in chunks of %i octets", (chunkLength) => {
    const { records, summary } = expectEqual(file, chunkLength);
    expect(records).toHaveLength(3);
    expect(summary.faults).toEqual([]);
  });

  test("is the same when cut at any octet", () => {
    for (let length = 0; length < file.length; length++) {
      const { summary } = expectEqual(file.subarray(0, length), 5);
      expect(summary.faults.length).toBeLessThanOrEqual(1);
    }
  });

  test("is the same when mutated", () => {
    const edits = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(edits, fc.nat(file.length), fc.integer({ min: 1, max: 99 }), (at, cut, chunk) => {
        const mutated = file.slice(0, cut > 60 ? file.length : cut);
        for (const [offset, value] of at) if (offset < mutated.length) mutated[offset] = value;
        expectEqual(mutated, chunk);
      }),
      { numRuns: 60 },
    );
  });
});

test.each([[[2, 3]], [[3, 4]], [[1, 1]], [[543, 0]], [[0, 0]]] as const)(
  "version %j is read by both readers alike",
  (version) => {
    for (const byteOrder of ["le", "be"] as const) {
      expect(expectEqual(twoPackets({ version, byteOrder }), 30).records).toHaveLength(3);
    }
  },
);

test("a record of impossible length stops both readers at the same place", () => {
  for (const magic of ["us", "modified"] as const) {
    const sound = twoPackets({ magic });
    for (const claimed of [262_145, 0xffff_ffff]) {
      const claim = concatOctets(new Uint8Array(8), uint(claimed, 4, "le"), new Uint8Array(500));
      for (const chunkLength of [1, 7, 4096]) {
        const { summary } = expectEqual(concatOctets(sound, claim), chunkLength);
        expect(summary).toMatchObject({ frames: 3, faults: [{ offset: sound.length + 8 }] });
      }
    }
  }
});

test("behind a record of impossible length nothing is kept", () => {
  const reader = createCaptureReader(createPcapStreamReader);
  const claim = concatOctets(new Uint8Array(8), uint(0xffff_ffff, 4, "le"), new Uint8Array(4));
  reader.push(concatOctets(twoPackets(), claim));
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 64; i++) reader.push(new Uint8Array(1024 * 1024));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(70 * 1024 * 1024);
  expect(reader.end().frames).toBe(3);
});

test("the pushed chunk stays as it was", () => {
  const file = twoPackets({ magic: "ns" });
  const pushed = file.slice();
  createCaptureReader(createPcapStreamReader).push(pushed);
  expect(pushed).toEqual(file);
});

test("octets of a record are a plain Uint8Array that stays unchanged", () => {
  const records = Array.from({ length: 40 }, (_, i) => ({ timeNs: time, octets: ramp(20, i) }));
  const read = readAll(
    createCaptureReader(createPcapStreamReader),
    buildPcap({ records }),
    33,
  ).records;
  expect(read.map((record) => record.octets)).toStrictEqual(records.map(({ octets }) => octets));
});

describe.skipIf(!hasSharedCaptures)("captures of other people", () => {
  const files = filesBelow(sharedPublic).filter((name) => !/\.(md|out|args)$/.test(name));

  test("are many", () => {
    expect(files.length).toBeGreaterThan(50);
  });

  test.each(files)("are the same for both readers, whatever they are: %s", (name) => {
    const octets = readFileSync(join(sharedPublic, name));
    const file = new Uint8Array(name.endsWith(".gz") ? gunzipSync(octets) : octets);
    const flat = comparable(readAll(createCaptureReader(), file));
    for (const chunkLength of [101, 4096]) {
      const byStream = createCaptureReader((sink) =>
        createPacketReader(sink, createPcapStreamReader),
      );
      expect(comparable(readAll(byStream, file, chunkLength))).toEqual(flat);
    }
  });
});

describe.skipIf(!hasSharedCaptures)("captures of the lab", () => {
  const files = filesBelow(sharedLab).filter((name) => name.endsWith(".pcap"));

  test("are many", () => {
    expect(files.length).toBeGreaterThan(100);
  });

  test("are the same for both readers", () => {
    for (const name of files) {
      const { records, summary } = expectEqual(
        new Uint8Array(readFileSync(join(sharedLab, name))),
        4096,
      );
      expect(summary.frames, name).toBe(records.length);
    }
  });
});
