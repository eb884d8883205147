import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonReport } from "../../src/report/json.ts";
import { analysisOf, documents, inputOf } from "../builders/analysis.ts";

describe("jsonReport", () => {
  test.each(Object.entries(documents))("%s comes back as it was", (_, document) => {
    expect(JSON.parse(jsonReport(document))).toEqual(document);
  });

  test("is indented by 2 and ends with one newline", () => {
    const text = jsonReport(documents.nothing);
    expect(text).toMatch(/^\{\n {2}"schema": "ftscope\/analysis\/1",\n/);
    expect(text).toMatch(/[^\n]\n$/);
  });

  test("spells what would act on a terminal, without changing the value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (path) => {
        const document = analysisOf({ inputs: [inputOf({ path })] });
        const text = jsonReport(document);
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
        expect(JSON.parse(text)).toEqual(document);
      }),
      { numRuns: 50 },
    );
  });
});
