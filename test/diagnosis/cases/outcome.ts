import { currentAp } from "../../builders/network.ts";
import { talk, tell } from "../../builders/roam.ts";
import type { RuleCases } from "../test-rule.ts";
import {
  hollow,
  noKey,
  onlyAnswered,
  onlyRequested,
  refusing,
  roam,
  stationLeaves,
  usual,
  withoutKey,
} from "./breaking.ts";

/** What is said when nobody can be accused, or nothing is wrong. */
export const outcomeCases: Readonly<Record<string, RuleCases>> = {
  refused: {
    "cannot-tell": {
      "a status that means nothing by itself": {
        story: roam({ sendings: { "ft-response": refusing(1) } }),
        isVerdict: true,
      },
      "no key to judge the request by": {
        story: roam({ sendings: { "reassociation-response": refusing(55) } }),
        keys: "none",
        isVerdict: true,
      },
      "an answer over the DS that holds nothing": {
        story: roam({ via: "ds", sendings: { "ft-response": hollow }, until: "ft-response" }),
        isVerdict: true,
        evidence: ["ft-response"],
      },
    },
    "not-applicable": { "nothing was refused": usual },
  },
  "rejected-by-station": {
    "cannot-tell": {
      "nothing is wrong with the answer": {
        story: roam({ ending: stationLeaves }),
        isVerdict: true,
        evidence: ["deauthentication"],
      },
      "no key to judge the answer by": {
        story: roam({ ending: stationLeaves }),
        keys: "none",
        isVerdict: true,
      },
    },
    "not-applicable": {
      "the station stays": usual,
      "it leaves for reasons of its own": {
        story: roam({ ending: (stage) => stage.leave("station", 3) }),
      },
    },
  },
  "no-answer": {
    "cannot-tell": {
      "to the first request": { ...onlyRequested, isVerdict: true, evidence: ["ft-request"] },
      "to the second request": {
        story: roam({ until: "reassociation-request" }),
        isVerdict: true,
        evidence: ["reassociation-request"],
      },
      "over the DS, without a key": {
        story: roam({ via: "ds", until: "ft-request" }),
        keys: "none",
        isVerdict: true,
      },
    },
    "not-applicable": { "it was answered": usual },
  },
  abandoned: {
    "cannot-tell": {
      "the station goes away": { ...onlyAnswered, isVerdict: true, evidence: ["ft-response"] },
      "the station goes away, without a key": { ...onlyAnswered, keys: "none", isVerdict: true },
    },
    "not-applicable": { "it went on": usual },
  },
  "sound-roam": {
    sound: {
      "over the air": {
        ...usual,
        isVerdict: true,
        confidence: "proven",
        evidence: ["reassociation-request", "reassociation-response"],
      },
      "over the DS": { story: roam({ via: "ds" }), isVerdict: true, confidence: "proven" },
      "without a key": { ...withoutKey, isVerdict: true, confidence: "probable" },
      "with a wrong passphrase": {
        story: roam(),
        keys: "wrong",
        isVerdict: true,
        confidence: "probable",
      },
      "though the target ended it right after": {
        story: roam({
          ending: (stage) => {
            talk(stage);
            stage.leave("ap", 2);
          },
        }),
        isVerdict: true,
        confidence: "proven",
        evidence: ["reassociation-request", "reassociation-response", "deauthentication"],
      },
      "until the station left, whatever the target said then": {
        story: roam({
          ending: (stage) => {
            talk(stage);
            stage.leave("station", 3);
            stage.leave("ap", 2);
          },
        }),
        isVerdict: true,
        evidence: ["reassociation-request", "reassociation-response"],
      },
      "until the target ended it long after": {
        story: roam({
          ending: (stage) => {
            stage.recorder.pass(6000);
            stage.leave("ap", 2);
          },
        }),
        isVerdict: true,
        evidence: ["reassociation-request", "reassociation-response"],
      },
      "without beacons": { story: roam({ beacons: "missed" }), isVerdict: true },
      "without the association": {
        story: roam({ association: "before-the-capture" }),
        isVerdict: true,
        confidence: "proven",
      },
    },
    "not-applicable": { "it was refused": { story: noKey }, "no FT exchange": { ...usual, at: 0 } },
  },
  "sound-association": {
    sound: {
      "with the key": { ...usual, at: 0, isVerdict: true, confidence: "proven" },
      "without a key": { ...withoutKey, at: 0, isVerdict: true, confidence: "probable" },
    },
    "not-applicable": {
      "an FT exchange": usual,
      "not completed": {
        story: () =>
          tell((stage) => {
            stage.begin(currentAp);
            stage.send("authentication-request");
            stage.send("authentication-response");
          }),
      },
    },
  },
  undecided: {
    "cannot-tell": {
      "half a handshake": {
        story: () =>
          tell((stage) => {
            stage.begin(currentAp);
            stage.send("message-1");
            stage.send("message-2");
          }),
        isVerdict: true,
      },
    },
  },
};
