import { expect, test } from "vitest";
import { currentApAt } from "../../src/diagnosis/current-ap.ts";
import type { Attempt, StationStory } from "../../src/logs/story/story.ts";
import { stationA } from "../builders/aireos-log.ts";

const attempt = (line: number, outcome: Attempt["outcome"] = "open"): Attempt => ({
  number: 1,
  burst: 1,
  begun: { line },
  key: "not-said",
  outcome,
});

/** A station of which line 10 names the AP. */
const station = (told: Partial<StationStory>): StationStory => ({
  station: stationA,
  events: 1,
  first: { line: 1 },
  last: { line: 99 },
  currentAp: { addressIs: "unknown", name: "old", said: { line: 10 } },
  attempts: 0,
  runs: [],
  runsNotShown: 0,
  bursts: [],
  burstsNotShown: 0,
  targets: [],
  removals: [],
  joins: [],
  noted: [],
  ...told,
});

const run = (from: number, to: number, outcome: Attempt["outcome"] = "accepted") =>
  station({ runs: [{ first: attempt(from, outcome), last: attempt(to, outcome), attempts: 2 }] });
const join = (line: number) => station({ joins: [{ begun: { line }, kind: "reassociation" }] });

test.each([
  ["nothing else is told", station({}), 20, true],
  ["it went elsewhere before that was said", run(5, 9), 20, true],
  ["it went elsewhere between", run(12, 12), 20, false],
  ["it went elsewhere again and again", run(5, 12), 20, false],
  ["the line that names its AP is that of its leaving", run(10, 10), 20, false],
  ["that line is later than the attempt", run(10, 10), 5, true],
  ["it was refused between", run(12, 12, "refused"), 20, true],
  ["it went elsewhere after the attempt", run(21, 30), 20, true],
  ["it went elsewhere between the attempt and the line", run(7, 8), 5, false],
  ["it associated between", join(12), 20, false],
  ["it associated by that line", join(10), 20, false],
  ["it associated by that line, after the attempt", join(10), 5, true],
  ["it associated before", join(9), 20, true],
  ["it associated afterwards", join(21), 20, true],
])("the AP that a log names is the station's: %s", (_, story, line, isIts) => {
  expect(currentApAt(story, attempt(line))?.name).toBe(isIts ? "old" : undefined);
});

test("an AP that no line names is not known", () => {
  const { currentAp: _, ...silent } = station({});
  expect(currentApAt(silent, attempt(20))).toBeUndefined();
});
