import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatClock, onDeclaredTimeline, parseClock } from "../../src/air/declared-clock.ts";

const clock = {
  timeline: 2,
  points: [
    { time: 1000n, correction: -500n },
    { time: 3000n, correction: -700n },
  ],
};

describe("the clock that an interface declares", () => {
  test("is read as it was written", () => {
    expect(parseClock(formatClock(clock))).toEqual(clock);
    expect(parseClock(formatClock({ timeline: 1, points: [] }))).toEqual({
      timeline: 1,
      points: [],
    });
  });

  test("is straight between two points and level beyond them", () => {
    const at = (time: bigint) => onDeclaredTimeline(clock, time);
    expect([0n, 1000n, 2000n, 3000n, 9000n].map(at)).toEqual([-500n, 500n, 1400n, 2300n, 8300n]);
    expect(onDeclaredTimeline({ timeline: 1, points: [] }, 5n)).toBe(5n);
  });

  test.each([
    "a comment",
    "ftscope clock: timeline x",
    "ftscope clock: timeline 1; 5",
    "ftscope clock: timeline 1; 5 1; 5 1",
    `ftscope clock: timeline 1${"; 1 1".repeat(5000)}`,
  ])("is none in: %.40s", (comment) => {
    expect(parseClock(comment)).toBeUndefined();
  });

  test("whatever a comment says, it is read or it is none", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = parseClock(`ftscope clock: timeline ${text}`);
        expect(read === undefined || typeof onDeclaredTimeline(read, 7n) === "bigint").toBe(true);
      }),
    );
  });
});
