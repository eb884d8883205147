import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Analysis } from "../../../src/analyze/analysis.ts";
import { htmlReport } from "../../../src/report/html/page.ts";
import { pageScript, pageScriptHash } from "../../../src/report/html/page-script.ts";
import { analysisOf, anonceFault, documents, exchangeOf } from "../../builders/analysis.ts";
import { analyzeRoam, tellRoam } from "../../builders/roam.ts";

const hostile =
  '</script><img src=x onerror="alert(1)"><svg onload=alert(1)>&\u202e\u001b[31m\u0000"';

/** The document with `text` behind every string that is no code of the document itself. */
function spoilt(analysis: Analysis, text: string): Analysis {
  const codes =
    /^(kind|role|result|outcome|severity|culprit|id|tiedBy|confidence|recoveredBy|felt|time|startTime|endTime|exchangeId|method|methodCertainty|certainty|fromKnownBy|reason|cachedKey|ft|hidden|pmf|direction)$/;
  return JSON.parse(JSON.stringify(analysis), (key, value: unknown) =>
    typeof value === "string" && !codes.test(key) ? `${value}${text}` : value,
  ) as Analysis;
}

/** All tags of a page, without the constants of this package. */
function tagsOf(html: string): ReadonlySet<string> {
  const body = html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, "");
  return new Set([...body.matchAll(/<\/?([a-zA-Z]+)/g)].map((match) => match[1] as string));
}

test("the script that the page allows is its own", () => {
  const hash = createHash("sha256").update(pageScript).digest("base64");
  expect(pageScriptHash).toBe(`sha256-${hash}`);
  expect(pageScript).not.toContain("</script");
});

const detailed = analyzeRoam(tellRoam(), { details: 9 });

test.each([
  ["a fault", analysisOf({ exchanges: [anonceFault] })],
  ["several inputs", documents.severalInputs],
  ["a roam with all details", detailed],
])("captured text stays text: %s", (_, analysis) => {
  const plain = htmlReport(analysis);
  const html = htmlReport(spoilt(analysis, hostile));
  expect(html).toContain("&lt;/script>&lt;img");
  const known = tagsOf(plain);
  expect(known).not.toContain("img");
  expect([...tagsOf(html)].filter((tag) => !known.has(tag))).toEqual([]);
  expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  expect(html).not.toMatch(/<[^>]*\son[a-z]+=/);
});

test("the page asks for nothing from anywhere", () => {
  const html = htmlReport(detailed);
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/(?:src|href)="(?!#)/);
  expect(html).not.toMatch(/url\((?!#)|@import/);
});

test("every roam and what the networks announce are on the page, bounded", () => {
  const html = htmlReport(detailed);
  expect(html).toMatch(/<h2>Every roam<\/h2>/);
  expect(html).toMatch(/<h2>What the networks announce<\/h2>/);
  const [network] = detailed.networks;
  const [bss] = network?.bsss ?? [];
  if (network === undefined || bss === undefined) throw new Error("no network");
  const bsss = Array.from({ length: 4000 }, () => bss);
  const large = htmlReport({ ...detailed, networks: [{ ...network, bsss }] });
  expect(large).toContain("3500 BSSs more");
  expect(large.length).toBeLessThan(html.length + 1_000_000);
});

test("what proves a verdict is on the page without a script", () => {
  const html = htmlReport(analysisOf({ exchanges: [anonceFault] }));
  const text = html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, "").replace(/<[^>]+>/g, "");
  expect(text).toContain(anonceFault.verdict.summary);
  expect(html).toMatch(/<mark>[0-9a-f]{2}<\/mark>/);
  expect(html).toContain("<svg");
});

test("a thousand exchanges: at most a hundred in full, all of them there", () => {
  const [example] = detailed.exchanges.filter(({ kind }) => kind.startsWith("ft-"));
  if (example === undefined) throw new Error("no FT exchange");
  const exchanges = Array.from({ length: 1000 }, (_, i) => ({ ...example, id: `x${i + 1}` }));
  const html = htmlReport(analysisOf({ exchanges }));
  expect(html.length).toBeLessThan(5_000_000);
  expect(html.match(/class="roam /g)?.length).toBe(1000);
  expect(html.match(/class="chain"/g)?.length).toBeLessThanOrEqual(100);
  expect(html.match(/class="ladder"/g)?.length).toBeGreaterThan(500);
});

test("a frame of the ladder leads to its fields and octets", () => {
  const html = htmlReport(detailed);
  const targets = [...html.matchAll(/href="#(x\d+-\d+-\d+)"/g)].map((match) => match[1] as string);
  expect(targets.length).toBeGreaterThan(3);
  for (const target of targets) expect(html).toContain(`id="${target}"`);
});

test("what was not captured is drawn as not captured", () => {
  const html = htmlReport(
    analysisOf({
      exchanges: [exchangeOf({ outcome: "unanswered", frames: exchangeOf({}).frames.slice(0, 1) })],
    }),
  );
  expect(html).toContain("no answer captured");
});
