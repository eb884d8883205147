import { expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { drawText } from "../../src/cli/draw-text.ts";
import { textReport } from "../../src/report/text-parts.ts";
import { analyzeRoam, talk, tell } from "../builders/roam.ts";
import { currentAp, type Stage, targetAp } from "../builders/stage.ts";

const all = [
  "ft-request",
  "ft-response",
  "reassociation-request",
  "reassociation-response",
] as const;

function roam(stage: Stage, to: typeof targetAp, status = 0): void {
  stage.recorder.pass(2000);
  stage.begin(to);
  for (const label of all) {
    const isLast = label === "reassociation-response";
    stage.send(label, {
      change: (draft) => {
        if (isLast) draft.status = status;
      },
    });
  }
  if (status !== 0) return;
  stage.arrive();
  talk(stage);
}

/** An association, two roams, a refused one, one more; then a new association and a roam. */
const analysis = analyzeRoam(
  tell((stage) => {
    stage.beacons();
    stage.associate(currentAp);
    talk(stage);
    roam(stage, targetAp);
    roam(stage, currentAp);
    roam(stage, targetAp, 53);
    roam(stage, targetAp);
    stage.recorder.pass(2000);
    stage.associate(currentAp);
    talk(stage);
    roam(stage, targetAp);
  }),
);

function builtOn({ exchanges }: Analysis): readonly unknown[] {
  return exchanges
    .filter(({ kind }) => kind === "ft-over-the-air")
    .map(({ session }) => [session?.exchangeId, session?.roamsSince]);
}

test("the accepted roams since the association are counted, and those of a later one anew", () => {
  expect(builtOn(analysis)).toEqual([
    ["x1", 0],
    ["x1", 1],
    ["x1", 2],
    ["x1", 2],
    ["x6", 0],
  ]);
});

test("the text says them where there are any", () => {
  const drawn = drawText(textReport(analysis, { verbose: true }), { columns: 120, color: false });
  const lines = drawn.replaceAll(/\s+/g, " ").match(/Built on x\d.*?\)(?:, \d+ roams? since)?\./g);
  expect(lines?.map((line) => line.replace(/^.*\)/, "")).toSorted()).toEqual([
    ", 1 roam since.",
    ", 2 roams since.",
    ", 2 roams since.",
    ".",
    ".",
  ]);
});
