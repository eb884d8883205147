import fc from "fast-check";
import { expect, test } from "vitest";
import { harmless } from "../../src/report/harmless.ts";

test.each([
  ["\u001b[2J", "\\u{1b}[2J"],
  ["a\nb\tc", "a\\u{a}b\\u{9}c"],
  ["\u009b31m", "\\u{9b}31m"],
  ["\u202eabc\u2066", "\\u{202e}abc\\u{2066}"],
  ["\u200e\u200f", "\\u{200e}\\u{200f}"],
  ["\ud800", "\\u{d800}"],
  ["lab-ft 無線 e\u0301 😀 \\x1b", "lab-ft 無線 e\u0301 😀 \\x1b"],
])("%j is printed as %j", (text, printed) => {
  expect(harmless(text)).toBe(printed);
});

test("no text gets a control or format character through", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(harmless(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    }),
    { numRuns: 50 },
  );
});
