import { macOctets } from "../../src/bytes/mac-address.ts";
import { computeMic, type FteMicParts, fteMicInput } from "../../src/crypto/mic.ts";
import type { SecretKey } from "../../src/crypto/secret-key.ts";
import type { MicAlgorithm } from "../../src/spec/suites.ts";
import { type Draft, ptkOf } from "../builders/draft.ts";
import { buildFte, buildMde, buildRsne, buildRsnxe } from "../builders/elements.ts";
import { targetAp } from "../builders/network.ts";

/** What a sender takes to make an FTE MIC. */
export interface Making {
  readonly parts: FteMicParts;
  readonly key: SecretKey;
  readonly kek: SecretKey;
  readonly algorithm: MicAlgorithm;
  /** In place of the parts in the standard's order. */
  readonly octets?: Uint8Array;
}

/** What a sender takes that it should not. */
export type Slip = (making: Making) => Partial<Making>;

export function micOf(making: Making, length: number): Uint8Array {
  const { algorithm, key, octets = fteMicInput(making.parts) } = making;
  return computeMic({ algorithm, key, length, octets });
}

/** Some of the parts taken wrongly. */
export function taking(change: (parts: FteMicParts) => Partial<FteMicParts>): Slip {
  return ({ parts }) => ({ parts: { ...parts, ...change(parts) } });
}

const vendorSpecific = 221;

/** Makes the MIC of a frame of the story anew, with a slip. */
export function sign(draft: Draft, transactionSequence: 5 | 6, slip: Slip = () => ({})): void {
  const { rsne, mde, fte, rsnxe, more, key } = draft;
  if (rsne === undefined || mde === undefined || fte === undefined) {
    throw new Error("a MIC needs RSNE, MDE and FTE");
  }
  fte.mic = new Uint8Array(16);
  const { kck, kek } = ptkOf(key);
  const right: Making = {
    parts: {
      stationAddress: macOctets(key.station),
      targetApAddress: macOctets(targetAp.bssid),
      transactionSequence,
      rsne: buildRsne(rsne),
      mde: buildMde(mde.mdid, mde.capability),
      fte: buildFte(fte),
      ric: more.filter((element) => element[0] !== vendorSpecific),
      ...(rsnxe === undefined ? {} : { rsnxe: buildRsnxe(rsnxe) }),
    },
    key: kck,
    kek,
    algorithm: "aes-128-cmac",
  };
  fte.mic = micOf({ ...right, ...slip(right) }, 16);
}
