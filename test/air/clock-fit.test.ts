import { describe, expect, test } from "vitest";
import { fitClock, type HeardTwice } from "../../src/air/clock-fit.ts";

const second = 1e9;

/** Frames every `everyMs`, heard by a clock that shows `shownAt` nanoseconds at each time of the reference. */
function pairs(
  count: number,
  everyMs: number,
  shownAt: (reference: number, i: number) => number,
): readonly HeardTwice[] {
  return Array.from({ length: count }, (_, i) => {
    const reference = i * everyMs * 1e6;
    return { reference, own: shownAt(reference, i) };
  });
}

function worstError(fit: ReturnType<typeof fitClock>, of: readonly HeardTwice[]): number {
  return Math.max(
    ...of.map(({ own, reference }) => Math.abs(own + (fit?.correctionAt(own) ?? 0) - reference)),
  );
}

describe("the line through two clocks", () => {
  test("gives offset and drift", () => {
    const of = pairs(100, 102.4, (t) => t * (1 + 400e-6) + 3.7 * second);
    const fit = fitClock(of);
    expect(fit?.driftPpm).toBeCloseTo(400, 3);
    expect(fit?.matched).toBe(100);
    expect(worstError(fit, of)).toBeLessThan(1000);
  });

  test("is not led astray by 3 of 10 frames that are others", () => {
    const of = pairs(200, 102.4, (t, i) =>
      i % 10 < 3 ? ((i * 7919) % 1000) * second : t * (1 - 50e-6) - 5 * second,
    );
    const fit = fitClock(of);
    expect(fit?.driftPpm).toBeCloseTo(-50, 1);
    expect(fit?.matched).toBeGreaterThanOrEqual(140);
    expect(fit?.matched).toBeLessThan(150);
  });

  test("follows a clock that warms up", () => {
    // 30 ms to and fro in an hour.
    const of = pairs(36_000, 100, (t) => t + 30e6 * Math.sin((2 * Math.PI * t) / (3600 * second)));
    const fit = fitClock(of);
    expect(fit?.residualNs).toBeLessThan(1e6);
    expect(worstError(fit, of)).toBeLessThan(2e6);
  });

  test("tells no drift from frames that are close together", () => {
    const of = pairs(5, 0.2, (t, i) => t + second + (i % 2) * 30_000);
    const fit = fitClock(of);
    expect(fit).toBeDefined();
    expect(fit?.driftPpm).toBeUndefined();
  });

  test.each([
    ["two frames", pairs(2, 100, (t) => t)],
    ["frames that agree on nothing", pairs(60, 100, (_, i) => ((i * i * 7919) % 977) * second)],
    ["none", []],
  ])("is not drawn through %s", (_, of) => {
    expect(fitClock(of)).toBeUndefined();
  });
});
