import { expect, test } from "vitest";
import type { Outcome } from "../../src/exchange/exchange.ts";
import { departures } from "../../src/exchange/outcome.ts";
import { u16le } from "../builders/elements.ts";
import { buildManagementFrame } from "../builders/frames.ts";
import { currentAp, targetAp } from "../builders/network.ts";
import { type RoamStory, talk, tell, tellRoam } from "../builders/roam.ts";
import type { Stage } from "../builders/stage.ts";
import { hollow, refusing } from "../diagnosis/cases/breaking.ts";
import { analyzeWithFacts } from "../diagnosis/test-rule.ts";
import { follow } from "./follow.ts";

const leaveAfter = (ms: number, reason: number) => (stage: Stage) => {
  stage.recorder.pass(ms);
  stage.leave("station", reason);
};

const roams: readonly (readonly [string, Outcome, RoamStory])[] = [
  ["accepted, and data follow", "completed", {}],
  ["accepted, and nothing follows", "completed", { ending: () => {} }],
  [
    "the accepting answer was missed, but data flow both ways",
    "completed",
    { sendings: { "reassociation-response": { isLost: true } } },
  ],
  ["the first answer refuses", "refused", { sendings: { "ft-response": refusing(53) } }],
  [
    "the second answer refuses",
    "refused",
    { sendings: { "reassociation-response": refusing(55) } },
  ],
  [
    "the AP deauthenticates in place of the second answer",
    "refused",
    { until: "reassociation-request", ending: (stage) => stage.leave("ap", 6) },
  ],
  [
    "the AP itself deauthenticates the station it has accepted",
    "completed",
    { ending: (stage) => stage.leave("ap", 13) },
  ],
  [
    "a repeated request is refused after the acceptance, and data flow both ways",
    "completed",
    {
      ending: (stage) => {
        stage.send("reassociation-response", refusing(17));
        talk(stage);
      },
    },
  ],
  [
    "a repeated request is refused after the acceptance, and no data follow",
    "refused",
    { ending: (stage) => void stage.send("reassociation-response", refusing(17)) },
  ],
  [
    "an answer over the DS holds nothing",
    "refused",
    { via: "ds", sendings: { "ft-response": hollow }, until: "ft-response" },
  ],
  ["the station leaves at once", "rejected-by-station", { ending: leaveAfter(1, 13) }],
  ["the station leaves for reasons of its own", "completed", { ending: leaveAfter(1, 3) }],
  ["the station leaves later", "completed", { ending: leaveAfter(1500, 13) }],
  [
    "the station leaves after it has sent data",
    "completed",
    {
      ending: (stage) => {
        talk(stage);
        stage.leave("station", 13);
      },
    },
  ],
  ["no answer to the first request", "unanswered", { until: "ft-request" }],
  ["no answer to the second request", "unanswered", { until: "reassociation-request" }],
  [
    "no answer to the second request, and the station leaves",
    "unanswered",
    { until: "reassociation-request", ending: leaveAfter(1, 13) },
  ],
  ["no second request", "abandoned", { until: "ft-response" }],
];

test.each(roams)("a roam: %s: %s", (_, outcome, story) => {
  const contexts = analyzeWithFacts(tellRoam(story), "none").facts.map(({ context }) => context);
  expect(contexts[1]?.outcome).toBe(outcome);
  expect(contexts[0]?.outcome).toBe("completed");
});

test("a station that is accepted and at once tries elsewhere has turned the answer down", () => {
  const outcomeWhen = (pauseMs: number, hasData: boolean) =>
    analyzeWithFacts(
      tellRoam({
        ending: (stage) => {
          if (hasData) talk(stage);
          stage.recorder.pass(pauseMs);
          stage.associate(currentAp);
        },
      }),
      "none",
    ).facts[1]?.context.outcome;
  expect(outcomeWhen(100, false)).toBe("rejected-by-station");
  expect(outcomeWhen(100, true)).toBe("completed");
  expect(outcomeWhen(2000, false)).toBe("completed");
});

const lost = { isLost: true };

const associations: readonly (readonly [string, Outcome, (stage: Stage) => void])[] = [
  ["with all its messages", "completed", (stage) => stage.associate(targetAp)],
  [
    "without message 4, with data",
    "completed",
    (stage) => {
      stage.associate(targetAp, { "message-4": lost });
      talk(stage);
    },
  ],
  [
    "without message 4, without data",
    "not-observed",
    (stage) => stage.associate(targetAp, { "message-4": lost }),
  ],
  [
    "only authenticated",
    "abandoned",
    (stage) => {
      stage.begin(targetAp);
      stage.send("authentication-request");
      stage.send("authentication-response");
    },
  ],
  [
    "refused at authentication",
    "refused",
    (stage) => {
      stage.begin(targetAp);
      stage.send("authentication-request");
      stage.send("authentication-response", refusing(17));
    },
  ],
  [
    "refused twice at authentication",
    "refused",
    (stage) => {
      stage.begin(targetAp);
      for (const label of ["authentication-request", "authentication-response"] as const) {
        stage.send(label, label === "authentication-response" ? refusing(17) : {});
        stage.send(label, label === "authentication-response" ? refusing(17) : {});
      }
    },
  ],
  [
    "refused at association",
    "refused",
    (stage) => {
      stage.begin(targetAp);
      stage.send("association-request");
      stage.send("association-response", refusing(54));
    },
  ],
  [
    "not answered at all",
    "unanswered",
    (stage) => {
      stage.begin(targetAp);
      stage.send("authentication-request");
    },
  ],
];

test.each(associations)("an association: %s: %s", (_, outcome, script) => {
  const { facts } = analyzeWithFacts(tell(script), "none");
  expect(facts.map(({ context }) => context.outcome)).toEqual([outcome]);
});

test("departures are told in the order in which they were sent", () => {
  const { exchanges } = follow(
    tellRoam({
      ending: (stage) => {
        stage.recorder.transmit({
          label: "disassociation",
          from: stage.station,
          to: targetAp.bssid,
          frequencyMhz: targetAp.frequencyMhz,
          build: (header) =>
            buildManagementFrame(
              {
                ...header,
                subtype: 10,
                receiver: targetAp.bssid,
                transmitter: stage.station,
                bssid: targetAp.bssid,
              },
              u16le(8),
            ),
        });
        stage.recorder.pass(10);
        stage.leave("station", 3);
      },
    }).records,
  );
  const [, roam] = exchanges;
  expect(roam && departures(roam).map(({ role }) => role)).toEqual([
    "disassociation",
    "deauthentication",
  ]);
});
