import { expect, test } from "vitest";
import { refused } from "../../src/diagnosis/rules/refused.ts";
import { refusedByPolicy } from "../../src/diagnosis/rules/refused-by-policy.ts";
import { buildElement, hex } from "../builders/elements.ts";
import { targetAp } from "../builders/network.ts";
import { refusing } from "./cases/breaking.ts";
import { saidOfRoam } from "./said.ts";

test("a refusal that a MIC would explain", () => {
  expect(saidOfRoam({ sendings: { "reassociation-response": refusing(55) } }, refused)).toEqual([
    "cannot-tell, nobody: The target AP refused: Reassociation Response (frame 35): 55 Invalid FTE. What was captured does not show whether the request was wrong.",
    "35 Status Code 55: Reassociation Response: 55 Invalid FTE",
    "33 FTE MIC abb0d9161b657a032abb30d02eec7ab0: Reassociation Request: needs a key",
    'or station station-fte-mic-wrong: The MIC of the station\'s request is wrong. [the passphrase of "story"]',
    'or key-distribution target-holds-another-pmk-r1: The MIC is right, and the target AP holds another key. [the passphrase of "story"]',
    'missing the passphrase of "story"',
    "missing message 3 of the initial association, decrypted",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
  ]);
});

test("the same, with a key that fits nothing", () => {
  expect(
    saidOfRoam({ sendings: { "reassociation-response": refusing(55) } }, refused, {
      keys: "wrong",
    }),
  ).toEqual([
    "cannot-tell, nobody: The target AP refused: Reassociation Response (frame 35): 55 Invalid FTE. What was captured does not show whether the request was wrong.",
    "35 Status Code 55: Reassociation Response: 55 Invalid FTE",
    "33 FTE MIC abb0d9161b657a032abb30d02eec7ab0: Reassociation Request: the passphrase fits nothing in this capture",
    'or station station-fte-mic-wrong: The MIC of the station\'s request is wrong. [the passphrase of "story"]',
    'or key-distribution target-holds-another-pmk-r1: The MIC is right, and the target AP holds another key. [the passphrase of "story"]',
    'missing the passphrase of "story"',
    "missing message 3 of the initial association, decrypted",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
  ]);
});

test("the same, with the key: no MIC is left to judge", () => {
  expect(
    saidOfRoam({ sendings: { "reassociation-response": refusing(55) } }, refused, {
      keys: "right",
    }),
  ).toEqual([
    "cannot-tell, nobody: The target AP refused: Reassociation Response (frame 35): 55 Invalid FTE. What was captured does not show whether the request was wrong.",
    "35 Status Code 55: Reassociation Response: 55 Invalid FTE",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
  ]);
});

test("a refusal that says nothing of keys", () => {
  expect(saidOfRoam({ sendings: { "reassociation-response": refusing(1) } }, refused)).toEqual([
    "cannot-tell, nobody: The target AP refused: Reassociation Response (frame 35): 1 Unspecified failure. What was captured does not show whether the request was wrong.",
    "35 Status Code 1: Reassociation Response: 1 Unspecified failure",
    "33 FTE MIC abb0d9161b657a032abb30d02eec7ab0: Reassociation Request: needs a key",
    'missing the passphrase of "story"',
    "missing message 3 of the initial association, decrypted",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
  ]);
});

test("a refusal of a request that was cut", () => {
  expect(
    saidOfRoam(
      {
        sendings: {
          "reassociation-request": { cutTo: 120 },
          "reassociation-response": refusing(53),
        },
      },
      refused,
    ),
  ).toEqual([
    "cannot-tell, nobody: The target AP refused: Reassociation Response (frame 35): 53 Invalid PMKID. What was captured does not show whether the request was wrong.",
    "35 Status Code 53: Reassociation Response: 53 Invalid PMKID",
    "33 FTE MIC : Reassociation Request: the frame was not captured to its end",
    "or station station-fte-mic-wrong: The MIC of the station's request is wrong. [the whole frame]",
    "or key-distribution target-holds-another-pmk-r1: The MIC is right, and the target AP holds another key. [the whole frame]",
    "missing the whole frame",
    "missing a capture without snap length",
    "missing the FT authentication of this attempt",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
  ]);
});

test("a status of vendor lore, of an AP of unknown make", () => {
  expect(
    saidOfRoam({ sendings: { "reassociation-response": refusing(11) } }, refused, {
      keys: "right",
    }),
  ).toEqual([
    "cannot-tell, nobody: The target AP refused: Reassociation Response (frame 35): 11 Reassociation denied, no association to confirm. What was captured does not show whether the request was wrong.",
    "35 Status Code 11: Reassociation Response: 11 Reassociation denied, no association to confirm",
    "or key-distribution r1-key-unknown-to-target: The target AP has no key for the station (vendor lore: Cisco FlexConnect APs refuse with status 11 when they do not find the key in their cache; its beacons do not show whether it is one of them). [the maker of the target AP, or the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC]",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
  ]);
});

test("a status of vendor lore, of an AP of that vendor", () => {
  expect(
    saidOfRoam(
      {
        target: { ...targetAp, more: [buildElement(221, hex("00409601"))] },
        sendings: { "reassociation-response": refusing(11) },
      },
      refused,
      { keys: "right" },
    ),
  ).toEqual([
    "cannot-tell, nobody: The target AP refused: Reassociation Response (frame 35): 11 Reassociation denied, no association to confirm. What was captured does not show whether the request was wrong.",
    "35 Status Code 11: Reassociation Response: 11 Reassociation denied, no association to confirm",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
  ]);
});

test("a refused request of which the beacons are missing too", () => {
  expect(
    saidOfRoam(
      {
        beacons: "missed",
        association: "before-the-capture",
        sendings: { "ft-response": refusing(1) },
      },
      refused,
    ),
  ).toEqual([
    "cannot-tell, nobody: The target AP refused: FT Authentication Response (frame 3): 1 Unspecified failure. What was captured does not show whether the request was wrong.",
    "3 Status Code 1: FT Authentication Response: 1 Unspecified failure",
    "or configuration station-denied-at-target: The target AP is configured not to serve this station (ACL): hostapd refuses with this status then. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC]",
    "missing beacon of the target AP",
    "missing the initial association of the station",
    "missing the passphrase",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
  ]);
});

test("nothing refused", () => {
  expect(saidOfRoam({}, refused)).toEqual(["not-applicable: nothing was refused"]);
});

test("load", () => {
  expect(saidOfRoam({ sendings: { "ft-response": refusing(17) } }, refusedByPolicy)).toEqual([
    "fault, target-ap: The target AP refused for load or by policy, not for anything in the FT exchange: FT Authentication Response (frame 31): 17 AP unable to handle additional station.",
    "31 Status Code 17: FT Authentication Response: 17 AP unable to handle additional station",
    "or configuration : A limit or a steering policy is set too tight. [the configuration of the target AP]",
  ]);
});

test("no refusal for load", () => {
  expect(saidOfRoam({ sendings: { "ft-response": refusing(53) } }, refusedByPolicy)).toEqual([
    "not-applicable: no refusal for load or by policy",
  ]);
});

test("a request that was cut, and no beacons", () => {
  expect(
    saidOfRoam(
      {
        beacons: "missed",
        association: "before-the-capture",
        sendings: {
          "reassociation-request": { cutTo: 120 },
          "reassociation-response": refusing(53),
        },
      },
      refused,
    ),
  ).toEqual([
    "cannot-tell, nobody: The target AP refused: Reassociation Response (frame 7): 53 Invalid PMKID. What was captured does not show whether the request was wrong.",
    "7 Status Code 53: Reassociation Response: 53 Invalid PMKID",
    "5 FTE MIC : Reassociation Request: the frame was not captured to its end",
    "or station station-fte-mic-wrong: The MIC of the station's request is wrong. [the whole frame]",
    "or key-distribution target-holds-another-pmk-r1: The MIC is right, and the target AP holds another key. [the whole frame]",
    "missing the whole frame",
    "missing beacon of the target AP",
    "missing the initial association of the station",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
  ]);
});

test("two refused requests", () => {
  expect(
    saidOfRoam(
      {
        before: {
          "reassociation-response": (stage) => {
            stage.send("reassociation-response", refusing(55));
            stage.send("reassociation-request");
          },
        },
        sendings: { "reassociation-response": refusing(55) },
      },
      refused,
    ),
  ).toEqual([
    "cannot-tell, nobody: The target AP refused: Reassociation Response (frame 35): 55 Invalid FTE. What was captured does not show whether the request was wrong.",
    "35 Status Code 55: Reassociation Response: 55 Invalid FTE",
    "33 FTE MIC abb0d9161b657a032abb30d02eec7ab0: Reassociation Request: needs a key",
    'or station station-fte-mic-wrong: The MIC of the station\'s request is wrong. [the passphrase of "story"]',
    'or key-distribution target-holds-another-pmk-r1: The MIC is right, and the target AP holds another key. [the passphrase of "story"]',
    'missing the passphrase of "story"',
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
  ]);
});

test("put off, accepted, and refused", () => {
  expect(
    saidOfRoam(
      {
        before: {
          "reassociation-response": (stage) => {
            stage.send("reassociation-response", refusing(30));
            stage.send("reassociation-request");
            stage.send("reassociation-response");
            stage.send("reassociation-request");
          },
        },
        sendings: { "reassociation-response": refusing(55) },
      },
      refused,
    ),
  ).toEqual([
    "cannot-tell, nobody: The target AP accepted the station (frame 39), the station asked again, and then the target AP refused it: Reassociation Response (frame 43): 55 Invalid FTE. Why it asked again, and why it was refused then, cannot be told.",
    "39 Status Code 0: Reassociation Response",
    "43 Status Code 55: Reassociation Response: 55 Invalid FTE",
    "or radio : The station did not receive the acceptance. [the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC]",
    "or target-ap : The target AP should have answered a repeated request as it had answered the first. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC]",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC",
    "missing the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC",
  ]);
});
