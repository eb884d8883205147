import { describe, expect, test } from "vitest";
import { alignClocks } from "../../src/air/align-clocks.ts";
import { type ClockMarks, MarkCollector } from "../../src/air/clock-marks.ts";
import type { MacAddress } from "../../src/bytes/mac-address.ts";
import { ap1, ap2, buildBeacon } from "../builders/frames.ts";

const startNs = 1_795_346_000_000_000_000n;
const everyUs = 102_400;

interface Heard {
  readonly bssid?: MacAddress;
  /** Beacons by number: the TSF at beacon n is n beacon intervals. */
  readonly from: number;
  readonly to: number;
  /** What the recorder's clock shows when the TSF is 0, and how fast it is. */
  readonly offsetNs?: bigint;
  readonly ppm?: number;
  readonly most?: number;
  readonly restartAt?: number;
}

function marksOf(...heard: readonly Heard[]): ClockMarks {
  const collector = new MarkCollector(Math.min(...heard.map(({ most = 4096 }) => most)));
  for (const { bssid = ap1, from, to, offsetNs = 0n, ppm = 0, restartAt = to } of heard) {
    for (let n = from; n < to; n++) {
      const us = n * everyUs;
      const time = startNs + offsetNs + BigInt(Math.round(us * 1000 * (1 + ppm / 1e6)));
      const tsfUs = BigInt(n < restartAt ? us : (n - restartAt) * everyUs);
      const octets = buildBeacon(bssid, { timestampUs: tsfUs, sequenceNumber: n & 4095 });
      const { buffer, byteOffset, length } = octets;
      const view = new DataView(buffer, byteOffset, length);
      const beacon = { view, start: 0, end: length, isSound: () => true };
      collector.take(beacon, Number(time / 1000n), Number(time % 1000n));
    }
  }
  return collector.marks();
}

const relations = (...sources: readonly ClockMarks[]) =>
  alignClocks(sources).map(({ relation }) => relation);

describe("frames that both heard", () => {
  test("tie two clocks that are hours or decades apart", () => {
    for (const offsetNs of [7_200_000_000_000n, -startNs]) {
      const clocks = alignClocks([
        marksOf({ from: 0, to: 600 }),
        marksOf({ from: 200, to: 500, offsetNs, ppm: -120 }),
      ]);
      expect(clocks[1]?.timeline).toBe(0);
      expect(clocks[1]?.relation?.driftPpm).toBeCloseTo(-120, 1);
      const shown = startNs + offsetNs + BigInt(Math.round(300 * everyUs * 1000 * (1 - 120e-6)));
      const placed = clocks[1]?.toTimeline?.(shown) ?? 0n;
      const error = placed - (startNs + BigInt(300 * everyUs * 1000));
      expect(Number(error < 0n ? -error : error)).toBeLessThan(1000);
    }
  });

  test("tie a third capture by way of the second", () => {
    const clocks = alignClocks([
      marksOf({ from: 0, to: 300 }),
      marksOf(
        { bssid: ap1, from: 250, to: 300, offsetNs: 5_000_000_000n },
        { bssid: ap2, from: 250, to: 300, offsetNs: 5_000_000_000n },
      ),
      marksOf({ bssid: ap2, from: 240, to: 290, offsetNs: -9_000_000_000n }),
    ]);
    expect(clocks.map(({ timeline }) => timeline)).toEqual([0, 0, 0]);
    expect(clocks[2]?.relation?.offsetMs).toBeCloseTo(-9000, 1);
  });

  test("are found among more than are kept", () => {
    const [, aligned] = relations(
      marksOf({ from: 0, to: 40_000, most: 512 }),
      marksOf({ from: 10_000, to: 30_000, offsetNs: 1_000_000_000n, most: 512 }),
    );
    expect(aligned).toMatchObject({ status: "aligned", by: "frames" });
    expect(aligned?.offsetMs).toBeCloseTo(1000, 1);
  });

  test("of one and the same clock leave its times as they are", () => {
    const clocks = alignClocks([marksOf({ from: 0, to: 300 }), marksOf({ from: 200, to: 280 })]);
    expect(clocks[1]).toMatchObject({ toTimeline: undefined, relation: { offsetMs: 0 } });
  });

  test("the capture that heard most is the reference, wherever it is named", () => {
    const [long, short] = [marksOf({ from: 0, to: 300 }), marksOf({ from: 0, to: 50, ppm: 30 })];
    expect(relations(long, short)[0]?.status).toBe("reference");
    expect(relations(short, long)[1]?.status).toBe("reference");
  });
});

describe("captures stay apart", () => {
  test("that heard different BSSs, though their TSFs are the same", () => {
    const clocks = alignClocks([
      marksOf({ bssid: ap1, from: 0, to: 300 }),
      marksOf({ bssid: ap2, from: 0, to: 300, offsetNs: 1000n }),
    ]);
    expect(clocks.map(({ timeline }) => timeline)).toEqual([0, 1]);
    expect(clocks[1]?.relation).toMatchObject({ status: "not-aligned", reference: 1 });
  });

  test("that have two frames in common", () => {
    const [, second] = relations(
      marksOf({ from: 0, to: 100 }),
      marksOf({ from: 98, to: 140, offsetNs: 4_000_000_000n }),
    );
    expect(second).toMatchObject({ status: "not-aligned" });
    expect(second?.text).toContain("2");
  });
});

describe("the parts of one recording", () => {
  const parts = [
    marksOf({ from: 0, to: 100 }),
    marksOf({ from: 101, to: 250 }),
    marksOf({ from: 260, to: 300 }),
  ] as const;

  test("are one clock, in whatever order, by the TSF that goes on", () => {
    const [a, b, c] = parts;
    for (const order of [
      [a, b, c],
      [c, a, b],
    ]) {
      const clocks = alignClocks(order);
      expect(clocks.map(({ timeline }) => timeline)).toEqual([0, 0, 0]);
      expect(clocks.every(({ toTimeline }) => toTimeline === undefined)).toBe(true);
    }
  });

  test("are not, where the pause is another by the TSF than by the clock", () => {
    const other = marksOf({ from: 101, to: 200, offsetNs: 40_000_000n });
    expect(alignClocks([parts[0], other])[1]?.relation?.status).toBe("not-aligned");
  });

  test("are not, where the AP began anew in between", () => {
    const restarted = marksOf({ from: 0, to: 100, restartAt: 50 });
    expect(alignClocks([restarted, parts[1]]).map(({ timeline }) => timeline)).toContain(1);
  });
});
