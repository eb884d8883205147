import { Ajv } from "ajv";
import { beforeAll, describe, expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { documentSchema } from "../scripts/schema.mjs";
import { aireosLog, flexAp, oldAp, targetAp } from "./builders/aireos-log.ts";
import { ownCases, scenariosIn } from "./cases.ts";
import { runCli } from "./cli/test-io.ts";

describe("the published schema", () => {
  const ajv = new Ajv({ allErrors: true, strict: false });
  let isDocument: ReturnType<Ajv["compile"]>;
  beforeAll(() => {
    isDocument = ajv.compile(documentSchema());
    // The types of the whole document are read; a busy machine takes its time.
  }, 120_000);

  test("is part of the package", () => {
    expect(packageJson.exports["./schema"]).toBe("./dist/schema.json");
  });

  test.each(scenariosIn(ownCases))("describes the document of %s", async (scenario) => {
    const folder = `${ownCases}/${scenario}`;
    const { out } = await runCli([
      "analyze",
      `${folder}/air.pcap`,
      "--keys",
      `${folder}/keys.txt`,
      "--format",
      "json",
      "--hash",
    ]);
    isDocument(JSON.parse(out));
    expect(isDocument.errors ?? []).toEqual([]);
  });

  test.each([
    ["audit", `${ownCases}/ftpsk-md-mismatch/air.pcap`],
    ["roams", `${ownCases}/ftpsk-2sta/air.pcap`],
  ])("describes the document of %s", async (command, path) => {
    const { out } = await runCli([command, path, "--format", "json"]);
    isDocument(JSON.parse(out));
    expect(isDocument.errors ?? []).toEqual([]);
  });

  test("describes the document of log", async () => {
    const other = flexAp("02:a0:00:00:03:3");
    const log = aireosLog()
      .success(0, other)
      .request(5000, targetAp)
      .lookupFailed(5003, targetAp)
      .removal(5003, 5900, oldAp)
      .apDelete(5004, targetAp, oldAp)
      .requestWithoutKey(7000);
    const { out } = await runCli(["log", "-", "--format", "json"], {
      stdin: Uint8Array.from(Buffer.from(log.text())),
    });
    isDocument(JSON.parse(out));
    expect(isDocument.errors ?? []).toEqual([]);
  });

  test("turns down what is none", () => {
    expect(isDocument({ schema: "ftscope/analysis/1" })).toBe(false);
  });
});
