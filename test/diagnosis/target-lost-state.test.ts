import { expect, test } from "vitest";
import { targetLostState } from "../../src/diagnosis/rules/target-lost-state.ts";
import { targetAp } from "../builders/network.ts";
import { type RoamStory, talk } from "../builders/roam.ts";
import { type SaidOptions, saidOfRoam } from "./said.ts";

const withKey: SaidOptions = { keys: "right" };

/** The target answers the reassociation request with this reason. */
const dismissed = (reason: number, more: Partial<RoamStory> = {}): RoamStory => ({
  until: "reassociation-request",
  ending: (stage) => stage.leave("ap", reason),
  ...more,
});

const told = (story: RoamStory, options = withKey) => saidOfRoam(story, targetLostState, options);

test("an answer that says that the target does not know the station", () => {
  expect(told(dismissed(6))).toEqual([
    "fault, target-ap: The target AP had agreed to the roam, the station came in time, and the target AP did not know it any more (Deauthentication (frame 35): reason 6 Class 2 frame from unauthenticated station).",
    "35 Reason Code 6: Deauthentication: reason 6 Class 2 frame from unauthenticated station",
    "33 reassociation deadline 1.3 ms: Reassociation Request: in time",
    "or attacker : Unprotected deauthentications can be forged. [management frame protection, or the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC]",
  ]);
});

test("without the deadline the station may have come too late", () => {
  expect(told(dismissed(7), {})).toEqual([
    "cannot-tell, nobody: The target AP had agreed to the roam and then did not know the station (Deauthentication (frame 35): reason 7 Class 3 frame from unassociated station). Whether the station came after the reassociation deadline cannot be told.",
    "35 Reason Code 7: Deauthentication: reason 7 Class 3 frame from unassociated station",
    "or station station-deadline-missed: The station came after the reassociation deadline. [the key of the network (the deadline stands in message 3)]",
    "or target-ap target-lost-state: The target AP lost the state of the exchange. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC]",
    "or attacker : Unprotected deauthentications can be forged. [management frame protection, or the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC]",
    "missing the key of the network and the initial association of the station",
  ]);
});

test("where a frame of the target may have been missed", () => {
  const ending: RoamStory["ending"] = (stage) => {
    stage.recorder.skipSequenceNumber(targetAp.bssid);
    stage.leave("ap", 6);
  };
  expect(told(dismissed(6, { ending }))).toEqual([
    "cannot-tell, nobody: The target AP had agreed to the roam, the station came in time, and the target AP did not know it any more (Deauthentication (frame 35): reason 6 Class 2 frame from unauthenticated station). Whether it had accepted the station before, and the station had left, cannot be told: frames of the target AP may have been missed.",
    "35 Reason Code 6: Deauthentication: reason 6 Class 2 frame from unauthenticated station",
    "33 reassociation deadline 1.3 ms: Reassociation Request: in time",
    "or target-ap target-lost-state: The target AP lost the state of the exchange. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC]",
    "or station : The target AP had accepted the station, which had then left by itself; the recorder missed both. [the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC]",
    "or attacker : Unprotected deauthentications can be forged. [management frame protection, or the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC]",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
    "missing a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP",
  ]);
});

test("after it has accepted the station", () => {
  const ending: RoamStory["ending"] = (stage) => {
    stage.recorder.pass(250);
    stage.leave("ap", 7);
  };
  expect(told({ ending })).toEqual([
    "cannot-tell, nobody: The target AP accepted the station (frame 35) and 251 ms later did not know it any more (Deauthentication (frame 37): reason 7 Class 3 frame from unassociated station). Whether it forgot the station, or the station had left unseen, cannot be told.",
    "35 Status Code 0: Reassociation Response",
    "37 Reason Code 7: Deauthentication: reason 7 Class 3 frame from unassociated station",
    "or target-ap target-lost-state: The target AP lost the state of the station. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC]",
    "or station : The station had left by itself, and the recorder missed that. [the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC]",
    "or attacker : Unprotected deauthentications can be forged. [management frame protection, or the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC]",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
    "missing the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC",
  ]);
});

test("another reason says nothing of what the target knows", () => {
  expect(told(dismissed(5))).toEqual([
    "not-applicable: the target did not say that it does not know the station",
  ]);
  expect(told({ ending: talk })).toEqual([
    "not-applicable: the target did not say that it does not know the station",
  ]);
});
