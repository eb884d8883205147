import { SecretKey } from "../../../src/crypto/secret-key.ts";
import { hex } from "../../builders/elements.ts";
import { type Stage, scatter, targetAp } from "../../builders/stage.ts";
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
  stationLeaves,
  usual,
  withoutFtRequest,
  withoutKey,
} from "./breaking.ts";

const otherMde = draftWith({ mde: { mdid: "ffff", capability: 1 } });
const otherCapabilities = rsneWith({ capabilities: 0x0080 });
const otherKey = scatter("another TK", 16);

const answering = (change: (draft: Parameters<typeof otherMde>[0]) => void) =>
  roam({ sendings: { "ft-response": saying(change) }, until: "ft-response" });

/** The target accepts with something wrong in its answer, and the station leaves. */
const accepting = (change: (draft: Parameters<typeof otherMde>[0]) => void) =>
  roam({ sendings: { "reassociation-response": saying(change) }, ending: stationLeaves });

/** Data of both sides, those of the AP as told. */
function talkWith(stage: Stage, down: { readonly tk?: Uint8Array }, up = {}): void {
  stage.data("up", up);
  stage.data("down", down);
  stage.data("up", up);
  stage.data("down", down);
}

/** Packet numbers of the AP in the order of its frames. */
const numbered = (...numbers: readonly bigint[]) =>
  roam({
    ending: (stage) => {
      for (const packetNumber of numbers) stage.data("down", { packetNumber });
    },
  });

/** The station repeats its request, and the target answers each with an ANonce of its own. */
const racing = (options: { readonly isNewerAcknowledged: boolean }) => {
  let used: Uint8Array | undefined;
  return roam({
    sendings: {
      "ft-response": saying(({ fte }) => {
        used = fte?.anonce;
      }),
      "reassociation-request": saying((draft) => {
        if (used === undefined) throw new Error("the target has not answered");
        draft.key.anonce = used;
        fteWith({ anonce: used })(draft);
      }),
      "reassociation-response": refusing(55),
    },
    before: {
      "ft-response": (stage) => stage.send("ft-request"),
      "reassociation-request": (stage) =>
        stage.send("ft-response", {
          change: fteWith({ anonce: otherNonce }),
          isAcknowledged: options.isNewerAcknowledged,
        }),
    },
  });
};

/** What the target AP does wrong, frame by frame. */
export const targetCases: Readonly<Record<string, RuleCases>> = {
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
  "target-anonce-race": {
    fault: {
      "the newer answer comes after the request": {
        story: roam({
          sendings: { "reassociation-response": refusing(55) },
          before: {
            "ft-response": (stage) => stage.send("ft-request"),
            "reassociation-response": (stage) =>
              stage.send("ft-response", saying(fteWith({ anonce: otherNonce }))),
          },
        }),
        culprit: "target-ap",
        confidence: "probable",
        evidence: ["ft-response", "ft-response#2", "reassociation-response"],
      },
      "the newer answer comes before the request and gets no ACK": {
        story: racing({ isNewerAcknowledged: false }),
        keys: "none",
        culprit: "target-ap",
        evidence: ["ft-response", "ft-response#2", "reassociation-response"],
      },
    },
    sound: {
      "one answer": { story: roam({ sendings: { "reassociation-response": refusing(55) } }) },
    },
    "cannot-tell": {
      "the station had acknowledged the newer answer, without a key": {
        story: racing({ isNewerAcknowledged: true }),
        keys: "none",
        isVerdict: true,
      },
      "the station had acknowledged the newer answer, with the key": {
        story: racing({ isNewerAcknowledged: true }),
        isVerdict: true,
      },
    },
    "not-applicable": { "nothing was refused": usual },
  },
  "target-restarted": {
    fault: {
      "it deauthenticates everybody in between": {
        story: roam({
          before: { "reassociation-request": (stage) => stage.dismissAll(targetAp) },
          until: "reassociation-request",
          ending: apDoesNotKnow,
        }),
        keys: "none",
        culprit: "target-ap",
        confidence: "probable",
        evidence: ["dismissal", "deauthentication"],
      },
      "its TSF begins anew in between": {
        story: roam({
          before: {
            "reassociation-request": (stage) => {
              stage.restart(targetAp);
              stage.recorder.pass(200);
              stage.beacons();
            },
          },
          sendings: { "reassociation-response": refusing(1) },
        }),
        culprit: "target-ap",
        evidence: [`beacon of ${targetAp.bssid}#3`, "reassociation-response"],
      },
    },
    sound: {
      "no sign of it": {
        story: roam({ until: "reassociation-request", ending: apDoesNotKnow }),
        keys: "none",
      },
    },
    "not-applicable": {
      "nothing was refused": usual,
      "it refused at once": { story: roam({ sendings: { "ft-response": refusing(53) } }) },
    },
  },
  "target-lost-state": {
    fault: {
      "right after it had accepted the station": {
        story: roam({ ending: (stage) => stage.leave("ap", 7) }),
        keys: "none",
        culprit: "target-ap",
        confidence: "probable",
        evidence: ["reassociation-response", "deauthentication"],
      },
      "in place of its second answer, within the deadline": {
        story: roam({ until: "reassociation-request", ending: apDoesNotKnow }),
        culprit: "target-ap",
        evidence: ["deauthentication", "reassociation-request"],
      },
    },
    "cannot-tell": {
      "the deadline is not known": {
        story: roam({ until: "reassociation-request", ending: apDoesNotKnow }),
        keys: "none",
        isVerdict: true,
      },
    },
    "not-applicable": {
      "it remembers the station": usual,
      "another reason": { story: roam({ ending: (stage) => stage.leave("ap", 5) }) },
      "long after": {
        story: roam({
          ending: (stage) => {
            stage.recorder.pass(6000);
            stage.leave("ap", 7);
          },
        }),
      },
    },
  },
  "target-holds-another-pmk-r1": {
    fault: {
      "its MIC and its GTK are of another key": {
        story: accepting(({ key }) => {
          key.pmkR1 = new SecretKey("PMK-R1", scatter("another PMK-R1"));
        }),
        culprit: "key-distribution",
        confidence: "probable",
        evidence: ["reassociation-response", "reassociation-request"],
      },
      "it refuses a request in which everything is right": {
        story: roam({ sendings: { "reassociation-response": refusing(55) } }),
        culprit: "key-distribution",
        evidence: ["reassociation-response", "reassociation-request"],
      },
    },
    sound: { "both have the same": usual },
    "cannot-tell": {
      "no key": withoutKey,
      "frames of the station were missed": {
        story: roam({
          sendings: { "reassociation-response": refusing(55) },
          before: {
            "reassociation-request": (stage) => stage.recorder.skipSequenceNumber(stage.station),
          },
        }),
        isVerdict: true,
      },
      "an answer of the target was missed": {
        story: roam({
          sendings: { "ft-response": lost, "reassociation-response": refusing(55) },
        }),
        isVerdict: true,
      },
    },
  },
  "target-tk-not-installed": {
    fault: {
      "its data are under another key": {
        story: roam({ ending: (stage) => talkWith(stage, { tk: otherKey }) }),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["data down#3", "data up#3", "data up#4"],
      },
      "its data are under the key of the association": {
        story: roam({ ending: (stage) => talkWith(stage, { tk: stage.oldTk() }) }),
        culprit: "target-ap",
        evidence: ["data down#3", "data up#3", "data up#4"],
      },
    },
    sound: { "the key of the exchange": usual },
    "cannot-tell": {
      "no key": withoutKey,
      "neither side uses the key of the exchange": {
        story: roam({ ending: (stage) => talkWith(stage, { tk: otherKey }, { tk: otherKey }) }),
      },
    },
    "not-applicable": { "no data": { story: roam({ ending: () => {} }) } },
  },
  "key-reinstalled": {
    fault: {
      "the packet numbers of the AP begin anew": {
        story: numbered(1n, 2n, 1n),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["data down#5", "data down#3"],
      },
    },
    sound: { "the packet numbers rise": { story: numbered(1n, 2n, 3n) } },
    "cannot-tell": { "no key": { story: numbered(1n, 2n, 1n), keys: "none" } },
    "not-applicable": { "one data frame": { story: numbered(1n) } },
  },
};
