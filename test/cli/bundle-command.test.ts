import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { checkCaseZip, hashEntry, manifestName, writeCaseZip } from "../../src/cli/case-zip.ts";
import { ownCases } from "../cases.ts";
import { runCli } from "./test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-bundle-"));
const capture = join(ownCases, "ftpsk-sta-mic", "air.pcap");
const keys = join(ownCases, "ftpsk-sta-mic", "keys.txt");

async function bundle(name: string, ...more: readonly string[]): Promise<Uint8Array> {
  const output = join(folder, name);
  const ran = await runCli(["bundle", capture, "--keys", keys, "--output", output, ...more]);
  expect(ran.code, ran.err).toBe(0);
  return readFileSync(output);
}

describe("a bundle", async () => {
  const zip = await bundle("case.zip");

  test("holds report, extract, proofs and manifest", () => {
    const names = Object.keys(unzipSync(zip));
    for (const name of [
      "report.html",
      "report.md",
      "report.json",
      "filters.txt",
      "extract.pcapng",
      "proofs/x2.sh",
      manifestName,
    ]) {
      expect(names).toContain(name);
    }
  });

  test("has the same octets each time, whatever its name and the time zone", async () => {
    const zone = process.env["TZ"];
    process.env["TZ"] = "Pacific/Auckland";
    try {
      expect(Buffer.compare(await bundle("other-name.zip"), zip)).toBe(0);
    } finally {
      if (zone === undefined) delete process.env["TZ"];
      else process.env["TZ"] = zone;
    }
  });

  test("tells the time of the analysis only when asked", async () => {
    const decode = (octets: Uint8Array) =>
      new TextDecoder().decode(unzipSync(octets)[manifestName]);
    expect(decode(zip)).not.toContain("analysedAt");
    expect(decode(await bundle("dated.zip", "--analysed-at"))).toContain("analysedAt");
  });

  test("holds no key", () => {
    const text = Buffer.from(zip).toString("latin1");
    expect(text).not.toContain("correct horse");
  });

  test("is found unchanged, and so are its inputs", async () => {
    const { code, out } = await runCli(["verify", join(folder, "case.zip"), capture]);
    expect(out).toMatch(/^SAME {2}\d+ entries as written, 1 input too\n$/);
    expect(code).toBe(0);
  });

  test("is not found the bundle of another capture", async () => {
    const other = join(ownCases, "ftpsk-ota-success", "air.pcap");
    const { code, out } = await runCli(["verify", join(folder, "case.zip"), other]);
    expect(out).toContain("is none of the bundle's inputs");
    expect(code).toBe(1);
  });
});

describe("verify", () => {
  const file = { name: "report.json", octets: new Uint8Array(40).fill(65) };
  const other = { name: "proofs/x2.sh", octets: new Uint8Array(30).fill(66) };
  const manifest = {
    name: manifestName,
    octets: new TextEncoder().encode(JSON.stringify({ entries: [file, other].map(hashEntry) })),
  };
  const zip = writeCaseZip([file, other, manifest]);

  test("finds one changed octet wherever it is", () => {
    expect(checkCaseZip(zip).mismatches).toEqual([]);
    const missed: number[] = [];
    for (let at = 0; at < zip.length; at++) {
      const changed = zip.slice();
      changed[at] = (changed[at] as number) ^ 1;
      try {
        if (checkCaseZip(changed).mismatches.length === 0) missed.push(at);
      } catch {
        // Damaged beyond reading is found, too.
      }
    }
    expect(missed).toEqual([]);
  });

  test("finds octets after the end and before the beginning, and a cut file", () => {
    const padded = [Uint8Array.of(...zip, 0), Uint8Array.of(0, ...zip), zip.slice(0, -1)];
    for (const octets of padded) {
      let found: readonly string[] = ["damaged beyond reading"];
      try {
        found = checkCaseZip(octets).mismatches;
      } catch {}
      expect(found).not.toEqual([]);
    }
  });

  test("finds an entry too many and one too few", () => {
    const more = writeCaseZip([file, other, { name: "x", octets: file.octets }, manifest]);
    expect(checkCaseZip(more).mismatches).toEqual(["x is not in the manifest"]);
    expect(checkCaseZip(writeCaseZip([file, manifest])).mismatches).toEqual([
      "proofs/x2.sh is missing",
    ]);
    expect(checkCaseZip(writeCaseZip([file])).mismatches).toEqual(["there is no manifest.json"]);
  });

  test("says of another file that it is no bundle", async () => {
    const path = join(folder, "no.zip");
    writeFileSync(path, "no zip at all");
    expect(await runCli(["verify", path])).toMatchObject({ code: 2 });
    expect(await runCli(["verify", join(folder, "absent.zip")])).toMatchObject({ code: 2 });
  });

  test("says which entry was changed", async () => {
    const path = join(folder, "changed.zip");
    copyFileSync(join(folder, "case.zip"), path);
    const octets = readFileSync(path);
    const at = octets.indexOf("Recomputes", 0, "latin1");
    octets[at] = (octets[at] as number) ^ 1;
    writeFileSync(path, octets);
    const { code, out } = await runCli(["verify", path]);
    expect(code).toBe(1);
    expect(out).toMatch(/^CHANGED {2}\S+ has another SHA-256/);
  });
});
