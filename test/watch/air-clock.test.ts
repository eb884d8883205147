import { expect, test } from "vitest";
import { AirClock } from "../../src/analyze/air-clock.ts";

const aYear = 31_536_000_000_000_000n;

test("a recorder whose clock is wrong has its own time, which goes on while it is silent", () => {
  const clock = new AirClock();
  expect(clock.at(5000)).toBeUndefined();
  clock.heard(aYear, 5000);
  expect(clock.at(5000)).toBe(aYear);
  expect(clock.at(6500)).toBe(aYear + 1_500_000_000n);
});

test("the lag is how much later than the fastest frame one comes", () => {
  const clock = new AirClock();
  clock.heard(aYear, 5000);
  clock.heard(aYear + 1_000_000_000n, 6300);
  expect(clock.lagMs).toBe(300);
  // A file is read faster than it was written.
  clock.heard(aYear + 60_000_000_000n, 6310);
  expect(clock.lagMs).toBe(0);
});
