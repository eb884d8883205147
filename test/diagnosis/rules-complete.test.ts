import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { rules } from "../../src/diagnosis/rules/index.ts";
import { ownCases, scenariosIn } from "../cases.ts";
import { runCli } from "../cli/test-io.ts";
import { ruleCases } from "./cases/rule-cases.ts";
import { kinds, possibleKinds } from "./test-rule.ts";

const folder = new URL("../../src/diagnosis/rules/", import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name !== "index.ts")
  .map((name) => name.replace(/\.ts$/, ""));

/** Rules of severity fault that fire in none of captures/, and why. */
const onlyInStories: Readonly<Record<string, string>> = {};

describe("the list of rules", () => {
  test("holds every file of the folder under the name of the file, and nothing else", () => {
    expect(rules.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
  });

  test("names each rule once, in kebab-case", () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test("has stories for every rule, on all that the rule can say", () => {
    expect(Object.keys(ruleCases).toSorted()).toEqual(files.toSorted());
    for (const rule of rules) {
      const cases = ruleCases[rule.id] ?? {};
      const tried = kinds.filter((kind) => Object.keys(cases[kind] ?? {}).length > 0);
      expect(tried, rule.id).toEqual(possibleKinds(rule));
    }
  });
});

const numberWords = /\b(one hundred|twenty|thirty|forty|fifty|hundred|thousand)\b/i;

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  const texts = [rule.title, rule.why, rule.decides, ...rule.fix, ...rule.confirm];

  test("says what it is, how it decides and what to do", () => {
    expect(rule.title).not.toBe("");
    expect(rule.decides).not.toBe("");
    expect(rule.clauses.every((clause) => /^\d+(\.\d+)+$/.test(clause))).toBe(true);
    if (rule.severity === "fault") {
      expect(rule.why).not.toBe("");
      expect(rule.fix).not.toEqual([]);
      expect(rule.confirm).not.toEqual([]);
      expect(rule.clauses).not.toEqual([]);
    }
  });

  test("is written in plain sentences: no first person, no exclamation, no emoji, digits", () => {
    for (const text of texts) {
      expect(text).not.toMatch(/\b(I|we|our|us|my|me)\b/);
      expect(text).not.toContain("!");
      expect(text).not.toMatch(/\p{Extended_Pictographic}/u);
      expect(text).not.toMatch(numberWords);
      expect(text).toBe(text.trim());
    }
    for (const text of [rule.why, rule.decides, ...rule.fix, ...rule.confirm]) {
      if (text !== "") expect(text).toMatch(/[.?]$/);
    }
    expect(rule.title).not.toMatch(/[.!?]$/);
  });

  test("is explained by its own texts", async () => {
    const { code, out } = await runCli(["explain", id, "--color", "never"]);
    const printed = out.replace(/\s+/g, " ");
    expect(code).toBe(0);
    for (const text of [id, ...texts]) expect(printed).toContain(text);
  });
});

test("explain lists every rule", async () => {
  const { out } = await runCli(["explain", "--color", "never"], { columns: 120 });
  const printed = out.split("\n");
  for (const { id, title } of rules) {
    const line = printed.find((candidate) => candidate.trim().startsWith(`${id} `));
    expect(line, id).toContain(title);
  }
});

describe("on real captures", async () => {
  const fired = new Set<string>();
  for (const scenario of scenariosIn(ownCases)) {
    const path = join(ownCases, scenario);
    const logs = readdirSync(path).filter((name) => /^ap\d\.log$/.test(name));
    const argv = [
      ...["analyze", join(path, "air.pcap"), "--keys", join(path, "keys.txt")],
      ...logs.flatMap((name) => ["--log", join(path, name)]),
    ];
    const { out } = await runCli([...argv, "--format", "json"]);
    for (const { verdict } of (JSON.parse(out) as Analysis).exchanges) {
      if (verdict.kind === "fault") fired.add(verdict.rule);
    }
  }
  const faults = rules.filter(({ severity }) => severity === "fault").map(({ id }) => id);

  test("every rule that accuses has accused, unless only stories can make it", () => {
    expect(faults.filter((id) => !fired.has(id) && !(id in onlyInStories))).toEqual([]);
  });

  test("the exceptions are needed, and have their reason", () => {
    expect(Object.keys(onlyInStories).filter((id) => fired.has(id))).toEqual([]);
    expect(Object.keys(onlyInStories).filter((id) => !faults.includes(id))).toEqual([]);
    expect(Object.values(onlyInStories).every((reason) => reason.length > 10)).toBe(true);
  });
});
