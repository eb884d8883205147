import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { associationLabels, roamLabels } from "../builders/honest-frames.ts";
import { currentAp, targetAp } from "../builders/network.ts";
import { analyzeRoam, keysOf, type RoamStory, tellRoam } from "../builders/roam.ts";

const withRsnxe = { rsnxe: Uint8Array.of(0x21, 0x04) };

/** Roams in which nobody made a mistake. */
const stories: readonly (readonly [string, RoamStory])[] = [
  ["over the air", {}],
  ["over the DS", { via: "ds" }],
  [
    "with APs that have an RSNXE",
    { current: { ...currentAp, ...withRsnxe }, target: { ...targetAp, ...withRsnxe } },
  ],
];

/** Frames are cut at every so many octets, at others in each story. */
const step = 7;

function faultsIn({ exchanges, findings }: Analysis): readonly string[] {
  return [
    ...exchanges.flatMap(({ verdict, checks }) => [
      ...(verdict.kind === "fault" ? [`verdict ${verdict.rule}`] : []),
      ...checks.filter(({ result }) => result === "fault").map(({ id }) => `check ${id}`),
    ]),
    ...findings.map(({ rule }) => `finding ${rule}`),
  ];
}

describe.each(stories)("of a sound roam %s, no frame becomes a fault", (_, story) => {
  const whole = tellRoam(story);
  const shift = stories.findIndex(([name]) => name === _);

  test("as it is", () => {
    expect(faultsIn(analyzeRoam(whole))).toEqual([]);
  });

  test.each([...associationLabels, ...roamLabels])("wherever the recorder cuts it: %s", (label) => {
    const frame = whole.frames(label)[0] ?? 0;
    const length = whole.records[frame - 1]?.originalLength ?? 0;
    expect(length).toBeGreaterThan(0);
    for (let cutTo = 24 + shift; cutTo < length; cutTo += step) {
      const told = tellRoam({ ...story, sendings: { [label]: { cutTo } } });
      expect([cutTo, ...faultsIn(analyzeRoam(told, { keys: keysOf("right") }))]).toEqual([cutTo]);
    }
  });
});
