import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatOctets, equalOctets } from "../../src/bytes/octets.ts";
import { createPcapReader } from "../../src/capture/pcap.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import { buildPcap, type PcapMagic, type PcapSpec, uint } from "../builders/capture-file.ts";
import { copiedOctets } from "./copied-octets.ts";
import { expectSensibleFaults, ramp, readAll } from "./read-all.ts";

const time = 1_700_000_000_123_456_789n;
const magics: readonly PcapMagic[] = ["us", "ns", "modified", "ixia-hw", "ixia-sw"];
const byteOrders = ["le", "be"] as const;

function read(file: Uint8Array, chunkLength?: number) {
  return readAll(createCaptureReader(createPcapReader), file, chunkLength);
}

/** Two packets; the second one is cut by the snap length. */
function twoPackets(spec: Partial<PcapSpec> = {}): Uint8Array {
  return buildPcap({
    records: [
      { timeNs: time, octets: ramp(10) },
      { timeNs: time + 1_000_001_000n, octets: ramp(5, 100), originalLength: 1500 },
    ],
    ...spec,
  });
}

describe.each(magics)("a %s pcap file", (magic) => {
  const isNanosecond = magic === "ns" || magic === "ixia-hw";

  test.each(byteOrders)("in %s order gives its records whatever the chunks", (byteOrder) => {
    const file = twoPackets({ magic, byteOrder, linkType: 105 });
    const common = {
      interfaceId: 0,
      linkType: 105,
      timeDigits: isNanosecond ? 9 : 6,
      fcsLength: undefined,
      crcError: false,
    };
    const first = isNanosecond ? time : (time / 1000n) * 1000n;
    for (const chunkLength of [1, 7, 4096]) {
      const { records, summary } = read(file, chunkLength);
      expect(records).toStrictEqual([
        { ...common, frame: 1, time: first, octets: ramp(10), originalLength: 10 },
        {
          ...common,
          frame: 2,
          time: first + 1_000_001_000n,
          octets: ramp(5, 100),
          originalLength: 1500,
        },
      ]);
      expect(summary).toStrictEqual({
        format: "pcap",
        frames: 2,
        skippedBlocks: new Map(),
        faults: [],
        dropped: 0,
      });
    }
  });

  test("cut at any octet keeps the whole records and says what is missing", () => {
    const file = twoPackets({ magic });
    const fileHeader = magic.startsWith("ixia") ? 28 : 24;
    const recordHeader = magic === "modified" ? 24 : 16;
    const ends = [fileHeader, fileHeader + recordHeader + 10, file.length];
    for (let length = 0; length < file.length; length++) {
      const { records, summary } = read(file.subarray(0, length), 5);
      const whole = ends.filter((end) => end <= length);
      expect(records).toHaveLength(Math.max(0, whole.length - 1));
      expect(summary.format).toBe(length < 4 ? undefined : "pcap");
      if (whole.at(-1) === length) {
        expect(summary.faults).toEqual([]);
      } else {
        const fault = summary.faults[0];
        expect(fault).toMatchObject({ kind: "truncated", limitedBy: "capture-file" });
        expect((fault?.offset ?? 0) + (fault?.available ?? 0)).toBe(length);
        expectSensibleFaults(summary.faults, length);
      }
    }
  });
});

test.each([0, 2, 4, 6])("a declared FCS of %i octets is given with every record", (fcsLength) => {
  const { records } = read(twoPackets({ fcsLength }));
  expect(records.map((record) => record.fcsLength)).toEqual([fcsLength, fcsLength]);
  expect(records[0]?.linkType).toBe(127);
});

test("an FCS length without its flag is not declared", () => {
  const { records } = read(twoPackets({ linkType: 0x4000_0000 + 127 }));
  expect(records[0]).toMatchObject({ linkType: 127, fcsLength: undefined });
});

test("a captured length greater than the original length counts as the original length", () => {
  const records = [{ timeNs: time, octets: ramp(10), originalLength: 4 }];
  expect(read(buildPcap({ records })).records[0]).toMatchObject({
    octets: ramp(10),
    originalLength: 10,
  });
});

test("a record that claims an impossible length ends the reading with what precedes it kept", () => {
  const sound = twoPackets();
  for (const claimed of [262_145, 0xffff_ffff]) {
    const damaged = concatOctets(new Uint8Array(8), uint(claimed, 4, "le"), new Uint8Array(1004));
    for (const chunkLength of [1, 7, 4096]) {
      const { records, summary } = read(concatOctets(sound, damaged), chunkLength);
      expect(records).toHaveLength(2);
      expect(summary.frames).toBe(2);
      expect(summary.faults).toEqual([
        {
          kind: "invalid",
          where: "pcap record / captured length",
          offset: sound.length + 8,
          needed: 4,
          available: 4,
          limitedBy: "capture-file",
          text: `${claimed} octets claimed, no packet has more than 262144`,
        },
      ]);
    }
  }
});

test("a packet of the greatest length there may be is read", () => {
  const octets = new Uint8Array(262_144).fill(7);
  const file = buildPcap({ records: [{ timeNs: time, octets }] });
  for (const chunkLength of [4096, file.length]) {
    const { records, summary } = read(file, chunkLength);
    expect(summary.faults).toEqual([]);
    expect(equalOctets(records[0]?.octets ?? ramp(0), octets)).toBe(true);
  }
});

test("a great packet in tiny chunks takes no quadratic time", () => {
  const octets = new Uint8Array(262_144);
  const file = buildPcap({ records: [{ timeNs: time, octets }] });
  const reader = createCaptureReader(createPcapReader);
  let count = 0;
  const copied = copiedOctets(() => {
    for (let at = 0; at < file.length; at += 2)
      count += reader.push(file.subarray(at, at + 2)).length;
  });
  expect(count).toBe(1);
  expect(copied).toBeGreaterThanOrEqual(octets.length);
  expect(copied).toBeLessThan(4 * file.length);
});

test("a claimed length that the file does not hold allocates nothing", () => {
  const claim = concatOctets(new Uint8Array(8), uint(262_144, 4, "le"), new Uint8Array(4));
  const file = concatOctets(buildPcap({ records: [] }), claim);
  const readers = Array.from({ length: 400 }, () => createCaptureReader(createPcapReader));
  const before = process.memoryUsage().arrayBuffers;
  for (const reader of readers) reader.push(file);
  const grown = process.memoryUsage().arrayBuffers - before;
  expect(grown).toBeLessThan(20 * 1024 * 1024); // 400 times the claim are 100 MiB
  expect(readers[0]?.end().faults).toHaveLength(1);
});

test("octets of a record stay what they are while reading goes on", () => {
  const records = Array.from({ length: 50 }, (_, i) => ({ timeNs: time, octets: ramp(20, i) }));
  const file = buildPcap({ records });
  for (const chunkLength of [1, 13, 37, 4096]) {
    const read = readAll(createCaptureReader(createPcapReader), file, chunkLength).records;
    expect(read.map((record) => record.octets)).toEqual(records.map((record) => record.octets));
  }
});

test("octets of a record are a plain Uint8Array also when chunks are Buffers", () => {
  const [record] = createCaptureReader(createPcapReader).push(Buffer.from(twoPackets()));
  expect(record?.octets.constructor).toBe(Uint8Array);
});

test("a file of another kind is no capture", () => {
  const { records, summary } = read(new Uint8Array(100).fill(0x41), 7);
  expect(records).toEqual([]);
  expect(summary.format).toBeUndefined();
  expect(summary.faults).toEqual([
    {
      kind: "invalid",
      where: "capture file / magic",
      offset: 0,
      needed: 4,
      available: 4,
      limitedBy: "capture-file",
      text: "it begins with 41414141; if Wireshark can open it, save it there as pcapng",
    },
  ]);
});

test("any version is read", () => {
  for (const version of [
    [2, 2],
    [2, 3],
    [543, 0],
    [0, 0],
  ] as const) {
    expect(read(twoPackets({ version })).records).toHaveLength(2);
  }
});

test("mutated files never throw, end, and give faults inside the file, the same for every chunking", () => {
  const base = twoPackets({ magic: "modified" });
  const edits = fc.array(fc.tuple(fc.nat(base.length - 1), fc.nat(255)), { minLength: 1 });
  fc.assert(
    fc.property(edits, fc.nat(base.length), fc.integer({ min: 1, max: 80 }), (at, cut, chunk) => {
      const file = base.slice(0, cut);
      for (const [offset, value] of at) file[offset] = value;
      const reading = read(file);
      expectSensibleFaults(reading.summary.faults, file.length);
      expect(reading.records).toHaveLength(reading.summary.frames);
      expect(read(file, chunk)).toStrictEqual(reading);
    }),
    { numRuns: 300 },
  );
});

test("random octets behind a magic never throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
      const file = concatOctets(uint(0xa1b2c3d4, 4, "be"), octets);
      expectSensibleFaults(read(file, 11).summary.faults, file.length);
    }),
  );
});
