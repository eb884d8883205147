import { mkdtempSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../../src/analyze/analysis.ts";
import type { Replacement } from "../../../src/analyze/redaction/pseudonyms.ts";
import { hasSharedCaptures, ownCases, sharedLab } from "../../cases.ts";
import { runCli } from "../../cli/test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-redact-"));
const scenarios = ["ftpsk-sta-mic", "ftpsk-nokeydist", "ftpsk-ds-success", "fteap-sha384-success"];

async function redacted(scenario: string, ...more: readonly string[]) {
  const output = join(folder, `${scenario}${more.length}.zip`);
  const mapping = join(folder, `${scenario}${more.length}.json`);
  const path = join(ownCases, scenario);
  const argv = ["bundle", join(path, "air.pcap"), "--keys", join(path, "keys.txt")];
  const ran = await runCli([
    ...argv,
    ...["--output", output, "--redact", "--mapping", mapping, ...more],
  ]);
  expect(ran.code, ran.err).toBe(0);
  const { replacements } = JSON.parse(readFileSync(mapping, "utf8")) as {
    readonly replacements: readonly Replacement[];
  };
  return { zip: readFileSync(output), mapping, replacements };
}

/** Every way in which an original may be written, as latin1 text of its octets. */
function spellings({ kind, original }: Replacement): readonly string[] {
  if (kind !== "address") {
    return [original, Buffer.from(original, "utf8").toString("hex")];
  }
  const digits = original.replaceAll(":", "");
  const texts = [
    original,
    original.replaceAll(":", "-"),
    digits,
    (digits.match(/.{4}/g) ?? []).join("."),
  ];
  return [
    ...texts,
    ...texts.map((text) => text.toUpperCase()),
    Buffer.from(digits, "hex").toString("latin1"),
  ];
}

describe.each(scenarios)("%s, redacted", async (scenario) => {
  const { zip, mapping, replacements } = await redacted(scenario);
  const entries = unzipSync(zip);
  const report = JSON.parse(new TextDecoder().decode(entries["report.json"])) as Analysis;

  test("holds no original in any spelling, and no passphrase", () => {
    expect(replacements.length).toBeGreaterThan(4);
    const text = zip.toString("latin1");
    for (const replacement of replacements) {
      for (const spelling of spellings(replacement)) {
        expect(text.includes(spelling), `${replacement.kind} ${spelling}`).toBe(false);
      }
    }
    expect(text).not.toContain("correct horse");
  });

  test("tells stations, APs, networks, key holders and paths in the mapping alone, readable by its owner", () => {
    const kinds = new Set(replacements.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(["address", "path", "r0kh-id", "ssid"]);
    const pseudonyms = replacements.map(({ pseudonym }) => pseudonym);
    expect(new Set(pseudonyms).size).toBe(pseudonyms.length);
    expect(statSync(mapping).mode & 0o077).toBe(0);
  });

  test("says what it is", () => {
    expect(report.redaction?.keyNames).toBe("kept");
    expect(report.redaction?.text).toContain("cannot be verified here");
  });

  test("keeps the verdicts", async () => {
    const path = join(ownCases, scenario);
    const argv = ["analyze", join(path, "air.pcap"), "--keys", join(path, "keys.txt")];
    const { out } = await runCli([...argv, "--format", "json"]);
    const verdictsOf = ({ exchanges }: Analysis) =>
      exchanges.map(({ verdict }) => [verdict.kind, verdict.culprit, verdict.rule]);
    expect(verdictsOf(report)).toEqual(verdictsOf(JSON.parse(out) as Analysis));
  });

  test("names the same station in frames and report", async () => {
    const extract = join(folder, `${scenario}.pcapng`);
    const { writeFileSync } = await import("node:fs");
    writeFileSync(extract, entries["extract.pcapng"] as Uint8Array);
    const { out } = await runCli(["analyze", extract, "--format", "json"]);
    const stations = (JSON.parse(out) as Analysis).exchanges.map(({ station }) => station);
    expect(new Set(stations)).toEqual(new Set(report.exchanges.map(({ station }) => station)));
  });
});

describe.skipIf(!hasSharedCaptures)("a case with logs, redacted", () => {
  test("holds no original of the air in its log records either", async () => {
    const path = join(sharedLab, "ftpsk-nokeydist");
    const output = join(folder, "logs.zip");
    const mapping = join(folder, "logs.json");
    const argv = ["bundle", join(path, "air.pcap"), "--keys", join(path, "keys.txt")];
    const logs = ["ap0", "ap1", "sta0"].flatMap((name) => ["--log", join(path, `${name}.log`)]);
    const ran = await runCli([
      ...argv,
      ...logs,
      ...["--output", output, "--redact", "--mapping", mapping],
    ]);
    expect(ran.code, ran.err).toBe(0);
    const zip = readFileSync(output);
    expect(new TextDecoder().decode(unzipSync(zip)["log-lines.txt"])).toContain("FT");
    const { replacements } = JSON.parse(readFileSync(mapping, "utf8")) as {
      readonly replacements: readonly Replacement[];
    };
    const text = zip.toString("latin1");
    for (const replacement of replacements) {
      for (const spelling of spellings(replacement)) {
        expect(text.includes(spelling), `${replacement.kind} ${spelling}`).toBe(false);
      }
    }
    expect(await runCli(["verify", output, join(path, "ap1.log")])).toMatchObject({ code: 0 });
  });
});

describe("redaction", () => {
  test("keeps the vendor of addresses when asked to", async () => {
    const { replacements } = await redacted("ftpsk-sta-mic", "--keep-oui");
    const addresses = replacements.filter(({ kind }) => kind === "address");
    for (const { original, pseudonym } of addresses) {
      expect(pseudonym.slice(0, 8)).toBe(original.slice(0, 8));
      expect(pseudonym).not.toBe(original);
    }
  });

  test("drops key names and MICs when asked to", async () => {
    const { zip } = await redacted("ftpsk-sta-mic", "--drop-key-names");
    const argv = ["analyze", join(ownCases, "ftpsk-sta-mic", "air.pcap"), "--format", "json"];
    const { out } = await runCli(argv);
    const values = (JSON.parse(out) as Analysis).exchanges
      .flatMap(({ checks }) => checks)
      .filter(({ id }) => /^pmkr|mic/.test(id))
      .map(({ seen }) => seen)
      .filter((seen) => seen !== undefined && /^[0-9a-f]{32,}$/.test(seen));
    expect(values.length).toBeGreaterThan(5);
    for (const value of values as readonly string[]) {
      expect(zip.includes(Buffer.from(value, "hex")), value).toBe(false);
      expect(zip.includes(value), value).toBe(false);
    }
  });

  test("options of redaction alone are a mistake", async () => {
    const argv = ["bundle", join(ownCases, "ftpsk-sta-mic", "air.pcap"), "--output", "x.zip"];
    expect(await runCli([...argv, "--keep-oui"])).toMatchObject({ code: 2 });
    expect(await runCli([...argv, "--redact", "--mapping", "x.zip"])).toMatchObject({ code: 2 });
  });
});
