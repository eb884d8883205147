import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Analysis, LogReport } from "../src/analyze/analysis.ts";
import { hasSharedCaptures, ownCases, sharedLab, truthOf, wrongAccusations } from "./cases.ts";
import { runCli } from "./cli/test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function analyze(scenario: string, ...more: readonly string[]): Promise<Analysis> {
  return await analyzeIn(join(sharedLab, scenario), more);
}

async function analyzeIn(path: string, more: readonly string[]): Promise<Analysis> {
  const { out } = await runCli([
    "analyze",
    join(path, "air.pcap"),
    "--keys",
    join(path, "keys.txt"),
    ...more,
    "--format",
    "json",
  ]);
  return JSON.parse(out) as Analysis;
}

const debugLogs = (scenario: string) =>
  readdirSync(join(sharedLab, scenario))
    .filter((name) => /^(ap\d|sta\d)\.log$/.test(name))
    .map((name) => join(sharedLab, scenario, name));

const asOptions = (paths: readonly string[]) => paths.flatMap((path) => ["--log", path]);

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** The log as a host writes it to syslog whose clock is 8 h 37 min 12 s ahead: without year and zone. */
function asSyslog(path: string): string {
  const program = path.includes("/ap") ? "hostapd" : "wpa_supplicant";
  const text = readFileSync(path, "latin1").replace(
    /^(\d{10})\.(\d{6}): (?:\d{10}\.\d{6}: )?/gm,
    (_, seconds: string, fraction: string) => {
      const at = new Date((Number(seconds) + 31_032) * 1000);
      const day = String(at.getUTCDate()).padStart(2);
      return `${months[at.getUTCMonth()]} ${day} ${at.toISOString().slice(11, 19)}.${fraction} host ${program}[7]: `;
    },
  );
  const to = join(folder, path.replaceAll("/", "_"));
  writeFileSync(to, text, "latin1");
  return to;
}

const sureness = ["possible", "probable", "proven"];

/** What must not depend on how the log writes its times. */
function told({ exchanges, logs = [] }: Analysis): unknown {
  return {
    verdicts: exchanges.map(({ verdict }) => [verdict.culprit, verdict.rule, verdict.confidence]),
    logs: logs.map(({ alignment, matched, agreements = [] }: LogReport) => [
      alignment,
      matched,
      agreements.map(({ line, frame }) => [line, frame]),
    ]),
  };
}

test("a log without 802.11 debug text is aligned by the nonces of requests, and says whose key was not to be had", async () => {
  const scenario = join(ownCases, "ftpsk-negative-cache");
  const names = ["ap0.log", "ap1.log", "ap2.log", "sta0.log"];
  const { exchanges, logs } = await analyzeIn(
    scenario,
    asOptions(names.map((name) => join(scenario, name))),
  );
  expect(logs?.map(({ alignment }) => alignment)).toEqual(names.map(() => "aligned"));
  const timedOut = exchanges.find(({ verdict: { rule } }) => rule === "r1-key-pull-timeout");
  expect(timedOut?.verdict).toMatchObject({ confidence: "proven", missing: [] });
  expect(timedOut?.verdict.evidence).toContainEqual(
    expect.objectContaining({ log: 2, text: expect.stringMatching(/Timeout pending pull/) }),
  );
});

test.each([
  ["ftpsk-target-denies", "configuration", "station-denied-at-target", "refused"],
  ["ftpsk-ds-ap-full", "target-ap", "refused-by-policy", "no-answer"],
])(
  "%s: only the target's own log tells why the station was turned away",
  async (name, culprit, rule, without) => {
    const scenario = join(ownCases, name);
    const log = join(scenario, "ap1.log");
    const [bssid] = truthOf(ownCases, name).accept.targets as [string];
    const verdictWith = async (text: string | undefined) => {
      const path = join(folder, `${name}.log`);
      if (text !== undefined) writeFileSync(path, text);
      const { exchanges } = await analyzeIn(scenario, text === undefined ? [] : ["--log", path]);
      return exchanges.find(({ kind, targetAp }) => kind.startsWith("ft-") && targetAp === bssid)
        ?.verdict;
    };
    const text = readFileSync(log, "utf8");
    const told = await verdictWith(text);
    expect(told).toMatchObject({ kind: "fault", culprit, rule, confidence: "proven" });
    expect(told?.evidence.at(-1)).toMatchObject({
      log: 0,
      text: expect.stringMatching(/ACL reject|no more room/),
    });
    for (const other of [
      undefined,
      // The same words of another AP, and those of an AP that does not say which it is.
      text.replaceAll(bssid, bssid.replace(/..$/, "f0")),
      text.replaceAll(/^.*(?: with hwaddr |RRB received packet).*\n/gm, ""),
      // What is left at a normal level.
      text.replaceAll(/^.*(?:ACL reject|not allowed|no more room).*\n/gm, ""),
    ]) {
      expect(await verdictWith(other)).toMatchObject({ kind: "cannot-tell", rule: without });
    }
  },
);

describe.skipIf(!hasSharedCaptures)("logs beside the air", () => {
  // The whole lab is in scripts/tables/logs.mjs; here one of each kind.
  test.each([
    ["fteap-nokeydist", "proven"],
    ["ftpsk-nokeydist-ds", "proven"],
    ["ftpsk-r0-lifetime", "proven"],
    ["ftpsk-r0kh-restart", "proven"],
    ["ftpsk-rrb-badkey", "proven"],
    ["ftpsk-rrb-unknown-r0khid", "proven"],
    ["ftpsk-wrong-psk-target", "proven"],
    ["ftpsk-sta-r0khid", "proven"],
    ["ftpsk-ap-anonce-race", "probable"],
    ["ftsae-sta-mic", "proven"],
    ["ftsae-ds-success", undefined],
  ])(
    "%s: aligned, matched, nobody innocent accused, and the same on a strange clock",
    async (scenario, confidence) => {
      const truth = truthOf(sharedLab, scenario);
      const alone = await analyze(scenario);
      const both = await analyze(scenario, ...asOptions(debugLogs(scenario)));
      expect(wrongAccusations(both, truth, truth.accept.withKey)).toEqual([]);
      for (const [i, { verdict }] of both.exchanges.entries()) {
        expect(sureness.indexOf(verdict.confidence)).toBeGreaterThanOrEqual(
          sureness.indexOf(alone.exchanges[i]?.verdict.confidence ?? ""),
        );
      }
      const faults = both.exchanges.filter(({ verdict }) => verdict.kind === "fault");
      expect(faults[0]?.verdict.confidence).toBe(confidence);
      for (const log of both.logs ?? []) {
        expect(log).toMatchObject({ alignment: "aligned" });
        expect(log.residualMs).toBeLessThan(5);
        expect(Math.abs(log.offsetMs ?? 1e9)).toBeLessThan(50);
      }
      const shifted = await analyze(scenario, ...asOptions(debugLogs(scenario).map(asSyslog)));
      expect(told(shifted)).toEqual(told(both));
      for (const log of shifted.logs ?? []) {
        expect(Math.abs((log.offsetMs ?? 0) + 31_032_000)).toBeLessThan(50);
      }
    },
  );

  test("a deadline that the target's log gives as its reason is proven", async () => {
    const scenario = "ftpsk-late-reassoc-rejected";
    const withLog = (log: string) =>
      analyze(scenario, "--log", join(sharedLab, scenario, log)).then(
        ({ exchanges }) =>
          exchanges.find(({ verdict: { rule } }) => rule === "station-deadline-missed")?.verdict,
      );
    const told = await withLog("ap1.log");
    expect(told).toMatchObject({ confidence: "proven", culprit: "station", alternatives: [] });
    expect(told?.evidence).toContainEqual(
      expect.objectContaining({ log: 0, text: expect.stringMatching(/deadline exceeded/) }),
    );
    expect(await withLog("ap0.log")).toMatchObject({ confidence: "probable" });
  });

  test("a log that was given is asked for in more detail only, and only that of its writer", async () => {
    const scenario = "ftpsk-ap-ignores-reassoc";
    const askedWith = async (...logs: readonly string[]) => {
      const paths = logs.map((log) => join(sharedLab, scenario, log));
      const { exchanges } = await analyze(scenario, ...asOptions(paths));
      const verdicts = exchanges.map(({ verdict }) => verdict);
      return verdicts.flatMap(({ missing, alternatives }) => [
        ...missing,
        ...alternatives.map(({ settledBy }) => settledBy),
      ]);
    };
    const target = /a more detailed debug log of the target AP \S+ than the one given/;
    const station = /a more detailed log of the station \S+ than the one given/;
    const asking = (pattern: RegExp) => expect.arrayContaining([expect.stringMatching(pattern)]);
    expect(await askedWith()).not.toEqual(asking(/than the one given/));
    expect(await askedWith("ap0.log")).not.toEqual(asking(target));
    expect(await askedWith("ap1.log")).toEqual(asking(target));
    expect(await askedWith("ap1.log")).not.toEqual(asking(station));
    expect(await askedWith("sta0.log")).not.toEqual(asking(target));
  });

  test("a verdict that rests on a log cites its line", async () => {
    const log = join(sharedLab, "ftpsk-nokeydist", "ap1.log");
    const { exchanges } = await analyze("ftpsk-nokeydist", "--log", log);
    const verdict = exchanges.find(({ verdict: { kind } }) => kind === "fault")?.verdict;
    const cited = verdict?.evidence.find((evidence) => evidence.log === 0);
    const lines = readFileSync(log, "utf8").split("\n");
    expect(lines[(cited?.line ?? 0) - 1]).toMatch(/FT: No matching R0KH found/);
    expect(verdict?.missing).toEqual([]);
  });

  test("an AP that counts the station in whom its answer drove away is contradicted", async () => {
    const logs = asOptions(debugLogs("ftpsk-ap-mic"));
    const analysis = await analyze("ftpsk-ap-mic", ...logs);
    const texts = (analysis.logs ?? []).flatMap(({ contradictions = [] }) =>
      contradictions.map(({ text }) => text),
    );
    expect(texts).toEqual([
      expect.stringMatching(
        /^log: association accepted; air: the answer is wrong .* the station left$/,
      ),
    ]);
  });

  test("a log at odds with the octets is told and proves nothing", async () => {
    const lying = join(folder, "lying.log");
    const honest = readFileSync(join(sharedLab, "ftpsk-nokeydist", "ap1.log"), "latin1");
    writeFileSync(lying, honest.replaceAll("resp=53", "resp=0"), "latin1");
    const { exchanges, logs } = await analyze("ftpsk-nokeydist", "--log", lying);
    expect(logs?.[0]?.contradictions).toMatchObject([{ text: "log: status 0; air: status 53" }]);
    const fault = exchanges.find(({ verdict: { kind } }) => kind === "fault")?.verdict;
    expect(fault).toMatchObject({ culprit: "key-distribution", confidence: "probable" });
  });

  test("a given offset is taken; a log of another time is not aligned and has no say", async () => {
    const [log] = debugLogs("ftpsk-nokeydist").map(asSyslog);
    const given = await analyze(
      "ftpsk-nokeydist",
      "--log",
      log as string,
      "--log-offset",
      "-8h37m12s",
    );
    expect(given.logs?.[0]).toMatchObject({ alignment: "given", offsetMs: -31_032_000 });
    expect(given.logs?.[0]?.matched).toBeGreaterThan(0);
    const [other] = debugLogs("ftpsk-ota-pull");
    const strange = await analyze("ftpsk-nokeydist", "--log", other as string);
    expect(strange.logs?.[0]).toMatchObject({ alignment: "not-aligned", matched: 0 });
    expect(strange.timeline?.every(({ sources }) => sources.includes("air"))).toBe(true);
  });

  test("all witnesses stand on one timeline, in JSON and in the report", async () => {
    const path = join(sharedLab, "ftpsk-rrb-badkey");
    const more = [...asOptions(debugLogs("ftpsk-rrb-badkey")), "--wired", join(path, "wired.pcap")];
    const { timeline = [] } = await analyze("ftpsk-rrb-badkey", ...more);
    const times = timeline.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(timeline.flatMap(({ sources }) => sources))).toEqual(
      new Set(["air", "wire", "ap", "station"]),
    );
    const { out } = await runCli(["analyze", join(path, "air.pcap"), ...more]);
    expect(out).toMatch(/^LOG /m);
    expect(out.replace(/\s+/g, " ")).toMatch(/ap0\.log, hostapd, \d+ records\. Clock 0\.\d ms/);
    expect(out).toMatch(/air, station, ap +A110 sta0\.log:1089 ap1\.log:335/);
    expect(out).toMatch(/ap +ap0\.log:550 +key message could/);
  });
});

test.each(["soon", "5x", "", "1h-2m"])("--log-offset %s is a usage error", async (text) => {
  const { code, err } = await runCli(["analyze", "a.pcap", "--log-offset", text]);
  expect(code).toBe(2);
  expect(err).toMatch(/duration/);
});
