import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AirFrame } from "../../src/air/air-frame.ts";
import { createMerger } from "../../src/air/merge.ts";
import { airFrame } from "../builders/air.ts";
import { ap1, buildDeauthentication, station } from "../builders/frames.ts";

const start = 1_795_346_000_000_000_000n;

interface Heard {
  readonly input?: number;
  readonly interfaceId?: number;
  readonly frame?: number;
  readonly atUs: number;
  readonly sequenceNumber?: number;
  readonly retry?: boolean;
  readonly reason?: number;
  readonly cutTo?: number;
  readonly isFcsBad?: boolean;
  readonly isAcknowledged?: boolean;
}

function heard(given: Heard): AirFrame {
  const { input = 0, interfaceId = 0, sequenceNumber = 1, retry = false, reason = 3 } = given;
  const direction = { from: ap1, to: station, bssid: ap1, sequenceNumber, retry };
  const octets = buildDeauthentication(direction, reason);
  const air = airFrame(octets.subarray(0, given.cutTo), {
    frame: given.frame ?? 1,
    timeNs: start + BigInt(given.atUs) * 1000n,
    originalLength: octets.length,
    isFcsBad: given.isFcsBad ?? false,
  });
  return { ...air, input, interfaceId, acknowledged: given.isAcknowledged ?? false };
}

/** All frames of some inputs, each pushed at once. */
function merged(inputs: number, ...frames: readonly Heard[]) {
  const merger = createMerger(inputs);
  for (let input = 0; input < inputs; input++) {
    merger.push(input, frames.filter((frame) => (frame.input ?? 0) === input).map(heard));
    merger.end(input);
  }
  return { frames: merger.drain(), folded: merger.folded() };
}

const timesOf = (frames: readonly AirFrame[]) =>
  frames.map(({ time }) => Number(time - start) / 1000);

describe("order", () => {
  test("what comes after a clock was set back comes after what came before, in one piece or in many", () => {
    const frames = [0, 100, 90, 200, -5000, -4980, -4990, 300].map((ms, i) => ({
      atUs: ms * 1000,
      frame: i + 1,
      sequenceNumber: i,
    }));
    const order = [0, 90, 100, 200, -5000, -4990, -4980, 300];
    expect(timesOf(merged(1, ...frames).frames)).toEqual(order.map((ms) => ms * 1000));
    const merger = createMerger(1);
    const drained = frames.flatMap((frame) => {
      merger.push(0, [heard(frame)]);
      return merger.drain();
    });
    merger.end(0);
    expect(timesOf([...drained, ...merger.drain()])).toEqual(order.map((ms) => ms * 1000));
  });

  test("frames of several inputs come in order of time", () => {
    const { frames } = merged(
      2,
      { atUs: 10, sequenceNumber: 1 },
      { atUs: 30, sequenceNumber: 3 },
      { input: 1, atUs: 20, sequenceNumber: 2 },
    );
    expect(timesOf(frames)).toEqual([10, 20, 30]);
  });

  test("frames a little out of order are put in order, also across batches", () => {
    const merger = createMerger(1);
    merger.push(0, [heard({ atUs: 5000 }), heard({ atUs: 3000, sequenceNumber: 2 })]);
    const early = merger.drain();
    merger.push(0, [heard({ atUs: 1000, sequenceNumber: 3 }), heard({ atUs: 40_000 })]);
    expect(timesOf(early)).toEqual([]);
    expect(timesOf(merger.drain())).toEqual([1000, 3000, 5000]);
    merger.end(0);
    expect(timesOf(merger.drain())).toEqual([40_000]);
  });

  test("at the same time the input named first comes first, then the frame number", () => {
    const { frames } = merged(
      2,
      { input: 1, atUs: 0, frame: 1, sequenceNumber: 5 },
      { atUs: 0, frame: 2, sequenceNumber: 6 },
      { atUs: 0, frame: 1, sequenceNumber: 7 },
    );
    expect(frames.map(({ input, frame }) => [input, frame])).toEqual([
      [0, 1],
      [0, 2],
      [1, 1],
    ]);
  });

  test("whatever the batches and the disorder within 20 ms, all frames come out once and in order", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            gap: fc.nat({ max: 15_000 }),
            jitter: fc.nat({ max: 9000 }),
            input: fc.nat({ max: 2 }),
          }),
          { minLength: 1, maxLength: 40 },
        ),
        fc.integer({ min: 1, max: 7 }),
        (steps, batch) => {
          let at = 0;
          const frames = steps.map(({ gap, jitter, input }, index) => {
            at += gap;
            return heard({ input, frame: index + 1, atUs: at + jitter, sequenceNumber: index });
          });
          const queues = [0, 1, 2].map((input) => frames.filter((frame) => frame.input === input));
          const merger = createMerger(3);
          const out: AirFrame[] = [];
          for (let input = merger.next(); input !== undefined; input = merger.next()) {
            const some = queues[input]?.splice(0, batch) ?? [];
            if (some.length > 0) merger.push(input, some);
            else merger.end(input);
            out.push(...merger.drain());
          }
          expect(out.map(({ frame }) => frame).toSorted((a, b) => a - b)).toEqual(
            frames.map(({ frame }) => frame),
          );
          expect(timesOf(out)).toEqual(timesOf(out).toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("the input to read next", () => {
  test("is one without frames yet, then the one that lags, then none", () => {
    const merger = createMerger(2);
    expect(merger.next()).toBe(0);
    merger.push(0, [heard({ atUs: 100 })]);
    expect(merger.next()).toBe(1);
    merger.push(1, [heard({ input: 1, atUs: 50 })]);
    expect(merger.next()).toBe(1);
    merger.push(1, [heard({ input: 1, atUs: 200 })]);
    expect(merger.next()).toBe(0);
    merger.end(0);
    expect(merger.next()).toBe(1);
    merger.end(1);
    expect(merger.next()).toBeUndefined();
  });

  test("holds back the others: nothing is settled before every input has brought something", () => {
    const merger = createMerger(2);
    merger.push(0, [heard({ atUs: 0 }), heard({ atUs: 900_000, sequenceNumber: 2 })]);
    expect(merger.drain()).toEqual([]);
    merger.push(1, [heard({ input: 1, atUs: 500_000, sequenceNumber: 3 })]);
    expect(timesOf(merger.drain())).toEqual([0]);
  });
});

describe("copies of one transmission", () => {
  test("heard by two recorders are folded, and the ACK of either counts", () => {
    const { frames, folded } = merged(
      2,
      { atUs: 0 },
      { input: 1, atUs: 800, isAcknowledged: true },
    );
    expect(frames).toHaveLength(1);
    expect(frames[0]).toMatchObject({ input: 0, copies: 1, acknowledged: true });
    expect(folded).toBe(1);
  });

  test("heard on two interfaces of one capture are folded", () => {
    expect(merged(1, { atUs: 0 }, { interfaceId: 1, atUs: 100 }).frames).toHaveLength(1);
  });

  test("within one recorder are repetitions and stay", () => {
    expect(merged(2, { atUs: 0 }, { atUs: 100 }).frames).toHaveLength(2);
    expect(merged(1, { atUs: 0 }, { atUs: 100 }).folded).toBe(0);
  });

  test("further apart than 5 ms are two transmissions", () => {
    expect(merged(2, { atUs: 0 }, { input: 1, atUs: 4999 }).frames).toHaveLength(1);
    expect(merged(2, { atUs: 0 }, { input: 1, atUs: 5001 }).frames).toHaveLength(2);
  });

  test("are the same octets: another sequence number, Retry bit or content is another frame", () => {
    for (const other of [{ sequenceNumber: 2 }, { retry: true }, { reason: 4 }]) {
      expect(merged(2, { atUs: 0 }, { input: 1, atUs: 100, ...other }).frames).toHaveLength(2);
    }
  });

  test("that one recorder cut are told by what it kept", () => {
    expect(merged(2, { atUs: 0 }, { input: 1, atUs: 100, cutTo: 25 }).frames).toHaveLength(1);
    expect(
      merged(2, { atUs: 0 }, { input: 1, atUs: 100, cutTo: 25, reason: 0x0104 }).frames,
    ).toHaveLength(2);
  });

  test("with a bad FCS are folded with nothing", () => {
    const { frames } = merged(
      3,
      { atUs: 0, isFcsBad: true },
      { input: 1, atUs: 100 },
      { input: 2, atUs: 200, isFcsBad: true },
    );
    expect(frames).toHaveLength(3);
    expect(frames.map(({ copies }) => copies)).toEqual([0, 0, 0]);
  });

  test("of three recorders are one frame", () => {
    const { frames, folded } = merged(
      3,
      { atUs: 0 },
      { input: 1, atUs: 100 },
      { input: 2, atUs: 300 },
    );
    expect(frames).toHaveLength(1);
    expect(frames[0]?.copies).toBe(2);
    expect(folded).toBe(2);
  });
});
