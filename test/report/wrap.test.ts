import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textWidth, wrap } from "../../src/report/wrap.ts";
import { wideSsid } from "../builders/analysis.ts";

const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc
    .array(fc.constantFrom(" ", "  ", "ab", "無線", "e\u0301", "😀", "a".repeat(90)), {
      maxLength: 40,
    })
    .map((pieces) => pieces.join("")),
);
const anyWidth = fc.integer({ min: 2, max: 90 });

describe("textWidth", () => {
  test.each([
    ["", 0],
    ["lab-ft", 6],
    ["無線", 4],
    ["ＦＴ", 4],
    ["한국", 4],
    ["😀", 2],
    ["e\u0301", 1],
    ["ｶﾅ", 2],
    ["→", 1],
  ])("%j takes %i columns", (text, columns) => {
    expect(textWidth(text)).toBe(columns);
  });
});

describe("wrap", () => {
  test("breaks between words", () => {
    expect(wrap("the target AP has no key", 10)).toEqual(["the target", "AP has no", "key"]);
  });

  test("keeps blanks that are not at a break", () => {
    expect(wrap("a  b   c", 4)).toEqual(["a  b", "c"]);
  });

  test("an empty text is one empty line", () => {
    expect(wrap("", 10)).toEqual([""]);
    expect(wrap("   ", 10)).toEqual([""]);
  });

  test("a word of exactly the width has a line without a rest", () => {
    expect(wrap("a 12345678 b", 8)).toEqual(["a", "12345678", "b"]);
  });

  test("64 hex digits are split and come back whole", () => {
    const digits = "0123456789abcdef".repeat(4);
    const lines = wrap(`seen ${digits}`, 30);
    expect(lines).toHaveLength(4);
    expect(lines.slice(1).join("")).toBe(digits);
  });

  test("a wide SSID is split by columns, not by characters", () => {
    const lines = wrap(wideSsid, 7);
    expect(lines[0]).toBe("無線網");
    expect(lines.join("")).toBe(wideSsid);
  });

  test("a combining mark stays with its letter", () => {
    expect(wrap("ae\u0301", 2)).toEqual(["ae\u0301"]);
    expect(wrap("aae\u0301", 2)).toEqual(["aa", "e\u0301"]);
  });

  test("no line is wider than asked", () => {
    fc.assert(
      fc.property(anyText, anyWidth, (text, width) => {
        for (const line of wrap(text, width)) expect(textWidth(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test("the lines follow each other in the text with nothing but blanks between, or nothing", () => {
    fc.assert(
      fc.property(anyText, anyWidth, (text, width) => {
        let rest = text;
        for (const line of wrap(text, width)) {
          rest = rest.replace(/^ +/, "");
          expect(rest.startsWith(line)).toBe(true);
          rest = rest.slice(line.length);
        }
        expect(rest.trim()).toBe("");
      }),
    );
  });

  test("a line is left short only when the next word does not fit", () => {
    fc.assert(
      fc.property(anyText, anyWidth, (text, width) => {
        const lines = wrap(text.replaceAll(/ +/g, " "), width);
        for (const [i, line] of lines.slice(0, -1).entries()) {
          const [next = ""] = (lines[i + 1] as string).split(" ");
          expect(textWidth(`${line} ${next}`)).toBeGreaterThan(width);
        }
      }),
    );
  });

  test("a width that cannot hold a wide character is the caller's mistake", () => {
    expect(() => wrap("a", 1)).toThrow(new RangeError("width must be at least 2 columns, got 1"));
    expect(() => wrap("a", Number.NaN)).toThrow(RangeError);
  });
});
