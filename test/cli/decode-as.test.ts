import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { buildPcap } from "../builders/capture-file.ts";
import { ap1, buildBeacon, buildSsid } from "../builders/frames.ts";
import { capwap, overUdp } from "../radiotap/wrap.ts";
import { runCli } from "./test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-decode-as-"));
afterAll(() => rmSync(folder, { recursive: true }));

const beacon = buildBeacon(ap1, {}, buildSsid("lab-ft"));
const path = join(folder, "capwap.pcap");
const records = [
  { timeNs: 1_700_000_000_000_000_000n, octets: overUdp(capwap(beacon), { to: 6000 }) },
];
writeFileSync(path, buildPcap({ linkType: 1, records }));

test("an odd port is found out with --decode-as, and a hint says so", async () => {
  const without = await runCli(["frames", path]);
  expect(without.out).toBe("");
  expect(without.err).toContain("give --decode-as for a remote capture on an odd port");
  const { out, err } = await runCli(["frames", path, "--decode-as", "capwap:6000"]);
  expect(err).toBe("");
  expect(out).toContain("lab-ft");
});

test("--decode-as may be given several times, for analyze too", async () => {
  const ports = ["--decode-as", "tzsp:6001", "--decode-as", "capwap:6000"];
  const { out } = await runCli(["analyze", path, ...ports, "--format", "json"]);
  const analysis = JSON.parse(out) as Analysis;
  expect(analysis.networks.map(({ ssid }) => ssid)).toEqual(["lab-ft"]);
  expect(analysis.inputs[0]?.notWifi).toEqual([]);
});

test.each(["capwap", "wifi:6000", "capwap:70000"])(
  "--decode-as %s is a wrong option",
  async (text) => {
    const { code, err } = await runCli(["analyze", path, "--decode-as", text]);
    expect(code).toBe(2);
    expect(err).toContain("--decode-as");
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  },
);
