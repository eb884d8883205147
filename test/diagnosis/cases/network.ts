import { mac } from "../../builders/frames.ts";
import { currentAp, targetAp } from "../../builders/network.ts";
import { createRecorder } from "../../builders/recorder.ts";
import { type RoamStory, talk, tell } from "../../builders/roam.ts";
import { createStage } from "../../builders/stage.ts";
import type { RuleCases } from "../test-rule.ts";
import {
  draftWith,
  fteWith,
  lost,
  onlyRequested,
  refusing,
  roam,
  rsneWith,
  saying,
  usual,
  withoutFtRequest,
} from "./breaking.ts";

const otherDomain = { ...targetAp, mdid: "c3d4" };
const otherCipher = "00-0f-ac:9";

/** An AP that offers only another cipher, and a station that asks for what it offers. */
const cipherStory = (status: number, sendings: RoamStory["sendings"] = {}) =>
  roam({
    target: { ...targetAp, rsne: { ...targetAp.rsne, pairwiseCiphers: [otherCipher] } },
    sendings: {
      ...sendings,
      "ft-request": saying(rsneWith({ pairwiseCiphers: [otherCipher] })),
      ...(status === 0 ? {} : { "ft-response": refusing(status) }),
    },
    until: "ft-response",
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

/** Networks that do not fit together, and the radio. */
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
      "the beacons of the current AP tell its domain": {
        story: roam({
          target: otherDomain,
          association: "before-the-capture",
          via: "ds",
          sendings: { "ft-response": refusing(54) },
        }),
        keys: "none",
        culprit: "configuration",
        evidence: ["ft-request"],
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
    sound: {
      "one domain": usual,
    },
    "cannot-tell": {
      "nobody heard which domain the station comes from": {
        story: roam({
          target: otherDomain,
          association: "before-the-capture",
          sendings: { "ft-response": refusing(54) },
        }),
        isVerdict: false,
      },
    },
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
      "another cipher, and the answer of the association was missed": {
        story: cipherStory(53, { "association-response": lost }),
        culprit: "configuration",
        evidence: ["ft-request", "ft-response"],
        consequences: ["r1-key-unknown-to-target"],
      },
    },
    sound: {
      "the same": usual,
      "another cipher, which the target accepts": { story: cipherStory(0) },
      "another cipher by the station's own choice: the target offers the old one too": {
        story: roam({
          target: {
            ...targetAp,
            rsne: { ...targetAp.rsne, pairwiseCiphers: ["00-0f-ac:4", otherCipher] },
          },
          sendings: {
            "ft-request": saying(rsneWith({ pairwiseCiphers: [otherCipher] })),
            "ft-response": refusing(42),
          },
        }),
      },
    },
    "not-applicable": {
      "the association was not captured": { story: roam({ association: "before-the-capture" }) },
      "the request was not captured": withoutFtRequest,
    },
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
