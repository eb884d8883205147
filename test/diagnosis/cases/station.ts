import { SecretKey } from "../../../src/crypto/secret-key.ts";
import { hex } from "../../builders/elements.ts";
import { buildSubelement, mac } from "../../builders/frames.ts";
import { createRecorder } from "../../builders/recorder.ts";
import { talk } from "../../builders/roam.ts";
import { createStage, currentAp, scatter, targetAp } from "../../builders/stage.ts";
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

const otherHolder = targetAp.r0khId;
const otherMdid = { mdid: "ffff", capability: 1 };
const oci = (channel: number) => buildSubelement(5, Uint8Array.of(115, channel, 0));

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

/** What the station does wrong, frame by frame. */
export const stationCases: Readonly<Record<string, RuleCases>> = {
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
        consequences: ["r1-key-unknown-to-target"],
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
        consequences: ["target-holds-another-pmk-r1"],
      },
    },
    sound: { "that of its association": usual },
    "cannot-tell": {
      "the association was not captured": {
        story: roam({ association: "before-the-capture", until: "ft-request" }),
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
        confidence: "proven",
        evidence: ["ft-request"],
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
        consequences: ["target-holds-another-pmk-r1"],
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
        consequences: ["target-holds-another-pmk-r1"],
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
        consequences: ["target-holds-another-pmk-r1"],
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
        consequences: ["target-holds-another-pmk-r1"],
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
        consequences: ["target-holds-another-pmk-r1"],
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
  "station-tk-not-installed": {
    fault: {
      "it goes on with the key of its association": {
        story: roam({
          ending: (stage) => {
            const tk = stage.oldTk();
            for (const direction of ["down", "up", "down", "up"] as const) {
              stage.data(direction, direction === "up" ? { tk } : {});
            }
          },
        }),
        culprit: "station",
        confidence: "proven",
        evidence: ["data up#3", "data down#3", "data down#4"],
      },
      "another key": {
        story: roam({
          ending: (stage) => {
            const tk = scatter("another TK", 16);
            for (const direction of ["down", "up", "down", "up"] as const) {
              stage.data(direction, direction === "up" ? { tk } : {});
            }
          },
        }),
        culprit: "station",
        evidence: ["data up#3", "data down#3", "data down#4"],
      },
    },
    sound: { "the key of the exchange": usual },
    "cannot-tell": {
      "no key": withoutKey,
      "neither side uses the key of the exchange": {
        story: roam({
          ending: (stage) => {
            const tk = scatter("another TK", 16);
            for (const direction of ["down", "up", "down", "up"] as const) {
              stage.data(direction, { tk });
            }
          },
        }),
      },
    },
    "not-applicable": { "no data": { story: roam({ ending: () => {} }) } },
  },
};
