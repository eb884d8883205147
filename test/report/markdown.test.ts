import { expect, test } from "vitest";
import { markdownReport } from "../../src/report/markdown.ts";
import { analysisOf, anonceFault, exchangeOf, soundVerdict } from "../builders/analysis.ts";

const report = (ssid: string) =>
  markdownReport(analysisOf({ exchanges: [exchangeOf({ ssid })] }), { verbose: false });

test.each([
  ["markup", "</script><img src=x onerror=alert(1)>", "&lt;/script&gt;&lt;img"],
  ["a link", "[click](http://evil.example)", "\\[click\\](http&#58;//evil.example)"],
  ["a mention", "@everyone", "&#64;everyone"],
  ["an issue", "#1", "&#35;1"],
  ["a cell", "a|b", "a\\|b"],
  ["code", "`x`", "\\`x\\`"],
  ["an emoji", ":ab:", "&#58;ab"],
  ["a reversal", "a\u202eb", "\\\\u{202e}b"],
])("captured text stays text: %s", (_, ssid, shown) => {
  expect(report(ssid)).toContain(shown);
});

test("no < reaches the reader as one", () => {
  expect(report("a<b<c")).not.toContain("<");
});

test("tables have as many cells in each row as in their head", () => {
  const lines = markdownReport(analysisOf({ exchanges: [anonceFault] }), { verbose: true }).split(
    "\n",
  );
  const cells = (line: string) => line.split(/(?<!\\)\|/).length;
  let head: string | undefined;
  let rows = 0;
  for (const line of lines) {
    if (!line.startsWith("|")) head = undefined;
    else if (head === undefined) head = line;
    else {
      expect(cells(line)).toBe(cells(head));
      rows++;
    }
  }
  expect(rows).toBeGreaterThan(5);
});

test("octets stand side by side with their differences marked", () => {
  const text = markdownReport(analysisOf({ exchanges: [anonceFault] }), { verbose: false });
  expect(text).toMatch(/```text\nframe \d+ +[0-9a-f]{8} [^`]*\^[^`]*```/);
});

test("a ticket takes no more than its limit; what is left out is counted", () => {
  const exchanges = Array.from({ length: 500 }, (_, i) =>
    exchangeOf({ id: `x${i + 1}`, verdict: soundVerdict() }),
  );
  const text = markdownReport(analysisOf({ exchanges }), { verbose: false });
  expect(text.length).toBeLessThan(65_000);
  expect(text).toMatch(/\d+ exchanges left out/);
  expect(text).toContain("## Inputs");
});
