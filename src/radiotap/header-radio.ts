import { channelFrequency } from "../spec/channel-frequency.ts";
import type { RadioInfo } from "./radio.ts";
import { legacyRate } from "./rate.ts";

/** What a plain header says of the reception; absent or 0 stands for "not known". */
export interface PlainRadio {
  readonly tsfUs?: bigint | undefined;
  readonly frequencyMhz?: number | undefined;
  /** Used where there is no frequency. */
  readonly channel?: number | undefined;
  readonly signalDbm?: number | undefined;
  readonly noiseDbm?: number | undefined;
  /** Units of 500 kb/s. */
  readonly rate?: number | undefined;
}

/** Radio information out of the fixed fields of a header. A power that is not negative is no dBm of a receiver. */
export function radioOf(plain: PlainRadio): RadioInfo {
  const frequencyMhz = plain.frequencyMhz || channelFrequency(plain.channel ?? 0);
  const signalDbm = receivedPower(plain.signalDbm);
  const noiseDbm = receivedPower(plain.noiseDbm);
  const rate = legacyRate(plain.rate ?? 0);
  return {
    ...(plain.tsfUs ? { tsfUs: plain.tsfUs } : {}),
    ...(frequencyMhz === undefined ? {} : { frequencyMhz }),
    ...(signalDbm === undefined ? {} : { signalDbm }),
    ...(noiseDbm === undefined ? {} : { noiseDbm }),
    ...(rate === undefined ? {} : { rate }),
  };
}

/** The lowest value of the field stands for "not known" too. */
export function receivedPower(dbm: number | undefined): number | undefined {
  return dbm !== undefined && dbm < 0 && dbm > -128 ? dbm : undefined;
}

/** The octet as a signed number. */
export function signedOctet(octet: number): number {
  return (octet << 24) >> 24;
}
