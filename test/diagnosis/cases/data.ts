import { scatter } from "../../builders/network.ts";
import type { Stage } from "../../builders/stage.ts";
import type { RuleCases } from "../test-rule.ts";
import { roam, usual, withoutKey } from "./breaking.ts";

const otherKey = scatter("another TK", 16);
const zeros = new Uint8Array(16);

/** The station sends, and nothing comes back. */
function sendUp(stage: Stage, frames: number, everyMs: number): void {
  for (let i = 0; i < frames; i++) {
    stage.recorder.pass(everyMs);
    stage.data("up");
  }
}

const oneSided = (frames: number, everyMs: number) =>
  roam({ ending: (stage) => sendUp(stage, frames, everyMs) });

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

/** Keys that do not protect the data as they should. */
export const dataCases: Readonly<Record<string, RuleCases>> = {
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
      "its data are under a key of zeros, and nothing else was captured": {
        story: roam({ ending: (stage) => stage.data("down", { tk: zeros }) }),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["data down#3"],
      },
    },
    sound: { "the key of the exchange": usual },
    "cannot-tell": {
      "no key": withoutKey,
      "neither side uses the key of the exchange": {
        story: roam({ ending: (stage) => talkWith(stage, { tk: otherKey }, { tk: otherKey }) }),
      },
      "only its own data were captured": {
        story: roam({ ending: (stage) => stage.data("down", { tk: otherKey }) }),
      },
    },
    "not-applicable": { "no data": { story: roam({ ending: () => {} }) } },
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
      "a key of zeros, and nothing else was captured": {
        story: roam({ ending: (stage) => stage.data("up", { tk: zeros }) }),
        culprit: "station",
        confidence: "proven",
        evidence: ["data up#3"],
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
  "data-stalled": {
    "cannot-tell": {
      "4 frames up in 1.5 s, none down": { story: oneSided(4, 500), isVerdict: true },
      "without a key": { story: oneSided(4, 500), keys: "none", isVerdict: true },
      "the target had ended the association, and the station went on": {
        story: roam({
          ending: (stage) => {
            stage.leave("ap", 2);
            sendUp(stage, 5, 500);
          },
        }),
        isVerdict: true,
        evidence: ["reassociation-response", "deauthentication", "data up#3", "data up#7"],
      },
    },
    "not-applicable": {
      "both directions": { ...usual, isVerdict: false },
      "3 frames are too few": { story: oneSided(3, 800), isVerdict: false },
      "a short time": { story: oneSided(6, 50), isVerdict: false },
      "no roam": { story: roam({ until: "ft-response" }), isVerdict: false },
      "nothing came to the station before the roam either": {
        story: roam({
          association: "before-the-capture",
          ending: (stage) => sendUp(stage, 5, 500),
        }),
        isVerdict: false,
      },
    },
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
