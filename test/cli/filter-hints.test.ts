import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import type { FilterHints } from "../../src/report/filter-hints.ts";
import { ownCases, scenariosIn } from "../cases.ts";
import { runCli } from "./test-io.ts";

const air = (scenario: string) => join(ownCases, scenario, "air.pcap");
const keys = (scenario: string) => ["--keys", join(ownCases, scenario, "keys.txt")];

async function hintsOf(scenario: string): Promise<readonly FilterHints[]> {
  const { out, code } = await runCli([
    "frames",
    air(scenario),
    ...keys(scenario),
    "--filter-hint",
    "--format",
    "ndjson",
  ]);
  expect(code).toBe(0);
  return out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as FilterHints);
}

test("each verdict has the filters of its frames, of its proof and of what is alike", async () => {
  const hints = await hintsOf("ftpsk-sta-anonce");
  expect(hints[0]).toMatchObject({
    exchange: "x2",
    verdict: { kind: "fault", culprit: "station", rule: "station-anonce-wrong" },
    proof: "frame.number == 108 || frame.number == 112",
    alike:
      "wlan.ft.anonce == 93:81:f5:5f:7a:68:ba:9e:11:c5:66:40:1d:33:19:62:93:94:54:50:cc:3c:76:81:91:c3:f1:9b:87:fe:83:7e",
  });
  const { out } = await runCli([
    "frames",
    air("ftpsk-sta-anonce"),
    ...keys("ftpsk-sta-anonce"),
    "--filter-hint",
  ]);
  expect(out.split("\n")[0]).toMatch(
    /^x2 {2}.*fault, the station \(proven\), station-anonce-wrong$/,
  );
  expect(out).toContain("  proof   frame.number == 108");
});

const isTsharkHere = (() => {
  try {
    execFileSync("tshark", ["--version"], { stdio: "pipe" });
    return true;
  } catch {
    process.stderr.write("SKIPPED: tshark is absent, filters are not tried with it\n");
    return false;
  }
})();

function framesIn(path: string, filter: string): readonly number[] {
  const args = ["-r", path, "-Y", filter, "-T", "fields", "-e", "frame.number"];
  return execFileSync("tshark", args, { stdio: "pipe", encoding: "utf8" })
    .split("\n")
    .filter((line) => line !== "")
    .map(Number);
}

describe.skipIf(!isTsharkHere)("tshark accepts every filter", () => {
  // A run of tshark costs a second.
  test.each(scenariosIn(ownCases).filter((_, i) => i % 10 === 0))("of %s", async (scenario) => {
    const { out } = await runCli(["analyze", air(scenario), ...keys(scenario), "--format", "json"]);
    const { exchanges } = JSON.parse(out) as Analysis;
    const hints = await hintsOf(scenario);
    expect(hints).toHaveLength(exchanges.length);
    const [hint] = hints;
    const exchange = exchanges.find(({ id }) => id === hint?.exchange);
    const frames = exchange?.frames.map(({ frame }) => frame);
    expect(framesIn(air(scenario), hint?.frames ?? "")).toEqual(
      expect.arrayContaining(frames ?? []),
    );
    // A filter that is not accepted ends the run with an error.
    const all = hints.flatMap(({ frames, proof, alike }) => [frames, proof, alike]);
    const each = all.filter((filter) => filter !== undefined).map((filter) => `(${filter})`);
    expect(framesIn(air(scenario), each.join(" || ")).length).toBeGreaterThan(0);
  });
});
