import { describe, expect, test } from "vitest";
import { SequenceCounter } from "../../src/exchange/sequence-counter.ts";

/** Frames a millisecond apart: numbers of management frames, and "b" before those of beacons. */
function counter(...frames: readonly (number | `b${number}`)[]): SequenceCounter {
  const numbers = new SequenceCounter();
  frames.forEach((frame, i) => {
    const isBeacon = typeof frame === "string";
    numbers.follow(isBeacon ? Number(frame.slice(1)) : frame, BigInt(i), isBeacon);
  });
  return numbers;
}

const missed = (numbers: SequenceCounter, from: bigint, to: bigint) =>
  numbers.between(from, to)?.missed;

describe("the sequence numbers of an AP", () => {
  test("that run on show that it sent nothing else", () => {
    expect(counter(5, 6, 7).between(0n, 2n)).toEqual({ missed: 0, from: 0n, to: 2n });
    expect(counter(4095, 0).between(0n, 1n)?.missed).toBe(0);
  });

  test("that jump show how many frames were missed", () => {
    expect(missed(counter(5, 8), 0n, 1n)).toBe(2);
    expect(missed(counter(5, 6, 8, 9), 1n, 2n)).toBe(1);
    expect(missed(counter(5, 6, 8, 9), 2n, 3n)).toBe(0);
  });

  test("say nothing before the first and after the last frame", () => {
    expect(counter(5, 6).between(0n, 2n)).toBeUndefined();
    expect(counter().between(0n, 1n)).toBeUndefined();
  });

  test("a retry and a frame that was overtaken are no step", () => {
    expect(missed(counter(5, 5, 6), 0n, 2n)).toBe(0);
    expect(missed(counter(5, 7, 6, 8), 1n, 3n)).toBe(0);
  });

  test("beacons with numbers of their own are left out", () => {
    expect(missed(counter(5, "b0", "b0", 6, "b0", 7), 0n, 5n)).toBe(0);
    expect(missed(counter(5, "b900", "b901", 6, "b902", 8), 3n, 5n)).toBe(1);
  });

  test("beacons that are numbered with the rest are counted, once that shows", () => {
    const numbers = counter(5, "b6", "b7", 8, "b9", "b10", "b12");
    expect(missed(numbers, 3n, 5n)).toBe(0);
    expect(missed(numbers, 5n, 6n)).toBe(1);
  });
});
