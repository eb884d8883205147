import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  analyzeTogether,
  byChannel,
  heardInPart,
  keysOf,
  onAnotherClock,
  recordsOf,
  verdictsOf,
} from "./builders/sniffers.ts";
import {
  hasSharedCaptures,
  ownCases,
  scenariosIn,
  sharedLab,
  truthOf,
  wrongAccusations,
} from "./cases.ts";

const offClock = { aheadMs: 3700, ppm: 400 };
const folder = hasSharedCaptures ? sharedLab : ownCases;

describe.each(scenariosIn(folder).map((scenario, i) => ({ scenario, isFirst: i % 2 === 0 })))(
  "two sniffers in $scenario",
  ({ scenario, isFirst }) => {
    const path = join(folder, scenario);
    const whole = recordsOf(join(path, "air.pcap"));
    const keys = keysOf(path);

    test("one hears everything, the other a part on another clock: the same verdicts", () => {
      const part = onAnotherClock(heardInPart(whole, 0.6, 7), offClock);
      const alone = analyzeTogether([whole], keys);
      // In whatever order they are given.
      const together = analyzeTogether(isFirst ? [whole, part] : [part, whole], keys);
      expect(verdictsOf(together)).toEqual(verdictsOf(alone));
      const clock = together.inputs[isFirst ? 1 : 0]?.clock;
      expect(clock?.status).toBe("aligned");
      expect(clock?.residualMs).toBeLessThan(1);
      expect(Math.abs((clock?.driftPpm ?? 0) - 400)).toBeLessThan(40);
      expect(Math.abs((clock?.offsetMs ?? 0) - 3700)).toBeLessThan(10);
    });

    const [first = [], ...others] = byChannel(whole);
    test.skipIf(others.length === 0)("each hears one channel: nothing is claimed across", () => {
      const truth = truthOf(folder, scenario);
      const captures = [first, ...others.map((records) => onAnotherClock(records, offClock))];
      for (const given of [keys, []]) {
        const analysis = analyzeTogether(captures, given);
        expect(analysis.inputs.map(({ clock }) => clock?.status).sort()).toEqual([
          ...others.map(() => "not-aligned"),
          "reference",
        ]);
        const accepted = given.length > 0 ? truth.accept.withKey : truth.accept.withoutKey;
        expect(wrongAccusations(analysis, truth, accepted)).toEqual([]);
        const atTargets = analysis.exchanges.filter(({ targetAp }) =>
          truth.accept.targets.includes(targetAp),
        );
        const isFailure = truth.expected_outcome === "failure" && !accepted.includes("none");
        expect(isFailure && atTargets.every(({ verdict }) => verdict.kind === "sound")).toBe(false);
        for (const exchange of analysis.exchanges) {
          expect(new Set(exchange.frames.map(({ input }) => input)).size).toBeLessThanOrEqual(1);
        }
      }
    });
  },
);
