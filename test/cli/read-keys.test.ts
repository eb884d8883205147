import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ownCases } from "../cases.ts";
import { runCli } from "./test-io.ts";

const capture = join(ownCases, "open-full", "air.pcap");
const folder = mkdtempSync(join(tmpdir(), "ftscope-keys-"));
const keys = join(folder, "keys.txt");
writeFileSync(keys, "psk:lab-ft:correct horse battery\n");

afterAll(() => rmSync(folder, { recursive: true }));

const inArguments = "keys among the arguments can be seen by other users";

describe("keys among the arguments", () => {
  test.each([
    [["--psk", "correct horse battery"]],
    [["--key", "psk:lab-ft:correct horse battery"]],
    [["--psk", "correct horse battery", "--key", `pmk:${"ab".repeat(32)}`]],
  ])("%j are warned about once, and not shown", async (args) => {
    const { err } = await runCli(["analyze", capture, ...args]);
    expect(err.split(inArguments)).toHaveLength(2);
    expect(err).not.toContain("correct horse");
    expect(err).not.toContain("abab");
    const quiet = await runCli(["analyze", capture, ...args, "--quiet"]);
    expect(quiet.err).toBe("");
  });

  test("a passphrase that is asked for is not among them", async () => {
    const answer = "correct horse battery";
    expect((await runCli(["analyze", capture, "--psk", "-"], { answer })).err).toBe("");
  });
});

describe.skipIf(process.platform === "win32")("key files", () => {
  test.each([
    [0o600, false],
    [0o400, false],
    [0o640, true],
    [0o604, true],
  ])("with mode %o", async (mode, isWarned) => {
    chmodSync(keys, mode);
    const expected = isWarned
      ? "ftscope: keys.txt can be read by other users of this machine (chmod 600)\n"
      : "";
    expect((await runCli(["analyze", capture, "--keys", keys])).err).toBe(expected);
    const env = { FTSCOPE_KEYS: keys };
    expect((await runCli(["analyze", capture], { env })).err).toBe(expected);
    expect((await runCli(["analyze", capture, "--keys", keys, "--quiet"])).err).toBe("");
  });
});
