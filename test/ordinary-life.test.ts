import { describe, expect, test } from "vitest";
import { type MacAddress, macOctets } from "../src/bytes/mac-address.ts";
import { utf8Octets } from "../src/bytes/octets.ts";
import { type Ap, currentAp, targetAp } from "./builders/network.ts";
import { analyzeRoam, keysOf, talk, tell } from "./builders/roam.ts";
import type { Stage } from "./builders/stage.ts";

// What stations and APs do around a roam when nobody breaks anything: it accuses nobody, as it is and with any
// one of its frames missed by the recorder.

const thirdBssid = "02:aa:bb:cc:dd:03" as MacAddress;
const thirdAp: Ap = {
  ...targetAp,
  bssid: thirdBssid,
  frequencyMhz: 5240,
  channel: 48,
  r0khId: utf8Octets("holder-three"),
  r1khId: macOctets(thirdBssid),
};

function begin(stage: Stage): void {
  stage.beacons();
  stage.associate(currentAp);
  talk(stage);
  stage.recorder.pass(500);
  stage.beacons();
}

function ask(stage: Stage, ap: Ap): void {
  stage.begin(ap);
  stage.send("ft-request");
  stage.send("ft-response");
}

function roam(stage: Stage, ap: Ap, pauseMs = 0): void {
  ask(stage, ap);
  stage.recorder.pass(pauseMs);
  stage.send("reassociation-request");
  stage.send("reassociation-response");
  stage.arrive();
}

function roamAndTalk(stage: Stage, ap: Ap): void {
  roam(stage, ap);
  talk(stage);
}

const stories: Readonly<Record<string, (stage: Stage) => void>> = {
  "the station leaves, and the AP does not know it any more": (stage) => {
    roamAndTalk(stage, targetAp);
    stage.leave("station", 3);
    stage.recorder.pass(20);
    stage.leave("ap", 7);
  },
  "the station goes elsewhere without a word, and the AP does not know it any more": (stage) => {
    roam(stage, targetAp);
    stage.leave("station", 8);
    stage.leave("ap", 6);
  },
  "back and forth, with a late farewell": (stage) => {
    roamAndTalk(stage, targetAp);
    roamAndTalk(stage, currentAp);
    stage.leave("ap", 7, targetAp);
    roamAndTalk(stage, targetAp);
  },
  "from AP to AP": (stage) => {
    for (const ap of [targetAp, thirdAp, currentAp]) roamAndTalk(stage, ap);
  },
  "on to a third AP before any data": (stage) => {
    roam(stage, targetAp);
    roamAndTalk(stage, thirdAp);
  },
  "another attempt before the first is answered": (stage) => {
    stage.begin(targetAp);
    stage.send("ft-request");
    stage.recorder.pass(80);
    roamAndTalk(stage, targetAp);
  },
  "an attempt given up for a third AP": (stage) => {
    ask(stage, targetAp);
    stage.recorder.pass(30);
    roamAndTalk(stage, thirdAp);
  },
  "an attempt given up": (stage) => {
    ask(stage, targetAp);
    stage.recorder.pass(300);
  },
  "a full association with the same AP afterwards": (stage) => {
    roamAndTalk(stage, targetAp);
    stage.recorder.pass(300);
    stage.associate(targetAp);
    talk(stage);
  },
  "the station leaves, comes back in full and roams on": (stage) => {
    roamAndTalk(stage, targetAp);
    stage.leave("station", 3);
    stage.recorder.pass(100);
    stage.associate(targetAp);
    talk(stage);
    roamAndTalk(stage, thirdAp);
  },
  "the station says farewell to the current AP first": (stage) => {
    stage.leave("station", 3, currentAp);
    stage.recorder.pass(10);
    roamAndTalk(stage, targetAp);
  },
  "the old AP and the station say farewell afterwards": (stage) => {
    roam(stage, targetAp);
    stage.leave("ap", 8, currentAp);
    talk(stage);
    stage.leave("station", 3, currentAp);
    talk(stage);
  },
  "the AP sends everybody away, and the station comes back in full": (stage) => {
    roamAndTalk(stage, targetAp);
    stage.dismissAll(targetAp);
    stage.recorder.pass(50);
    stage.associate(targetAp);
    talk(stage);
  },
  "a slow roam": (stage) => {
    roam(stage, targetAp, 400);
    talk(stage);
  },
  "to the AP it is with": (stage) => roamAndTalk(stage, currentAp),
  "sent away for inactivity long after, and back in full": (stage) => {
    roamAndTalk(stage, targetAp);
    stage.recorder.pass(7000);
    talk(stage);
    stage.leave("ap", 4);
    stage.recorder.pass(50);
    stage.associate(targetAp);
    talk(stage);
  },
  "sent away by a full AP": (stage) => {
    roamAndTalk(stage, targetAp);
    stage.leave("ap", 5);
    stage.recorder.pass(50);
    stage.associate(currentAp);
    talk(stage);
  },
  "two APs asked, one chosen": (stage) => {
    ask(stage, targetAp);
    roamAndTalk(stage, thirdAp);
  },
  "farewell and acceptance cross": (stage) => {
    ask(stage, targetAp);
    stage.send("reassociation-request");
    stage.leave("station", 3);
    stage.send("reassociation-response");
    stage.leave("ap", 7);
    stage.recorder.pass(200);
    stage.associate(currentAp);
    talk(stage);
  },
  "the AP restarts later, and the station comes back in full": (stage) => {
    roamAndTalk(stage, targetAp);
    stage.recorder.pass(9000);
    stage.restart(targetAp);
    stage.beacons();
    stage.associate(targetAp);
    talk(stage);
  },
};

function recordsOf(story: (stage: Stage) => void, via: "air" | "ds") {
  const aps = [currentAp, targetAp, thirdAp];
  const { records } = tell(
    (stage) => {
      begin(stage);
      story(stage);
      stage.recorder.pass(200);
      stage.beacons();
    },
    { aps, via },
  );
  return records;
}

function accusationsIn(records: ReturnType<typeof recordsOf>, keys: "right" | "none") {
  const { exchanges, findings } = analyzeRoam({ records }, { keys: keysOf(keys) });
  return [
    ...exchanges
      .filter(({ verdict }) => verdict.kind === "fault")
      .map(({ id, verdict }) => `${id}: ${verdict.culprit}, ${verdict.summary}`),
    ...findings
      .filter(({ severity }) => severity === "fault")
      .map(({ rule, summary }) => `${rule}: ${summary}`),
  ];
}

describe.each(Object.entries(stories))("%s", (_, story) => {
  test.each(["air", "ds"] as const)("accuses nobody (over the %s)", (via) => {
    const records = recordsOf(story, via);
    for (const keys of ["right", "none"] as const) expect(accusationsIn(records, keys)).toEqual([]);
  });

  test("accuses nobody when any one frame is missed", () => {
    const records = recordsOf(story, "air");
    for (const missed of records) {
      const left = records.filter((record) => record !== missed);
      const accusations = accusationsIn(left, "right");
      expect(accusations, `without frame ${missed.frame}`).toEqual([]);
    }
  });
});
