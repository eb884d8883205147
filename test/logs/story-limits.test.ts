import { expect, test } from "vitest";
import { createStoryBuilder } from "../../src/logs/story/story-builder.ts";
import { aireosLog, oldAp, targetAp } from "../builders/aireos-log.ts";
import { readLog } from "./read-log.ts";

/** So many bursts of two attempts, one minute apart, each after a removal by the controller. */
function storyOf(bursts: number) {
  let log = aireosLog();
  for (let i = 0; i < bursts; i++) {
    const at = i * 60_000;
    log = log.removal(at, at + 900, oldAp);
    log = log.request(at + 20_000, targetAp).lookupFailed(at + 20_003, targetAp);
    log = log.request(at + 20_344, targetAp).lookupFailed(at + 20_347, targetAp);
  }
  const builder = createStoryBuilder();
  builder.push(readLog(log.text()).events);
  return builder.end().stations[0];
}

test("a burst beyond the limit is counted, and not taken for more of the last that is told", () => {
  const told = storyOf(130);
  expect(told?.attempts).toBe(260);
  expect(told?.bursts).toHaveLength(100);
  expect(told?.burstsNotShown).toBe(30);
  expect(new Set(told?.bursts.map(({ attempts }) => attempts))).toEqual(new Set([2]));
  expect(told?.bursts.at(-1)?.spacingMs).toEqual({ least: 344, median: 344, most: 344 });
});

test("a story within the limits hides nothing", () => {
  const told = storyOf(3);
  expect(told?.bursts).toHaveLength(3);
  expect(told?.burstsNotShown).toBe(0);
});

test("what belongs to a removal beyond the limit is not told of the last one within it", () => {
  let log = aireosLog();
  for (let i = 0; i < 100; i++) {
    log = log.say(
      "osapiBsnTimer",
      i * 60_000,
      "apfMsExpireCallback (apf_ms.c:632) Expiring Mobile!",
    );
  }
  const removals = (text: string) => {
    const builder = createStoryBuilder();
    builder.push(readLog(text).events);
    return builder.end().stations[0]?.removals;
  };
  const before = removals(log.text());
  expect(before).toHaveLength(100);
  expect(removals(log.removal(6_000_000, 6_000_900, oldAp).text())).toEqual(before);
});
