import { describe, expect, test } from "vitest";
import { refusing } from "../../diagnosis/cases/breaking.ts";
import { askInVain, east, failTo, findingsOf, type Part, roamTo, west } from "./story.ts";

const [east1, east2] = east;
const [west1] = west;

describe("negative-cache", () => {
  const find = (...parts: readonly Part[]) => findingsOf("negative-cache", parts);
  const silenceThenRefusals: Part = (stage) => {
    askInVain(stage, east2);
    for (const pause of [10_000, 20_000]) {
      stage.recorder.pass(pause);
      failTo(stage, east2);
    }
  };

  test("silence, refusals at once for less than 61 s, success", () => {
    const [only, ...others] = find((stage, recorder) => {
      silenceThenRefusals(stage, recorder);
      recorder.pass(40_000);
      roamTo(stage, east2);
    });
    expect(others).toEqual([]);
    expect(only).toMatch(
      new RegExp(
        `^${east2.bssid} did not answer in time for a key of holder-one, and in the 31 s after it 2 of 2 requests for that holder's keys were refused at once, the next one succeeded`,
      ),
    );
  });

  test("refusals that go on for longer have another cause", () => {
    expect(
      find((stage, recorder) => {
        silenceThenRefusals(stage, recorder);
        recorder.pass(70_000);
        failTo(stage, east2);
      }),
    ).toEqual([]);
  });

  test("an answer that the recorder may have missed is no silence", () => {
    expect(
      find((stage, recorder) => {
        failTo(stage, east2);
        stage.recorder.pass(500);
        stage.begin(east2);
        stage.send("ft-request");
        stage.send("ft-response", { ...refusing(53), isLost: true });
        for (let i = 0; i < 2; i++) {
          recorder.pass(10_000);
          failTo(stage, east2);
        }
      }),
    ).toEqual([]);
  });

  test("refusals without a silence before them, and a silence alone, are something else", () => {
    expect(
      find((stage) => {
        failTo(stage, east2);
        failTo(stage, east2);
      }),
    ).toEqual([]);
    expect(find((stage) => askInVain(stage, east2))).toEqual([]);
  });
});

describe("failures-since-key-age", () => {
  const find = (...parts: readonly Part[]) => findingsOf("failures-since-key-age", parts);
  const age: Part = (stage, recorder) => {
    roamTo(stage, east2);
    recorder.pass(30_000);
    failTo(stage, east1);
    failTo(stage, east1);
  };

  test("one key works up to an age and fails from then on", () => {
    const [only, ...others] = find(age);
    expect(others).toEqual([]);
    expect(only).toContain("1 roam succeeded up to an age of 1 s and 2 of 2 failed");
    expect(only).toContain("from 31 s on: as after the end of its lifetime");
  });

  test("a success after the failures is no end of a lifetime", () => {
    expect(
      find((stage, recorder) => {
        age(stage, recorder);
        roamTo(stage, east1);
      }),
    ).toEqual([]);
  });
});

describe("cold-first-roam", () => {
  const find = (...parts: readonly Part[]) => findingsOf("cold-first-roam", parts);
  const coldTo =
    (...aps: readonly (typeof east1)[]): Part =>
    (stage) => {
      for (const ap of aps) {
        askInVain(stage, ap);
        stage.recorder.pass(11_000);
        roamTo(stage, ap);
      }
    };

  test("the first roam to each AP is not answered, the second succeeds", () => {
    expect(find(coldTo(east2, west1))).toEqual([
      "The first roam of a station to an AP was not answered in time in 2 of 2 cases (2 target APs), and the second one to the same AP succeeded each time: the target APs need longer for the first one than stations wait (fetching the key, RADIUS or MAC ACL).",
    ]);
  });

  test("one case is told with its count, and a first roam that succeeds speaks against it", () => {
    expect(find(coldTo(east2))[0]).toContain("in 1 of 1 case (1 target AP)");
    expect(find(coldTo(east2, west1), (stage) => roamTo(stage, east2))).toEqual([]);
  });

  test("an answer that the recorder may have missed is no silence", () => {
    expect(
      find((stage, recorder) => {
        stage.leave("ap", 6, east2);
        stage.begin(east2);
        stage.send("ft-request");
        stage.send("ft-response", { isLost: true });
        recorder.pass(11_000);
        roamTo(stage, east2);
      }),
    ).toEqual([]);
  });

  test("a refusal is not a silence", () => {
    expect(
      find((stage) => {
        for (const ap of [east2, west1]) {
          stage.begin(ap);
          stage.send("ft-request");
          stage.send("ft-response", refusing(17));
          roamTo(stage, ap);
        }
      }),
    ).toEqual([]);
  });
});
