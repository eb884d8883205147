import { expect, test } from "vitest";
import { targetRestarted } from "../../src/diagnosis/rules/target-restarted.ts";
import { targetAp } from "../builders/network.ts";
import type { RoamStory } from "../builders/roam.ts";
import type { Stage } from "../builders/stage.ts";
import { apDoesNotKnow, draftWith, lost, refusing, saying } from "./cases/breaking.ts";
import { saidOfRoam } from "./said.ts";

const dismissing = (stage: Stage) => stage.dismissAll(targetAp);
const beginningAnew = (stage: Stage) => {
  stage.recorder.pass(3000);
  stage.beacons();
  stage.restart(targetAp);
  stage.beacons();
};
const restarting = (restart: (stage: Stage) => void): RoamStory => ({
  before: { "reassociation-request": restart },
  until: "reassociation-request",
  ending: apDoesNotKnow,
});

test("a farewell to everybody, and the deadline is kept", () => {
  expect(saidOfRoam(restarting(dismissing), targetRestarted, { keys: "right" })).toEqual([
    "fault, target-ap: The target AP deauthenticated everybody (frame 33) between its answer and its refusal, as in a restart, which wipes what it knew of the station (Deauthentication (frame 36): reason 6 Class 2 frame from unauthenticated station).",
    "33 Receiver address ff:ff:ff:ff:ff:ff: Deauthentication or Disassociation of all stations by this AP",
    "36 Reason Code 6: Deauthentication: reason 6 Class 2 frame from unauthenticated station",
    "or attacker : Deauthentications of everybody can be forged where stations do not ask for their protection. [the log and uptime of 02:aa:bb:cc:dd:02]",
  ]);
});

test("a farewell to everybody, and the deadline is not known", () => {
  expect(saidOfRoam(restarting(dismissing), targetRestarted)).toEqual([
    "fault, target-ap: The target AP deauthenticated everybody (frame 33) between its answer and its refusal, as in a restart, which wipes what it knew of the station (Deauthentication (frame 36): reason 6 Class 2 frame from unauthenticated station).",
    "33 Receiver address ff:ff:ff:ff:ff:ff: Deauthentication or Disassociation of all stations by this AP",
    "36 Reason Code 6: Deauthentication: reason 6 Class 2 frame from unauthenticated station",
    "or station station-deadline-missed: The station may also have come after the reassociation deadline. [the key of the network (the deadline stands in message 3)]",
    "or attacker : Deauthentications of everybody can be forged where stations do not ask for their protection. [the log and uptime of 02:aa:bb:cc:dd:02]",
  ]);
});

test("a farewell to everybody, and the station late too", () => {
  expect(
    saidOfRoam(
      {
        ...restarting((stage) => {
          dismissing(stage);
          stage.recorder.pass(100);
        }),
        sendings: { "message-3": saying(draftWith({ deadlineTu: 20 })) },
      },
      targetRestarted,
      { keys: "right" },
    ),
  ).toEqual([
    "fault, target-ap: The target AP deauthenticated everybody (frame 33) between its answer and its refusal, as in a restart, which wipes what it knew of the station (Deauthentication (frame 36): reason 6 Class 2 frame from unauthenticated station).",
    "33 Receiver address ff:ff:ff:ff:ff:ff: Deauthentication or Disassociation of all stations by this AP",
    "36 Reason Code 6: Deauthentication: reason 6 Class 2 frame from unauthenticated station",
    "34 reassociation deadline 102.5 ms: Reassociation Request: later than the deadline that message 3 announced",
    "or station station-deadline-missed: The station also came after the reassociation deadline (102.5 ms; at most 20.5 ms (20 TU)): a target that had kept its state might have refused as well. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC, and its uptime]",
    "or attacker : Deauthentications of everybody can be forged where stations do not ask for their protection. [the log and uptime of 02:aa:bb:cc:dd:02]",
  ]);
});

test("a TSF that begins anew, and values refused", () => {
  expect(
    saidOfRoam(
      {
        before: { "reassociation-request": beginningAnew },
        sendings: { "reassociation-response": refusing(55) },
      },
      targetRestarted,
      { keys: "right" },
    ),
  ).toEqual([
    "fault, target-ap: The target AP began its TSF anew (frame 36) between its answer and its refusal, as in a restart, which wipes what it knew of the station (Reassociation Response (frame 39): 55 Invalid FTE).",
    "36 Timestamp : Beacon: the TSF has begun anew",
    "39 Status Code 55: Reassociation Response: 55 Invalid FTE",
    "37 reassociation deadline 3006.3 ms: Reassociation Request: later than the deadline that message 3 announced",
    "or station station-deadline-missed: The station also came after the reassociation deadline (3006.3 ms; at most 1024.0 ms (1000 TU)): a target that had kept its state might have refused as well. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:26 UTC, and its uptime]",
    "or undetermined refused: The target AP knew the station all the same, and refused the values of its request (Reassociation Response (frame 39): 55 Invalid FTE). [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:26 UTC]",
  ]);
});

test("a TSF that begins anew, and a request refused without more", () => {
  expect(
    saidOfRoam(
      {
        before: { "reassociation-request": beginningAnew },
        sendings: { "reassociation-response": refusing(1) },
      },
      targetRestarted,
      { keys: "right" },
    ),
  ).toEqual([
    "fault, target-ap: The target AP began its TSF anew (frame 36) between its answer and its refusal, as in a restart, which wipes what it knew of the station (Reassociation Response (frame 39): 1 Unspecified failure).",
    "36 Timestamp : Beacon: the TSF has begun anew",
    "39 Status Code 1: Reassociation Response: 1 Unspecified failure",
    "37 reassociation deadline 3006.3 ms: Reassociation Request: later than the deadline that message 3 announced",
    "or station station-deadline-missed: The station also came after the reassociation deadline (3006.3 ms; at most 1024.0 ms (1000 TU)): a target that had kept its state might have refused as well. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:26 UTC, and its uptime]",
  ]);
});

test("a TSF that began anew before the answer", () => {
  expect(
    saidOfRoam(
      {
        before: { "ft-response": beginningAnew },
        sendings: { "reassociation-response": refusing(1) },
      },
      targetRestarted,
      { keys: "right" },
    ),
  ).toEqual(["sound, nobody: no sign of a restart"]);
});

test("a restart before a refusal for load", () => {
  expect(
    saidOfRoam(
      {
        before: { "reassociation-request": beginningAnew },
        sendings: { "reassociation-response": refusing(17) },
      },
      targetRestarted,
    ),
  ).toEqual([
    "not-applicable: no refusal after an accepting answer was captured that a restart explains",
  ]);
});

test("a restart before the first answer refuses", () => {
  expect(
    saidOfRoam(
      { before: { "ft-response": beginningAnew }, sendings: { "ft-response": refusing(53) } },
      targetRestarted,
    ),
  ).toEqual([
    "not-applicable: no refusal after an accepting answer was captured that a restart explains",
  ]);
});

test("a restart, and the request was missed", () => {
  expect(
    saidOfRoam(
      {
        before: { "reassociation-request": beginningAnew },
        sendings: { "reassociation-request": lost, "reassociation-response": refusing(1) },
      },
      targetRestarted,
    ),
  ).toEqual([
    "not-applicable: no refusal after an accepting answer was captured that a restart explains",
  ]);
});

test("a restart, and the answer was missed", () => {
  expect(
    saidOfRoam(
      {
        before: { "reassociation-request": beginningAnew },
        sendings: { "ft-response": lost, "reassociation-response": refusing(1) },
      },
      targetRestarted,
    ),
  ).toEqual([
    "not-applicable: no refusal after an accepting answer was captured that a restart explains",
  ]);
});
