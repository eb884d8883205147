import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import packageJson from "../package.json" with { type: "json" };
import { commandsIn, examplesIn } from "../scripts/readme-blocks.mjs";
import { auditRules } from "../src/diagnosis/audit-rules/index.ts";
import { rules } from "../src/diagnosis/rules/index.ts";
import * as ftscope from "../src/index.ts";
import { toolVersion } from "../src/spec/version.ts";
import { runCli } from "./cli/test-io.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const commands = commandsIn(readme);
const examples = examplesIn(readme);

test("the README shows commands", () => {
  expect(commands.length).toBeGreaterThanOrEqual(3);
});

test.each(commands)(
  "the README shows what is printed by: ftscope $command",
  async ({ words, shown }) => {
    expect((await runCli(words)).out).toBe(shown);
  },
);

test("the README lists every rule", () => {
  for (const rule of [...rules, ...auditRules]) {
    expect(readme).toContain(`| \`${rule.id}\` | ${rule.title} |`);
  }
});

test("the README names everything that the library exports", () => {
  const table = readme.slice(readme.indexOf("| For | There is |"), readme.indexOf("## What stays"));
  const named = [...table.matchAll(/`(\w+)`/g)].map(([, name]) => name as string);
  expect(named.toSorted()).toEqual(Object.keys(ftscope).toSorted());
});

test("every example of the library in the README shows its output", () => {
  expect(examples.length).toBeGreaterThanOrEqual(4);
  expect(readme.match(/```js\n/g)).toHaveLength(examples.length);
});

test.each(examples)("the README shows what is printed by:\n$code", async ({ code, shown }) => {
  expect(await runExample(code)).toBe(shown);
});

/** Runs a module with the sources as the package, from the folder of the README. */
async function runExample(code: string): Promise<string> {
  const modules: Record<string, unknown> = { ftscope };
  for (const [, name] of code.matchAll(/from "(node:[^"]+)"/g)) {
    modules[name as string] = await import(name as string);
  }
  const body = code.replace(
    /^import (?:\* as (\w+)|(\{[^}]*\})) from ("[^"]+");$/gm,
    (_, all, some, name) => `const ${all ?? some} = modules[${name}];`,
  );
  let out = "";
  const print = {
    log: (...words: readonly unknown[]) => {
      out += `${words.join(" ")}\n`;
    },
  };
  const AsyncFunction = (async () => {}).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>;
  await new AsyncFunction("modules", "console", body)(modules, print);
  return out;
}

test("the version is that of the package", () => {
  expect(toolVersion).toBe(packageJson.version);
});
