import { expect, test } from "vitest";
import { channelOf } from "../../src/spec/channels.ts";

test.each([
  [2412, "2.4 GHz", 1],
  [2437, "2.4 GHz", 6],
  [2472, "2.4 GHz", 13],
  [2484, "2.4 GHz", 14],
  [4910, "4.9 GHz", 182],
  [4980, "4.9 GHz", 196],
  [5180, "5 GHz", 36],
  [5825, "5 GHz", 165],
  [5885, "5 GHz", 177],
  [5935, "6 GHz", 2],
  [5955, "6 GHz", 1],
  [6415, "6 GHz", 93],
  [7115, "6 GHz", 233],
  [58_320, "60 GHz", 1],
  [64_800, "60 GHz", 4],
])("%i MHz is in the band %s channel %i", (frequency, band, channel) => {
  expect(channelOf(frequency)).toEqual({ band, channel });
});

test.each([0, 2407, 2413, 2477, 2483, 3600, 5000, 5182, 5900, 5940, 7120, 58_321, 65_535])(
  "%i MHz is no channel",
  (frequency) => {
    expect(channelOf(frequency)).toBeUndefined();
  },
);
