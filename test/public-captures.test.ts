import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../src/analyze/analysis.ts";
import { hasSharedCaptures, scenariosIn, sharedLab, sharedPublic, truthOf } from "./cases.ts";
import { runCli } from "./cli/test-io.ts";

const tk = "a6a3304e5a8fabe0dc427cc41a707858";
const roam = join(sharedPublic, "ft/wpa2-ft-psk.pcapng.gz");

async function json(argv: readonly string[]): Promise<{ analysis: Analysis; text: string }> {
  const { out } = await runCli(["analyze", ...argv, "--format", "json"]);
  return { analysis: JSON.parse(out) as Analysis, text: out };
}

describe.skipIf(!hasSharedCaptures)("the public FT-PSK capture", () => {
  test("holds one sound roam, frames 24 to 27, with both FTE MICs verified", async () => {
    const { analysis, text } = await json([roam, "--psk", "12345678"]);
    const roams = analysis.exchanges.filter(({ kind }) => kind === "ft-over-the-air");
    expect(roams).toHaveLength(1);
    const [only] = roams;
    expect(only?.verdict).toMatchObject({ kind: "sound", culprit: "none", confidence: "proven" });
    expect(only?.frames.map(({ frame }) => frame)).toEqual([24, 25, 26, 27]);
    for (const [id, frame] of [
      ["fte-mic-request", 26],
      ["fte-mic-response", 27],
      ["gtk-unwrap", 27],
      ["pmkr0name", 24],
    ] as const) {
      const check = only?.checks.find(
        (candidate) => candidate.id === id && candidate.frame === frame,
      );
      expect(check?.result, id).toBe("sound");
    }
    // Message 3 of frame 11, decrypted, has a reassociation deadline of 0.
    const deadline = only?.checks.find(({ id }) => id === "reassociation-deadline");
    expect(deadline).toMatchObject({ result: "not-applicable", seen: "0 TU" });
    expect(text).not.toContain(tk);
  });

  test("shows the TK with --show-secrets only", async () => {
    const { analysis } = await json([roam, "--psk", "12345678", "--show-secrets"]);
    const only = analysis.exchanges.find(({ kind }) => kind === "ft-over-the-air");
    expect(only?.secrets?.["tk"]).toBe(tk);
  });

  test("accuses nobody when the passphrase is another network's", async () => {
    const { analysis } = await json([roam, "--psk", "not this network's"]);
    expect(analysis.exchanges.filter(({ verdict }) => verdict.kind === "fault")).toEqual([]);
    expect(analysis.findings.map(({ rule }) => rule)).toContain("key-fits-nothing");
  });
});

const captureName = /\.(pcap|pcapng|cap|pkt)(\.gz)?$/;
const withoutFt = ["nonft", "formats", "malformed", "radiotap-bin"].flatMap((folder) => {
  const path = join(sharedPublic, folder);
  return existsSync(path)
    ? readdirSync(path)
        .filter((name) => captureName.test(name))
        .map((name) => join(folder, name))
    : [];
});
const healthy = scenariosIn(sharedLab).filter((scenario) => {
  const { expected_outcome, accept } = truthOf(sharedLab, scenario);
  return expected_outcome === "success" && accept.withKey.every((culprit) => culprit === "none");
});

/** Whoever is accused, and whatever went wrong in the tool itself. */
function complaints({ exchanges, findings }: Analysis): readonly string[] {
  return [
    ...exchanges
      .filter(({ verdict }) => verdict.kind === "fault")
      .map(({ id, verdict }) => `${id}: ${verdict.rule}: ${verdict.summary}`),
    ...findings
      .filter(
        ({ severity, summary }) => severity === "fault" || summary.startsWith("Internal error"),
      )
      .map(({ rule, summary }) => `${rule}: ${summary}`),
  ];
}

describe.skipIf(!hasSharedCaptures)("nobody is accused", () => {
  test("there are captures to say so of", () => {
    expect(withoutFt.length).toBeGreaterThanOrEqual(40);
    expect(healthy.length).toBeGreaterThanOrEqual(20);
  });

  test.each(withoutFt)("in %s, a capture without FT", async (name) => {
    const { code, out } = await runCli(["analyze", join(sharedPublic, name), "--format", "json"]);
    expect(code).not.toBe(1);
    // What is no capture at all is said to be none, and there is no document.
    if (out !== "") expect(complaints(JSON.parse(out) as Analysis)).toEqual([]);
  });

  test.each(healthy)("in %s, a capture of healthy roams", async (scenario) => {
    const folder = join(sharedLab, scenario);
    const air = join(folder, "air.pcap");
    for (const keys of [[], ["--keys", join(folder, "keys.txt")]]) {
      const { analysis } = await json([air, ...keys]);
      expect(complaints(analysis)).toEqual([]);
    }
  });
});
