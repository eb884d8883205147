import { describe, expect, test } from "vitest";
import { east, failTo, findingsOf, type Part, roamTo } from "./story.ts";

const [east1, east2] = east;

/** BSS Transition Management Request with "disassociation imminent", and a response with a status. */
const request = Uint8Array.of(10, 7, 1, 0x04, 20, 0, 255);
const response = (status: number) => Uint8Array.of(10, 8, 1, status, 0);

const steered = (part: Part) => findingsOf("steered-roam", [part]);
const collided = (part: Part) => findingsOf("steering-collision", [part]);

const sound: Part = (stage) => {
  stage.act("ap", request, east1);
  stage.act("station", response(0), east1);
  roamTo(stage, east2);
};

const kickedOut: Part = (stage, recorder) => {
  stage.act("ap", request, east1);
  stage.act("station", response(7), east1);
  recorder.pass(2000);
  stage.leave("ap", 12, east1);
  recorder.pass(100);
  stage.associate(east2);
};

describe("steering", () => {
  test("a request before a sound roam is told", () => {
    const [only, ...others] = steered(sound);
    expect(others).toEqual([]);
    expect(only).toMatch(
      new RegExp(
        `^${east1.bssid} asked 02:11:22:33:44:01 to leave \\(frame \\d+, BSS Transition Management Request, and announced that it would disconnect it\\); the station accepted \\(frame \\d+\\)\\. \\d+ ms after the request the station went to ${east2.bssid}\\.$`,
      ),
    );
    expect(collided(sound)).toEqual([]);
  });

  test("an AP that disconnects the station before it has roamed is named", () => {
    const [only, ...others] = collided(kickedOut);
    expect(others).toEqual([]);
    expect(only).toContain("the station rejected: no suitable candidates");
    expect(only).toContain(
      `went to ${east2.bssid} with a full association. ${east1.bssid} had disconnected it`,
    );
    expect(only).toContain("reason 12");
    expect(steered(kickedOut)).toEqual([]);
  });

  test("a roam that fails without a disconnection is no collision", () => {
    const failed: Part = (stage) => {
      stage.act("ap", request, east1);
      failTo(stage, east2);
    };
    expect(collided(failed)).toEqual([]);
    expect(steered(failed)[0]).toContain("no answer of the station was captured");
  });

  test("an old request has nothing to do with a roam", () => {
    const late: Part = (stage, recorder) => {
      stage.act("ap", request, east1);
      recorder.pass(20_000);
      roamTo(stage, east2);
    };
    expect(steered(late)).toEqual([]);
  });
});
