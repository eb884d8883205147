import { expect, test } from "vitest";
import { abandoned } from "../../src/diagnosis/rules/abandoned.ts";
import { currentAp, targetAp } from "../builders/network.ts";
import { tell } from "../builders/roam.ts";
import { lost, refusing } from "./cases/breaking.ts";
import { said, saidOfRoam } from "./said.ts";

test("an answer after which nothing came, with an open name", () => {
  expect(saidOfRoam({ until: "ft-response", sendings: { "message-2": lost } }, abandoned)).toEqual([
    "cannot-tell, nobody: The target AP agreed to the roam, and no reassociation request of the station was captured. Nothing in the answer is wrong as far as it can be judged.",
    "29 Status Code 0: FT Authentication Response, acknowledged by the station",
    "27 PMKR0Name e008c3c9f2f3aaaf662d39ca449405c9: FT Authentication Request: needs a key",
    "or station : The station gave up by itself. [the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC]",
    "or radio : The station did not receive the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : The recorder missed the rest. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC",
    "missing a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP",
  ]);
});

test("an answer after which nothing came, with the key", () => {
  expect(saidOfRoam({ until: "ft-response" }, abandoned, { keys: "right" })).toEqual([
    "cannot-tell, nobody: The target AP agreed to the roam, and no reassociation request of the station was captured. Nothing in the answer is wrong as far as it can be judged.",
    "31 Status Code 0: FT Authentication Response, acknowledged by the station",
    "or station : The station gave up by itself. [the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC]",
    "or radio : The station did not receive the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : The recorder missed the rest. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC",
    "missing a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP",
  ]);
});

test("an answer without ACK, too late", () => {
  expect(
    saidOfRoam(
      {
        until: "ft-response",
        before: { "ft-response": (stage) => stage.recorder.pass(400) },
        sendings: { "ft-response": { isAcknowledged: false } },
      },
      abandoned,
    ),
  ).toEqual([
    "cannot-tell, nobody: The target AP agreed to the roam only 401 ms after the request, and no ACK for its answer was captured: by then stations have given up, and no reassociation request of the station was captured. Nothing in the answer is wrong as far as it can be judged.",
    "31 Status Code 0: FT Authentication Response, no ACK captured",
    "or key-distribution : The target AP had to fetch the station's key first, for longer than the station waits. [the debug log of the target AP 02:aa:bb:cc:dd:02 or a capture of the wire between the APs, from 11:13:20 to 11:13:23 UTC]",
    "or target-ap : The target AP was slow by itself, or waited for RADIUS or a MAC ACL. [the debug log of the target AP 02:aa:bb:cc:dd:02 from 11:13:20 to 11:13:23 UTC]",
    "or station : The station gave up by itself. [the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC]",
    "or radio : The station did not receive the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : The recorder missed the rest. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC",
    "missing a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP",
  ]);
});

test("an answer to the authentication, and no request for the association", () => {
  expect(
    said(
      abandoned,
      tell((stage) => {
        stage.begin(targetAp);
        stage.send("authentication-request");
        stage.send("authentication-response");
      }),
      { isAnyKind: true },
    ),
  ).toEqual([
    "cannot-tell, nobody: The AP answered the authentication, and no association request of the station was captured.",
    "or station : The station gave up by itself. [the log of the station 02:11:22:33:44:aa from 11:13:19 to 11:13:22 UTC]",
    "or radio : The station did not receive the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : The recorder missed the rest. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the log of the station 02:11:22:33:44:aa from 11:13:19 to 11:13:22 UTC",
    "missing a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP",
  ]);
});

test("two requests with an open name, and no beacons", () => {
  expect(
    saidOfRoam(
      {
        beacons: "missed",
        association: "before-the-capture",
        until: "ft-response",
        before: {
          "ft-response": (stage) => {
            stage.send("ft-request");
          },
        },
      },
      abandoned,
    ),
  ).toEqual([
    "cannot-tell, nobody: The target AP agreed to the roam, and no reassociation request of the station was captured. Nothing in the answer is wrong as far as it can be judged.",
    "5 Status Code 0: FT Authentication Response, acknowledged by the station",
    "1 PMKR0Name e008c3c9f2f3aaaf662d39ca449405c9: FT Authentication Request: needs a key",
    "or station : The station gave up by itself. [the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC]",
    "or radio : The station did not receive the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : The recorder missed the rest. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC",
    "missing a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP",
  ]);
});

test("a second answer that refuses", () => {
  expect(
    saidOfRoam(
      {
        until: "ft-response",
        ending: (stage) => {
          stage.send("ft-request");
          stage.send("ft-response", refusing(53));
        },
      },
      abandoned,
    ),
  ).toEqual([
    "cannot-tell, nobody: The target AP agreed to the roam, and no reassociation request of the station was captured. Nothing in the answer is wrong as far as it can be judged.",
    "31 Status Code 0: FT Authentication Response, acknowledged by the station",
    "or station : The station gave up by itself. [the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC]",
    "or radio : The station did not receive the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : The recorder missed the rest. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC",
    "missing a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP",
  ]);
});

test("an answer too late, and a request after it", () => {
  expect(
    saidOfRoam(
      {
        until: "ft-response",
        before: { "ft-response": (stage) => stage.recorder.pass(400) },
        sendings: { "ft-response": { isAcknowledged: false } },
        ending: (stage) => {
          stage.send("ft-request");
        },
      },
      abandoned,
    ).slice(0, 1),
  ).toEqual([
    "cannot-tell, nobody: The target AP agreed to the roam only 401 ms after the request, and no ACK for its answer was captured: by then stations have given up, and no reassociation request of the station was captured. Nothing in the answer is wrong as far as it can be judged.",
  ]);
});

test("an answer too late for two requests", () => {
  expect(
    saidOfRoam(
      {
        until: "ft-response",
        before: {
          "ft-response": (stage) => {
            stage.recorder.pass(200);
            stage.send("ft-request");
            stage.recorder.pass(200);
          },
        },
        sendings: { "ft-response": { isAcknowledged: false } },
      },
      abandoned,
    ).slice(0, 1),
  ).toEqual([
    "cannot-tell, nobody: The target AP agreed to the roam only 403 ms after the first of 2 requests, and no ACK for its answer was captured: by then stations have given up, and no reassociation request of the station was captured. Nothing in the answer is wrong as far as it can be judged.",
  ]);
});

test("an answer without ACK, in time", () => {
  expect(
    saidOfRoam(
      {
        until: "ft-response",
        before: { "ft-response": (stage) => stage.recorder.pass(200) },
        sendings: { "ft-response": { isAcknowledged: false } },
      },
      abandoned,
    ).slice(0, 2),
  ).toEqual([
    "cannot-tell, nobody: The target AP agreed to the roam, and no reassociation request of the station was captured. Nothing in the answer is wrong as far as it can be judged.",
    "31 Status Code 0: FT Authentication Response, no ACK captured",
  ]);
});

test("a station that sent nothing before its next association", () => {
  expect(
    saidOfRoam({ until: "ft-response", ending: (stage) => stage.associate(currentAp) }, abandoned),
  ).toEqual([
    "cannot-tell, nobody: The target AP agreed to the roam, and no reassociation request of the station was captured. Nothing in the answer is wrong as far as it can be judged. The sequence numbers of the station run on to its next frame: it sent none.",
    "31 Status Code 0: FT Authentication Response, acknowledged by the station",
    "or station : The station gave up by itself. [the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC]",
    "or radio : The station did not receive the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "missing the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC",
    "missing a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP",
  ]);
});

test("a station of whose next association the AP is heard first", () => {
  expect(
    saidOfRoam(
      {
        until: "ft-response",
        ending: (stage) => stage.associate(currentAp, { "authentication-request": lost }),
      },
      abandoned,
    ),
  ).toEqual([
    "cannot-tell, capture: The target AP agreed to the roam, and no reassociation request of the station was captured. Nothing in the answer is wrong as far as it can be judged. The sequence numbers of the station jump by 2 to its next captured frame: it sent 1 frame that was not captured.",
    "31 Status Code 0: FT Authentication Response, acknowledged by the station",
    "or station : The station gave up by itself. [the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC]",
    "or radio : The station did not receive the answer. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the station]",
    "or capture : The recorder missed the rest. [a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP]",
    "missing the log of the station 02:11:22:33:44:aa from 11:13:20 to 11:13:23 UTC",
    "missing a second recorder on channel 36 (5 GHz, 5180 MHz), close to the target AP",
  ]);
});
