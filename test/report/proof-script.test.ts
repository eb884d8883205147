import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { buildPcap } from "../builders/capture-file.ts";
import { multiLinkRoam } from "../builders/multi-link-roam.ts";
import { passphrase } from "../builders/network.ts";
import { tellRoam } from "../builders/roam.ts";
import { ownCases, scenariosIn, truthOf } from "../cases.ts";
import { runCli } from "../cli/test-io.ts";
import { keyWordsOf } from "./proof-keys.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-proof-"));
afterAll(() => rmSync(folder, { recursive: true }));

const version = spawnSync("openssl", ["version"], { encoding: "utf8" }).stdout ?? "";
const hasOpenssl = /^OpenSSL [3-9]/.test(version);
if (!hasOpenssl)
  process.stderr.write("SKIPPED: there is no openssl 3, proof scripts are not run\n");

/** A shell that knows POSIX and nothing else, where there is one. */
const shell = spawnSync("dash", ["-c", "true"]).status === 0 ? "dash" : "sh";

function runScript(script: string, key: string) {
  const { status, stdout } = spawnSync(shell, ["-c", script], {
    input: `${key}\n`,
    encoding: "utf8",
  });
  return { status, out: stdout };
}

async function scriptOf(folder: string, scenario: string, exchange: string): Promise<string> {
  const path = join(folder, scenario);
  const { code, out } = await runCli([
    "prove",
    join(path, "air.pcap"),
    "--keys",
    join(path, "keys.txt"),
    "--exchange",
    exchange,
  ]);
  expect(code).toBe(0);
  return out;
}

/** The exchanges of a case at which its fault lies, or all of FT where there is none. */
async function exchangesOf(folder: string, scenario: string): Promise<readonly string[]> {
  const path = join(folder, scenario);
  const argv = ["analyze", join(path, "air.pcap"), "--keys", join(path, "keys.txt")];
  const { out } = await runCli([...argv, "--format", "json"]);
  const { targets } = truthOf(folder, scenario).accept;
  return (JSON.parse(out) as Analysis).exchanges
    .filter(({ kind }) => kind.startsWith("ft-"))
    .filter(({ targetAp }) => targets.length === 0 || targets.includes(targetAp))
    .slice(0, 1)
    .map(({ id }) => id);
}

describe.runIf(hasOpenssl)("a proof script", () => {
  test.each(scenariosIn(ownCases))("of %s ends in the same result", async (scenario) => {
    for (const exchange of await exchangesOf(ownCases, scenario)) {
      const script = await scriptOf(ownCases, scenario, exchange);
      const results = keyWordsOf(ownCases, scenario).map((key) => runScript(script, key));
      const right = results.find(({ status }) => status === 0);
      expect(right?.out, results[0]?.out).toMatch(/RESULT: \d+ of \d+ values come out/);
    }
  });

  test("of a roam between multi-link devices ends in the same result", async () => {
    const records = tellRoam(multiLinkRoam).records.map(({ time, octets }) => ({
      timeNs: time,
      octets,
    }));
    const path = join(folder, "multi-link.pcap");
    writeFileSync(path, buildPcap({ records }));
    const argv = ["prove", path, "--psk", passphrase, "--exchange", "x2"];
    const { code, out: script } = await runCli(argv);
    expect(code).toBe(0);
    const { status, out } = runScript(script, passphrase);
    expect(out).toMatch(/RESULT: 6 of 6 values come out/);
    expect(status).toBe(0);
  });

  test("ends in another result with another passphrase", async () => {
    const script = await scriptOf(ownCases, "ftpsk-sta-mic", "x2");
    const { status, out } = runScript(script, "another passphrase");
    expect(status).toBe(1);
    expect(out).toContain("NOT as ftscope says");
  });

  test("ends in another result when any octet it computes with is changed", async () => {
    const script = await scriptOf(ownCases, "ftpsk-sta-mic", "x2");
    const [functions, steps] = script.split(/(?<=\nask .*\n)/) as [string, string];
    const words = [...steps.matchAll(/\b[0-9a-f]{4,}\b/g)].filter(({ index }) => {
      const line = steps.slice(steps.lastIndexOf("\n", index) + 1, index);
      return !line.startsWith("#");
    });
    expect(words.length).toBeGreaterThan(15);
    const unchanged: string[] = [];
    for (const { 0: word, index } of words) {
      const at = index + word.length - 1;
      const digit = word.endsWith("0") ? "1" : "0";
      const changed = `${functions}${steps.slice(0, at)}${digit}${steps.slice(at + 1)}`;
      if (runScript(changed, "correct horse battery").status !== 1) unchanged.push(word);
    }
    // A MIC that is wrong stays wrong whatever its octets are: only that one word may change freely.
    const [mic, ...others] = [...new Set(unchanged)];
    expect(others).toEqual([]);
    expect(mic).toMatch(/^[0-9a-f]{32}$/);
  });

  test("without a key claims only what needs none", async () => {
    const capture = join(ownCases, "ftpsk-sta-mic", "air.pcap");
    const { out: script } = await runCli(["prove", capture, "--exchange", "x2"]);
    const { status, out } = runScript(script, "correct horse battery");
    expect(status).toBe(0);
    expect(out).toContain("ftscope had no key for it");
    expect(out).toContain("RESULT: 1 of 1 values");
  });
});

describe("the text of a proof script", () => {
  test("holds no key", async () => {
    const script = await scriptOf(ownCases, "ftpsk-sta-mic", "x2");
    expect(script).not.toContain("correct horse");
    expect(script).toContain("FTE MIC of request, frame ");
  });

  test("is plain ASCII, whatever the captured strings hold", async () => {
    const script = await scriptOf(ownCases, "ftpsk-sta-mic", "x2");
    expect(script).toMatch(/^[\n -~]*$/);
  });
});
