export type Band = "2.4 GHz" | "4.9 GHz" | "5 GHz" | "6 GHz" | "60 GHz";

export interface Channel {
  readonly band: Band;
  readonly channel: number;
}

interface ChannelRange {
  readonly band: Band;
  /** MHz, both included. */
  readonly first: number;
  readonly last: number;
  /** MHz where channel 0 would be, and from one number to the next. */
  readonly start: number;
  readonly step: number;
}

const ranges: readonly ChannelRange[] = [
  { band: "2.4 GHz", first: 2412, last: 2472, start: 2407, step: 5 },
  // 12 MHz above channel 13, off the raster.
  { band: "2.4 GHz", first: 2484, last: 2484, start: 2470, step: 1 },
  { band: "4.9 GHz", first: 4910, last: 4980, start: 4000, step: 5 },
  { band: "5 GHz", first: 5005, last: 5895, start: 5000, step: 5 },
  // Operating class 136: one channel below the others and numbered on its own.
  { band: "6 GHz", first: 5935, last: 5935, start: 5925, step: 5 },
  { band: "6 GHz", first: 5955, last: 7115, start: 5950, step: 5 },
  { band: "60 GHz", first: 58_320, last: 69_120, start: 56_160, step: 2160 },
];

/** Band and channel number of a centre frequency in MHz; undefined off the channel raster. */
export function channelOf(frequencyMhz: number): Channel | undefined {
  const range = ranges.find(({ first, last }) => frequencyMhz >= first && frequencyMhz <= last);
  if (range === undefined) return undefined;
  const channel = (frequencyMhz - range.start) / range.step;
  return Number.isInteger(channel) ? { band: range.band, channel } : undefined;
}
