import { expect, test } from "vitest";
import { concatOctets, formatHex } from "../../src/bytes/octets.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import { createReceiver } from "../../src/radiotap/receive.ts";
import { buildPeek, buildPeekSection, type PeekSpec } from "../builders/peek-file.ts";
import { comparable, expectSensibleFaults, ramp, readAll } from "./read-all.ts";

const timeNs = 1_463_018_844_098_017_400n;
const received = { 4: 165, 5: 130, 7: -77, 9: -91, 13: 5825 };

const spec: PeekSpec = {
  packets: [
    { timeNs, octets: ramp(30), tags: received },
    { timeNs: timeNs + 59_001n, octets: ramp(20), length: 450, tags: { ...received, 3: 2 } },
    { timeNs: timeNs + 60_000n, octets: ramp(0), tags: {} },
    { timeNs: timeNs + 61_000n, octets: ramp(14), tags: { 4: 6 } },
  ],
};
const file = buildPeek(spec);
const read = (octets: Uint8Array, chunkLength?: number) =>
  readAll(createCaptureReader(), octets, chunkLength);

test("packets come with their times and numbers, each behind a radiotap header", () => {
  const { records, summary } = read(file);
  expect(summary).toMatchObject({ format: "peektagged", frames: 4, faults: [] });
  expect(records.map(({ frame, time, linkType }) => ({ frame, time, linkType }))).toEqual(
    spec.packets.map((packet, i) => ({ frame: i + 1, time: packet.timeNs, linkType: 127 })),
  );
  expect(records.map(({ octets }) => octets.slice((octets[2] ?? 0) as number))).toEqual(
    spec.packets.map(({ octets }) => octets),
  );
  expect(records[0]).toMatchObject({ timeDigits: 9, interfaceId: 0, fcsLength: undefined });
  const [, sliced] = records;
  expect(sliced?.originalLength).toBe(450 + (sliced?.octets.length ?? 0) - 20);
});

test("how a packet was received is read from that header", () => {
  const radios = read(file).records.map((record) => {
    const got = createReceiver().receive(record);
    return "notWifi" in got ? got : { ...got.radio, fcs: got.fcs, cut: got.cut };
  });
  const radio = { frequencyMhz: 5825, signalDbm: -77, noiseDbm: -91, rate: "65 Mb/s" };
  expect(radios[0]).toMatchObject({ ...radio, fcs: "bad", cut: false });
  expect(radios[1]).toMatchObject({ ...radio, fcs: "bad", cut: true });
  expect(radios[3]).toMatchObject({ frequencyMhz: 2437 });
  expect(radios[3]).not.toHaveProperty("signalDbm");
});

test("an MCS index is not taken for a rate, nor a power that none has for one", () => {
  const { records } = read(
    buildPeek({
      packets: [{ timeNs, octets: ramp(14), tags: { 5: 7, 7: 0, 9: -300, 21: 0x113 } }],
    }),
  );
  const got = createReceiver().receive(records[0] as (typeof records)[0]);
  expect("radio" in got && got.radio).toEqual({});
});

test.each([1, 2])("what stands in the place of the FCS is none in media sub-type %i", (type) => {
  const { records } = read(
    buildPeek({
      mediaSubType: type,
      packets: [
        { timeNs, octets: concatOctets(ramp(24), new Uint8Array(4)), tags: received },
        { timeNs, octets: ramp(24), length: 100, tags: received },
        { timeNs, octets: ramp(3) },
      ],
    }),
  );
  const frames = records.map((record) => createReceiver().receive(record));
  expect(frames).toMatchObject([
    { octets: ramp(24), fcs: "absent", cut: false },
    { octets: ramp(24), cut: true },
    { octets: ramp(0), cut: false },
  ]);
});

test("packets of Ethernet are given as such", () => {
  const packets = [{ timeNs, octets: ramp(64) }];
  const { records } = read(buildPeek({ mediaSubType: 0, packets }));
  expect(records).toMatchObject([{ linkType: 1, octets: ramp(60), originalLength: 60 }]);
});

test.each([1, 2, 5, 6, 7, 11, 12, 13, 64, 200])(
  "chunks of %i octets make no difference",
  (length) => {
    expect(comparable(read(file, length))).toEqual(comparable(read(file)));
  },
);

test("a file that was not closed says 0 for its packets: they reach to its end", () => {
  const open = buildPeek({ ...spec, packetsLength: 0 });
  expect(comparable(read(open, 7))).toEqual(comparable(read(file)));
});

test("sections that nobody needs are passed over, in front of the packets and behind them", () => {
  const note = buildPeekSection("note", ramp(300));
  const noted = buildPeek({ ...spec, before: note, after: note });
  for (const length of [3, 100, noted.length]) {
    expect(comparable(read(noted, length))).toEqual(comparable(read(file)));
  }
});

test("wherever the file ends, all that came before is given and the cut is told", () => {
  const whole = read(file).records;
  for (let length = 4; length < file.length; length++) {
    const { records, summary } = read(file.subarray(0, length), 50);
    expect(records.map(({ octets }) => formatHex(octets))).toEqual(
      whole.slice(0, records.length).map(({ octets }) => formatHex(octets)),
    );
    expect(summary.frames).toBe(records.length);
    expectSensibleFaults(summary.faults, length);
    expect(summary.faults, `cut at ${length}`).toHaveLength(1);
  }
});

test("a file that was not closed may end behind any packet", () => {
  const open = { ...spec, packetsLength: 0 };
  for (const [i] of spec.packets.entries()) {
    const { summary } = read(buildPeek({ ...open, packets: spec.packets.slice(0, i) }));
    expect(summary).toMatchObject({ frames: i, faults: [] });
  }
});

test.each([
  ["another version", { version: 10 }, /version 10/],
  ["packets of another medium", { mediaSubType: 4 }, /media sub-type 4/],
  ["something else behind the packets", { after: ramp(12) }, /no section begins here/],
])("%s is told", (_, more, text) => {
  const { summary } = read(buildPeek({ ...spec, ...more }));
  expect(summary.faults).toMatchObject([
    {
      kind: "invalid",
      where: expect.stringMatching(/^OmniPeek file/),
      text: expect.stringMatching(text),
    },
  ]);
});

test.each([
  ["text", 4],
  ["packets", file.length - 1],
])("lengths at their extremes end the reading and throw nothing (up to the %s)", (_, last) => {
  for (let at = 4; at < last; at++) {
    for (const value of [0, 0xff]) {
      const damaged = file.slice();
      damaged.fill(value, at, at + 4);
      const { summary } = read(damaged, 64);
      expectSensibleFaults(summary.faults, damaged.length);
    }
  }
});

test("a packet longer than any, tags without an end and text without an end are damage", () => {
  const packet = (more: object) => buildPeek({ packets: [{ timeNs, octets: ramp(9), ...more }] });
  expect(read(packet({ slice: 262_145 })).summary.faults).toMatchObject([
    { kind: "invalid", where: "OmniPeek file / tags / slice length" },
  ]);
  const endless = buildPeek({
    packets: [],
    packetsLength: 10_000,
    after: new Uint8Array(1000),
  });
  for (const length of [10, endless.length]) {
    expect(read(endless, length).summary.faults).toMatchObject([
      { kind: "invalid", where: "OmniPeek file / tags" },
    ]);
  }
  const text = buildPeekSection("\x7fver", ramp(9), 0xffff_ffff);
  expect(read(text).summary.faults).toMatchObject([
    { kind: "invalid", where: "OmniPeek file / section length" },
  ]);
  expect(read(text).summary.format).toBeUndefined();
});
