import { expect, test } from "vitest";
import { noAnswer } from "../../src/diagnosis/rules/no-answer.ts";
import { targetAp } from "../builders/network.ts";
import { lost } from "./cases/breaking.ts";
import { saidOfRoam } from "./said.ts";

test("a silent target, heard", () => {
  expect(saidOfRoam({ until: "ft-request" }, noAnswer, { keys: "right" })).toEqual([
    "cannot-tell, nobody: The station sent its FT Authentication Request once and no answer was captured. The target AP acknowledged it, so its radio received it.",
    "29 ACK captured: FT Authentication Request",
    "or key-distribution r1-key-pull-timeout: The target AP was still waiting for the station's key. [the debug log of the target AP 02:aa:bb:cc:dd:02 or a capture of the wire between the APs, from 11:13:20 to 11:13:27 UTC]",
    "or target-ap : The target AP ignored the request, or waited for a RADIUS or ACL answer. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC]",
    "or configuration station-denied-at-target: The target AP is configured not to serve this station (ACL); an AP whose driver keeps the list does not answer at all. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC]",
    "or radio : The answer was sent and lost on the air. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : Only the recorder missed the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC",
    "missing a capture of the wire between the APs from 11:13:20 to 11:13:27 UTC",
  ]);
});

test("a silent target that was not heard, and three requests without ACK", () => {
  expect(
    saidOfRoam(
      {
        beacons: "missed",
        until: "ft-request",
        before: {
          "ft-request": (stage) => {
            stage.send("ft-request", { isAcknowledged: false });
            stage.send("ft-request", { isAcknowledged: false });
          },
        },
        sendings: { "ft-request": { isAcknowledged: false } },
      },
      noAnswer,
    ),
  ).toEqual([
    "cannot-tell, capture: The station sent its FT Authentication Request 3 times and no answer was captured. Neither an acknowledgement nor any other frame of the target AP was captured around that time: this capture cannot show an answer.",
    "25 ACK not captured: FT Authentication Request",
    "26 ACK not captured: FT Authentication Request",
    "27 ACK not captured: FT Authentication Request",
    "or key-distribution r1-key-pull-timeout: The target AP was still waiting for the station's key. [the debug log of the target AP 02:aa:bb:cc:dd:02 or a capture of the wire between the APs, from 11:13:20 to 11:13:27 UTC]",
    "or target-ap : The target AP ignored the request, or waited for a RADIUS or ACL answer. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC]",
    "or configuration station-denied-at-target: The target AP is configured not to serve this station (ACL); an AP whose driver keeps the list does not answer at all. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC]",
    "or radio : The answer was sent and lost on the air. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : Only the recorder missed the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC",
    "missing a capture of the wire between the APs from 11:13:20 to 11:13:27 UTC",
  ]);
});

test("two requests, one of them acknowledged", () => {
  expect(
    saidOfRoam(
      {
        until: "ft-request",
        before: {
          "ft-request": (stage) => {
            stage.send("ft-request", { isAcknowledged: false });
          },
        },
      },
      noAnswer,
    ),
  ).toEqual([
    "cannot-tell, nobody: The station sent its FT Authentication Request 2 times and no answer was captured. The target AP acknowledged 1 of them, so its radio received the request.",
    "29 ACK not captured: FT Authentication Request",
    "30 ACK captured: FT Authentication Request",
    "or key-distribution r1-key-pull-timeout: The target AP was still waiting for the station's key. [the debug log of the target AP 02:aa:bb:cc:dd:02 or a capture of the wire between the APs, from 11:13:20 to 11:13:27 UTC]",
    "or target-ap : The target AP ignored the request, or waited for a RADIUS or ACL answer. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC]",
    "or configuration station-denied-at-target: The target AP is configured not to serve this station (ACL); an AP whose driver keeps the list does not answer at all. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC]",
    "or radio : The answer was sent and lost on the air. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : Only the recorder missed the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC",
    "missing a capture of the wire between the APs from 11:13:20 to 11:13:27 UTC",
  ]);
});

test("two requests, both acknowledged", () => {
  expect(
    saidOfRoam(
      {
        until: "ft-request",
        before: {
          "ft-request": (stage) => {
            stage.send("ft-request");
          },
        },
      },
      noAnswer,
    ).slice(0, 1),
  ).toEqual([
    "cannot-tell, nobody: The station sent its FT Authentication Request 2 times and no answer was captured. The target AP acknowledged all of them, so its radio received the request.",
  ]);
});

test("five requests, of which four are shown", () => {
  expect(
    saidOfRoam(
      {
        until: "ft-request",
        before: {
          "ft-request": (stage) => {
            for (let i = 0; i < 4; i++) stage.send("ft-request");
          },
        },
      },
      noAnswer,
    ).filter((line) => line.includes(" ACK ")),
  ).toEqual([
    "29 ACK captured: FT Authentication Request",
    "31 ACK captured: FT Authentication Request",
    "33 ACK captured: FT Authentication Request",
    "35 ACK captured: FT Authentication Request",
  ]);
});

test("a silent current AP", () => {
  expect(saidOfRoam({ via: "ds", until: "ft-request" }, noAnswer)).toEqual([
    "cannot-tell, nobody: The station sent its FT Request once and no answer was captured. The current AP acknowledged it, so its radio received it.",
    "29 ACK captured: FT Request",
    "or target-ap : The target AP was switched off or did not answer over the wire. [the debug log of the target AP 02:aa:bb:cc:dd:02 or a capture of the wire between the APs, from 11:13:20 to 11:13:27 UTC]",
    "or current-ap : The current AP did not pass the request on (FT over the DS off, the target AP not known to it). [the debug log of the current AP 02:aa:bb:cc:dd:01 from 11:13:20 to 11:13:27 UTC]",
    "or key-distribution r1-key-pull-timeout: The target AP was still waiting for the station's key. [the debug log of the target AP 02:aa:bb:cc:dd:02 or a capture of the wire between the APs, from 11:13:20 to 11:13:27 UTC]",
    "or target-ap refused-by-policy: The target AP had no room for another station, which hostapd tells nobody over the DS. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC]",
    "or radio : The answer was sent and lost on the air. [a second recorder on channel 1 (2.4 GHz, 2412 MHz), close to the current AP]",
    "or capture : Only the recorder missed the answer. [a second recorder on channel 1 (2.4 GHz, 2412 MHz), close to the current AP]",
    "missing the debug log of the current AP 02:aa:bb:cc:dd:01 from 11:13:20 to 11:13:27 UTC",
    "missing a capture of the wire between the APs from 11:13:20 to 11:13:27 UTC",
  ]);
});

test("a reassociation with a right MIC", () => {
  expect(saidOfRoam({ until: "reassociation-request" }, noAnswer, { keys: "right" })).toEqual([
    "cannot-tell, nobody: The station sent its Reassociation Request once and no answer was captured. The target AP acknowledged it, so its radio received it. It had answered the first frame.",
    "33 ACK captured: Reassociation Request",
    "or target-ap : The target AP ignored the request. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC]",
    "or key-distribution target-holds-another-pmk-r1: The target AP holds another key and discarded the request for its MIC, as the standard asks it to. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC]",
    "or radio : The answer was sent and lost on the air. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : Only the recorder missed the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC",
    "missing a capture of the wire between the APs from 11:13:20 to 11:13:27 UTC",
  ]);
});

test("a reassociation whose MIC nobody can judge", () => {
  expect(saidOfRoam({ until: "reassociation-request" }, noAnswer)).toEqual([
    "cannot-tell, nobody: The station sent its Reassociation Request once and no answer was captured. The target AP acknowledged it, so its radio received it. It had answered the first frame.",
    "33 ACK captured: Reassociation Request",
    "or target-ap : The target AP ignored the request. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC]",
    "or station station-fte-mic-wrong: The MIC of the request is wrong, and the target AP discarded it, as the standard asks it to. [the key of the network]",
    "or radio : The answer was sent and lost on the air. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : Only the recorder missed the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC",
    "missing a capture of the wire between the APs from 11:13:20 to 11:13:27 UTC",
  ]);
});

test("a reassociation after which the AP has sent something unheard", () => {
  expect(
    saidOfRoam(
      {
        until: "reassociation-request",
        ending: (stage) => {
          stage.recorder.skipSequenceNumber(targetAp.bssid);
        },
      },
      noAnswer,
    ),
  ).toEqual([
    "cannot-tell, nobody: The station sent its Reassociation Request once and no answer was captured. The target AP acknowledged it, so its radio received it. It had answered the first frame.",
    "33 ACK captured: Reassociation Request",
    "or target-ap : The target AP ignored the request. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC]",
    "or station station-fte-mic-wrong: The MIC of the request is wrong, and the target AP discarded it, as the standard asks it to. [the key of the network]",
    "or radio : The answer was sent and lost on the air. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : Only the recorder missed the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:27 UTC",
    "missing a capture of the wire between the APs from 11:13:20 to 11:13:27 UTC",
  ]);
});

test("a reassociation whose first answer was missed too", () => {
  expect(
    saidOfRoam(
      { until: "reassociation-request", sendings: { "ft-response": lost } },
      noAnswer,
    ).slice(0, 1),
  ).toEqual([
    "cannot-tell, nobody: The station sent its Reassociation Request once and no answer was captured. The target AP acknowledged it, so its radio received it.",
  ]);
});

test("an answered request", () => {
  expect(saidOfRoam({}, noAnswer)).toEqual(["not-applicable: the request was answered"]);
});
