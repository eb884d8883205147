import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import {
  auditRules,
  createAnalyzer,
  createCaptureReader,
  parseKeySpec,
  rules,
} from "../src/index.ts";
import { toolVersion } from "../src/spec/version.ts";
import { runCli } from "./cli/test-io.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/```console\n\$ ftscope (.*)\n([\s\S]*?)```/g)].map((match) => ({
  command: match[1] as string,
  shown: match[2] as string,
}));

test("the README shows commands", () => {
  expect(blocks.length).toBeGreaterThanOrEqual(3);
});

test.each(blocks)(
  "the README shows what is printed by: ftscope $command",
  async ({ command, shown }) => {
    const { out } = await runCli(command.split(" "));
    expect(out).toBe(shown);
  },
);

test("the README lists every rule", () => {
  for (const rule of [...rules, ...auditRules]) {
    expect(readme).toContain(`| \`${rule.id}\` | ${rule.title} |`);
  }
});

test("the README's example of the library works", () => {
  const parsed = parseKeySpec("psk:lab-ft:correct horse battery", "the lab's passphrase");
  if ("error" in parsed) throw new Error(parsed.error);
  const octets = new Uint8Array(
    readFileSync(new URL("../captures/ftpsk-ota-success/air.pcap", import.meta.url)),
  );
  const reader = createCaptureReader();
  const analyzer = createAnalyzer({ inputs: 1, keys: [parsed.key] });
  analyzer.push(0, reader.push(octets));
  analyzer.end(0, {
    path: "air.pcap",
    sizeBytes: octets.length,
    compression: null,
    ...reader.end(),
  });
  const { exchanges } = analyzer.finish();
  expect(exchanges.map(({ verdict }) => verdict.confidence)).toEqual(["proven", "proven"]);
});

test("the version is that of the package", () => {
  expect(toolVersion).toBe(packageJson.version);
});
