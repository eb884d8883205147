import { expect, test } from "vitest";
import { vendorOf } from "../../src/spec/vendors.ts";

test("an OUI tells the maker, whatever else is there", () => {
  expect(vendorOf(["00-50-f2", "00-40-96", "00-10-18"])).toBe("Cisco");
  expect(vendorOf(["00-40-96", "00-40-96"])).toBe("Cisco");
});

test("OUIs of nobody known and OUIs of several makers tell nothing", () => {
  expect(vendorOf([])).toBeUndefined();
  expect(vendorOf(["00-50-f2"])).toBeUndefined();
  expect(vendorOf(["00-40-96", "00-13-92"])).toBeUndefined();
});
