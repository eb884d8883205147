import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import { buildPcap } from "../builders/capture-file.ts";
import {
  byChannel,
  heardInPart,
  onAnotherClock,
  recordsOf,
  verdictsOf,
} from "../builders/sniffers.ts";
import { hasSharedCaptures, ownCases, scenariosIn, sharedLab } from "../cases.ts";
import { runCli } from "./test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-"));
afterAll(() => rmSync(folder, { recursive: true }));

const cases = hasSharedCaptures ? sharedLab : ownCases;
const output = join(folder, "extract.pcapng");
const case1 = join(ownCases, "ftpsk-nokeydist");
const case1Air = join(case1, "air.pcap");
const case1Keys = join(case1, "keys.txt");

async function analysisOf(paths: readonly string[], keys?: string): Promise<Analysis> {
  const given = keys === undefined ? [] : ["--keys", keys];
  const { out } = await runCli(["analyze", ...paths, ...given, "--format", "json"]);
  return JSON.parse(out) as Analysis;
}

async function extract(paths: readonly string[], ...options: readonly string[]): Promise<string> {
  const { code, err } = await runCli(["extract", ...paths, ...options, "--output", output]);
  expect(code, err).toBe(0);
  expect(err).not.toContain("keep the captures");
  return err;
}

describe("an extract gives the verdicts of the capture", () => {
  test.each(scenariosIn(cases))("%s", async (scenario) => {
    const air = join(cases, scenario, "air.pcap");
    const keys = join(cases, scenario, "keys.txt");
    await extract([air], "--keys", keys);
    const original = await analysisOf([air], keys);
    const again = await analysisOf([output], keys);
    expect(verdictsOf(again)).toEqual(verdictsOf(original));
    expect(verdictsOf(await analysisOf([output]))).toEqual(verdictsOf(await analysisOf([air])));
    expect(again.inputs[0]?.frames).toBeLessThan(original.inputs[0]?.frames ?? 0);
  });
});

describe("several sniffers", () => {
  const sample = scenariosIn(cases).filter((_, i) => i % 6 === 0);
  const fileOf = (name: string, records: ReturnType<typeof recordsOf>) => {
    const path = join(folder, name);
    const packets = records.map(({ time, octets, originalLength }) => ({
      timeNs: time,
      octets,
      originalLength,
    }));
    writeFileSync(path, buildPcap({ linkType: 127, records: packets }));
    return path;
  };
  const offClock = { aheadMs: -7_200_000, ppm: -150 };

  test.each(sample)("of %s, each missing frames, on two clocks", async (scenario) => {
    const whole = recordsOf(join(cases, scenario, "air.pcap"));
    const keys = join(cases, scenario, "keys.txt");
    const paths = [
      fileOf("a.pcap", heardInPart(whole, 0.8, 3)),
      fileOf("b.pcap", onAnotherClock(heardInPart(whole, 0.8, 4), offClock)),
    ];
    await extract(paths, "--keys", keys);
    expect(verdictsOf(await analysisOf([output], keys))).toEqual(
      verdictsOf(await analysisOf(paths, keys)),
    );
  });

  test.each(sample)("of %s, one a channel, on clocks that nothing ties", async (scenario) => {
    const whole = recordsOf(join(cases, scenario, "air.pcap"));
    const keys = join(cases, scenario, "keys.txt");
    const paths = byChannel(whole).map((records, i) =>
      fileOf(`${i}.pcap`, i === 0 ? records : onAnotherClock(records, offClock)),
    );
    await extract(paths, "--keys", keys);
    expect(verdictsOf(await analysisOf([output], keys))).toEqual(
      verdictsOf(await analysisOf(paths, keys)),
    );
  });
});

describe("what an extract keeps", () => {
  test("octets, times and lengths of each frame", async () => {
    await extract([case1Air], "--keys", case1Keys);
    const originals = new Map(recordsOf(case1Air).map((record) => [record.time, record]));
    const reader = createCaptureReader();
    const kept = reader.push(new Uint8Array(readFileSync(output)));
    expect(reader.end().faults).toEqual([]);
    expect(kept.length).toBeGreaterThan(20);
    for (const { frame: _, ...record } of kept) {
      expect(originals.get(record.time)).toMatchObject(record);
    }
  });

  test("no key, and captured text only as harmless text", async () => {
    await extract([case1Air], "--keys", case1Keys);
    const text = readFileSync(output, "latin1");
    expect(text).toContain("Verdict of x2: fault, key distribution");
    expect(text).not.toContain("correct horse battery");
  });

  test("a captured name that would act on a terminal stands in comments as text", async () => {
    const octets = readFileSync(case1Air);
    // "lab-ft" of every frame becomes an escape sequence and a line break of the same length.
    for (let at = octets.indexOf("lab-ft"); at !== -1; at = octets.indexOf("lab-ft", at)) {
      octets.write("\u001b[2J\nV", at, "latin1");
    }
    const hostile = join(folder, "hostile.pcap");
    writeFileSync(hostile, octets);
    await extract([hostile]);
    const reader = createCaptureReader();
    const packets = reader.push(new Uint8Array(readFileSync(output)));
    // Beyond the packets' own octets nothing of it is left as it was sent.
    let rest = readFileSync(output, "latin1");
    for (const { octets: own } of packets)
      rest = rest.replace(Buffer.from(own).toString("latin1"), "");
    expect(rest).not.toContain("\u001b[2J");
    expect(rest).toContain("\\x1b[2J\\x0aV");
  });

  test("a stream is extracted like a file", async () => {
    await extract([case1Air], "--keys", case1Keys);
    const { size } = statSync(output);
    const { code } = await runCli(["extract", "-", "--keys", case1Keys, "--output", output], {
      stdin: new Uint8Array(readFileSync(case1Air)),
    });
    expect(code).toBe(0);
    const [fromFile, fromStream] = [size, statSync(output).size];
    expect(Math.abs(fromFile - fromStream)).toBeLessThan(200);
    expect(verdictsOf(await analysisOf([output], case1Keys))).toEqual(
      verdictsOf(await analysisOf([case1Air], case1Keys)),
    );
  });
});

describe("mistakes", () => {
  test("an input is never overwritten", async () => {
    const copy = join(folder, "copy.pcap");
    copyFileSync(case1Air, copy);
    const { code, err } = await runCli(["extract", copy, "--output", copy]);
    expect(code).toBe(2);
    expect(err).toContain("inputs are never written to");
    expect(readFileSync(copy)).toEqual(readFileSync(case1Air));
  });

  test("without --output there is one line that says so", async () => {
    const { code, err } = await runCli(["extract", case1Air]);
    expect(code).toBe(2);
    expect(err.trim().split("\n")).toHaveLength(1);
  });
});

const tshark = (() => {
  try {
    execFileSync("tshark", ["--version"], { stdio: "pipe" });
    return true;
  } catch {
    process.stderr.write("SKIPPED: tshark is absent, extracts are not opened with it\n");
    return false;
  }
})();

describe.skipIf(!tshark)("tshark", () => {
  test("opens an extract and shows its comments", async () => {
    await extract([case1Air], "--keys", case1Keys);
    const read = (...fields: readonly string[]) =>
      execFileSync("tshark", ["-r", output, "-T", "fields", ...fields.flatMap((f) => ["-e", f])], {
        stdio: "pipe",
        encoding: "utf8",
      })
        .trim()
        .split("\n");
    const reader = createCaptureReader();
    const kept = reader.push(new Uint8Array(readFileSync(output)));
    expect(read("frame.time_epoch")).toEqual(
      kept.map(({ time }) => {
        const digits = time.toString().padStart(10, "0");
        return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
      }),
    );
    expect(read("frame.comment").every((comment) => comment.startsWith("Frame "))).toBe(true);
  });
});
