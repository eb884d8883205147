import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import type { Facts, Rule, RuleResult } from "../../src/diagnosis/rule.ts";
import { rules } from "../../src/diagnosis/rules/index.ts";
import type { Confidence, Culprit } from "../../src/diagnosis/verdict.ts";
import { isFt } from "../../src/exchange/exchange.ts";
import { analyzeRoam, keysOf, type Told } from "../builders/roam.ts";

export type Kind = RuleResult["kind"];

/** A story and what the rule has to say of one of its exchanges. */
export interface RuleCase {
  readonly story: () => Told;
  /** Default: the right passphrase. */
  readonly keys?: "right" | "wrong" | "none";
  /** Which exchange is judged, counted from 0; default: the last FT exchange. */
  readonly at?: number;
  readonly culprit?: Culprit;
  readonly confidence?: Confidence;
  /** The frames of the evidence in order, each once: "ft-response", or "ft-response#2" for the second. */
  readonly evidence?: readonly string[];
  /** The rule speaks for the exchange. Faults always do. */
  readonly isVerdict?: boolean;
  /** Other rules that find a fault as well, which follows from the first one. */
  readonly consequences?: readonly string[];
}

export interface FaultCase extends RuleCase {
  readonly culprit: Culprit;
  readonly evidence: readonly string[];
}

/** Named stories by what the rule says of them. */
export interface RuleCases {
  readonly fault?: Readonly<Record<string, FaultCase>>;
  readonly sound?: Readonly<Record<string, RuleCase>>;
  readonly "cannot-tell"?: Readonly<Record<string, RuleCase>>;
  readonly "not-applicable"?: Readonly<Record<string, RuleCase>>;
}

export const kinds = ["fault", "sound", "cannot-tell", "not-applicable"] as const;

/** The facts of every exchange as the analyzer computes them: a rule in front of all others takes note of them. */
export function analyzeWithFacts(
  told: Told,
  which: "right" | "wrong" | "none" = "right",
): { readonly analysis: Analysis; readonly facts: readonly Facts[] } {
  const facts: Facts[] = [];
  const note: Rule = {
    ...(rules[0] as Rule),
    judge(given) {
      facts.push(given);
      return { kind: "not-applicable", because: "it only takes note" };
    },
  };
  const list = rules as Rule[];
  list.unshift(note);
  try {
    return { analysis: analyzeRoam(told, { keys: keysOf(which) }), facts };
  } finally {
    list.shift();
  }
}

/** What a rule can return at all, by its source. */
export function possibleKinds({ id }: Rule): readonly Kind[] {
  const folder = new URL("../../src/diagnosis/", import.meta.url);
  const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
  const own = read(`rules/${id}.ts`);
  const shared = own.includes("judgeTemporalKey(") ? read("temporal-key.ts") : "";
  if (own.includes("judgeChecks(")) return kinds;
  return kinds.filter((kind) => `${own}${shared}`.includes(`kind: "${kind}"`));
}

/** The numbers of "ft-response" or "ft-response#2" in a story. */
function frameOf(told: Told, place: string): number {
  const [label = "", nth = "1"] = place.split("#");
  const frame = told.frames(label)[Number(nth) - 1];
  if (frame === undefined) throw new Error(`the story has no frame ${place}`);
  return frame;
}

interface Analyzed extends ReturnType<typeof analyzeWithFacts> {
  readonly told: Told;
}

const analyzed = new WeakMap<RuleCase["story"], Map<string, Analyzed>>();

/** Many rules look at the same stories. */
function analyzedOnce({ story, keys = "right" }: RuleCase): Analyzed {
  const byKeys = analyzed.get(story) ?? new Map<string, Analyzed>();
  analyzed.set(story, byKeys);
  const known = byKeys.get(keys);
  if (known !== undefined) return known;
  const told = story();
  const fresh = { told, ...analyzeWithFacts(told, keys) };
  byKeys.set(keys, fresh);
  return fresh;
}

function judge(rule: Rule, given: RuleCase) {
  const { told, analysis, facts } = analyzedOnce(given);
  const last = facts.findLastIndex(({ context }) => isFt(context.exchange));
  const place = given.at ?? (last === -1 ? facts.length - 1 : last);
  const chosen = facts[place];
  const report = analysis.exchanges[place];
  if (chosen === undefined || report === undefined) throw new Error("the story has no exchange");
  return { told, analysis, facts: chosen, report, result: rule.judge(chosen) };
}

function expectCase(rule: Rule, kind: Kind, given: RuleCase): void {
  const { told, analysis, facts, report, result } = judge(rule, given);
  const { verdict } = report;
  const frames = "evidence" in result ? result.evidence.flatMap(({ frame }) => frame ?? []) : [];
  const named = "culprit" in result ? result.culprit : undefined;
  expect(result.kind, JSON.stringify({ result, verdict }, undefined, 1)).toBe(kind);
  if (given.culprit !== undefined) expect(named).toBe(given.culprit);
  if (given.confidence !== undefined) expect(verdict.confidence).toBe(given.confidence);
  if (given.evidence !== undefined) {
    expect([...new Set(frames)]).toEqual(given.evidence.map((place) => frameOf(told, place)));
  }
  const isVerdict = given.isVerdict ?? kind === "fault";
  if (isVerdict || given.isVerdict === false) {
    expect(verdict.rule === rule.id, `the verdict is ${verdict.rule}: ${verdict.summary}`).toBe(
      isVerdict,
    );
  }
  if (isVerdict) {
    expect(verdict.summary).toMatch(/\w.*\.$/);
    expect(verdict.summary).not.toMatch(/\bundefined\b|\bNaN\b|\[object/);
  }
  if (kind === "fault") {
    const faults = rules
      .filter((other) => other.judge(facts).kind === "fault")
      .map((other) => other.id);
    expect(verdict.culprit).toBe(named);
    expect(faults.toSorted()).toEqual([rule.id, ...(given.consequences ?? [])].toSorted());
  }
  const elsewhere = analysis.exchanges.filter(
    (other) => other.verdict.kind === "fault" && other.id !== report.id,
  );
  expect(elsewhere.map((other) => other.verdict.summary)).toEqual([]);
}

/** Tests a rule on stories of every kind that it can return. */
export function testRule(rule: Rule, cases: RuleCases): void {
  describe(rule.id, () => {
    test("is tried on everything it can say", () => {
      const tried = kinds.filter((kind) => Object.keys(cases[kind] ?? {}).length > 0);
      expect(tried).toEqual(possibleKinds(rule));
    });
    for (const kind of kinds) {
      for (const [name, given] of Object.entries(cases[kind] ?? {})) {
        test(`${kind}: ${name}`, () => expectCase(rule, kind, given));
      }
    }
  });
}
