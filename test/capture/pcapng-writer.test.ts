import { expect, test } from "vitest";
import { writePcapng } from "../../src/capture/pcapng-writer.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";

const packet = {
  interfaceIndex: 0,
  time: 1_795_346_000_123_456_789n,
  octets: Uint8Array.of(1, 2, 3, 4, 5),
  originalLength: 9,
  crcError: false,
  comments: ["one", "two\nlines", "x".repeat(70_000)],
};
const plain = { linkType: 127, timeDigits: 9, fcsLength: undefined, description: "", comments: [] };

function read(file: Uint8Array) {
  const reader = createCaptureReader();
  const records = reader.push(file);
  return { records, summary: reader.end() };
}

test("what is written is read back: octets, lengths, times of any resolution, before 1970 too", () => {
  const { records, summary } = read(
    writePcapng({
      application: "test",
      comments: ["a summary"],
      interfaces: [
        plain,
        { ...plain, linkType: 105, timeDigits: 6, fcsLength: 4, comments: ["c"] },
      ],
      packets: [
        packet,
        { ...packet, interfaceIndex: 1, time: -1_500_000_000n, crcError: true, comments: [] },
      ],
    }),
  );
  expect(summary.faults).toEqual([]);
  expect(records).toEqual([
    expect.objectContaining({
      frame: 1,
      linkType: 127,
      time: packet.time,
      timeDigits: 9,
      octets: packet.octets,
      originalLength: 9,
      crcError: false,
    }),
    expect.objectContaining({
      frame: 2,
      interfaceId: 1,
      linkType: 105,
      time: -1_500_000_000n,
      timeDigits: 6,
      fcsLength: 4,
      crcError: true,
      interfaceComment: "c",
    }),
  ]);
});

test("a packet of an interface that is not there is a mistake of the caller", () => {
  expect(() =>
    writePcapng({ application: "test", comments: [], interfaces: [], packets: [packet] }),
  ).toThrow(RangeError);
});
