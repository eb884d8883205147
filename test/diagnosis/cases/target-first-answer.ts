import { targetAp } from "../../builders/network.ts";
import type { RuleCases } from "../test-rule.ts";
import {
  accepting,
  answering,
  draftWith,
  fteWith,
  garbling,
  lost,
  onlyRequested,
  otherName,
  otherNonce,
  refusing,
  roam,
  rsneWith,
  saying,
  usual,
  withoutFtRequest,
} from "./breaking.ts";

const otherMde = draftWith({ mde: { mdid: "ffff", capability: 1 } });
const otherCapabilities = rsneWith({ capabilities: 0x0080 });

/** What the target AP does wrong in its first answer, some of it in both. */
export const targetFirstAnswerCases: Readonly<Record<string, RuleCases>> = {
  "target-mdid-wrong": {
    fault: {
      "in its first answer, without a key": {
        story: answering(otherMde),
        keys: "none",
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["ft-response"],
      },
      "no MDE in its first answer": {
        story: answering(draftWith({ mde: undefined })),
        culprit: "target-ap",
        evidence: ["ft-response"],
      },
      "in its second answer": {
        story: accepting(otherMde),
        culprit: "target-ap",
        evidence: ["reassociation-response"],
      },
    },
    sound: { "as in its beacons": usual },
    "cannot-tell": { "no beacon of the target": { story: roam({ beacons: "missed" }) } },
    "not-applicable": { "no answer": onlyRequested },
  },
  "target-rsne-mismatch": {
    fault: {
      "in its first answer, without a key": {
        story: answering(otherCapabilities),
        keys: "none",
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["ft-response"],
      },
      "in its second answer": {
        story: accepting(otherCapabilities),
        culprit: "target-ap",
        evidence: ["reassociation-response"],
      },
      "no RSNE in its second answer": {
        story: accepting(draftWith({ rsne: undefined })),
        keys: "none",
        culprit: "target-ap",
        evidence: ["reassociation-response"],
        consequences: ["target-pmkr1name-changed"],
      },
    },
    sound: { "as in its beacons": usual },
    "cannot-tell": { "no beacon of the target": { story: roam({ beacons: "missed" }) } },
    "not-applicable": { "no answer": onlyRequested },
  },
  "target-pmkr0name-changed": {
    fault: {
      "another name": {
        story: answering(rsneWith({ pmkids: [otherName] })),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["ft-response", "ft-request"],
      },
      "no name, without a key": {
        story: answering(rsneWith({ pmkids: [] })),
        keys: "none",
        culprit: "target-ap",
        evidence: ["ft-response", "ft-request"],
      },
    },
    sound: { "that of the station": usual },
    "cannot-tell": { "the request was not captured": withoutFtRequest },
    "not-applicable": {
      "no answer": onlyRequested,
      "a refusal carries none": { story: roam({ sendings: { "ft-response": refusing(53) } }) },
    },
  },
  "target-r0kh-id-changed": {
    fault: {
      "its own in its first answer, without a key": {
        story: answering(fteWith({ r0khId: targetAp.r0khId })),
        keys: "none",
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["ft-response", "ft-request"],
      },
      "its own in its second answer": {
        story: accepting(fteWith({ r0khId: targetAp.r0khId })),
        culprit: "target-ap",
        evidence: ["reassociation-response", "reassociation-request"],
      },
    },
    sound: { "that of the station": usual },
    "cannot-tell": {
      "the request was not captured": {
        story: roam({ sendings: { "ft-request": lost }, until: "ft-response" }),
      },
    },
    "not-applicable": { "no answer": onlyRequested },
  },
  "target-snonce-changed": {
    fault: {
      "a garbled copy": {
        story: answering(garbling("snonce")),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["ft-response", "ft-request"],
      },
      "another one, and the station sent no other request": {
        story: roam({
          sendings: { "ft-response": saying(fteWith({ snonce: otherNonce })) },
          until: "ft-response",
          ending: (stage) => stage.send("ft-request"),
        }),
        keys: "none",
        culprit: "target-ap",
        evidence: ["ft-response", "ft-request"],
      },
    },
    sound: { "that of the station": usual },
    "cannot-tell": {
      "another one, and a request of the station may have been missed": {
        story: answering(fteWith({ snonce: otherNonce })),
      },
      "another one, and the counter of the station shows a missed frame": {
        story: roam({
          sendings: { "ft-response": saying(fteWith({ snonce: otherNonce })) },
          until: "ft-response",
          ending: (stage) => {
            stage.recorder.skipSequenceNumber(stage.station);
            stage.send("ft-request");
          },
        }),
      },
    },
    "not-applicable": { "no answer": onlyRequested },
  },
  "target-answer-incomplete": {
    fault: {
      "no R1KH-ID": {
        story: answering(fteWith({ r1khId: undefined })),
        keys: "none",
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["ft-response"],
      },
      "an ANonce of zero": {
        story: answering(fteWith({ anonce: new Uint8Array(32) })),
        culprit: "target-ap",
        evidence: ["ft-response"],
      },
    },
    sound: { "both are there": usual },
    "cannot-tell": {
      "the recorder cut the frame": {
        story: roam({ sendings: { "ft-response": { cutTo: 60 } }, until: "ft-response" }),
      },
    },
    "not-applicable": { "no answer": onlyRequested },
  },
};
