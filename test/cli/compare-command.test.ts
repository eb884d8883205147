import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { compare } from "../../src/analyze/comparison.ts";
import { comparisonReport } from "../../src/report/comparison.ts";
import { analysisOf, exchangeOf } from "../builders/analysis.ts";
import { ownCases } from "../cases.ts";
import { runCli } from "./test-io.ts";

const broken = join(ownCases, "ftpsk-nokeydist/air.pcap");
const mended = join(ownCases, "ftpsk-ota-success/air.pcap");

/** FT exchanges of which so many were completed. */
function observed(completed: number, failed: number): Analysis {
  return analysisOf({
    exchanges: Array.from({ length: completed + failed }, (_, i) =>
      exchangeOf({ id: `x${i + 1}`, outcome: i < completed ? "completed" : "refused" }),
    ),
  });
}

const headlineOf = (before: Analysis, after: Analysis) =>
  comparisonReport(compare(before, after)).find((part) => part.kind === "headline");

describe("did it help", () => {
  test("many that failed before and succeed after: better", () => {
    expect(headlineOf(observed(0, 10), observed(12, 0))).toMatchObject({
      tone: "sound",
      text: "Better: FT exchanges completed 0 of 10 before, 12 of 12 after.",
    });
  });

  test("the other way round: worse", () => {
    expect(headlineOf(observed(12, 0), observed(0, 10))).toMatchObject({ tone: "warning" });
  });

  test("one each shows nothing, and how many would is said", () => {
    expect(headlineOf(observed(0, 1), observed(1, 0))).toMatchObject({
      tone: "cannot-tell",
      text: expect.stringMatching(
        /If the shares stay as they are, 4 on each side would show it\.$/,
      ),
    });
  });

  test("nothing on one side is nothing to compare", () => {
    expect(headlineOf(observed(0, 0), observed(5, 0))).toMatchObject({ tone: "cannot-tell" });
    const { shares } = compare(observed(0, 0), observed(5, 0));
    expect(shares.every(({ change }) => change === "no-data")).toBe(true);
  });

  test("exchanges whose end was not captured count for neither side", () => {
    const open = analysisOf({ exchanges: [exchangeOf({ outcome: "not-observed" })] });
    expect(compare(open, observed(1, 0)).before.ftExchanges).toBe(0);
  });
});

describe("ftscope compare", () => {
  test("returns 0, names the fault that is gone, and does not boast of one roam", async () => {
    const { code, out, err } = await runCli(["compare", broken, mended]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/CANNOT TELL {2}FT exchanges completed 1 of 2 before, 1 of 1/);
    expect(out).toMatch(/r1-key-unknown-to-target\s+1\s+0/);
  });

  test("tells what the audit found on one side only", async () => {
    const { out } = await runCli([
      "compare",
      join(ownCases, "ftpsk-md-mismatch/air.pcap"),
      mended,
      "--format",
      "json",
    ]);
    const { schema, configuration } = JSON.parse(out);
    expect(schema).toBe("ftscope/comparison/1");
    expect(configuration.gone.map(({ rule }: { rule: string }) => rule)).toEqual(["mdid-differs"]);
    expect(configuration.fresh).toEqual([]);
  });

  test("a side that cannot be read is one line and exit code 2", async () => {
    const { code, out, err } = await runCli(["compare", broken, "/no/such/file"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});
