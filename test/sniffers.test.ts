import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../src/analyze/analysis.ts";
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
import { runCli } from "./cli/test-io.ts";

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

    test("what is passed over changes nothing in the document", () => {
      const parts = [heardInPart(whole, 0.6, 3), heardInPart(whole, 0.6, 7)];
      const onTwoClocks = parts.map((part, i) => (i === 0 ? part : onAnotherClock(part, offClock)));
      const ofOneMachine = byChannel(whole).map((part, i) => heardInPart(part, 0.7, i));
      for (const [captures, isSameClock] of [
        [onTwoClocks, false],
        [ofOneMachine, true],
      ] as const) {
        const whenAllIsSeen = analyzeTogether(captures, keys, { isSameClock, isSieved: false });
        expect(analyzeTogether(captures, keys, { isSameClock })).toEqual(whenAllIsSeen);
      }
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

describe("the files of one recording, as dumpcap -b writes them", () => {
  const scenario = scenariosIn(ownCases)[0] as string;
  const path = join(ownCases, scenario);
  const whole = recordsOf(join(path, "air.pcap"));
  const third = Math.floor(whole.length / 3);
  const part = (from: number, to: number) => whole.slice(from, to);

  test.each([
    [
      "one after the other",
      [part(0, third), part(third, 2 * third), part(2 * third, whole.length)],
    ],
    ["in the wrong order", [part(2 * third, whole.length), part(0, third), part(third, 2 * third)]],
    ["overlapping", [part(0, 2 * third), part(third, whole.length)]],
    ["one of them twice", [part(0, 2 * third), part(third, whole.length), part(0, 2 * third)]],
  ])("%s give the verdicts of the whole", (_, parts) => {
    const keys = keysOf(path);
    const together = analyzeTogether(parts, keys);
    expect(together.inputs.map(({ clock }) => clock?.status)).not.toContain("not-aligned");
    expect(verdictsOf(together)).toEqual(verdictsOf(analyzeTogether([whole], keys)));
  });
});

test("a stream is looked at ahead and analysed from its beginning", async () => {
  const path = join(ownCases, "ftpsk-nokeydist", "air.pcap");
  const octets = new Uint8Array(readFileSync(path));
  const { out } = await runCli(["analyze", "-", path, "--format", "json"], { stdin: octets });
  const { inputs, exchanges } = JSON.parse(out) as Analysis;
  expect(inputs.map(({ frames }) => frames)).toEqual([333, 333]);
  expect(inputs.map(({ clock }) => clock?.offsetMs ?? 0)).toEqual([0, 0]);
  expect(exchanges).toHaveLength(3);
});
