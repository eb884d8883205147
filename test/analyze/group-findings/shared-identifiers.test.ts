import { describe, expect, test } from "vitest";
import { east, failTo, findingsOf, type Part, roamTo, west } from "./story.ts";

const [east1, east2] = east;
const [west1] = west;

describe("r0kh-id-shared", () => {
  const twin = { ...east2, r0khId: east1.r0khId };
  const aps = [east1, twin, west1];
  const find = (...parts: readonly Part[]) => findingsOf("r0kh-id-shared", parts, { aps });
  const atTwin: Part = (stage) => stage.associate(twin);

  test("two APs of one name, and roams under it that find no key", () => {
    const [only, ...others] = find((stage) => failTo(stage, west1), atTwin);
    expect(others).toEqual([]);
    expect(only).toContain(
      `${[east1.bssid, twin.bssid].toSorted().join(" and ")} all name holder-one as R0KH-ID; 1 roam under keys of that holder failed for want of a key.`,
    );
    expect(only).toContain("Where a controller holds all keys this is normal");
  });

  test("where roams succeed one name for all is no defect", () => {
    expect(find((stage) => roamTo(stage, west1), atTwin)).toEqual([]);
  });
});

describe("r1kh-id-shared", () => {
  test("two APs of one R1KH-ID, and roams to them that find no key", () => {
    const twin = { ...west1, r1khId: east2.r1khId };
    const aps = [east1, east2, twin];
    const find = (part: Part) => findingsOf("r1kh-id-shared", [part], { aps });
    const both: Part = (stage) => {
      roamTo(stage, east2);
      roamTo(stage, twin);
    };
    expect(find(both)).toEqual([]);
    const [only] = find((stage, recorder) => {
      both(stage, recorder);
      failTo(stage, east2);
    });
    expect(only).toContain("as R1KH-ID; 1 roam to them failed for want of a key");
  });
});
