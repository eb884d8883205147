import type { RsneFields } from "../../builders/elements.ts";
import { buildElement, buildTie, hex } from "../../builders/elements.ts";
import type { Label } from "../../builders/honest-frames.ts";
import { type Ap, currentAp, targetAp } from "../../builders/network.ts";
import { type RoamStory, talk } from "../../builders/roam.ts";
import type { RuleCases } from "../test-rule.ts";
import { draftWith, lost, noKey, refusing, roam, rsneWith, saying, usual } from "./breaking.ts";

const beaconOfTarget = `beacon of ${targetAp.bssid}`;
const beaconOfCurrent = `beacon of ${currentAp.bssid}`;
const gcmp = "00-0f-ac:9";
const ftSae = "00-0f-ac:9";

/** The target refuses one of the station's requests for its RSNE. */
function refusal(
  status: number,
  {
    offered = {},
    asked = {},
    step = "ft-response",
    ...story
  }: Omit<RoamStory, "target"> & {
    readonly offered?: Partial<Ap>;
    readonly asked?: RsneFields;
    readonly step?: Label;
  } = {},
) {
  return roam({
    ...story,
    target: { ...targetAp, ...offered },
    sendings: {
      ...story.sendings,
      "ft-request": saying(rsneWith(asked)),
      [step]: refusing(status),
    },
  });
}

const offering = (fields: RsneFields): Partial<Ap> => ({ rsne: { ...targetAp.rsne, ...fields } });
const requiresProtection = offering({ capabilities: 0x00cc });

/** The beacon announces a mobility domain and no FT AKM. */
const adaptive = refusal(43, { offered: offering({ akms: ["00-0f-ac:2"] }) });

/** What the beacon does not say all of. */
const withOverride = refusal(43, {
  offered: {
    ...offering({ akms: ["00-0f-ac:3"] }),
    more: [buildElement(221, hex("506f9a290100"))],
  },
});

const unclear = {
  "no beacon of the target": { story: refusal(43, { beacons: "missed" as const }) },
  "the request was not captured": {
    story: roam({ sendings: { "ft-request": lost, "ft-response": refusing(43) } }),
  },
  "the target announces a mobility domain and no FT AKM": { story: adaptive },
  "the beacon has an RSNE Override": { story: withOverride },
  "SAE without management frame protection": {
    story: refusal(31, {
      offered: offering({ akms: [ftSae] }),
      asked: { akms: [ftSae] },
      association: "before-the-capture",
    }),
  },
};

/** Refusals for the RSNE and for caution. */
export const securityCases: Readonly<Record<string, RuleCases>> = {
  "station-rsne-not-offered": {
    fault: {
      "an AKM that the target does not offer": {
        story: refusal(43, { offered: offering({ akms: ["00-0f-ac:3"] }) }),
        culprit: "configuration",
        confidence: "probable",
        evidence: ["ft-request", beaconOfTarget, beaconOfCurrent, "ft-response"],
      },
      "a pairwise cipher, without a key": {
        story: refusal(42, { offered: offering({ pairwiseCiphers: [gcmp] }) }),
        keys: "none",
        culprit: "configuration",
        evidence: ["ft-request", beaconOfTarget, beaconOfCurrent, "ft-response"],
      },
      "a group cipher": {
        story: refusal(41, { offered: offering({ groupCipher: "00-0f-ac:2" }) }),
        culprit: "station",
        evidence: ["ft-request", beaconOfTarget, "ft-response"],
      },
      "no management frame protection where it is required, in its second request": {
        story: refusal(31, { offered: requiresProtection, step: "reassociation-response" }),
        culprit: "configuration",
        evidence: [
          "reassociation-request",
          beaconOfTarget,
          beaconOfCurrent,
          "reassociation-response",
        ],
      },
      "required management frame protection where there is none": {
        story: refusal(31, { asked: { capabilities: 0x00c0 } }),
        culprit: "station",
        evidence: ["ft-request", beaconOfTarget, "ft-response"],
      },
      "another group management cipher": {
        story: refusal(46, {
          offered: requiresProtection,
          asked: { capabilities: 0x0080, groupManagementCipher: "00-0f-ac:11" },
          association: "before-the-capture",
        }),
        keys: "none",
        culprit: "station",
        evidence: ["ft-request", beaconOfTarget, "ft-response"],
      },
    },
    sound: { "it asks for what the target offers": { story: refusal(43) } },
    "cannot-tell": unclear,
    "not-applicable": {
      "nothing was refused": usual,
      "another status": { story: noKey },
      "no FT exchange": { ...usual, at: 0 },
    },
  },
  "target-refused-right-rsne": {
    fault: {
      "the AKM that it offers": {
        story: refusal(43),
        culprit: "target-ap",
        confidence: "probable",
        evidence: ["ft-response", "ft-request", beaconOfTarget],
      },
      "management frame protection that it does not require, without a key": {
        story: refusal(31, { association: "before-the-capture", step: "reassociation-response" }),
        keys: "none",
        culprit: "target-ap",
        confidence: "probable",
        evidence: ["reassociation-response", "reassociation-request", beaconOfTarget],
      },
      "management frame protection that it requires and gets": {
        story: refusal(31, { offered: requiresProtection, asked: { capabilities: 0x0080 } }),
        culprit: "target-ap",
        evidence: ["ft-response", "ft-request", beaconOfTarget],
      },
      "an element, which may be another one": {
        story: refusal(40),
        culprit: "target-ap",
        confidence: "possible",
        evidence: ["ft-response", "ft-request", beaconOfTarget],
      },
    },
    sound: {
      "it does not offer what it refused": {
        story: refusal(43, { offered: offering({ akms: ["00-0f-ac:3"] }) }),
      },
    },
    "cannot-tell": {
      ...unclear,
      "which cipher the key was made for is not known": {
        story: refusal(42, { association: "before-the-capture" }),
      },
    },
    "not-applicable": {
      "nothing was refused": usual,
      "another status": { story: noKey },
      "the key was made for another cipher": {
        story: refusal(42, {
          offered: offering({ pairwiseCiphers: ["00-0f-ac:4", gcmp] }),
          asked: { pairwiseCiphers: [gcmp] },
        }),
      },
    },
  },
  "ft-reassociation-deferred": {
    fault: {
      "with a comeback time": {
        story: roam({
          sendings: {
            "reassociation-response": saying(draftWith({ status: 30, more: [buildTie(3, 1000)] })),
          },
        }),
        culprit: "target-ap",
        confidence: "probable",
        evidence: ["reassociation-response"],
      },
      "without a comeback time, and without a key": {
        story: roam({ sendings: { "reassociation-response": refusing(30) } }),
        keys: "none",
        culprit: "target-ap",
        confidence: "possible",
        evidence: ["reassociation-response"],
      },
    },
    "not-applicable": {
      "nothing was refused": usual,
      "another status": { story: noKey },
      "no FT exchange": { ...usual, at: 0 },
      "a repeated request is put off after the acceptance": {
        story: roam({
          ending: (stage) => {
            stage.send("reassociation-response", refusing(30));
            talk(stage);
          },
        }),
      },
      "a repeated request is put off, and the acceptance was missed": {
        story: roam({
          sendings: { "reassociation-response": lost },
          ending: (stage) => {
            stage.send("reassociation-response", refusing(30));
            talk(stage);
          },
        }),
      },
    },
  },
};
