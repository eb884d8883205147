import { mac } from "../../builders/frames.ts";
import { createRecorder } from "../../builders/recorder.ts";
import { talk, tell } from "../../builders/roam.ts";
import { createStage, currentAp, targetAp } from "../../builders/stage.ts";
import type { RuleCases } from "../test-rule.ts";
import {
  draftWith,
  fteWith,
  lost,
  onlyAnswered,
  onlyRequested,
  refusing,
  roam,
  rsneWith,
  saying,
  stationLeaves,
  usual,
  withoutFtRequest,
  withoutKey,
} from "./breaking.ts";

const otherDomain = { ...targetAp, mdid: "c3d4" };
const otherCipher = "00-0f-ac:9";
const noKey = roam({ sendings: { "ft-response": refusing(53) } });

/** An AP that offers only another cipher, and a station that asks for what it offers. */
const cipherStory = (status: number) =>
  roam({
    target: { ...targetAp, rsne: { ...targetAp.rsne, pairwiseCiphers: [otherCipher] } },
    sendings: {
      "ft-request": saying(rsneWith({ pairwiseCiphers: [otherCipher] })),
      ...(status === 0 ? {} : { "ft-response": refusing(status) }),
    },
    until: "ft-response",
  });

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

/** The target's ACKs for another station are in the capture. */
const unheard = (retries: number, options: { readonly hasAcks: boolean }) => () => {
  const recorder = createRecorder();
  const neighbour = createStage({ recorder, station: mac("02:11:22:33:44:bb") });
  const stage = createStage({ recorder });
  stage.beacons();
  if (options.hasAcks) neighbour.associate(targetAp);
  stage.associate(currentAp);
  stage.begin(targetAp);
  stage.send("ft-request", { retries, isAcknowledged: false });
  return recorder;
};

const association = (sending: Parameters<typeof saying>[0], cutTo?: number) => () =>
  tell((stage) => {
    stage.beacons();
    const without = saying(sending);
    stage.associate(currentAp, {
      "association-response": cutTo === undefined ? without : { ...without, cutTo },
      "message-2": without,
      "message-3": without,
    });
    talk(stage);
  });

/** Keys that do not get around, networks that do not fit together, the radio. */
export const networkCases: Readonly<Record<string, RuleCases>> = {
  "mobility-domains-differ": {
    fault: {
      "the station asks in its own domain": {
        story: roam({ target: otherDomain, sendings: { "ft-response": refusing(54) } }),
        keys: "none",
        culprit: "configuration",
        confidence: "proven",
        evidence: ["ft-request", "authentication-request"],
      },
      "the station asks in the domain of the target": {
        story: roam({
          target: otherDomain,
          sendings: {
            "ft-request": saying(draftWith({ mde: { mdid: "c3d4", capability: 1 } })),
            "ft-response": refusing(53),
          },
        }),
        culprit: "configuration",
        evidence: ["ft-request", "authentication-request"],
      },
    },
    sound: { "one domain": usual },
    "not-applicable": { "the request was not captured": withoutFtRequest },
  },
  "security-differs": {
    fault: {
      "another cipher": {
        story: cipherStory(42),
        culprit: "configuration",
        confidence: "proven",
        evidence: ["ft-request", "ft-response"],
      },
      "another AKM, without a key": {
        story: roam({
          target: { ...targetAp, rsne: { ...targetAp.rsne, akms: ["00-0f-ac:3"] } },
          sendings: {
            "ft-request": saying(rsneWith({ akms: ["00-0f-ac:3"] })),
            "ft-response": refusing(43),
          },
        }),
        keys: "none",
        culprit: "configuration",
        evidence: ["ft-request", "ft-response"],
      },
      "another cipher, and the target knows no key for it": {
        story: cipherStory(53),
        culprit: "configuration",
        evidence: ["ft-request", "ft-response"],
        consequences: ["r1-key-unknown-to-target"],
      },
    },
    sound: {
      "the same": usual,
      "another cipher, which the target accepts": { story: cipherStory(0) },
    },
    "not-applicable": {
      "the association was not captured": { story: roam({ association: "before-the-capture" }) },
      "the request was not captured": withoutFtRequest,
    },
  },
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
    },
    sound: { "the refusal comes at once": { story: noKey } },
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
        evidence: ["reassociation-response", "ft-request"],
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
  "refused-by-policy": {
    fault: {
      "too many stations": {
        story: roam({ sendings: { "ft-response": refusing(17) } }),
        culprit: "target-ap",
        confidence: "probable",
        evidence: ["ft-response"],
      },
      "poor signal, without a key": {
        story: roam({ sendings: { "reassociation-response": refusing(34) } }),
        keys: "none",
        culprit: "target-ap",
        evidence: ["reassociation-response"],
      },
    },
    "not-applicable": { "nothing was refused": usual, "another status": { story: noKey } },
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
  "association-without-r0kh-id": {
    fault: {
      "no FTE": {
        story: association(draftWith({ fte: undefined })),
        keys: "none",
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["association-response"],
      },
      "no R0KH-ID": {
        story: association(fteWith({ r0khId: undefined })),
        culprit: "target-ap",
        evidence: ["association-response"],
      },
    },
    sound: { "it is there": { ...usual, at: 0 } },
    "cannot-tell": {
      "the recorder cut the frame": { story: association(() => {}, 40) },
    },
    "not-applicable": { "an FT exchange": usual },
  },
  "request-not-acknowledged": {
    fault: {
      "four copies and no ACK, while others get theirs": {
        story: unheard(3, { hasAcks: true }),
        culprit: "radio",
        confidence: "probable",
        evidence: ["ft-request"],
      },
    },
    sound: { "few copies": { story: unheard(1, { hasAcks: true }) } },
    "cannot-tell": { "no ACKs of this AP at all": { story: unheard(3, { hasAcks: false }) } },
    "not-applicable": { "it was answered": usual, "it was acknowledged": onlyRequested },
  },
};

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
    },
    "not-applicable": { "nothing was refused": usual },
  },
  "rejected-by-station": {
    "cannot-tell": {
      "nothing is wrong with the answer": {
        story: roam({ ending: stationLeaves }),
        isVerdict: true,
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
      "the station goes away": { ...onlyAnswered, isVerdict: true },
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
