import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../src/analyze/analysis.ts";
import { hasSharedCaptures, ownCases, scenariosIn, sharedLab } from "./cases.ts";
import { runCli } from "./cli/test-io.ts";

/** The secrets of a key file: what stands behind the SSID, or between kind and "@". */
function givenSecrets(path: string): readonly string[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [kind, first = "", ...rest] = line.split(":");
      return kind === "psk" ? rest.join(":") : (first.split("@")[0] as string);
    });
}

async function outputs(folder: string, scenario: string): Promise<readonly string[]> {
  const path = join(folder, scenario, "air.pcap");
  const keys = join(folder, scenario, "keys.txt");
  const texts: string[] = [];
  for (const format of [["json"], ["ndjson"], ["text"], ["text", "--verbose"]]) {
    const { out, err } = await runCli(["analyze", path, "--keys", keys, "--format", ...format]);
    texts.push(out.replace(/\s/g, ""), err);
  }
  return texts;
}

async function derivedSecrets(folder: string, scenario: string): Promise<readonly string[]> {
  const { out } = await runCli([
    "analyze",
    join(folder, scenario, "air.pcap"),
    "--keys",
    join(folder, scenario, "keys.txt"),
    "--format",
    "json",
    "--show-secrets",
  ]);
  const { exchanges } = JSON.parse(out) as Analysis;
  return exchanges.flatMap(({ secrets }) => Object.values(secrets ?? {}));
}

/** Every key of the truth file: from the daemons' own logs. */
function loggedSecrets(path: string): readonly string[] {
  const { keys, observed } = JSON.parse(readFileSync(path, "utf8")) as {
    keys?: unknown;
    observed?: { ft_exchanges?: readonly Record<string, unknown>[] };
  };
  const names = /^(xxkey|pmk_r0|pmk_r1|ptk|kck|kek|tk|value|psk|pmk|msk|gtk|igtk)$/;
  const found: string[] = [];
  JSON.stringify([keys, observed?.ft_exchanges], (name, value: unknown) => {
    if (typeof value === "string" && names.test(name) && /^[0-9a-f]{32,}$/.test(value)) {
      found.push(value);
    }
    return value;
  });
  return [...new Set(found)];
}

describe.each(scenariosIn(ownCases))("captures/%s", (scenario) => {
  test("no output shows a key that was given or derived", async () => {
    const secrets = [
      ...givenSecrets(join(ownCases, scenario, "keys.txt")).map((text) => text.replace(/\s/g, "")),
      ...(await derivedSecrets(ownCases, scenario)),
    ];
    expect(secrets.length).toBeGreaterThan(0);
    for (const text of await outputs(ownCases, scenario)) {
      for (const secret of secrets) expect(text.includes(secret)).toBe(false);
    }
  });
});

/** Debug logs hold every key of both sides; analysed beside the air and alone. */
async function outputsWithLogs(scenario: string): Promise<readonly string[]> {
  const folder = join(sharedLab, scenario);
  const logs = readdirSync(folder)
    .filter((name) => name.endsWith(".log"))
    .map((name) => join(folder, name));
  const air = ["analyze", join(folder, "air.pcap"), ...logs.flatMap((log) => ["--log", log])];
  const texts: string[] = [];
  for (const args of [
    [...air, "--format", "json"],
    [...air, "--verbose"],
    ["log", ...logs, "--format", "json"],
    ["log", ...logs, "--verbose"],
  ]) {
    const { out, err } = await runCli(args);
    texts.push(out.replace(/\s/g, ""), err);
  }
  return texts;
}

describe.skipIf(!hasSharedCaptures)("logs of the lab", () => {
  // One of each AKM and of each release of the daemons.
  test.each([
    "fteap-pull-success",
    "fteap-sha384-success",
    "ftpsk-rrb-badkey",
    "ftpsk-r0-lifetime",
    "ftpsk-wrong-psk-target",
    "ftsae-h2e-success",
    "ftsaeext-g20-success",
  ])("%s: no output shows a key that stands in them", async (scenario) => {
    const secrets = [
      ...loggedSecrets(join(sharedLab, scenario, "truth.json")),
      ...givenSecrets(join(sharedLab, scenario, "keys.txt")).map((text) => text.replace(/\s/g, "")),
      // The lab's passphrase as the rows of a dump have it, and the key of the key holders.
      "63 6f 72 72 65 63 74 20 68 6f 72 73 65".replaceAll(" ", ""),
      "correcthorse",
      "ee".repeat(16),
    ];
    for (const text of await outputsWithLogs(scenario)) {
      for (const secret of secrets) expect(text.includes(secret), secret).toBe(false);
    }
  });
});

describe.skipIf(!hasSharedCaptures)("the whole lab", () => {
  test.each(scenariosIn(sharedLab))("%s: no output shows a key of its logs", async (scenario) => {
    const secrets = loggedSecrets(join(sharedLab, scenario, "truth.json"));
    for (const text of await outputs(sharedLab, scenario)) {
      for (const secret of secrets) expect(text.includes(secret)).toBe(false);
    }
  });
});
