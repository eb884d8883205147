import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { DerivedValue } from "../../src/analyze/derivation.ts";
import { runCli } from "./test-io.ts";

interface Vector {
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly steps: Readonly<Record<string, string>>;
}

const { vectors } = JSON.parse(
  readFileSync(new URL("../vectors/ft-key-hierarchy.json", import.meta.url), "utf8"),
) as { vectors: readonly Vector[] };

function colons(hex: string): string {
  return hex.match(/../g)?.join(":") ?? "";
}

function argumentsOf({ inputs }: Vector): readonly string[] {
  const get = (name: string) => inputs[name] as string;
  return [
    "derive",
    "--key",
    `pmk:${get("XXKey")}`,
    "--ssid",
    get("SSID_ascii"),
    "--mdid",
    get("MDID"),
    "--r0kh-id",
    `0x${get("R0KH_ID")}`,
    "--station",
    colons(get("S0KH_ID_S1KH_ID_SPA")),
    "--r1kh-id",
    get("R1KH_ID_AP2"),
    "--bssid",
    colons(get("R1KH_ID_AP2")),
    "--anonce",
    get("ANonce_roam"),
    "--snonce",
    get("SNonce_roam"),
    "--akm",
    get("AKM").toLowerCase(),
    "--cipher",
    get("pairwise").toLowerCase(),
  ];
}

describe.each(vectors)("derive, vector $name", (vector) => {
  test("prints every value of the hierarchy with --show-secrets", async () => {
    const { out, code } = await runCli([
      ...argumentsOf(vector),
      "--format",
      "json",
      "--show-secrets",
    ]);
    expect(code).toBe(0);
    const { values } = JSON.parse(out) as { values: readonly DerivedValue[] };
    const byName = new Map(values.map(({ name, value }) => [name, value]));
    for (const [name, step] of [
      ["R0 context", "R0 context"],
      ["R0-Key-Data", "R0-Key-Data"],
      ["PMK-R0", "PMK-R0"],
      ["PMKR0Name", "PMKR0Name"],
      ["PMK-R1", "AP2 PMK-R1"],
      ["PMKR1Name", "AP2 PMKR1Name"],
      ["PTK", "AP2 PTK"],
      ["KCK", "AP2 KCK"],
      ["KEK", "AP2 KEK"],
      ["TK", "AP2 TK"],
      ["PTKName", "AP2 PTKName (SHA-256 form)"],
    ] as const) {
      expect(byName.get(name), name).toBe(vector.steps[step]);
    }
  });

  test("prints names and no secret without the flag", async () => {
    for (const format of ["text", "json"]) {
      const { out } = await runCli([...argumentsOf(vector), "--format", format]);
      const flat = out.replace(/\s/g, "");
      expect(flat).toContain(vector.steps["PMKR0Name"]);
      for (const step of ["PMK-R0", "AP2 PMK-R1", "AP2 KCK", "AP2 KEK", "AP2 TK"]) {
        expect(flat).not.toContain(vector.steps[step]);
      }
    }
  });
});

test("derive says which option is wrong, in one line and without the key", async () => {
  const [first] = vectors;
  const good = argumentsOf(first as Vector);
  const { code, err } = await runCli([...good, "--mdid", "xyz"]);
  expect(code).toBe(2);
  expect(err.trim().split("\n")).toHaveLength(1);
  expect(err).toContain("--mdid");
});
