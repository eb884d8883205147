import { expect, test } from "vitest";
import { elementName } from "../../src/spec/element-names.ts";
import { reasonName } from "../../src/spec/reason-codes.ts";
import { statusName } from "../../src/spec/status-codes.ts";

test("status and reason codes have the names that a person says", () => {
  expect([0, 28, 53, 54, 55].map(statusName)).toEqual([
    "Success",
    "R0KH unreachable",
    "Invalid PMKID",
    "Invalid MDE",
    "Invalid FTE",
  ]);
  expect([6, 15, 49].map(reasonName)).toEqual([
    "Class 2 frame from unauthenticated station",
    "4-way handshake timeout",
    "Invalid PMKID",
  ]);
});

test("elements have their short names", () => {
  expect([48, 54, 55, 56].map((id) => elementName(id))).toEqual(["RSNE", "MDE", "FTE", "TIE"]);
  expect(elementName(255, 54)).toBe("OCI");
});

test("what has no name is named by its number", () => {
  expect(statusName(4242)).toBe("Status 4242");
  expect(reasonName(4242)).toBe("Reason 4242");
  expect(elementName(200)).toBe("element 200");
  expect(elementName(255)).toBe("element 255");
  expect(elementName(255, 200)).toBe("element 255/200");
});
