import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../src/analyze/analysis.ts";
import {
  hasSharedCaptures,
  namedAtTargets,
  ownCases,
  scenariosIn,
  sharedLab,
  type Truth,
  truthOf,
  wrongAccusations,
} from "./cases.ts";
import { runCli } from "./cli/test-io.ts";

async function analyze(folder: string, scenario: string, withKeys: boolean): Promise<Analysis> {
  const path = join(folder, scenario);
  const keys = withKeys ? ["--keys", join(path, "keys.txt")] : [];
  const { out, code } = await runCli([
    "analyze",
    join(path, "air.pcap"),
    ...keys,
    "--format",
    "json",
  ]);
  const analysis = JSON.parse(out) as Analysis;
  const hasFault = analysis.exchanges.some(({ verdict }) => verdict.kind === "fault");
  expect(code === 1).toBe(hasFault);
  return analysis;
}

function judge(analysis: Analysis, truth: Truth, accepted: readonly string[]): void {
  expect(wrongAccusations(analysis, truth, accepted)).toEqual([]);
  const named = namedAtTargets(analysis, truth);
  expect(
    named.some((culprit) => accepted.includes(culprit)),
    `named ${named}`,
  ).toBe(true);
  if (truth.expected_outcome === "failure" && !accepted.includes("none")) {
    const isCalledSound = analysis.exchanges
      .filter(({ targetAp }) => truth.accept.targets.includes(targetAp))
      .every(({ verdict }) => verdict.kind === "sound");
    expect(isCalledSound, "a failed roam must not come out sound").toBe(false);
  }
}

test("this repository has cases of its own", () => {
  expect(scenariosIn(ownCases).length).toBeGreaterThanOrEqual(30);
});

describe.each(scenariosIn(ownCases))("captures/%s", (scenario) => {
  const truth = truthOf(ownCases, scenario);
  test("with its keys: the culprit of the ground truth and nobody else", async () => {
    judge(await analyze(ownCases, scenario, true), truth, truth.accept.withKey);
  });
  test("without a key: the culprit of the ground truth or none", async () => {
    judge(await analyze(ownCases, scenario, false), truth, truth.accept.withoutKey);
  });
});

describe.skipIf(!hasSharedCaptures)("the whole lab", () => {
  test.each(scenariosIn(sharedLab))("%s", async (scenario) => {
    const truth = truthOf(sharedLab, scenario);
    judge(await analyze(sharedLab, scenario, true), truth, truth.accept.withKey);
    judge(await analyze(sharedLab, scenario, false), truth, truth.accept.withoutKey);
  });
});
