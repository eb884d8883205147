import {
  chmodSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ownCases } from "../cases.ts";
import { runCli } from "./test-io.ts";

let folder = "";
let capture = "";
let keys = "";
let log = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ftscope-output-"));
  mkdirSync(join(folder, "captures"));
  capture = join(folder, "captures", "air.pcap");
  copyFileSync(join(ownCases, "ftpsk-nokeydist", "air.pcap"), capture);
  keys = join(folder, "keys.txt");
  writeFileSync(keys, "psk:lab-ft:correct horse battery\n", { mode: 0o600 });
  log = join(folder, "ap.log");
  writeFileSync(log, "1795345848.894115: wlan0: AP-STA-CONNECTED 02:5a:00:00:00:0a auth_alg=ft\n");
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Every command with --output, and all it reads. */
const commands: Record<string, () => readonly string[]> = {
  analyze: () => ["analyze", capture, "--keys", keys, "--log", log],
  "analyze a folder": () => ["analyze", join(folder, "captures"), "--keys", keys, "--log", log],
  audit: () => ["audit", capture],
  roams: () => ["roams", capture, "--keys", keys],
  compare: () => ["compare", capture, capture, "--keys", keys],
  extract: () => ["extract", capture, "--keys", keys],
  bundle: () => ["bundle", capture, "--keys", keys, "--log", log],
  prove: () => ["prove", capture, "--keys", keys, "--exchange", "x2"],
  log: () => ["log", log],
  watch: () => ["watch", capture, "--once", "--keys", keys],
};

describe.each(Object.entries(commands))("%s", (_, command) => {
  test("does not write to what it reads, whatever name that goes by", async () => {
    const args = command();
    const read = [capture, keys, log].filter(
      (path) =>
        args.includes(path) || (path === capture && args.includes(join(folder, "captures"))),
    );
    for (const [i, path] of read.entries()) {
      const [symbolic, hard] = [join(folder, `symbolic${i}`), join(folder, `hard${i}`)];
      symlinkSync(path, symbolic);
      linkSync(path, hard);
      const before = readFileSync(path);
      for (const name of [
        path,
        `${folder}/./captures/..//${path.slice(folder.length)}`,
        symbolic,
        hard,
      ]) {
        const { code, err } = await runCli([...args, "--output", name]);
        expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("names an input") });
        expect(readFileSync(path).equals(before)).toBe(true);
      }
    }
  });

  test("replaces a file that is there, keeps its mode and leaves nothing else", async () => {
    const path = join(folder, "report");
    writeFileSync(path, "what was there before");
    chmodSync(path, 0o640);
    const link = join(folder, "link");
    symlinkSync(path, link);
    const names = readdirSync(folder);
    const { code } = await runCli([...command(), "--output", link]);
    expect(code).not.toBe(2);
    expect(readFileSync(path, "utf8")).not.toContain("what was there before");
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(names);
  });

  test("leaves nothing behind where it cannot write", async () => {
    const names = readdirSync(folder);
    const { code, err } = await runCli([...command(), "--output", join(folder, "captures")]);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("cannot write") });
    expect(readdirSync(folder)).toEqual(names);
    expect(readdirSync(join(folder, "captures"))).toEqual(["air.pcap"]);
  });
});

test("the file of FTSCOPE_KEYS is an input too", async () => {
  const { code } = await runCli(["roams", capture, "--output", keys], {
    env: { FTSCOPE_KEYS: keys },
  });
  expect(code).toBe(2);
});

test("what is no file is written to as it is", async () => {
  const { code, err } = await runCli(["audit", capture, "--output", "/dev/null"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
});
