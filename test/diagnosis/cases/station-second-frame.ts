import { SecretKey } from "../../../src/crypto/secret-key.ts";
import { buildSubelement, hex } from "../../builders/elements.ts";
import { currentAp, scatter } from "../../builders/network.ts";
import type { RuleCases } from "../test-rule.ts";
import {
  apDoesNotKnow,
  draftWith,
  fteWith,
  garbling,
  lost,
  onlyAnswered,
  onlyRequested,
  otherName,
  otherNonce,
  refusing,
  roam,
  rsneWith,
  saying,
  spoiled,
  usual,
  withoutFtRequest,
  withoutKey,
} from "./breaking.ts";

const oci = (channel: number) => buildSubelement(5, Uint8Array.of(115, channel, 0));

/** What the station does wrong in its reassociation request. */
export const stationSecondFrameCases: Readonly<Record<string, RuleCases>> = {
  "station-rsne-changed": {
    fault: {
      "other capabilities": {
        story: roam({
          sendings: {
            "reassociation-request": saying(rsneWith({ capabilities: 0x0080 })),
            "reassociation-response": refusing(55),
          },
        }),
        culprit: "station",
        confidence: "proven",
        evidence: ["reassociation-request", "ft-request"],
      },
      "no RSNE": {
        story: roam({
          sendings: {
            "reassociation-request": saying(draftWith({ rsne: undefined })),
            "reassociation-response": refusing(1),
          },
        }),
        keys: "none",
        culprit: "station",
        evidence: ["reassociation-request"],
      },
    },
    sound: { "the same in both frames": usual },
    "cannot-tell": { "the first frame was not captured": withoutFtRequest },
    "not-applicable": { "no second frame": onlyAnswered },
  },
  "station-anonce-wrong": {
    fault: {
      "another one, though its MIC was made with the right one": {
        story: roam({
          sendings: {
            "reassociation-request": saying(fteWith({ anonce: otherNonce })),
            "reassociation-response": refusing(55),
          },
        }),
        culprit: "station",
        confidence: "proven",
        evidence: ["reassociation-request", "ft-response"],
      },
      "a garbled copy": {
        story: roam({
          sendings: {
            "reassociation-request": spoiled(garbling("anonce")),
            "reassociation-response": refusing(55),
          },
        }),
        culprit: "station",
        evidence: ["reassociation-request", "ft-response"],
        consequences: ["station-fte-mic-wrong"],
      },
      "another one, and every request has its answer": {
        story: roam({
          sendings: {
            "reassociation-request": spoiled(fteWith({ anonce: otherNonce })),
            "reassociation-response": refusing(55),
          },
        }),
        keys: "none",
        culprit: "station",
        evidence: ["reassociation-request", "ft-response"],
      },
    },
    sound: { "that of the target": usual },
    "cannot-tell": {
      "its MIC was made with that of an answer nobody captured": {
        story: roam({
          sendings: {
            "reassociation-request": saying((draft) => {
              fteWith({ anonce: otherNonce })(draft);
              draft.key.anonce = otherNonce;
            }),
            "reassociation-response": refusing(55),
          },
        }),
      },
      "a second request of the station has no captured answer": {
        story: roam({
          sendings: {
            "reassociation-request": spoiled(fteWith({ anonce: otherNonce })),
            "reassociation-response": refusing(55),
          },
          before: { "ft-response": (stage) => stage.send("ft-request") },
        }),
        keys: "none",
      },
      "the answer was not captured": { story: roam({ sendings: { "ft-response": lost } }) },
      "an earlier request of the station was missed, and its answer too": {
        story: roam({
          sendings: {
            "reassociation-request": saying((draft) => {
              fteWith({ anonce: otherNonce })(draft);
              draft.key.anonce = otherNonce;
            }),
            "reassociation-response": refusing(55),
          },
          before: { "ft-request": (stage) => stage.recorder.skipSequenceNumber(stage.station) },
        }),
        keys: "none",
      },
    },
    "not-applicable": { "no second frame": onlyAnswered },
  },
  "station-snonce-wrong": {
    fault: {
      "another one": {
        story: roam({
          sendings: {
            "reassociation-request": saying(fteWith({ snonce: otherNonce })),
            "reassociation-response": refusing(55),
          },
        }),
        culprit: "station",
        confidence: "proven",
        evidence: ["reassociation-request", "ft-request"],
      },
      "another one, without a key": {
        story: roam({
          sendings: {
            "reassociation-request": saying(fteWith({ snonce: otherNonce })),
            "reassociation-response": refusing(55),
          },
        }),
        keys: "none",
        culprit: "station",
        evidence: ["reassociation-request", "ft-request"],
      },
    },
    sound: { "that of its first frame": usual },
    "cannot-tell": {
      "both nonces are of another attempt": {
        story: roam({
          sendings: {
            "reassociation-request": saying(
              fteWith({ anonce: otherNonce, snonce: scatter("snonce of another attempt") }),
            ),
            "reassociation-response": refusing(55),
          },
        }),
        keys: "none",
      },
    },
    "not-applicable": { "no second frame": onlyAnswered },
  },
  "station-r1kh-id-wrong": {
    fault: {
      "that of its first AP": {
        story: roam({
          sendings: {
            "reassociation-request": saying(fteWith({ r1khId: currentAp.r1khId })),
            "reassociation-response": refusing(55),
          },
        }),
        culprit: "station",
        confidence: "proven",
        evidence: ["reassociation-request", "ft-response"],
      },
      none: {
        story: roam({
          sendings: {
            "reassociation-request": saying(fteWith({ r1khId: undefined })),
            "reassociation-response": refusing(55),
          },
        }),
        keys: "none",
        culprit: "station",
        evidence: ["reassociation-request", "ft-response"],
      },
    },
    sound: { "that of the target": usual },
    "cannot-tell": {
      "the answer was not captured": { story: roam({ sendings: { "ft-response": lost } }) },
    },
    "not-applicable": { "no second frame": onlyAnswered },
  },
  "station-pmkr1name-wrong": {
    fault: {
      "another name, without a key": {
        story: roam({
          sendings: {
            "reassociation-request": saying(rsneWith({ pmkids: [otherName] })),
            "reassociation-response": refusing(53),
          },
        }),
        keys: "none",
        culprit: "station",
        confidence: "proven",
        evidence: ["reassociation-request", "ft-request"],
      },
      "no name": {
        story: roam({
          sendings: {
            "reassociation-request": saying(rsneWith({ pmkids: [] })),
            "reassociation-response": refusing(53),
          },
        }),
        culprit: "station",
        evidence: ["reassociation-request"],
      },
    },
    sound: { "the name that follows": withoutKey },
    "cannot-tell": {
      "the frames before it were not captured": {
        story: roam({ sendings: { "ft-request": lost, "ft-response": lost } }),
      },
    },
    "not-applicable": { "no second frame": onlyAnswered },
  },
  "station-element-count-wrong": {
    fault: {
      "one too many": {
        story: roam({
          sendings: {
            "reassociation-request": saying(fteWith({ elementCount: 4 })),
            "reassociation-response": refusing(1),
          },
        }),
        culprit: "station",
        confidence: "proven",
        evidence: ["reassociation-request"],
      },
      "one too few, without a key": {
        story: roam({
          sendings: {
            "reassociation-request": saying(fteWith({ elementCount: 2 })),
            "reassociation-response": refusing(1),
          },
        }),
        keys: "none",
        culprit: "station",
        evidence: ["reassociation-request"],
      },
    },
    sound: {
      "three elements": usual,
      "three elements and an RSNXE": {
        story: roam({
          sendings: {
            "reassociation-request": saying(draftWith({ rsnxe: hex("20") })),
          },
        }),
      },
    },
    "cannot-tell": {
      "the recorder cut the frame": {
        story: roam({ sendings: { "reassociation-request": { cutTo: 160 } } }),
      },
    },
    "not-applicable": { "no second frame": onlyAnswered },
  },
  "station-oci-wrong": {
    fault: {
      "another channel": {
        story: roam({
          sendings: {
            "reassociation-request": saying(fteWith({ subelements: [oci(40)] })),
            "reassociation-response": refusing(55),
          },
        }),
        culprit: "station",
        confidence: "proven",
        evidence: ["reassociation-request"],
      },
    },
    sound: {
      "the channel of the target": {
        story: roam({
          sendings: {
            "reassociation-request": saying(fteWith({ subelements: [oci(36)] })),
          },
        }),
      },
    },
    "cannot-tell": {
      "nobody knows the channel": {
        story: roam({
          sendings: {
            "reassociation-request": saying(fteWith({ subelements: [oci(40)] })),
          },
          beacons: "missed",
          linkType: 105,
        }),
      },
    },
    "not-applicable": { "no OCI": usual },
  },
  "station-fte-mic-wrong": {
    fault: {
      "a MIC of nothing": {
        story: roam({
          sendings: {
            "reassociation-request": spoiled(fteWith({ mic: otherName })),
            "reassociation-response": refusing(55),
          },
        }),
        culprit: "station",
        confidence: "proven",
        evidence: ["reassociation-request"],
      },
      "a garbled MIC": {
        story: roam({
          sendings: {
            "reassociation-request": spoiled(garbling("mic")),
            "reassociation-response": refusing(55),
          },
        }),
        culprit: "station",
        evidence: ["reassociation-request"],
      },
      "another PMK-R1": {
        story: roam({
          sendings: {
            "reassociation-request": saying(({ key }) => {
              key.pmkR1 = new SecretKey("PMK-R1", scatter("another PMK-R1"));
            }),
            "reassociation-response": refusing(55),
          },
        }),
        culprit: "station",
        evidence: ["reassociation-request"],
      },
    },
    sound: { "it verifies": usual },
    "cannot-tell": {
      "no key": withoutKey,
      "a wrong passphrase": { story: roam(), keys: "wrong" },
      "the recorder cut the frame": {
        story: roam({ sendings: { "reassociation-request": { cutTo: 160 } } }),
      },
    },
    "not-applicable": { "no second frame": onlyAnswered },
  },
  "station-deadline-missed": {
    fault: {
      "late, and the target does not know it any more": {
        story: roam({
          before: { "reassociation-request": ({ recorder }) => recorder.pass(1500) },
          until: "reassociation-request",
          ending: apDoesNotKnow,
        }),
        culprit: "station",
        confidence: "probable",
        evidence: ["reassociation-request", "deauthentication"],
      },
      "late, and refused": {
        story: roam({
          sendings: { "reassociation-response": refusing(1) },
          before: { "reassociation-request": ({ recorder }) => recorder.pass(1500) },
        }),
        culprit: "station",
        evidence: ["reassociation-request", "reassociation-response"],
      },
    },
    sound: {
      "late, and accepted": {
        story: roam({
          before: { "reassociation-request": ({ recorder }) => recorder.pass(1500) },
        }),
      },
    },
    "not-applicable": {
      "in time": usual,
      "late, but the deadline is not known": {
        story: roam({
          before: { "reassociation-request": ({ recorder }) => recorder.pass(1500) },
          until: "reassociation-request",
          ending: apDoesNotKnow,
        }),
        keys: "none",
      },
      "only a first frame": onlyRequested,
    },
  },
};
