import { mac } from "../../builders/frames.ts";
import { currentAp, targetAp } from "../../builders/network.ts";
import { createRecorder } from "../../builders/recorder.ts";
import { talk, tell } from "../../builders/roam.ts";
import { createStage } from "../../builders/stage.ts";
import type { RuleCases } from "../test-rule.ts";
import {
  draftWith,
  fteWith,
  lost,
  otherName,
  refusing,
  roam,
  rsneWith,
  saying,
  usual,
  withoutFtRequest,
  withoutKey,
} from "./breaking.ts";

const otherHolder = targetAp.r0khId;
const otherMdid = { mdid: "ffff", capability: 1 };

/** Another station of the network shows that the passphrase is right; this one associated unheard. */
function strangerWithAnotherName() {
  const recorder = createRecorder();
  const neighbour = createStage({ recorder, station: mac("02:11:22:33:44:bb") });
  neighbour.beacons();
  neighbour.associate(currentAp);
  talk(neighbour);
  const stage = createStage({ recorder });
  stage.associate(currentAp, {}, false);
  stage.begin(targetAp);
  stage.send("ft-request", saying(rsneWith({ pmkids: [otherName] })));
  stage.send("ft-response", refusing(53));
  return recorder;
}

/** The association that made the key was not heard; a later one names its holder. */
function otherHolderBeforeAnAssociation() {
  return tell((stage) => {
    stage.beacons();
    stage.associate(currentAp, {}, false);
    stage.begin(targetAp);
    stage.send("ft-request", saying(fteWith({ r0khId: otherHolder })));
    stage.send("ft-response", refusing(53));
    stage.associate(currentAp);
  });
}

/** What the station does wrong in its first frame, some of it in both. */
export const stationFirstFrameCases: Readonly<Record<string, RuleCases>> = {
  "station-fte-missing": {
    fault: {
      "no FTE": {
        story: roam({
          sendings: {
            "ft-request": saying(draftWith({ fte: undefined })),
            "ft-response": refusing(55),
          },
        }),
        culprit: "station",
        confidence: "proven",
        evidence: ["ft-request"],
      },
      "no R0KH-ID, and no key": {
        story: roam({
          sendings: {
            "ft-request": saying(fteWith({ r0khId: undefined })),
            "ft-response": refusing(55),
          },
        }),
        keys: "none",
        culprit: "station",
        evidence: ["ft-request"],
      },
    },
    sound: { "both are there": usual },
    "cannot-tell": {
      "the recorder cut the frame": {
        story: roam({ sendings: { "ft-request": { cutTo: 60 } }, until: "ft-request" }),
      },
    },
    "not-applicable": { "the request was not captured": withoutFtRequest },
  },
  "station-mdid-wrong": {
    fault: {
      "a domain that nobody announces": {
        story: roam({
          sendings: {
            "ft-request": saying(draftWith({ mde: otherMdid })),
            "ft-response": refusing(54),
          },
        }),
        culprit: "station",
        confidence: "proven",
        evidence: ["ft-request"],
      },
      "no MDE": {
        story: roam({
          sendings: {
            "ft-request": saying(draftWith({ mde: undefined })),
            "ft-response": refusing(54),
          },
        }),
        keys: "none",
        culprit: "station",
        evidence: ["ft-request"],
      },
      "another domain in its second frame": {
        story: roam({
          sendings: {
            "reassociation-request": saying(draftWith({ mde: otherMdid })),
            "reassociation-response": refusing(54),
          },
        }),
        culprit: "station",
        evidence: ["reassociation-request", "ft-request"],
      },
    },
    sound: { "its domain": usual },
    "cannot-tell": {
      "no beacon of the target": { story: roam({ beacons: "missed", until: "ft-request" }) },
    },
    "not-applicable": {
      "neither of its frames was captured": {
        story: roam({ sendings: { "ft-request": lost, "reassociation-request": lost } }),
      },
    },
  },
  "station-r0kh-id-wrong": {
    fault: {
      "that of another key holder, by the key": {
        story: roam({
          sendings: {
            "ft-request": saying(fteWith({ r0khId: otherHolder })),
            "ft-response": refusing(53),
          },
        }),
        culprit: "station",
        confidence: "proven",
        evidence: ["ft-request", "authentication-request"],
      },
      "that of another key holder, by the key and what the station names later": {
        story: otherHolderBeforeAnAssociation,
        culprit: "station",
        confidence: "proven",
        evidence: ["ft-request"],
      },
      "that of another key holder, by the name of the association": {
        story: roam({
          sendings: {
            "ft-request": saying(fteWith({ r0khId: otherHolder })),
            "ft-response": refusing(53),
          },
        }),
        keys: "none",
        culprit: "station",
        evidence: ["ft-request", "authentication-request"],
      },
      "another one in its second frame": {
        story: roam({
          sendings: {
            "reassociation-request": saying(fteWith({ r0khId: otherHolder })),
            "reassociation-response": refusing(55),
          },
        }),
        culprit: "station",
        evidence: ["reassociation-request", "ft-request"],
      },
    },
    sound: {
      "that of its association": usual,
      "that of its key, by the key": {
        story: roam({ association: "before-the-capture", until: "ft-request" }),
      },
    },
    "cannot-tell": {
      "the association was not captured": {
        story: roam({ association: "before-the-capture", until: "ft-request" }),
        keys: "none",
      },
      "the name is that of another key": {
        story: roam({
          sendings: {
            "ft-request": saying((draft) => {
              fteWith({ r0khId: otherHolder })(draft);
              rsneWith({ pmkids: [otherName] })(draft);
            }),
          },
          until: "ft-request",
        }),
        keys: "none",
      },
    },
    "not-applicable": {
      "neither of its frames was captured": {
        story: roam({ sendings: { "ft-request": lost, "reassociation-request": lost } }),
      },
    },
  },
  "station-pmkr0name-wrong": {
    fault: {
      "a name that the key of its own association does not give": {
        story: roam({
          sendings: {
            "ft-request": saying(rsneWith({ pmkids: [otherName] })),
            "ft-response": refusing(53),
          },
        }),
        culprit: "station",
        confidence: "probable",
        evidence: ["ft-request"],
      },
      "a name that the key of its own MIC does not give": {
        story: roam({
          sendings: {
            "ft-request": saying(rsneWith({ pmkids: [otherName] })),
            "ft-response": saying(rsneWith({ pmkids: [otherName] })),
            "reassociation-response": refusing(53),
          },
        }),
        culprit: "station",
        confidence: "proven",
        evidence: ["ft-request"],
        consequences: ["station-pmkr1name-wrong"],
      },
      "a name that the key of the network does not give": {
        story: strangerWithAnotherName,
        culprit: "station",
        confidence: "probable",
        evidence: ["ft-request"],
      },
      "two names": {
        story: roam({
          sendings: {
            "ft-request": saying(rsneWith({ pmkids: [otherName, otherName] })),
            "ft-response": refusing(53),
          },
        }),
        keys: "none",
        culprit: "station",
        evidence: ["ft-request"],
      },
    },
    sound: {
      "the name its key gives": usual,
      "the name of its association, without a key": withoutKey,
    },
    "cannot-tell": {
      "another name than that of its association, without a key": {
        story: roam({
          sendings: {
            "ft-request": saying(rsneWith({ pmkids: [otherName] })),
            "ft-response": refusing(53),
          },
        }),
        keys: "none",
      },
      "another name, and a wrong passphrase": {
        story: roam({
          sendings: {
            "ft-request": saying(rsneWith({ pmkids: [otherName] })),
            "ft-response": refusing(53),
          },
        }),
        keys: "wrong",
      },
    },
    "not-applicable": { "the request was not captured": withoutFtRequest },
  },
};
