import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import type { Facts, Rule, RuleResult } from "../../src/diagnosis/rule.ts";
import { rules } from "../../src/diagnosis/rules/index.ts";
import { analyzeRoam, type RoamStory, tellRoam } from "../builders/roam.ts";
import { fteWith, refusing, saying } from "./cases/breaking.ts";
import { analyzeWithFacts } from "./test-rule.ts";

function factsOf(story: RoamStory): Facts {
  const last = analyzeWithFacts(tellRoam(story)).facts.at(-1);
  if (last === undefined) throw new Error("the story has no exchange");
  return last;
}

const completed = factsOf({});
const refused = factsOf({ sendings: { "ft-response": refusing(53) } });

function rule(id: string, result: RuleResult | (() => never)): Rule {
  return {
    id,
    title: id,
    severity: "fault",
    clauses: ["13.5"],
    why: `why ${id}`,
    decides: "",
    fix: [`fix ${id}`],
    confirm: [],
    judge: () => (typeof result === "function" ? result() : result),
  };
}

const fault = (culprit: "station" | "target-ap", more = {}): RuleResult => ({
  kind: "fault",
  culprit,
  confidence: "proven",
  summary: "broken",
  evidence: [{ input: 0, frame: 7, field: "ANonce", text: "seen" }],
  ...more,
});
const sound = (more = {}): RuleResult => ({
  kind: "sound",
  confidence: "proven",
  summary: "as it should be",
  evidence: [],
  ...more,
});
const open = (more = {}): RuleResult => ({
  kind: "cannot-tell",
  summary: "open",
  evidence: [],
  missing: ["a key"],
  ...more,
});
const aside: RuleResult = { kind: "not-applicable", because: "nothing to judge" };

const verdictOf = (facts: Facts, ...list: readonly Rule[]) => diagnose(facts, list).verdict;

describe("which rule speaks", () => {
  test("the first fault of the list, whatever comes before and after it", () => {
    const verdict = verdictOf(
      refused,
      rule("a", aside),
      rule("b", open({ concludes: true })),
      rule("c", fault("station")),
      rule("d", fault("target-ap")),
      rule("e", sound({ concludes: true })),
    );
    expect(verdict).toMatchObject({
      kind: "fault",
      rule: "c",
      culprit: "station",
      confidence: "proven",
      why: "why c",
      fix: ["fix c"],
    });
    expect(verdict.evidence.map(({ frame }) => frame)).toEqual([7]);
  });

  test("without a fault the first rule that concludes", () => {
    expect(
      verdictOf(
        refused,
        rule("a", sound()),
        rule("b", open()),
        rule("c", open({ concludes: true })),
        rule("d", sound({ concludes: true })),
      ),
    ).toMatchObject({
      kind: "cannot-tell",
      rule: "c",
      culprit: "undetermined",
      missing: ["a key"],
    });
  });

  test("a rule that concludes may blame the capture, and accuses nobody else", () => {
    expect(
      verdictOf(refused, rule("a", open({ concludes: true, culprit: "capture" }))),
    ).toMatchObject({ kind: "cannot-tell", culprit: "capture", confidence: "possible" });
  });

  test("a sound exchange has no culprit and nothing to fix", () => {
    expect(verdictOf(completed, rule("a", sound({ concludes: true })))).toMatchObject({
      kind: "sound",
      rule: "a",
      culprit: "none",
      confidence: "proven",
      fix: [],
      alternatives: [],
    });
  });

  test("where no rule concludes, nothing is known", () => {
    expect(verdictOf(refused, rule("a", sound()), rule("b", aside))).toMatchObject({
      kind: "cannot-tell",
      culprit: "undetermined",
      rule: "undecided",
    });
    expect(diagnose(refused, []).verdict.kind).toBe("cannot-tell");
  });
});

describe("a cause stands before its consequence", () => {
  const cases: readonly (readonly [string, string, RoamStory])[] = [
    [
      "r0-key-expired",
      "r1-key-unknown-to-target",
      {
        sendings: {
          "message-3": saying((draft) => {
            draft.keyLifetimeS = 3;
          }),
          "ft-response": refusing(53),
        },
        before: { "ft-request": ({ recorder }) => recorder.pass(5000) },
      },
    ],
    [
      "station-snonce-wrong",
      "target-holds-another-pmk-r1",
      {
        sendings: {
          "reassociation-request": saying(fteWith({ snonce: new Uint8Array(32).fill(0x5a) })),
          "reassociation-response": refusing(55),
        },
      },
    ],
  ];
  test.each(cases)("%s before %s", (cause, consequence, story) => {
    const facts = factsOf(story);
    const faults = rules.filter(({ judge }) => judge(facts).kind === "fault").map(({ id }) => id);
    expect(faults).toContain(cause);
    expect(rules.findIndex(({ id }) => id === cause)).toBeLessThan(
      rules.findIndex(({ id }) => id === consequence),
    );
    expect(diagnose(facts).verdict.rule).toBe(cause);
  });
});

describe("a fault in a completed exchange", () => {
  test("is probable, with the capture as alternative", () => {
    const verdict = verdictOf(completed, rule("a", fault("station")));
    expect(verdict).toMatchObject({ kind: "fault", culprit: "station", confidence: "probable" });
    expect(verdict.alternatives.map(({ culprit }) => culprit)).toEqual(["capture"]);
  });

  test("keeps the alternatives that the rule names", () => {
    const alternatives = [{ culprit: "radio", text: "or so", settledBy: "a look" }];
    const verdict = verdictOf(completed, rule("a", fault("station", { alternatives })));
    expect(verdict.alternatives.map(({ culprit }) => culprit)).toEqual(["radio", "capture"]);
  });

  test("stays proven where completion says nothing against it", () => {
    const verdict = verdictOf(completed, rule("a", fault("station", { isUncontradicted: true })));
    expect(verdict).toMatchObject({ confidence: "proven", alternatives: [] });
  });

  test("is no more doubtful than it was when it was only probable", () => {
    const verdict = verdictOf(completed, rule("a", fault("station", { confidence: "probable" })));
    expect(verdict).toMatchObject({ confidence: "probable", alternatives: [] });
  });

  test("of a real exchange: a wrong element count that the target overlooked", () => {
    const { exchanges } = analyzeRoam(
      tellRoam({ sendings: { "reassociation-request": saying(fteWith({ elementCount: 4 })) } }),
    );
    expect(exchanges.at(-1)).toMatchObject({
      outcome: "completed",
      verdict: { rule: "station-element-count-wrong", confidence: "probable" },
    });
    const culprits = exchanges.at(-1)?.verdict.alternatives.map(({ culprit }) => culprit);
    expect(culprits).toEqual(["capture"]);
  });
});

describe("a rule that fails by itself", () => {
  const failing = rule("failing", () => {
    throw new TypeError("nothing there");
  });

  test("is named, and the others are applied", () => {
    const { verdict, failures } = diagnose(refused, [failing, rule("b", fault("station"))]);
    expect(failures).toEqual([{ rule: "failing", message: "nothing there" }]);
    expect(verdict).toMatchObject({ kind: "fault", rule: "b" });
  });

  test("is named even if it throws something that is no error", () => {
    const odd = rule("odd", () => {
      throw "a text";
    });
    expect(diagnose(refused, [odd]).failures).toEqual([{ rule: "odd", message: "unknown" }]);
  });

  test("does not end the analysis: its failure is a finding for each exchange", () => {
    const list = rules as Rule[];
    list.unshift(failing);
    try {
      const { exchanges, findings } = analyzeRoam(tellRoam());
      expect(exchanges.map(({ verdict }) => verdict.rule)).toEqual([
        "sound-association",
        "sound-roam",
      ]);
      const failures = findings.filter((finding) => finding.rule === "failing");
      expect(failures).toHaveLength(2);
      expect(failures[0]).toMatchObject({ severity: "warning", culprit: "undetermined" });
      expect(failures[0]?.summary).toContain("nothing there");
    } finally {
      list.shift();
    }
  });
});
