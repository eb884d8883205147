import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { ownCases } from "../cases.ts";
import { runCli } from "./test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-run-"));
afterAll(() => rmSync(folder, { recursive: true }));

const capture = (name: string) => join(ownCases, name, "air.pcap");
const keys = (name: string) => join(ownCases, name, "keys.txt");

describe("what the user got wrong is one line on stderr and exit code 2", () => {
  const text = join(folder, "notes.txt");
  writeFileSync(text, "this is no capture\n");
  const empty = join(folder, "empty");
  writeFileSync(empty, "");
  test.each([
    ["an unknown command", ["analyse", capture("ftpsk-nokeydist")]],
    ["an unknown option", ["analyze", capture("ftpsk-nokeydist"), "--kyes", "x"]],
    ["no capture", ["analyze"]],
    ["a wrong format", ["analyze", capture("ftpsk-nokeydist"), "--format", "xml"]],
    ["a file that is not there", ["analyze", join(folder, "no-such.pcap")]],
    ["a file that is no capture", ["analyze", text]],
    ["an empty file", ["analyze", empty]],
    ["standard input that is no capture", ["analyze", "-"]],
    ["a key file that is not there", ["analyze", capture("ftpsk-nokeydist"), "--keys", "none.txt"]],
    ["a station that is no address", ["analyze", capture("ftpsk-nokeydist"), "--station", "me"]],
    ["a key of no kind", ["analyze", capture("ftpsk-nokeydist"), "--key", "secret:0123"]],
    ["a passphrase that is too short", ["analyze", capture("ftpsk-nokeydist"), "--psk", "short"]],
    ["a time that is none", ["analyze", capture("ftpsk-nokeydist"), "--from", "noon"]],
    [
      "a time before the one it is to follow",
      ["analyze", capture("ftpsk-nokeydist"), "--from", "2026-01-02", "--to", "2026-01-01"],
    ],
    ["a rule that does not exist", ["explain", "everything"]],
  ])("%s", async (_, argv) => {
    const { code, out, err } = await runCli(argv);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(err.length).toBeGreaterThan(10);
  });

  test("the line never holds the key", async () => {
    for (const key of ["psk:lab-ft:tiny", "pmk:deadbeefdeadbeef", "nonsense-MARKER"]) {
      const { err } = await runCli(["analyze", capture("ftpsk-nokeydist"), "--key", key]);
      expect(err).not.toMatch(/tiny|deadbeef|MARKER/);
    }
  });
});

describe("exit codes", () => {
  const at = (name: string, ...more: string[]) =>
    runCli(["analyze", capture(name), "--keys", keys(name), ...more]).then(({ code }) => code);
  test("0 when roams are sound", async () => {
    expect(await at("ftpsk-ota-success")).toBe(0);
  });
  test("1 when a roam was broken, 0 with --fail-on never", async () => {
    expect(await at("ftpsk-sta-anonce")).toBe(1);
    expect(await at("ftpsk-sta-anonce", "--fail-on", "never")).toBe(0);
  });
  test("3 when nothing can be decided, 1 with --fail-on cannot-tell", async () => {
    expect(await at("ftpsk-ap-ignores-auth")).toBe(3);
    expect(await at("ftpsk-ap-ignores-auth", "--fail-on", "cannot-tell")).toBe(1);
  });
  test("3 without any FT exchange", async () => {
    expect(await at("ftpsk-reassoc-no-ft")).toBe(3);
  });
});

describe("options", () => {
  test("--station leaves out every other station", async () => {
    const station = "02:5a:00:16:00:10";
    const { out } = await runCli([
      "analyze",
      capture("ftpsk-2sta"),
      "--station",
      station,
      "--format",
      "json",
    ]);
    const { exchanges } = JSON.parse(out) as Analysis;
    expect(exchanges.length).toBeGreaterThan(0);
    expect(new Set(exchanges.map((exchange) => exchange.station))).toEqual(new Set([station]));
  });

  test("--from and --to leave out the exchanges before and after", async () => {
    const argv = ["analyze", capture("ftpsk-ota-success"), "--format", "json"];
    const all = (JSON.parse((await runCli(argv)).out) as Analysis).exchanges;
    const [first, second] = all;
    const at = async (...times: string[]) =>
      (JSON.parse((await runCli([...argv, ...times])).out) as Analysis).exchanges;
    expect(all.length).toBe(2);
    expect(await at("--to", first?.endTime ?? "")).toEqual([first]);
    expect(await at("--from", second?.startTime ?? "")).toEqual([second]);
    expect(await at("--from", first?.startTime ?? "", "--to", second?.startTime ?? "")).toEqual(
      all,
    );
  });

  test("--hash puts the SHA-256 of each input into the document", async () => {
    const path = capture("ftpsk-ota-success");
    const argv = ["analyze", path, "--format", "json"];
    const sha256Of = async (...more: string[]) =>
      (JSON.parse((await runCli([...argv, ...more])).out) as Analysis).inputs[0]?.sha256;
    expect(await sha256Of("--hash")).toBe(
      createHash("sha256").update(readFileSync(path)).digest("hex"),
    );
    expect(await sha256Of()).toBeUndefined();
  });

  test("--hash is about the whole file, also where it could not be decompressed to its end", async () => {
    const octets = new Uint8Array(gzipSync(readFileSync(capture("ftpsk-ota-success"))));
    octets.fill(0x55, octets.length >> 1, (octets.length >> 1) + 64);
    const path = join(folder, "damaged.pcap.gz");
    writeFileSync(path, octets);
    const { out } = await runCli(["analyze", path, "--format", "json", "--hash"]);
    expect((JSON.parse(out) as Analysis).inputs[0]).toMatchObject({
      sha256: createHash("sha256").update(octets).digest("hex"),
      sizeBytes: octets.length,
    });
  });

  test("--psk - asks on the terminal, and says so when there is none", async () => {
    const argv = ["analyze", capture("ftpsk-ota-success"), "--psk", "-", "--format", "json"];
    const asked = await runCli(argv, { answer: "correct horse battery" });
    const { exchanges } = JSON.parse(asked.out) as Analysis;
    expect(exchanges.map(({ verdict }) => verdict.confidence)).toEqual(["proven", "proven"]);
    expect((await runCli(argv)).code).toBe(2);
  });

  test("--ssid keeps a passphrase from every other network", async () => {
    const { out } = await runCli([
      "analyze",
      capture("ftpsk-ota-success"),
      "--psk",
      "correct horse battery",
      "--ssid",
      "another",
      "--format",
      "json",
    ]);
    const { exchanges } = JSON.parse(out) as Analysis;
    expect(exchanges.every(({ verdict }) => verdict.confidence === "probable")).toBe(true);
  });

  test("FTSCOPE_KEYS names a key file", async () => {
    const { out } = await runCli(["analyze", capture("ftpsk-ota-success"), "--format", "json"], {
      env: { FTSCOPE_KEYS: keys("ftpsk-ota-success") },
    });
    const { exchanges } = JSON.parse(out) as Analysis;
    expect(exchanges.every(({ verdict }) => verdict.confidence === "proven")).toBe(true);
  });

  test("--output writes a file, and never one of the inputs", async () => {
    const copy = join(folder, "copy.pcap");
    const octets = readFileSync(capture("ftpsk-ota-success"));
    writeFileSync(copy, octets);
    const report = join(folder, "report.json");
    expect((await runCli(["analyze", copy, "--format", "json", "--output", report])).code).toBe(0);
    expect(JSON.parse(readFileSync(report, "utf8"))).toMatchObject({
      schema: "ftscope/analysis/1",
    });
    expect((await runCli(["analyze", copy, "--output", copy])).code).toBe(2);
    expect(readFileSync(copy).equals(octets)).toBe(true);
  });

  test("colours come only on a terminal, and not with NO_COLOR", async () => {
    const argv = ["analyze", capture("ftpsk-sta-anonce")];
    const colored = "\u001b[";
    expect((await runCli(argv, { columns: 80 })).out).toContain(colored);
    expect((await runCli(argv)).out).not.toContain(colored);
    expect((await runCli(argv, { columns: 80, env: { NO_COLOR: "1" } })).out).not.toContain(
      colored,
    );
  });

  test("--quiet prints the verdicts only, --format ndjson one exchange a line", async () => {
    const quiet = await runCli(["analyze", capture("ftpsk-sta-anonce"), "--quiet"]);
    expect(quiet.out.split("\n").filter((line) => line.startsWith("FAULT"))).toHaveLength(1);
    expect(quiet.out).not.toContain("ROAM");
    const lines = await runCli(["analyze", capture("ftpsk-sta-anonce"), "--format", "ndjson"]);
    const exchanges = lines.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { id: string });
    expect(exchanges.map(({ id }) => id)).toEqual(["x1", "x2", "x3"]);
  });

  test("captures in the wrong order give the same verdicts", async () => {
    const of = async (...paths: string[]) => {
      const { out } = await runCli(["analyze", ...paths, "--format", "json"]);
      const { exchanges } = JSON.parse(out) as Analysis;
      return exchanges.map(({ station, targetAp, verdict }) => [station, targetAp, verdict.rule]);
    };
    const one = capture("ftpsk-sta-anonce");
    const two = capture("ftpsk-nokeydist");
    expect(await of(two, one)).toEqual(await of(one, two));
  });

  test("a directory is every capture below it; what is none is counted", async () => {
    const { out, err, code } = await runCli([
      "analyze",
      join(ownCases, "ftpsk-sta-anonce"),
      "--format",
      "json",
    ]);
    expect(code).toBe(1);
    expect((JSON.parse(out) as Analysis).inputs).toHaveLength(1);
    expect(err).toContain("2 files");
  });
});
