import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatOctets, equalOctets } from "../../src/bytes/octets.ts";
import { createPcapngReader } from "../../src/capture/pcapng.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import {
  type BuiltInterface,
  type BuiltPacket,
  buildBlock,
  buildOptions,
  buildPcapng,
  type FileByteOrder,
  type PcapngSpec,
  uint,
} from "../builders/capture-file.ts";
import { copiedOctets } from "./copied-octets.ts";
import { comparable, expectSensibleFaults, ramp, readAll } from "./read-all.ts";

const time = 1_700_000_000_123_456_789n;
const byteOrders = ["le", "be"] as const;

function read(file: Uint8Array, chunkLength?: number) {
  return readAll(createCaptureReader(createPcapngReader), file, chunkLength);
}

function option(
  code: number,
  value: number | bigint,
  size: number,
  byteOrder: FileByteOrder = "le",
) {
  return { code, value: uint(value, size, byteOrder) };
}

/** One of everything that is read or skipped. */
function variedFile(byteOrder: FileByteOrder = "le"): Uint8Array {
  const statistics = concatOctets(
    uint(1, 4, byteOrder),
    new Uint8Array(8),
    buildOptions([option(5, 3, 8, byteOrder), option(7, 4, 8, byteOrder)], byteOrder),
  );
  return buildPcapng({
    byteOrder,
    interfaces: [
      { linkType: 127, snaplen: 6 },
      { linkType: 105, tsresol: 9, fcslen: 32, snaplen: 400 },
    ],
    packets: [
      { timeNs: time, octets: ramp(10), options: [option(2, 0x0100_0000, 4, byteOrder)] },
      { timeNs: time, octets: ramp(7, 50), interfaceId: 1, originalLength: 99 },
      { timeNs: 0n, octets: ramp(6, 90), block: "spb", originalLength: 20 },
      { timeNs: time + 5n, octets: ramp(3), block: "pb", interfaceId: 1, drops: 2 },
    ],
    blocks: [
      { type: 4, body: new Uint8Array(20), afterPackets: 1 },
      { type: 0xdead, body: new Uint8Array(100), afterPackets: 2 },
      { type: 5, body: statistics, afterPackets: 4 },
    ],
  });
}

test.each(byteOrders)("a %s file of every block gives its packets whatever the chunks", (order) => {
  const us = (time / 1000n) * 1000n;
  const first = { interfaceId: 0, linkType: 127, timeDigits: 6 };
  const second = { interfaceId: 1, linkType: 105, timeDigits: 9, fcsLength: 4, crcError: false };
  const expected = {
    records: [
      {
        ...first,
        frame: 1,
        time: us,
        octets: ramp(10),
        originalLength: 10,
        fcsLength: undefined,
        crcError: true,
      },
      { ...second, frame: 2, time, octets: ramp(7, 50), originalLength: 99 },
      {
        ...first,
        frame: 3,
        time,
        octets: ramp(6, 90),
        originalLength: 20,
        fcsLength: undefined,
        crcError: false,
      },
      { ...second, frame: 4, time: time + 5n, octets: ramp(3), originalLength: 3 },
    ],
    summary: {
      format: "pcapng",
      frames: 4,
      skippedBlocks: new Map([
        [4, 1],
        [0xdead, 1],
      ]),
      faults: [],
      dropped: 9,
    },
  };
  const file = variedFile(order);
  for (const chunkLength of [1, 7, 4096]) expect(read(file, chunkLength)).toStrictEqual(expected);
});

test("several sections restart the interfaces, and may change the byte order", () => {
  const packets = [{ timeNs: time, octets: ramp(4) }];
  const file = concatOctets(
    buildPcapng({ byteOrder: "be", interfaces: [{ linkType: 1 }, { linkType: 105 }], packets }),
    buildPcapng({ byteOrder: "le", interfaces: [{ linkType: 127 }], packets }),
  );
  const { records, summary } = read(file);
  expect(summary.faults).toEqual([]);
  expect(records.map(({ frame, interfaceId, linkType }) => [frame, interfaceId, linkType])).toEqual(
    [
      [1, 0, 1],
      [2, 2, 127],
    ],
  );
});

describe("times are exact", () => {
  function timeOf(description: BuiltInterface, ticks: bigint) {
    const body = [uint(0, 4, "le"), uint(ticks >> 32n, 4, "le"), uint(ticks, 4, "le")];
    const packet = concatOctets(...body, new Uint8Array(8));
    const blocks = [{ type: 6, body: packet }];
    const [record] = read(buildPcapng({ interfaces: [description], blocks })).records;
    return [record?.time, record?.timeDigits];
  }

  test.each<[string, BuiltInterface, bigint, bigint, number]>([
    ["microseconds by default", {}, 1_700_000_000_123_456n, 1_700_000_000_123_456_000n, 6],
    ["seconds", { tsresol: 0 }, 1_700_000_000n, 1_700_000_000_000_000_000n, 0],
    ["nanoseconds", { tsresol: 9 }, time, time, 9],
    ["picoseconds, rounded down", { tsresol: 12 }, 1_999n, 1n, 9],
    ["2^-10 s", { tsresol: 0x8a }, 1024n + 1n, 1_000_976_562n, 4],
    ["2^-30 s", { tsresol: 0x9e }, (5n << 30n) + 1n, 5_000_000_000n, 9],
    ["2^0 s", { tsresol: 0x80 }, 7n, 7_000_000_000n, 0],
    ["10^-127 s", { tsresol: 127 }, 0xffff_ffff_ffff_ffffn, 0n, 9],
    ["2^-127 s", { tsresol: 255 }, 0xffff_ffff_ffff_ffffn, 0n, 9],
    ["an offset", { tsresol: 9, tsoffset: 1_000n }, 5n, 1_000_000_000_005n, 9],
    ["a negative offset", { tsresol: 9, tsoffset: -1n }, 5n, -999_999_995n, 9],
    ["the last tick", { tsresol: 9 }, 0xffff_ffff_ffff_ffffn, 0xffff_ffff_ffff_ffffn, 9],
  ])("%s", (_, description, ticks, expected, digits) => {
    expect(timeOf(description, ticks)).toEqual([expected, digits]);
  });
});

test.each([
  ["32 bits", 32, 4],
  ["4 octets, as some recorders write", 4, 4],
  ["none", 0, 0],
  ["16 bits", 16, 2],
])("if_fcslen: %s", (_, fcslen, expected) => {
  const packets = [{ timeNs: time, octets: ramp(4) }];
  expect(read(buildPcapng({ interfaces: [{ fcslen }], packets })).records[0]?.fcsLength).toBe(
    expected,
  );
});

test("an FCS length in the packet's flags overrides the interface's", () => {
  const interfaces = [{ fcslen: 32 }];
  const packet: BuiltPacket = { timeNs: time, octets: ramp(4), options: [option(2, 2 << 5, 4)] };
  const packets: BuiltPacket[] = [packet, { ...packet, block: "pb" }];
  const { records } = read(buildPcapng({ interfaces, packets }));
  expect(records.map(({ fcsLength }) => fcsLength)).toEqual([2, 2]);
});

describe("a packet with options", () => {
  const text = (value: string) => ({ code: 1, value: new TextEncoder().encode(value) });
  const options = [
    [text("looked at")],
    [option(2, 0x0100_0000, 4)],
    [text("a"), option(2, 2 << 5, 4), { code: 3, value: ramp(5) }, option(0x8001, 7, 4)],
    [option(4, 3, 8)],
  ];
  const packets = options.flatMap((of): BuiltPacket[] => [
    { timeNs: time, octets: ramp(5), options: of },
    { timeNs: time, octets: ramp(4) },
  ]);
  const file = buildPcapng({ interfaces: [{ fcslen: 32 }], packets });

  test("is handed over where it lies unless it tells of drops", () => {
    const lying: boolean[] = [];
    const reader = createPcapngReader(({ octets }) => lying.push(octets.length === file.length));
    reader.push(file);
    expect(lying).toEqual([true, true, true, true, true, true, false, true]);
    expect(reader.end().dropped).toBe(3);
  });

  test("leaves nothing of its flags to the next one", () => {
    const { records } = read(file);
    const marks = records.map(({ crcError, fcsLength }) => [crcError, fcsLength]);
    const plain = [false, 4];
    expect(marks).toEqual([plain, plain, [true, 4], plain, [false, 2], plain, plain, plain]);
  });

  test("is the same where it lies and in pieces, also with any octet changed", () => {
    for (let at = 60; at < file.length; at++) {
      for (const value of [0, 1, 2, 3, 4, 8, 0x80, 0xff]) {
        const changed = file.slice();
        changed[at] = value;
        expect(comparable(read(changed)), `${at}: ${value}`).toEqual(comparable(read(changed, 11)));
      }
    }
  });
});

describe("dropped packets", () => {
  function droppedIn(spec: PcapngSpec) {
    return read(buildPcapng(spec)).summary.dropped;
  }
  const octets = ramp(4);
  const statistics = (interfaceId: number, ifdrop: number) => ({
    type: 5,
    body: concatOctets(
      uint(interfaceId, 4, "le"),
      new Uint8Array(8),
      buildOptions([option(5, ifdrop, 8)], "le"),
    ),
  });

  test("of packet blocks are summed; an unknown count is none", () => {
    const packets: BuiltPacket[] = [
      { timeNs: time, octets, options: [option(4, 3, 8)] },
      { timeNs: time, octets, options: [option(4, 4, 8)] },
      { timeNs: time, octets, block: "pb", drops: 0xffff },
      { timeNs: time, octets, block: "pb", drops: 5 },
    ];
    expect(droppedIn({ packets })).toBe(12);
  });

  test("of interface statistics, which are running totals, count once an interface", () => {
    const blocks = [statistics(0, 10), statistics(1, 1), statistics(0, 15)];
    expect(droppedIn({ interfaces: [{}, {}], blocks })).toBe(16);
  });
});

describe("a Simple Packet Block", () => {
  const packet: BuiltPacket = { timeNs: 0n, octets: ramp(8), block: "spb" };

  test("ends at the snap length of interface 0, its padding left out", () => {
    const file = buildPcapng({
      interfaces: [{ snaplen: 5 }],
      packets: [{ ...packet, originalLength: 8 }],
    });
    expect(read(file).records[0]).toMatchObject({ octets: ramp(5), originalLength: 8, time: 0n });
  });

  test("without a snap length has the original length", () => {
    const file = buildPcapng({ packets: [{ ...packet, originalLength: 6 }] });
    expect(read(file).records[0]).toMatchObject({ octets: ramp(6), originalLength: 6 });
  });

  test("that has less than it says is damaged, and the next one is read", () => {
    const file = buildPcapng({ packets: [{ ...packet, originalLength: 9 }, packet] });
    const { records, summary } = read(file);
    expect(records).toMatchObject([{ frame: 1, octets: ramp(8) }]);
    expect(summary.faults).toMatchObject([
      {
        where: "Simple Packet Block / packet",
        limitedBy: "record-length",
        needed: 9,
        available: 8,
      },
    ]);
  });
});

test("custom blocks and journal entries have frame numbers, as in Wireshark, other blocks have none", () => {
  const packets = [ramp(4), ramp(4), ramp(4)].map((octets) => ({ timeNs: time, octets }));
  const body = new Uint8Array(8);
  const { records, summary } = read(
    buildPcapng({
      packets,
      blocks: [
        { type: 0x0bad, body },
        { type: 0x4000_0bad, body, afterPackets: 1 },
        { type: 9, body, afterPackets: 1 },
        { type: 10, body, afterPackets: 2 },
      ],
    }),
  );
  expect(records.map(({ frame }) => frame)).toEqual([2, 5, 6]);
  expect(summary.frames).toBe(6);
  expect([...summary.skippedBlocks.keys()].sort((a, b) => a - b)).toEqual([
    9, 10, 0xbad, 0x40000bad,
  ]);
});

describe("damage", () => {
  const octets = ramp(4);
  const packets = [0, 1, 2].map((i) => ({ timeNs: time, octets: ramp(4, 10 * i) }));
  const sound = buildPcapng({ packets });
  // Section 28, interface 20, then packets of 36 octets each.
  const firstPacket = 48;
  const packetLength = 36;

  function damaged(offset: number, value: number): Uint8Array {
    const file = sound.slice();
    file.set(uint(value, 4, "le"), offset);
    return file;
  }
  const second = firstPacket + packetLength;

  test("a block that ends with another length than it begins with is skipped", () => {
    const { records, summary } = read(damaged(second + packetLength - 4, 40), 7);
    expect(records.map((record) => record.octets)).toEqual([ramp(4), ramp(4, 20)]);
    expect(summary.faults).toMatchObject([
      {
        kind: "invalid",
        where: "Enhanced Packet Block / total length behind",
        offset: second + packetLength - 4,
      },
    ]);
  });

  test("a skipped block that ends with another length is a fault too", () => {
    const block = buildBlock(10, new Uint8Array(8), "le");
    block[block.length - 4] = 99;
    const { records, summary } = read(concatOctets(sound, block), 3);
    expect(records).toHaveLength(3);
    expect(summary.faults).toMatchObject([
      { kind: "invalid", offset: sound.length + block.length - 4 },
    ]);
  });

  test.each([0, 8, 37, 0xffff_fffc])("a total length of %i ends the reading", (length) => {
    const { records, summary } = read(damaged(second + 4, length), 7);
    expect(records).toHaveLength(1);
    expect(summary.faults).toMatchObject([
      { kind: "invalid", where: "pcapng block / total length", offset: second + 4 },
    ]);
  });

  test("a captured length beyond its block is a fault of that packet alone", () => {
    const { records, summary } = read(damaged(second + 20, 5));
    expect(records.map((record) => record.octets)).toEqual([ramp(4), ramp(4, 20)]);
    expect(summary.faults).toEqual([
      {
        kind: "truncated",
        where: "Enhanced Packet Block / packet",
        offset: second + 28,
        needed: 5,
        available: 4,
        limitedBy: "record-length",
      },
    ]);
  });

  test("a packet of an interface that is not described is a fault of that packet alone", () => {
    const { records, summary } = read(damaged(second + 8, 1));
    expect(records).toHaveLength(2);
    expect(summary.faults).toMatchObject([
      {
        kind: "invalid",
        where: "Enhanced Packet Block / interface id",
        offset: second + 8,
        text: "the section describes no interface 1",
      },
    ]);
  });

  test("an interface that cannot be read keeps its number", () => {
    const short = buildBlock(1, new Uint8Array(4), "le");
    const file = buildPcapng({ interfaces: [], blocks: [] });
    const description = buildPcapng({ interfaces: [{ linkType: 105 }], packets: [] }).subarray(28);
    const packet = buildPcapng({
      interfaces: [{}, {}],
      packets: [0, 1].map((interfaceId) => ({ timeNs: time, octets, interfaceId })),
    }).subarray(28 + 20 + 20);
    const { records, summary } = read(concatOctets(file, short, description, packet));
    expect(records).toMatchObject([{ linkType: 105, interfaceId: 1 }]);
    expect(summary.faults.map(({ where }) => where)).toEqual([
      "Interface Description Block / snap length",
      "Enhanced Packet Block / interface id",
    ]);
  });

  test("an option beyond its block costs neither the packet nor the options before it", () => {
    const tooLong = concatOctets(uint(2, 2, "le"), uint(400, 2, "le"), new Uint8Array(4));
    const flags = buildOptions([option(2, 0x0100_0000, 4)], "le").subarray(0, 8);
    const body = concatOctets(new Uint8Array(12), uint(4, 4, "le"), uint(4, 4, "le"), octets);
    const file = buildPcapng({ blocks: [{ type: 6, body: concatOctets(body, flags, tooLong) }] });
    const { records, summary } = read(file);
    expect(records).toMatchObject([{ octets, crcError: true }]);
    expect(summary.faults).toMatchObject([
      { where: "Enhanced Packet Block / option value", needed: 400, available: 4 },
    ]);
  });

  test.each([
    ["byte-order magic", 8, 0x1234_5678, "pcapng block / byte-order magic"],
    ["major version", 12, 2, "Section Header Block / major version"],
  ])("a strange %s ends the reading", (_, offset, value, where) => {
    const { records, summary } = read(concatOctets(sound, damaged(offset, value)));
    expect(records).toHaveLength(3);
    expect(summary.faults).toMatchObject([{ where, offset: sound.length + offset }]);
  });

  test("without end is listed up to a limit, and reading goes on", () => {
    const strange = buildPcapng({
      packets: Array.from({ length: 1500 }, () => ({ timeNs: time, octets, interfaceId: 5 })),
    });
    const { records, summary } = read(concatOctets(strange, sound));
    expect(records).toHaveLength(3);
    expect(summary.faults).toHaveLength(1001);
    expect(summary.faults.at(-1)).toMatchObject({ kind: "unsupported", where: "capture file" });
  });

  test("a file of nothing but unknown blocks does not fill the memory", () => {
    const blocks = Array.from({ length: 1200 }, (_, i) => ({
      type: 0x1000 + i,
      body: new Uint8Array(0),
    }));
    const { summary } = read(buildPcapng({ blocks }));
    expect(summary.skippedBlocks.size).toBe(1000);
    expect(summary.faults).toMatchObject([{ where: "pcapng block / type" }]);
  });

  test("a file of nothing but interfaces does not fill the memory", () => {
    const description = buildPcapng({}).subarray(28);
    const reader = createCaptureReader(createPcapngReader);
    reader.push(sound);
    const many = concatOctets(...Array.from({ length: 4096 }, () => description));
    for (let i = 0; i < 16; i++) reader.push(many);
    expect(reader.end().faults).toMatchObject([
      { kind: "unsupported", where: "Interface Description Block / number" },
    ]);
  });
});

test("a block that claims 4 GiB allocates nothing, whether it is read or skipped", () => {
  const before = process.memoryUsage().arrayBuffers;
  for (const type of [6, 0xdead]) {
    const claim = concatOctets(
      uint(type, 4, "le"),
      uint(0xffff_fffc, 4, "le"),
      new Uint8Array(100),
    );
    const file = concatOctets(buildPcapng({}), claim);
    const { records, summary } = read(file, 10);
    expect(records).toEqual([]);
    expect(summary.faults).toHaveLength(1);
    expectSensibleFaults(summary.faults, file.length);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
});

test("a great block that is skipped is not held in memory", () => {
  const reader = createCaptureReader(createPcapngReader);
  const length = 64 * 1024 * 1024;
  reader.push(concatOctets(buildPcapng({}), uint(10, 4, "le"), uint(length, 4, "le")));
  const before = process.memoryUsage().arrayBuffers;
  const chunk = new Uint8Array(1024 * 1024 - 1);
  for (let left = length - 12; left > 0; left -= chunk.length) {
    reader.push(chunk.subarray(0, Math.min(left, chunk.length)));
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  const behind = buildPcapng({ packets: [{ timeNs: time, octets: ramp(4) }] });
  expect(reader.push(concatOctets(uint(length, 4, "le"), behind))).toHaveLength(1);
  expect(reader.end()).toMatchObject({ faults: [], skippedBlocks: new Map([[10, 1]]) });
});

test("a great packet in small chunks takes no quadratic time", () => {
  const octets = new Uint8Array(4 * 1024 * 1024).fill(5);
  const file = buildPcapng({ packets: [{ timeNs: time, octets }] });
  let records: readonly CaptureRecord[] = [];
  const copied = copiedOctets(() => {
    records = read(file, 100).records;
  });
  expect(equalOctets(records[0]?.octets ?? ramp(0), octets)).toBe(true);
  expect(copied).toBeGreaterThanOrEqual(octets.length);
  expect(copied).toBeLessThan(4 * file.length);
});

test("a file cut at any octet keeps the whole packets and says what is missing", () => {
  const file = variedFile();
  const whole = read(file);
  const starts = new Set<number>();
  for (let at = 0; at < file.length; ) {
    starts.add(at);
    at += new DataView(file.buffer).getUint32(at + 4, true);
  }
  for (let length = 0; length < file.length; length++) {
    const { records, summary } = read(file.slice(0, length), 9);
    expect(records).toEqual(whole.records.slice(0, records.length));
    expect(summary.format).toBe(length < 4 ? undefined : "pcapng");
    if (length > 0 && starts.has(length)) {
      expect(summary.faults).toEqual([]);
      continue;
    }
    expect(summary.faults).toMatchObject([{ kind: "truncated", limitedBy: "capture-file" }]);
    expectSensibleFaults(summary.faults, length);
    const fault = summary.faults[0];
    expect((fault?.offset ?? 0) + (fault?.available ?? 0)).toBe(length);
  }
});

/** Blocks without a packet that have a frame number in Wireshark: journal entries and custom blocks. */
function numberedBlocks({ summary }: ReturnType<typeof read>): number {
  return [9, 0xbad, 0x4000_0bad].reduce(
    (sum, type) => sum + (summary.skippedBlocks.get(type) ?? 0),
    0,
  );
}

test("mutated files never throw, end, and give faults inside the file, the same for every chunking", () => {
  const bases = [variedFile("le"), variedFile("be")];
  const edits = fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { minLength: 1, maxLength: 8 });
  const base = fc.constantFrom(...bases);
  fc.assert(
    fc.property(
      base,
      edits,
      fc.nat(600),
      fc.integer({ min: 1, max: 90 }),
      (from, at, cut, chunk) => {
        const file = from.slice(0, from.length - (cut > 300 ? 0 : cut));
        for (const [offset, value] of at) if (offset < file.length) file[offset] = value;
        const reading = read(file);
        expectSensibleFaults(reading.summary.faults, file.length);
        expect(reading.records).toHaveLength(reading.summary.frames - numberedBlocks(reading));
        expect(comparable(read(file, chunk))).toEqual(comparable(reading));
      },
    ),
    { numRuns: 400 },
  );
});

test("random blocks never throw", () => {
  const block = fc
    .tuple(fc.integer({ min: 0, max: 10 }), fc.uint8Array({ maxLength: 80 }))
    .map(([type, body]) => buildBlock(type, body, "le"));
  fc.assert(
    fc.property(
      fc.array(block, { maxLength: 6 }),
      fc.uint8Array({ maxLength: 20 }),
      (all, rest) => {
        const file = concatOctets(buildPcapng({}), ...all, rest);
        expectSensibleFaults(read(file, 13).summary.faults, file.length);
      },
    ),
    { numRuns: 300 },
  );
});

test("who recorded a file is told, in texts that are safe to print", () => {
  const text = (code: number, value: string) => ({ code, value: Buffer.from(value) });
  const section = concatOctets(
    uint(0x1a2b3c4d, 4, "le"),
    uint(1, 2, "le"),
    uint(0, 2, "le"),
    uint(0xffffffffffffffffn, 8, "le"),
    buildOptions([text(2, "laptop"), text(3, "Linux"), text(4, "sniffer\u001b[31m")], "le"),
  );
  const described = concatOctets(
    uint(127, 2, "le"),
    uint(0, 2, "le"),
    uint(0, 4, "le"),
    buildOptions([text(2, "wlan0"), text(3, "channel 6")], "le"),
  );
  const { summary } = read(
    concatOctets(buildBlock(0x0a0d0d0a, section, "le"), buildBlock(1, described, "le")),
  );
  expect(summary.recorders).toEqual([
    {
      hardware: "laptop",
      os: "Linux",
      application: "sniffer\\x1b[31m",
      interfaces: [{ name: "wlan0", description: "channel 6" }],
    },
  ]);
});
