import { describe, expect, test } from "vitest";
import { east, failTo, findingsOf, type Part, roamTo, west } from "./story.ts";

const [east1, east2] = east;
const [west1, west2] = west;

describe("key-holder-without-reach", () => {
  const find = (...parts: readonly Part[]) => findingsOf("key-holder-without-reach", parts);
  const failTwice: Part = (stage) => {
    failTo(stage, east2);
    failTo(stage, west1);
  };
  const otherHolder: Part = (stage) => {
    stage.associate(west2);
    roamTo(stage, west1);
  };

  test("counts the targets and the roams under other holders", () => {
    expect(find(failTwice, otherHolder)).toEqual([
      `0 of 2 roams under keys of holder-one (R0KH-ID) found their key at ${[east2.bssid, west1.bssid].toSorted().join(" and ")}; 1 roam under keys of other holders succeeded: what this key holder makes does not get to the other APs.`,
    ]);
  });

  test("without another holder, with one target, or after a success nothing is said", () => {
    expect(find(failTwice)).toEqual([]);
    expect(
      find((stage) => {
        failTo(stage, east2);
        failTo(stage, east2);
      }, otherHolder),
    ).toEqual([]);
    expect(
      find((stage, recorder) => {
        failTwice(stage, recorder);
        roamTo(stage, west2);
      }, otherHolder),
    ).toEqual([]);
  });

  test("the key holder's own AP needs nobody", () => {
    expect(
      find((stage, recorder) => {
        failTwice(stage, recorder);
        roamTo(stage, east1);
      }, otherHolder),
    ).toHaveLength(1);
  });
});

describe("only-this-station", () => {
  const find = (...parts: readonly Part[]) => findingsOf("only-this-station", parts);
  const succeed: Part = (stage) => roamTo(stage, east2);
  const failTwice: Part = (stage) => {
    failTo(stage, east2);
    failTo(stage, east2);
  };

  test("one station fails where the others do not", () => {
    expect(find(failTwice, succeed, succeed)).toEqual([
      "0 of 2 roams of 02:11:22:33:44:01 succeeded; 2 of 2 of 2 other stations to the same APs did: what fails belongs to this station or to its key.",
    ]);
  });

  test("a second station that fails there clears the first", () => {
    expect(find(failTwice, succeed, succeed, failTwice)).toEqual([]);
    expect(find(failTwice, succeed)).toEqual([]);
  });
});
