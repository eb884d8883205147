import { expect, test } from "vitest";
import type { Bss, ClockStep } from "../../src/exchange/bss.ts";
import { wasClockSet } from "../../src/exchange/clock-set.ts";

const second = 1_000_000_000n;
const bssWith = (...clockSteps: readonly ClockStep[]) => ({ clockSteps }) as unknown as Bss;
const step: ClockStep = {
  since: 10n * second,
  at: { time: 11n * second, input: 0, frame: 1 } as ClockStep["at"],
  ms: 5000,
};

test.each([
  ["before", 5n, 9n, false],
  ["across", 9n, 12n, true],
  ["within", 10n, 10n, true],
  ["after", 12n, 20n, false],
])("between two moments %s the step", (_, from, to, expected) => {
  const current = bssWith(step);
  expect(wasClockSet({ target: undefined, current }, from * second, to * second)).toBe(expected);
  expect(wasClockSet({ target: current, current: undefined }, from * second, to * second)).toBe(
    expected,
  );
});

test("time that falls by seconds was set, by less the frames are out of order", () => {
  const none = { target: undefined, current: undefined };
  expect(wasClockSet(none, 10n * second, 8n * second)).toBe(true);
  expect(wasClockSet(none, 10n * second, 10n * second - 5_000_000n)).toBe(false);
});
