import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../src/analyze/analysis.ts";
import { auditDocument } from "../src/analyze/audit-document.ts";
import { expectedRules } from "./audit/expected-findings.ts";
import { findingsOf } from "./builders/site.ts";
import { hasSharedCaptures, ownCases, scenariosIn, sharedLab, truthOf } from "./cases.ts";
import { runCli } from "./cli/test-io.ts";

/** What a list of roams must agree in with the ground truth, in order. */
function essence(
  roams: readonly {
    readonly station: string;
    readonly from: string;
    readonly to: string;
    readonly method: string;
    readonly fellBack: boolean;
  }[],
): readonly string[] {
  return roams.map(({ station, from, to, method, fellBack }) =>
    [station, from, to, method, fellBack ? "fell back" : ""].join(" "),
  );
}

async function isAsInTruth(folder: string, scenario: string): Promise<void> {
  const { out } = await runCli(["roams", join(folder, scenario, "air.pcap"), "--format", "json"]);
  const analysis = JSON.parse(out) as Analysis;
  expect(essence(analysis.roams)).toEqual(essence(truthOf(folder, scenario).roams));
  const rules = findingsOf(auditDocument(analysis)).map(({ rule }) => rule);
  expect(rules.sort()).toEqual(expectedRules(folder, scenario));
}

describe("roams and findings of the audit are those of the ground truth, and no others", () => {
  test("and there are roams of several kinds to be listed", () => {
    const methods = scenariosIn(ownCases).flatMap((scenario) =>
      truthOf(ownCases, scenario).roams.map(({ method }) => method),
    );
    expect(new Set(methods).size).toBeGreaterThanOrEqual(3);
  });

  test.each(scenariosIn(ownCases))("captures/%s", (scenario) => isAsInTruth(ownCases, scenario));

  test.skipIf(!hasSharedCaptures).each(scenariosIn(sharedLab))("%s", (scenario) =>
    isAsInTruth(sharedLab, scenario),
  );
});
