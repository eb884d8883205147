import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../../src/analyze/analysis.ts";
import { ownCases } from "../../cases.ts";
import { runCli } from "../../cli/test-io.ts";
import { allAps, east, failTo, findingsOf, type Part, roamTo, west } from "./story.ts";

const [east1, east2] = east;
const [west1, west2] = west;

const find = (...parts: readonly Part[]) => findingsOf("key-distribution-partitioned", parts);
const within: Part = (stage) => {
  for (const ap of [east2, east1, east2, east1]) roamTo(stage, ap);
};

describe("key-distribution-partitioned", () => {
  test("names two groups and counts across and within", () => {
    const [only, ...others] = find(
      (stage, recorder) => {
        within(stage, recorder);
        for (const ap of [west1, west2, west1, west2]) failTo(stage, ap);
      },
      (stage) => {
        stage.associate(west1);
        for (const ap of [west2, west1, west2, west1]) roamTo(stage, ap);
      },
    );
    expect(others).toEqual([]);
    expect(only).toBe(
      `0 of 4 roams from ${east1.bssid} and ${east2.bssid} to ${west1.bssid} and ${west2.bssid} succeeded, for want of a key; 8 of 8 between other APs did: the APs fall into groups, and the key distribution does not reach from one to the other (FlexConnect group, site tag, mobility domain, R0KH list).`,
    );
  });

  test("names the direction where the other one works", () => {
    const [only, ...others] = find(within, (stage) => {
      stage.associate(west1);
      roamTo(stage, east1);
      roamTo(stage, west1);
      roamTo(stage, east1);
      failTo(stage, west2);
      failTo(stage, west2);
      stage.associate(west2);
      roamTo(stage, east1);
    });
    expect(others).toEqual([]);
    expect(only).toContain(
      `0 of 2 roams from ${east1.bssid} to ${west2.bssid} succeeded, for want of a key (1 of 1 the other way did); `,
    );
  });

  test("one failure is too few, and so is one pair", () => {
    expect(find(within, (stage) => failTo(stage, west1))).toEqual([]);
    expect(
      find((stage) => {
        failTo(stage, west1);
        failTo(stage, west1);
      }),
    ).toEqual([]);
  });

  test("a pair that has worked is not broken", () => {
    expect(
      find(within, (stage) => {
        failTo(stage, west1);
        failTo(stage, west1);
        roamTo(stage, west1);
      }),
    ).toEqual([]);
  });

  test("the story has 4 APs", () => {
    expect(new Set(allAps.map(({ bssid }) => bssid)).size).toBe(4);
  });
});

test("pairs that were tried once each tell a boundary together: a real capture", async () => {
  const path = join(ownCases, "ftpsk-group-boundary");
  const argv = ["analyze", join(path, "air.pcap"), "--keys", join(path, "keys.txt")];
  const { out } = await runCli([...argv, "--format", "json"]);
  const findings = (JSON.parse(out) as Analysis).findings.filter(
    ({ rule }) => rule === "key-distribution-partitioned",
  );
  expect(findings.map(({ summary }) => summary.split(";")[0])).toEqual([
    "0 of 2 roams from 02:a0:02:50:00:10 and 02:a0:02:50:00:20 to 02:a0:02:50:00:30 succeeded, for want of a key",
    "0 of 2 roams from 02:a0:02:50:00:10 and 02:a0:02:50:00:20 to 02:a0:02:50:00:40 succeeded, for want of a key",
  ]);
});

test("a finding shows no piece of evidence twice: failures that rest on one frame", async () => {
  const path = join(ownCases, "ftpsk-r0kh-restart");
  const argv = ["analyze", join(path, "air.pcap"), "--keys", join(path, "keys.txt")];
  const { out } = await runCli([...argv, "--format", "json"]);
  const { findings } = JSON.parse(out) as Analysis;
  const restart = findings.find(({ rule }) => rule === "failures-since-restart");
  const shown = restart?.evidence.map((evidence) => JSON.stringify(evidence)) ?? [];
  expect(shown.length).toBeGreaterThan(1);
  expect(new Set(shown).size).toBe(shown.length);
});
