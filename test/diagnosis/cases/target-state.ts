import { SecretKey } from "../../../src/crypto/secret-key.ts";
import { buildSubelement, hex } from "../../builders/elements.ts";
import { currentAp, scatter, targetAp } from "../../builders/network.ts";
import { talk } from "../../builders/roam.ts";
import type { RuleCases } from "../test-rule.ts";
import {
  accepting,
  apDoesNotKnow,
  fteWith,
  lost,
  noKey,
  otherNonce,
  refusing,
  roam,
  saying,
  usual,
  withoutKey,
} from "./breaking.ts";

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

/** A target AP that forgets, restarts or does not want. */
export const targetStateCases: Readonly<Record<string, RuleCases>> = {
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
      "it had accepted the station, which may have left unseen": {
        story: roam({ ending: (stage) => stage.leave("ap", 7) }),
        isVerdict: true,
        evidence: ["reassociation-response", "deauthentication"],
      },
    },
    "not-applicable": {
      "it remembers the station": usual,
      "the station had left by itself": {
        story: roam({
          ending: (stage) => {
            talk(stage);
            stage.leave("station", 3);
            stage.leave("ap", 7);
          },
        }),
      },
      "the station had left by itself before an answer": {
        story: roam({
          until: "reassociation-request",
          ending: (stage) => {
            stage.leave("station", 3);
            stage.leave("ap", 7);
          },
        }),
      },
      "it had ended the association for another reason": {
        story: roam({
          ending: (stage) => {
            talk(stage);
            stage.leave("ap", 4);
            stage.leave("ap", 7);
          },
        }),
      },
      "the station had tried another AP": {
        story: roam({
          ending: (stage) => {
            talk(stage);
            stage.begin(currentAp);
            stage.send("ft-request");
            stage.leave("ap", 7, targetAp);
          },
        }),
      },
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
      "the recorder cut another answer before its ANonce": {
        story: roam({
          sendings: { "reassociation-response": refusing(55) },
          before: {
            "ft-response": (stage) => stage.send("ft-request"),
            "reassociation-response": (stage) =>
              stage.send("ft-response", { change: fteWith({ anonce: otherNonce }), cutTo: 90 }),
          },
        }),
        isVerdict: true,
      },
      "frames of the station were missed": {
        story: roam({
          sendings: { "reassociation-response": refusing(55) },
          before: {
            "reassociation-request": (stage) => stage.recorder.skipSequenceNumber(stage.station),
          },
        }),
        isVerdict: true,
      },
      "a value of the request cannot be judged": {
        story: roam({
          sendings: {
            "reassociation-request": saying(
              fteWith({ subelements: [buildSubelement(5, hex("732800"))] }),
            ),
            "reassociation-response": refusing(55),
          },
          beacons: "missed",
          linkType: 105,
        }),
      },
      "an answer of the target was missed": {
        story: roam({
          sendings: { "ft-response": lost, "reassociation-response": refusing(55) },
        }),
        isVerdict: true,
      },
    },
  },
  "ft-disabled-at-target": {
    fault: {
      "it announces FT": {
        story: roam({ sendings: { "ft-response": refusing(13) } }),
        culprit: "configuration",
        confidence: "probable",
        evidence: ["ft-response", `beacon of ${targetAp.bssid}`],
      },
      "it announces a mobility domain without an FT AKM": {
        story: roam({
          target: { ...targetAp, rsne: { ...targetAp.rsne, akms: ["00-0f-ac:2"] } },
          sendings: { "ft-response": refusing(13) },
        }),
        keys: "none",
        culprit: "configuration",
        evidence: ["ft-response", `beacon of ${targetAp.bssid}`],
      },
      "it announces none": {
        story: roam({
          target: {
            ...targetAp,
            isWithoutMde: true,
            rsne: { ...targetAp.rsne, akms: ["00-0f-ac:2"] },
          },
          sendings: { "ft-response": refusing(13) },
        }),
        keys: "none",
        culprit: "station",
        evidence: ["ft-response"],
      },
    },
    "cannot-tell": {
      "no beacon of the target": {
        story: roam({ beacons: "missed", sendings: { "ft-response": refusing(13) } }),
        isVerdict: true,
      },
    },
    "not-applicable": { "another status": { story: noKey } },
  },
  "eapol-after-ft": {
    fault: {
      "message 1 right after the roam": {
        story: roam({ ending: (stage) => stage.send("message-1") }),
        culprit: "target-ap",
        confidence: "probable",
        evidence: ["reassociation-response", "message-1#2"],
      },
    },
    sound: {
      "none followed": usual,
      "message 1 much later": {
        story: roam({
          ending: (stage) => {
            stage.recorder.pass(4000);
            stage.send("message-1");
          },
        }),
      },
    },
    "not-applicable": { "not accepted": { story: noKey }, "no FT exchange": { ...usual, at: 0 } },
  },
};
