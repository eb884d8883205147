import { describe, expect, test } from "vitest";
import { mac } from "../builders/frames.ts";
import { roamLabels } from "../builders/honest-frames.ts";
import { type Ap, currentAp, targetAp } from "../builders/network.ts";
import { createRecorder, type Recorder } from "../builders/recorder.ts";
import { analyzeRoam, talk } from "../builders/roam.ts";
import { createStage, type Stage } from "../builders/stage.ts";
import { refusing } from "../diagnosis/cases/breaking.ts";

const stations = ["02:11:22:33:44:01", "02:11:22:33:44:02", "02:11:22:33:44:03"].map(mac);

function roamTo(stage: Stage, ap: Ap): void {
  stage.recorder.pass(500);
  stage.begin(ap);
  for (const label of roamLabels) stage.send(label);
  stage.arrive();
  talk(stage);
}

function failTo(stage: Stage, ap: Ap, status = 53): void {
  stage.recorder.pass(500);
  stage.begin(ap);
  stage.send("ft-request");
  stage.send("ft-response", refusing(status));
}

/** What is found when each station of a story associates and then does its part. */
function findingsOf(
  parts: readonly ((stage: Stage, recorder: Recorder) => void)[],
  rule: string,
): readonly string[] {
  const recorder = createRecorder();
  createStage({ recorder }).beacons();
  parts.forEach((part, i) => {
    const stage = createStage({ recorder, station: stations[i] as (typeof stations)[number] });
    stage.associate(currentAp);
    talk(stage);
    part(stage, recorder);
  });
  const { findings } = analyzeRoam(recorder);
  return findings.filter((finding) => finding.rule === rule).map(({ summary }) => summary);
}

describe("target-refuses-every-station", () => {
  const find = (...parts: readonly ((stage: Stage) => void)[]) =>
    findingsOf(parts, "target-refuses-every-station");
  const fail = (stage: Stage) => failTo(stage, targetAp);
  const succeed = (stage: Stage) => roamTo(stage, targetAp);
  const failTwice = (stage: Stage) => {
    fail(stage);
    fail(stage);
  };

  test("counts stations and roams", () => {
    expect(find(failTwice, fail)).toEqual([
      `${targetAp.bssid} had no key for any of 2 stations (3 of 3 roams to it failed for want of a key, none succeeded): keys do not reach this AP.`,
    ]);
  });

  test("one station says nothing about the others", () => {
    expect(find(failTwice)).toEqual([]);
  });

  test("one success shows that keys do get there", () => {
    expect(find(fail, fail, succeed)).toEqual([]);
  });

  test("refusals for another reason do not count", () => {
    expect(find(fail, (stage) => failTo(stage, targetAp, 17))).toEqual([]);
  });
});

describe("failures-since-restart", () => {
  const find = (part: (stage: Stage, recorder: Recorder) => void) =>
    findingsOf([part], "failures-since-restart");
  const failTwice = (stage: Stage) => {
    failTo(stage, targetAp);
    failTo(stage, targetAp);
  };
  const restart = (stage: Stage, ap: Ap) => {
    stage.restart(ap);
    stage.recorder.pass(100);
    stage.beacons();
  };

  test("names the key holder, the frame, and what was sound before", () => {
    const [only, ...others] = find((stage) => {
      stage.dismissAll(currentAp);
      failTwice(stage);
    });
    expect(others).toEqual([]);
    expect(only).toMatch(
      new RegExp(
        `^All 2 roams that failed for want of a key with ${currentAp.bssid} as key holder came after frame \\d+, where it deauthenticated all stations; before it 1 exchange succeeded and none failed so`,
      ),
    );
  });

  test("names a target whose TSF began anew", () => {
    const [only] = find((stage) => {
      roamTo(stage, targetAp);
      roamTo(stage, currentAp);
      restart(stage, targetAp);
      failTwice(stage);
    });
    expect(only).toContain(`with ${targetAp.bssid} as target came after frame`);
    expect(only).toContain("where its TSF began anew; before it 1 exchange succeeded");
  });

  test("a failure before it has another cause", () => {
    expect(
      find((stage) => {
        failTo(stage, targetAp);
        stage.dismissAll(currentAp);
        failTwice(stage);
      }),
    ).toEqual([]);
  });

  test("one failure is too few", () => {
    expect(
      find((stage) => {
        stage.dismissAll(currentAp);
        failTo(stage, targetAp);
      }),
    ).toEqual([]);
  });

  test("an AP that was not seen to work before is not blamed for beginning", () => {
    expect(
      find((stage) => {
        stage.dismissAll(targetAp);
        failTwice(stage);
      }),
    ).toEqual([]);
  });

  test("no beginning, no finding", () => {
    expect(find(failTwice)).toEqual([]);
  });
});
