import { buildElement, hex } from "../../builders/elements.ts";
import { currentAp, targetAp } from "../../builders/network.ts";
import { talk, tell } from "../../builders/roam.ts";
import type { RuleCases } from "../test-rule.ts";
import { draftWith, hollow, lost, noKey, refusing, roam, saying, usual } from "./breaking.ts";

/** A first roam succeeds; the second one offers the same name and is refused. */
const secondRoam = () =>
  tell((stage) => {
    stage.beacons();
    stage.associate(currentAp, {}, false);
    for (const target of [targetAp, currentAp]) {
      stage.recorder.pass(2000);
      stage.begin(target);
      stage.send("ft-request");
      if (target === currentAp) {
        stage.send("ft-response", refusing(53));
        return;
      }
      for (const label of [
        "ft-response",
        "reassociation-request",
        "reassociation-response",
      ] as const) {
        stage.send(label);
      }
      stage.arrive();
      talk(stage);
    }
  });

/** Keys that do not get to the target AP. */
export const keyDistributionCases: Readonly<Record<string, RuleCases>> = {
  "r0-key-expired": {
    fault: {
      "the key was older than message 3 allows": {
        story: roam({
          sendings: {
            "message-3": saying(draftWith({ keyLifetimeS: 3 })),
            "ft-response": refusing(53),
          },
          before: { "ft-request": ({ recorder }) => recorder.pass(5000) },
        }),
        culprit: "key-distribution",
        confidence: "probable",
        evidence: ["message-3", "ft-response"],
        consequences: ["r1-key-unknown-to-target"],
      },
    },
    sound: { "the key was young": { story: noKey } },
    "cannot-tell": { "the lifetime is not known": { story: noKey, keys: "none" } },
    "not-applicable": { "nothing was refused": usual },
  },
  "r1-key-pull-timeout": {
    fault: {
      "the refusal comes late": {
        story: roam({
          sendings: { "ft-response": refusing(53) },
          before: { "ft-response": ({ recorder }) => recorder.pass(1200) },
        }),
        culprit: "key-distribution",
        confidence: "probable",
        evidence: ["ft-response", "ft-request"],
        consequences: ["r1-key-unknown-to-target"],
      },
      "the refusal comes late, without a key": {
        story: roam({
          sendings: { "ft-response": refusing(28) },
          before: { "ft-response": ({ recorder }) => recorder.pass(4000) },
        }),
        keys: "none",
        culprit: "key-distribution",
        evidence: ["ft-response", "ft-request"],
        consequences: ["r1-key-unknown-to-target"],
      },
      "the answer over the DS comes late and holds nothing": {
        story: roam({
          via: "ds",
          sendings: { "ft-response": hollow },
          before: { "ft-response": ({ recorder }) => recorder.pass(4000) },
          until: "ft-response",
        }),
        culprit: "key-distribution",
        confidence: "probable",
        evidence: ["ft-response", "ft-request"],
      },
    },
    sound: {
      "the refusal comes at once": { story: noKey },
      "an answer over the DS that holds nothing comes at once": {
        story: roam({ via: "ds", sendings: { "ft-response": hollow }, until: "ft-response" }),
      },
    },
    "cannot-tell": {
      "the name may be wrong": {
        story: roam({
          association: "before-the-capture",
          sendings: { "ft-response": refusing(53) },
          before: { "ft-response": ({ recorder }) => recorder.pass(1200) },
        }),
        keys: "none",
        isVerdict: true,
      },
    },
    "not-applicable": {
      "nothing was refused": usual,
      "the request was not captured": {
        story: roam({ sendings: { "ft-request": lost, "ft-response": refusing(53) } }),
      },
    },
  },
  "r0-holder-restarted": {
    fault: {
      "the key holder deauthenticates everybody": {
        story: roam({
          sendings: { "ft-response": refusing(53) },
          before: { "ft-request": (stage) => stage.dismissAll(currentAp) },
        }),
        culprit: "key-distribution",
        confidence: "probable",
        evidence: ["dismissal", "ft-response", "ft-request"],
        consequences: ["r1-key-unknown-to-target"],
      },
      "the TSF of the key holder begins anew, without a key": {
        story: roam({
          sendings: { "ft-response": refusing(53) },
          before: {
            "ft-request": (stage) => {
              stage.restart(currentAp);
              stage.recorder.pass(200);
              stage.beacons();
            },
          },
        }),
        keys: "none",
        culprit: "key-distribution",
        evidence: [`beacon of ${currentAp.bssid}#3`, "ft-response", "ft-request"],
        consequences: ["r1-key-unknown-to-target"],
      },
    },
    sound: { "no sign of it": { story: noKey } },
    "cannot-tell": {
      "the association was not captured": {
        story: roam({
          association: "before-the-capture",
          sendings: { "ft-response": refusing(53) },
        }),
      },
    },
    "not-applicable": { "nothing was refused": usual },
  },
  "r1-key-unknown-to-target": {
    fault: {
      "invalid PMKID, and the key shows that the name is right": {
        story: roam({
          association: "before-the-capture",
          sendings: { "ft-response": refusing(53) },
        }),
        culprit: "key-distribution",
        confidence: "probable",
        evidence: ["ft-response", "ft-request"],
      },
      "invalid PMKID, and the association shows that the name is right": {
        story: noKey,
        keys: "none",
        culprit: "key-distribution",
        evidence: ["ft-response", "ft-request"],
      },
      "key holder unreachable": {
        story: roam({ sendings: { "ft-response": refusing(28) } }),
        culprit: "key-distribution",
        evidence: ["ft-response", "ft-request"],
      },
      "no association to confirm": {
        story: roam({ sendings: { "reassociation-response": refusing(11) } }),
        culprit: "key-distribution",
        confidence: "possible",
        evidence: ["reassociation-response", "ft-request"],
      },
      "no association to confirm, from an AP of the vendor that means a missing key by it": {
        story: roam({
          target: { ...targetAp, more: [buildElement(221, hex("0040960304"))] },
          sendings: { "reassociation-response": refusing(11) },
        }),
        culprit: "key-distribution",
        confidence: "probable",
        evidence: ["reassociation-response", "ft-request"],
      },
      "no association to confirm, from an AP of another vendor": {
        story: roam({
          target: { ...targetAp, more: [buildElement(221, hex("00139203"))] },
          sendings: { "reassociation-response": refusing(11) },
        }),
        culprit: "key-distribution",
        confidence: "possible",
        evidence: ["reassociation-response", "ft-request"],
      },
      "invalid FTE in answer to the FT request, from an AP of the vendor that means a missing key by it":
        {
          story: roam({
            target: { ...targetAp, more: [buildElement(221, hex("00139203"))] },
            sendings: { "ft-response": refusing(55) },
          }),
          culprit: "key-distribution",
          confidence: "probable",
          evidence: ["ft-response", "ft-request"],
        },
      "over the DS": {
        story: roam({ via: "ds", sendings: { "ft-response": refusing(53) } }),
        culprit: "key-distribution",
        evidence: ["ft-response", "ft-request"],
      },
      "the name under which an earlier roam succeeded": {
        story: secondRoam,
        culprit: "key-distribution",
        evidence: ["ft-response#2", "ft-request#2"],
      },
    },
    "cannot-tell": {
      "the name may be wrong": {
        story: roam({
          association: "before-the-capture",
          sendings: { "ft-response": refusing(53) },
        }),
        keys: "none",
        isVerdict: true,
      },
      "the passphrase is wrong": {
        story: roam({
          association: "before-the-capture",
          sendings: { "ft-response": refusing(53) },
        }),
        keys: "wrong",
        isVerdict: true,
      },
      "the request was not captured": {
        story: roam({ sendings: { "ft-request": lost, "ft-response": refusing(53) } }),
        isVerdict: true,
      },
    },
    "not-applicable": {
      "nothing was refused": usual,
      "another status": { story: roam({ sendings: { "ft-response": refusing(17) } }) },
      "invalid FTE in answer to the FT request, from an AP of nobody known": {
        story: roam({ sendings: { "ft-response": refusing(55) } }),
        isVerdict: false,
      },
    },
  },
};
