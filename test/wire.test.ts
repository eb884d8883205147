import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Analysis, ExchangeReport } from "../src/analyze/analysis.ts";
import {
  hasSharedCaptures,
  namedAtTargets,
  ownCases,
  scenariosIn,
  sharedLab,
  truthOf,
  wrongAccusations,
} from "./cases.ts";
import { runCli } from "./cli/test-io.ts";

async function analyze(path: string, ...more: readonly string[]): Promise<Analysis> {
  const { out } = await runCli(["analyze", join(path, "air.pcap"), ...more, "--format", "json"]);
  return JSON.parse(out) as Analysis;
}

const sureness = ["possible", "probable", "proven"];

function ftFaults(analysis: Analysis): readonly ExchangeReport[] {
  return analysis.exchanges.filter(
    ({ kind, verdict }) => kind.startsWith("ft-") && verdict.kind === "fault",
  );
}

describe.skipIf(!hasSharedCaptures)("the wire beside the air, in the whole lab", () => {
  test.each(scenariosIn(sharedLab))(
    "%s: no less sure, nobody innocent accused",
    async (scenario) => {
      const path = join(sharedLab, scenario);
      const truth = truthOf(sharedLab, scenario);
      const alone = await analyze(path);
      const both = await analyze(path, "--wired", join(path, "wired.pcap"));
      expect(wrongAccusations(both, truth, truth.accept.withoutKey)).toEqual([]);
      expect(namedAtTargets(both, truth)).toEqual(namedAtTargets(alone, truth));
      for (const [i, { verdict }] of both.exchanges.entries()) {
        const before = alone.exchanges[i]?.verdict;
        expect(sureness.indexOf(verdict.confidence)).toBeGreaterThanOrEqual(
          sureness.indexOf(before?.confidence ?? ""),
        );
      }
      // Every question on the wire has the roam that it was asked for.
      const asked = both.exchanges.flatMap(({ wire = [] }) => wire.map(({ frame }) => frame));
      expect(new Set(asked).size).toBe(asked.length);
    },
  );
});

test.each([
  [
    "ftpsk-rrb-badkey",
    /asked 02:a0:00:0b:00:10 6 times for the key in 3\.0 s, and nothing came back/,
  ],
  ["ftpsk-r0kh-restart", /which answered that it has no such key/],
  ["ftpsk-ds-r0kh-restart", /which answered that it has no such key/],
  ["ftpsk-ds-rrb-badkey", /4 times for the key in 3\.0 s, and nothing came back/],
])("captures/%s is proven from air and wire alone", async (scenario, words) => {
  const path = join(ownCases, scenario);
  const [fault] = ftFaults(await analyze(path, "--wired", join(path, "wired.pcap")));
  expect(fault?.verdict).toMatchObject({ culprit: "key-distribution", confidence: "proven" });
  expect(fault?.verdict.summary).toMatch(words);
  expect(fault?.verdict.evidence.some(({ input }) => input === 1)).toBe(true);
});

test("a wire is recognised among the inputs, and is the same as a declared one", async () => {
  const path = join(ownCases, "ftpsk-rrb-badkey");
  const declared = await analyze(path, "--wired", join(path, "wired.pcap"));
  const found = await analyze(path, join(path, "wired.pcap"));
  expect({ ...found, inputs: [] }).toEqual({ ...declared, inputs: [] });
  expect(found.wire).toEqual({ messages: 12, matched: 6, offsetMs: expect.any(Number) });
  expect(found.inputs[1]).toMatchObject({ wireMessages: 12 });
});

test("what was passed over the DS is matched to the exchange", async () => {
  const path = join(ownCases, "ftpsk-ds-success");
  const { exchanges } = await analyze(path, "--wired", join(path, "wired.pcap"));
  const roam = exchanges.find(({ kind }) => kind === "ft-over-the-ds");
  expect(roam?.wire?.map(({ kind, status }) => [kind, status])).toEqual([
    ["ft-remote-request", undefined],
    ["ft-remote-response", 0],
  ]);
});

test("a wire on which nothing was said proves nothing", async () => {
  const path = join(ownCases, "ftpsk-nokeydist");
  const { exchanges, wire } = await analyze(path, "--wired", join(path, "wired.pcap"));
  expect(wire).toEqual({ messages: 0, matched: 0 });
  const [fault] = exchanges.filter(({ verdict }) => verdict.kind === "fault");
  expect(fault?.verdict.confidence).toBe("probable");
  expect(fault?.wire).toEqual([]);
});

test("a target that was stopped when the holder asked back leaves open who is to blame", async () => {
  const path = join(ownCases, "ftpsk-target-stopped-midway");
  const { exchanges } = await analyze(path, "--wired", join(path, "wired.pcap"));
  expect(exchanges.filter(({ verdict }) => verdict.kind === "fault")).toEqual([]);
});

/** The first packets of a classic pcap. */
function firstPackets(path: string, packets: number): Uint8Array {
  const octets = readFileSync(path);
  let at = 24;
  for (let i = 0; i < packets; i++) at += 16 + octets.readUInt32LE(at + 8);
  return octets.subarray(0, at);
}

describe("a capture that ends before the target refuses", () => {
  const path = join(ownCases, "ftpsk-rrb-badkey");
  const folder = mkdtempSync(join(tmpdir(), "ftscope-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  // The station asks 3 times in 0.2 s (frames 110, 114, 118) and goes; status 53 comes in frame 236.
  writeFileSync(join(folder, "air.pcap"), firstPackets(join(path, "air.pcap"), 230));

  /** The first question on the wire, counted from 0, and where its kind stands in the frame. */
  const questionAt = 11;
  const kindOffset = 14 + 5;

  async function verdictWith(wired: string) {
    const { exchanges } = await analyze(folder, "--wired", wired);
    return exchanges.find(({ kind }) => kind.startsWith("ft-"))?.verdict;
  }

  test("is a fault of the key distribution where the wire shows questions and silence", async () => {
    expect(await verdictWith(join(path, "wired.pcap"))).toMatchObject({
      kind: "fault",
      culprit: "key-distribution",
      rule: "r1-key-pull-timeout",
      confidence: "proven",
    });
  });

  test("and stays open where the holder was not silent: it asked back before it would answer", async () => {
    const wired = readFileSync(join(path, "wired.pcap"));
    const question = firstPackets(join(path, "wired.pcap"), questionAt).length;
    const end = firstPackets(join(path, "wired.pcap"), questionAt + 1).length;
    const back = Buffer.from(wired.subarray(question, end));
    const frame = back.subarray(16);
    wired.copy(frame, 0, question + 16 + 6, question + 16 + 12);
    wired.copy(frame, 6, question + 16, question + 16 + 6);
    frame[kindOffset] = 4;
    const octets = Buffer.concat([wired.subarray(0, end), back, wired.subarray(end)]);
    writeFileSync(join(folder, "asked-back.pcap"), octets);
    const verdict = await verdictWith(join(folder, "asked-back.pcap"));
    expect(verdict).toMatchObject({ kind: "cannot-tell" });
  });

  test("and stays open where the wire was not recorded long enough to show the silence", async () => {
    // 3 questions, each asked once, and nothing after them.
    writeFileSync(join(folder, "wired.pcap"), firstPackets(join(path, "wired.pcap"), 16));
    expect(await verdictWith(join(folder, "wired.pcap"))).toMatchObject({ kind: "cannot-tell" });
  });
});
