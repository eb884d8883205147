import { expect, test } from "vitest";
import { formatTime, parseTime } from "../../src/bytes/time.ts";

test.each([
  ["2026-11-26T21:05:00Z", "2026-11-26T21:05:00.000000000Z"],
  ["2026-11-26T21:05", "2026-11-26T21:05:00.000000000Z"],
  ["2026-11-26 21:05:00.25", "2026-11-26T21:05:00.250000000Z"],
  ["2026-11-26T21:05:00,000000001Z", "2026-11-26T21:05:00.000000001Z"],
  ["2026-11-26T21:05:00+01:30", "2026-11-26T19:35:00.000000000Z"],
  ["2026-11-26T21:05:00.5-0800", "2026-11-27T05:05:00.500000000Z"],
  ["2026-11-26", "2026-11-26T00:00:00.000000000Z"],
  ["@1790000000.5", "2026-09-21T14:13:20.500000000Z"],
])("%s is %s", (text, moment) => {
  expect(formatTime(parseTime(text) ?? -1n, 9)).toBe(moment);
});

test.each([
  "",
  "yesterday",
  "21:05",
  "2026-02-30",
  "2026-11-26T25:00",
  "2026-11-26T21",
  "@",
  "@-1",
])("%j is no moment", (text) => {
  expect(parseTime(text)).toBeUndefined();
});

test("what formatTime writes parseTime reads", () => {
  const time = 1_790_000_000_123_456_789n;
  expect(parseTime(formatTime(time, 9))).toBe(time);
});
