import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spreadOf } from "../../src/analyze/roam-statistics.ts";
import { fisherExact, proportionOf, rankSumTest } from "../../src/analyze/statistics.ts";

describe("the Wilson interval", () => {
  test.each([
    // Newcombe, Statistics in Medicine 17 (1998), table I, method 3: 81/263, 15/148, 0/20, 1/29.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i in %i is as published", (hits, of, low, high) => {
    const interval = proportionOf(hits, of);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test("of all of a few leaves room below, of nothing everything is possible", () => {
    expect(proportionOf(3, 3)).toMatchObject({ high: 1 });
    expect(proportionOf(3, 3).low).toBeLessThan(0.5);
    expect(proportionOf(0, 0)).toMatchObject({ low: 0, high: 1 });
  });

  test("holds the share, and narrows with numbers", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (of, share) => {
          const hits = Math.round(of * share);
          const { low, high } = proportionOf(hits, of);
          const ten = proportionOf(10 * hits, 10 * of);
          return low <= hits / of && hits / of <= high && ten.high - ten.low <= high - low + 1e-12;
        },
      ),
    );
  });
});

describe("Fisher's exact test", () => {
  test.each([
    // The lady tasting tea (Fisher 1935): 3 of 4 cups right.
    [3, 4, 1, 4, 0.485714],
    [4, 4, 0, 4, 0.028571],
    [8, 10, 1, 10, 0.005477],
    [5, 5, 5, 5, 1],
  ])("of %i/%i against %i/%i", (a, ofA, b, ofB, p) => {
    expect(fisherExact({ hits: a, of: ofA }, { hits: b, of: ofB })).toBeCloseTo(p, 5);
  });

  test("does not care which side comes first, and is a probability", () => {
    const table = fc.integer({ min: 0, max: 60 });
    fc.assert(
      fc.property(table, table, table, table, (a, missA, b, missB) => {
        const [one, other] = [
          { hits: a, of: a + missA },
          { hits: b, of: b + missB },
        ];
        const p = fisherExact(one, other);
        return p > 0 && p <= 1 && Math.abs(p - fisherExact(other, one)) < 1e-9;
      }),
    );
  });
});

describe("the rank-sum test", () => {
  test("counts exactly for small samples", () => {
    expect(rankSumTest([1, 2, 3], [4, 5, 6])).toBeCloseTo(2 / 20, 10);
    expect(rankSumTest([1, 2, 3, 4], [5, 6, 7, 8])).toBeCloseTo(2 / 70, 10);
    expect(rankSumTest([1, 4, 5], [2, 3, 6])).toBe(1);
  });

  test("takes ties by mid-ranks, and equal values for no difference", () => {
    expect(rankSumTest([1, 1, 1], [1, 1, 1])).toBe(1);
    expect(rankSumTest([1, 1], [2, 2])).toBeCloseTo(2 / 6, 10);
  });

  test("of large samples comes close to the exact one", () => {
    const a = Array.from({ length: 30 }, (_, i) => i * 2);
    const b = Array.from({ length: 30 }, (_, i) => i * 2 + 11);
    const exact = rankSumTest(a, b);
    const approximate = rankSumTest([...a, 1000], [...b, -1000]);
    expect(exact).toBeLessThan(0.2);
    expect(Math.abs(exact - rankSumTest(b, a))).toBeLessThan(1e-12);
    expect(approximate).toBeGreaterThan(exact);
    expect(approximate).toBeLessThan(0.5);
  });

  test("without a sample shows nothing", () => {
    expect(rankSumTest([], [1, 2, 3])).toBe(1);
  });
});

describe("a spread", () => {
  test("gives a 95th percentile only where that is not the largest", () => {
    expect(spreadOf([])).toBeUndefined();
    expect(spreadOf([3, 1, 2, 10])).toEqual({ count: 4, median: 2.5, max: 10 });
    expect(spreadOf(Array.from({ length: 20 }, (_, i) => i + 1))).toEqual({
      count: 20,
      median: 10.5,
      p95: 19,
      max: 20,
    });
  });
});
