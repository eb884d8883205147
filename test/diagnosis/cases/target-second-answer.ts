import { hex } from "../../builders/elements.ts";
import { scatter, targetAp } from "../../builders/network.ts";
import type { RuleCases } from "../test-rule.ts";
import {
  accepting,
  draftWith,
  fteWith,
  garbling,
  lost,
  onlyAnswered,
  otherName,
  otherNonce,
  roam,
  rsneWith,
  saying,
  spoiled,
  stationLeaves,
  usual,
  withoutKey,
} from "./breaking.ts";

/** What the target AP does wrong in its reassociation response. */
export const targetSecondAnswerCases: Readonly<Record<string, RuleCases>> = {
  "target-rsnxe-mismatch": {
    fault: {
      "an RSNXE that no beacon has": {
        story: accepting(draftWith({ rsnxe: hex("20") })),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["reassociation-response"],
      },
      "no RSNXE though the beacon has one": {
        story: roam({
          target: { ...targetAp, rsnxe: hex("20") },
          sendings: { "reassociation-response": saying(draftWith({ rsnxe: undefined })) },
          ending: stationLeaves,
        }),
        keys: "none",
        culprit: "target-ap",
        evidence: ["reassociation-response"],
      },
      '"RSNXE used" without an RSNXE': {
        story: accepting(fteWith({ rsnxeUsed: true })),
        culprit: "target-ap",
        evidence: ["reassociation-response"],
      },
    },
    sound: {
      "none in both": usual,
      "the same in both": { story: roam({ target: { ...targetAp, rsnxe: hex("20") } }) },
    },
    "cannot-tell": { "no beacon of the target": { story: roam({ beacons: "missed" }) } },
    "not-applicable": { "no second answer": onlyAnswered },
  },
  "target-nonce-changed": {
    fault: {
      "another ANonce": {
        story: accepting(fteWith({ anonce: otherNonce })),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["reassociation-response", "reassociation-request"],
      },
      "another SNonce, without a key": {
        story: accepting(fteWith({ snonce: otherNonce })),
        keys: "none",
        culprit: "target-ap",
        evidence: ["reassociation-response", "reassociation-request"],
      },
    },
    sound: { "those of the request": usual },
    "cannot-tell": {
      "the request was not captured": {
        story: roam({ sendings: { "reassociation-request": lost } }),
      },
    },
    "not-applicable": {
      "no second answer": onlyAnswered,
      "both nonces are of another attempt": {
        story: accepting(
          fteWith({ anonce: otherNonce, snonce: scatter("snonce of another attempt") }),
        ),
        keys: "none",
      },
    },
  },
  "target-r1kh-id-changed": {
    fault: {
      "another one": {
        story: accepting(fteWith({ r1khId: hex("0200000000ff") })),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["reassociation-response", "reassociation-request"],
      },
      "none, without a key": {
        story: accepting(fteWith({ r1khId: undefined })),
        keys: "none",
        culprit: "target-ap",
        evidence: ["reassociation-response", "reassociation-request"],
      },
    },
    sound: { "that of its first answer": usual },
    "cannot-tell": {
      "the request was not captured": {
        story: roam({ sendings: { "reassociation-request": lost } }),
      },
    },
    "not-applicable": { "no second answer": onlyAnswered },
  },
  "target-pmkr1name-changed": {
    fault: {
      "another name": {
        story: accepting(rsneWith({ pmkids: [otherName] })),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["reassociation-response", "reassociation-request"],
      },
      "no name, without a key": {
        story: accepting(rsneWith({ pmkids: [] })),
        keys: "none",
        culprit: "target-ap",
        evidence: ["reassociation-response", "reassociation-request"],
      },
    },
    sound: { "that of the request": usual },
    "cannot-tell": {
      "the request was not captured": {
        story: roam({ sendings: { "reassociation-request": lost } }),
      },
    },
    "not-applicable": { "no second answer": onlyAnswered },
  },
  "target-element-count-wrong": {
    fault: {
      "one too many": {
        story: accepting(fteWith({ elementCount: 4 })),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["reassociation-response"],
      },
      "none at all, without a key": {
        story: accepting(fteWith({ elementCount: 0 })),
        keys: "none",
        culprit: "target-ap",
        evidence: ["reassociation-response"],
      },
    },
    sound: { "as many as there are": usual },
    "cannot-tell": {
      "the recorder cut the frame": {
        story: roam({ sendings: { "reassociation-response": { cutTo: 160 } } }),
      },
    },
    "not-applicable": { "no second answer": onlyAnswered },
  },
  "target-fte-mic-wrong": {
    fault: {
      "a MIC of nothing, and the GTK unwraps": {
        story: roam({
          sendings: { "reassociation-response": spoiled(fteWith({ mic: otherName })) },
          ending: stationLeaves,
        }),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["reassociation-response"],
      },
      "a garbled MIC": {
        story: roam({
          sendings: { "reassociation-response": spoiled(garbling("mic")) },
          ending: stationLeaves,
        }),
        culprit: "target-ap",
        evidence: ["reassociation-response"],
      },
      "an element changed after the MIC was made": {
        story: roam({
          sendings: {
            "reassociation-response": spoiled(
              fteWith({ rsnxeUsed: false, elementCount: 3, micLengthField: 1 }),
            ),
          },
          ending: stationLeaves,
        }),
        culprit: "target-ap",
        evidence: ["reassociation-response"],
      },
    },
    sound: { "it verifies": usual },
    "cannot-tell": { "no key": withoutKey, "a wrong passphrase": { story: roam(), keys: "wrong" } },
    "not-applicable": { "no second answer": onlyAnswered },
  },
};
