import { channelFrequency } from "../spec/channel-frequency.ts";

/** Octets of a tag with its value. */
export const tagLength = 6;
/** So long the tags in front of a packet are at most: there are some 25 kinds, and each stands there once. */
export const longestTags = 64 * tagLength;

const tags = {
  length: 0x0000,
  timeLow: 0x0001,
  timeHigh: 0x0002,
  flags: 0x0003,
  channel: 0x0004,
  rate: 0x0005,
  signalDbm: 0x0007,
  noiseDbm: 0x0009,
  frequency: 0x000d,
  extendedFlags: 0x0015,
  /** The last one. */
  sliceLength: 0xffff,
} as const;

const crcErrorFlag = 0x02;
/** What stands as rate is an MCS index. */
const mcsFlag = 0x100;

/** From the beginning of 1601, from which OmniPeek counts, to that of 1970. */
const epochNs = 11_644_473_600_000_000_000n;

/** The tags in front of a packet of an OmniPeek file, read anew for each. */
export class PeekRecord {
  /** Octets there were on the air, with what stands in the place of the FCS. */
  length = 0;
  /** Octets of them that follow the tags. */
  captured = 0;
  timeNs = 0n;
  hasCrcError = false;
  /** 0: not known. */
  frequencyMhz = 0;
  /** In units of 500 kb/s; 0: not known. */
  rate = 0;
  /** 0: not known. */
  signalDbm = 0;
  noiseDbm = 0;

  /**
   * Reads the tags from `start` on. Returns where they end; undefined when no last one is among those that
   * are whole, and not more than any packet has.
   */
  read(view: DataView, start: number): number | undefined {
    let [timeLow, timeHigh, channel, rate, extended] = [0, 0, 0, 0, 0];
    this.length = this.captured = this.frequencyMhz = this.signalDbm = this.noiseDbm = 0;
    this.hasCrcError = false;
    const end = Math.min(view.byteLength, start + longestTags);
    for (let at = start; at + tagLength <= end; at += tagLength) {
      const value = view.getUint32(at + 2, true);
      switch (view.getUint16(at, true)) {
        case tags.length:
          this.length = value;
          break;
        case tags.timeLow:
          timeLow = value;
          break;
        case tags.timeHigh:
          timeHigh = value;
          break;
        case tags.flags:
          this.hasCrcError = (value & crcErrorFlag) !== 0;
          break;
        case tags.channel:
          channel = value;
          break;
        case tags.rate:
          rate = value;
          break;
        case tags.signalDbm:
          this.signalDbm = powerOf(value);
          break;
        case tags.noiseDbm:
          this.noiseDbm = powerOf(value);
          break;
        case tags.frequency:
          this.frequencyMhz = value <= 0xffff ? value : 0;
          break;
        case tags.extendedFlags:
          extended = value;
          break;
        case tags.sliceLength:
          this.captured = value === 0 ? this.length : value;
          this.timeNs = ((BigInt(timeHigh) << 32n) | BigInt(timeLow)) - epochNs;
          this.frequencyMhz ||= channelFrequency(channel) ?? 0;
          this.rate = (extended & mcsFlag) === 0 && rate <= 0xff ? rate : 0;
          return at + tagLength;
      }
    }
    return undefined;
  }
}

/** A signed number of dBm; what no receiver measures is not known. */
function powerOf(value: number): number {
  const dbm = value | 0;
  return dbm > -128 && dbm < 0 ? dbm : 0;
}
