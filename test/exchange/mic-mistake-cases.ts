import { macOctets } from "../../src/bytes/mac-address.ts";
import { concatOctets, utf8Octets } from "../../src/bytes/octets.ts";
import { derivePmkR0, type PmkR0 } from "../../src/crypto/ft-keys.ts";
import { derivePsk } from "../../src/crypto/psk.ts";
import { SecretKey } from "../../src/crypto/secret-key.ts";
import { pmkR1For } from "../builders/draft.ts";
import { buildElement, buildMde, buildRsne, hex } from "../builders/elements.ts";
import { mac, station } from "../builders/frames.ts";
import {
  type Ap,
  currentAp,
  passphrase,
  rememberedPbkdf2,
  ssid,
  targetAp,
} from "../builders/network.ts";
import type { Change } from "../builders/stage.ts";
import { flipBit } from "../crypto/vectors.ts";
import { type Slip, taking } from "./forged-mic.ts";

export type Side = "station" | "target";

/** One way to make a MIC wrongly, as a sender would. */
export interface MicMistakeCase {
  /** The id of the explanation; default: the name of the case. */
  readonly id?: string;
  /** What the explanation must say. */
  readonly says: string;
  /** Default: both. */
  readonly sides?: readonly Side[];
  readonly target?: Partial<Ap>;
  /** What the sender's frame of the FT authentication carries. */
  readonly first?: Change;
  /** What the sender's second frame carries, and which key the sender takes for it. */
  readonly change?: Change;
  /** Which values the sender takes for the MIC. */
  readonly slip?: Slip;
  /** What happens to the frame after its MIC was made. */
  readonly after?: Change;
  /** Not for want of skill: the sender was given another PMK-R1. */
  readonly isAnotherPmkR1?: boolean;
}

/** An R1KH-ID that is no address of anybody. */
export const r1khId = macOctets(mac("0e:11:12:13:14:15"));
export const otherPassphrase = "the passphrase next door";

function pmkR0With(text: string): PmkR0 {
  return derivePmkR0({
    hash: "sha256",
    xxKey: derivePsk({
      passphrase: utf8Octets(text),
      ssid: utf8Octets(ssid),
      pbkdf2: rememberedPbkdf2,
    }),
    ssid: utf8Octets(ssid),
    mdid: hex(currentAp.mdid),
    r0khId: currentAp.r0khId,
    s0khId: macOctets(station),
  });
}

/** The sender works with the PMK-R1 of another passphrase or another R1KH-ID. */
function takingPmkR1(text: string, id: Uint8Array): Change {
  return ({ key }) => {
    key.pmkR1 = pmkR1For(pmkR0With(text).pmkR0, id, station);
  };
}

const rsnxe = hex("20");
const withRsnxe: Change = (draft) => {
  draft.rsnxe = rsnxe;
};
const withoutRsnxe: Change = (draft) => {
  draft.rsnxe = undefined;
};

/** A resource request of one descriptor. */
const ric = [buildElement(57, hex("01010000")), buildElement(75, hex("010203"))];
const withRic: Change = (draft) => {
  draft.more = [...ric];
  if (draft.fte !== undefined) draft.fte.elementCount = draft.rsnxe === undefined ? 5 : 6;
};

const vendor = buildElement(221, hex("0050f2020001"));
export const swapNonces: Change = ({ key }) => {
  [key.anonce, key.snonce] = [key.snonce, key.anonce];
};
const ptkOfCurrentAp: Change = ({ key }) => {
  key.bssid = currentAp.bssid;
};

export const swapAddresses = taking((parts) => ({
  stationAddress: parts.targetApAddress,
  targetApAddress: parts.stationAddress,
}));

export const countsElements = (count: number) =>
  taking(({ fte }) => ({
    fte: concatOctets(fte.subarray(0, 3), hex(`0${count}`), fte.subarray(4)),
  }));

const currentAddress = taking(() => ({ targetApAddress: macOctets(currentAp.bssid) }));

/** Every known mistake, and some pairs, by the id of the explanation. */
export const micMistakeCases: Readonly<Record<string, MicMistakeCase>> = {
  "sequence-3": {
    says: "the transaction sequence number 3 is taken",
    slip: taking(() => ({ transactionSequence: 3 })),
  },
  "sequence-6": {
    says: "the transaction sequence number 6 is taken",
    sides: ["station"],
    slip: taking(() => ({ transactionSequence: 6 })),
  },
  "sequence-5": {
    says: "the transaction sequence number 5 is taken",
    sides: ["target"],
    slip: taking(() => ({ transactionSequence: 5 })),
  },
  "without-rsnxe": {
    says: "the RSNXE is left out",
    target: { rsnxe },
    first: withRsnxe,
    change: withRsnxe,
    slip: taking(() => ({ rsnxe: hex("") })),
  },
  "rsnxe-of-beacon": {
    says: "the RSNXE of the beacon is taken in",
    target: { rsnxe },
    first: withoutRsnxe,
    change: withRsnxe,
    after: withoutRsnxe,
  },
  "rsnxe-of-first-frame": {
    says: "the RSNXE of the first frame is taken",
    first: withRsnxe,
    change: withRsnxe,
    after: withoutRsnxe,
  },
  "without-ric": {
    says: "the RIC is left out",
    change: withRic,
    slip: taking(() => ({ ric: [] })),
  },
  "with-vendor-elements": {
    says: "the vendor elements are taken in",
    change: (draft) => {
      draft.more = [vendor];
    },
    slip: taking(() => ({ ric: [vendor] })),
  },
  "without-mde": {
    says: "the MDE is left out",
    slip: taking(() => ({ mde: hex("") })),
  },
  "without-rsne": {
    says: "the RSNE is left out",
    slip: taking(() => ({ rsne: hex("") })),
  },
  "frame-order": {
    says: "the elements stand in the order of the frame",
    slip: ({ parts }) => ({
      octets: concatOctets(
        parts.stationAddress,
        parts.targetApAddress,
        Uint8Array.of(parts.transactionSequence),
        parts.rsne,
        parts.fte,
        parts.mde,
      ),
    }),
    after: (draft) => {
      draft.more = [buildMde(draft.mde?.mdid, draft.mde?.capability)];
      draft.mde = undefined;
    },
  },
  "RSNXE before the RIC": {
    id: "frame-order",
    says: "the elements stand in the order of the frame",
    first: withRsnxe,
    change: (draft) => {
      withRsnxe(draft);
      withRic(draft);
    },
    slip: ({ parts }) => ({
      octets: concatOctets(
        parts.stationAddress,
        parts.targetApAddress,
        Uint8Array.of(parts.transactionSequence),
        parts.rsne,
        parts.mde,
        parts.fte,
        parts.rsnxe ?? hex(""),
        ...parts.ric,
      ),
    }),
  },
  "mde-of-first-frame": {
    says: "is taken: it was changed after the MIC was computed",
    after: (draft) => {
      draft.mde = { mdid: "a1b3", capability: 1 };
    },
  },
  "rsne-of-first-frame": {
    says: "(with the PMKR1Name) is taken: it was changed after the MIC was computed",
    after: ({ rsne }) => {
      if (rsne !== undefined) rsne.capabilities = 0x0080;
    },
  },
  "rsne-with-pmkr0name": {
    says: "the RSNE carries the PMKR0Name",
    slip: taking(({ rsne }) => ({
      rsne: concatOctets(rsne.subarray(0, -16), pmkR0With(passphrase).pmkR0Name),
    })),
  },
  "rsne-of-beacon": {
    says: "the RSNE of the beacon without a PMKID is taken",
    slip: taking(() => ({ rsne: buildRsne(targetAp.rsne) })),
  },
  "element-count-0": { says: "the element count is 0", slip: countsElements(0) },
  "element-count-4": { says: "the element count is 4", slip: countsElements(4) },
  "addresses-swapped": { says: "the two addresses are swapped", slip: swapAddresses },
  "current-ap-address": {
    says: "the address of the current AP is taken",
    slip: currentAddress,
  },
  "r1kh-id-as-address": {
    says: "the R1KH-ID is taken for the AP's address",
    slip: taking(() => ({ targetApAddress: r1khId })),
  },
  "algorithm-hmac-sha256": {
    says: "the MIC is made with HMAC-SHA256",
    slip: () => ({ algorithm: "hmac-sha256" }),
  },
  "algorithm-hmac-sha384": {
    says: "the MIC is made with HMAC-SHA384",
    slip: () => ({ algorithm: "hmac-sha384" }),
  },
  "key-kek": {
    says: "the KEK is taken for the KCK",
    slip: ({ kek }) => ({ key: kek }),
  },
  "nonces-swapped": {
    says: "the PTK is made with ANonce and SNonce swapped",
    change: swapNonces,
  },
  "ptk-of-current-ap": {
    says: "the PTK is made with the address of the current AP",
    change: ptkOfCurrentAp,
  },
  "r1kh-id-of-first-ap": {
    says: "PMK-R1 is that of the AP of the initial association",
    change: takingPmkR1(passphrase, currentAp.r1khId),
    isAnotherPmkR1: true,
  },
  "bssid-as-r1kh-id": {
    says: "PMK-R1 is made with the BSSID in place of the R1KH-ID",
    change: takingPmkR1(passphrase, macOctets(targetAp.bssid)),
    isAnotherPmkR1: true,
  },
  "other-key": {
    says: "the key is the passphrase next door with MDID a1b2",
    change: takingPmkR1(otherPassphrase, r1khId),
    isAnotherPmkR1: true,
  },
  "pmk-r1-bit": {
    says: "1 bit of PMK-R1 is flipped (octet 4): the sender holds a damaged PMK-R1",
    change: ({ key }) => {
      key.pmkR1 = new SecretKey("PMK-R1", flipBit(key.pmkR1.reveal(), 37));
    },
    isAnotherPmkR1: true,
  },
  garbled: {
    says: "it differs from the right one in 2 of 128 bits: computed right and changed afterwards",
    after: ({ fte }) => {
      if (fte?.mic !== undefined) fte.mic = flipBit(flipBit(fte.mic, 3), 90);
    },
  },
  "sequence-4+without-mde": {
    says: "number 4 is taken, and the MDE is left out",
    slip: taking(() => ({ transactionSequence: 4, mde: hex("") })),
  },
  "addresses-swapped+key-kek": {
    says: "the two addresses are swapped, and the KEK is taken for the KCK",
    slip: (making) => ({ ...swapAddresses(making), key: making.kek }),
  },
  "current-ap-address+ptk-of-current-ap": {
    says: "the address of the current AP is taken, and the PTK is made with the address of the current AP",
    change: ptkOfCurrentAp,
    slip: currentAddress,
  },
  "element-count-2+nonces-swapped": {
    says: "the element count is 2, and the PTK is made with ANonce and SNonce swapped",
    change: swapNonces,
    slip: countsElements(2),
  },
  "sequence-3+bssid-as-r1kh-id": {
    says: "number 3 is taken, and PMK-R1 is made with the BSSID in place of the R1KH-ID",
    change: takingPmkR1(passphrase, macOctets(targetAp.bssid)),
    slip: taking(() => ({ transactionSequence: 3 })),
    isAnotherPmkR1: true,
  },
};
