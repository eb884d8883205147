import { describe, expect, test } from "vitest";
import { clockTime, duration, elapsedBetween } from "../../src/report/times.ts";

describe("elapsedBetween", () => {
  test("keeps nanoseconds", () => {
    const from = "2026-11-22T11:11:49.999999999Z";
    expect(elapsedBetween(from, "2026-11-22T11:11:50.000001Z")).toBeCloseTo(0.001001, 9);
  });

  test("is negative when time goes back", () => {
    expect(elapsedBetween("2026-11-22T11:11:50Z", "2026-11-22T11:11:49.5Z")).toBe(-500);
  });

  test("reads the seconds that stand for times no calendar holds", () => {
    expect(elapsedBetween("@253402300800", "@253402300802")).toBe(2000);
  });

  test.each(["", "@", "yesterday", "2026-99-99T11:11:50Z"])("%j is no time", (text) => {
    expect(elapsedBetween(text, "2026-11-22T11:11:50Z")).toBeUndefined();
    expect(elapsedBetween("2026-11-22T11:11:50Z", text)).toBeUndefined();
  });
});

test.each([
  ["2026-11-22T11:11:49.897665Z", "2026-11-22 11:11:49.897 UTC"],
  ["2026-11-22T11:11:49Z", "2026-11-22 11:11:49 UTC"],
  ["@99999999999999", "@99999999999999"],
])("%s is shown as %s", (time, shown) => {
  expect(clockTime(time)).toBe(shown);
});

test.each([
  [0.25, "0.3 ms"],
  [246.4, "246 ms"],
  [1460, "1.5 s"],
  [180_000, "3 min"],
  [36_000_000, "10 h"],
])("%f ms are %s", (ms, shown) => {
  expect(duration(ms)).toBe(shown);
});
