import { type MacAddress, macOctets } from "../../src/bytes/mac-address.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import { derivePmkR1, derivePtk, type Ptk } from "../../src/crypto/ft-keys.ts";
import { computeEapolMic, computeFteMic, fteMicInput } from "../../src/crypto/mic.ts";
import type { SecretKey } from "../../src/crypto/secret-key.ts";
import { type FtAkmLengths, ftAkmLengths } from "../../src/spec/suites.ts";
import { wrapKey } from "../crypto/vectors.ts";
import {
  buildFte,
  buildKde,
  buildMde,
  buildRsne,
  buildRsnxe,
  buildSubelement,
  buildTie,
  type FteFields,
  hex,
  type RsneFields,
  u8,
  u16le,
} from "./elements.ts";
import { buildEapolKey } from "./frames.ts";

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/** What the sender makes its PTK from. */
export interface KeyInputs {
  pmkR1: SecretKey;
  anonce: Uint8Array;
  snonce: Uint8Array;
  bssid: MacAddress;
  station: MacAddress;
  tkLength: number;
  /** Between multi-link devices: the links of who sends the frame. */
  links?: readonly MacAddress[];
}

/** A frame before it is encoded: what a party believes and says. Tests break it here. */
export interface Draft {
  status: number;
  rsne: Mutable<RsneFields> | undefined;
  mde: { mdid: string; capability: number } | undefined;
  /** Without an element count of its own it counts right. */
  fte: Mutable<FteFields> | undefined;
  rsnxe: Uint8Array | undefined;
  /** Elements after the others, which no MIC covers. */
  more: Uint8Array[];
  /** Wrapped into the FTE or into the key data with the KEK. */
  gtk: Uint8Array | undefined;
  /** Of EAPOL-Key frames; right when undefined. */
  eapolMic: Uint8Array | undefined;
  /** Of message 3: TIEs. */
  deadlineTu: number;
  keyLifetimeS: number;
  key: KeyInputs;
}

export const ftPsk = ftAkmLengths("00-0f-ac:4") as FtAkmLengths;

export function ptkOf({ pmkR1, anonce, snonce, bssid, station, tkLength }: KeyInputs): Ptk {
  return derivePtk({
    lengths: ftPsk,
    pmkR1,
    anonce,
    snonce,
    bssid: macOctets(bssid),
    stationAddress: macOctets(station),
    tkLength,
  });
}

export function pmkR1For(pmkR0: SecretKey, r1khId: Uint8Array, station: MacAddress): SecretKey {
  return derivePmkR1({ hash: ftPsk.hash, pmkR0, r1khId, s1khId: macOctets(station) });
}

interface EncodedElements {
  readonly rsne: Uint8Array;
  readonly mde: Uint8Array;
  readonly fte: Uint8Array;
  readonly rsnxe: Uint8Array;
}

function encode({ rsne, mde, fte, rsnxe }: Draft): EncodedElements {
  const nothing = new Uint8Array(0);
  return {
    rsne: rsne === undefined ? nothing : buildRsne(rsne),
    mde: mde === undefined ? nothing : buildMde(mde.mdid, mde.capability),
    fte: fte === undefined ? nothing : buildFte(fte),
    rsnxe: rsnxe === undefined ? nothing : buildRsnxe(rsnxe),
  };
}

/** The elements of a frame as they stand in it. */
export function encodeElements(draft: Draft): Uint8Array {
  const { rsne, mde, fte, rsnxe } = encode(draft);
  return concatOctets(rsne, mde, fte, rsnxe, ...draft.more);
}

/** Puts element count, group key and MIC into the FTE of a reassociation frame (5 request, 6 response). */
export function protect(draft: Draft, transactionSequence: 5 | 6): void {
  const { fte, gtk, key } = draft;
  if (fte === undefined) return;
  const ptk = ptkOf(key);
  if (gtk !== undefined) {
    const wrapped = wrapKey(ptk.kek.reveal(), gtk);
    const keyOf = (link: Uint8Array) =>
      concatOctets(u16le(1), link, u8(gtk.length), new Uint8Array(8), wrapped);
    const keys =
      key.links === undefined
        ? [buildSubelement(2, keyOf(new Uint8Array(0)))]
        : key.links.map((_, i) => buildSubelement(8, keyOf(u8(i))));
    fte.subelements = [...(fte.subelements ?? []), ...keys];
  }
  const counted = [draft.rsne, draft.mde, draft.fte, draft.rsnxe];
  const once = counted.filter((element) => element !== undefined).length;
  // The answer of a multi-link device covers the RSNE and RSNXE of every link.
  const times = transactionSequence === 6 ? (key.links?.length ?? 1) : 1;
  const ofLinks = [draft.rsne, draft.rsnxe].filter((element) => element !== undefined).length;
  fte.elementCount ??= once + (times - 1) * ofLinks;
  fte.mic = new Uint8Array(16);
  fte.mic = computeFteMic({
    lengths: ftPsk,
    kck: ptk.kck,
    kck2: ptk.kck2,
    input: fteMicInput({
      stationAddress: macOctets(key.station),
      targetApAddress: macOctets(key.bssid),
      transactionSequence,
      ric: [],
      ...encode(draft),
      rsne: repeat(encode(draft).rsne, times),
      rsnxe: repeat(encode(draft).rsnxe, times),
      links: (key.links ?? []).map(macOctets),
    }),
  });
}

function repeat(octets: Uint8Array, times: number): Uint8Array {
  return concatOctets(...Array.from({ length: times }, () => octets));
}

const keyInformation = { 1: 0x008b, 2: 0x010b, 3: 0x13cb, 4: 0x030b } as const;
const micOffset = 81;

/** A message of the 4-way handshake, from the EAPOL version on. */
export function encodeHandshake(message: 1 | 2 | 3 | 4, draft: Draft): Uint8Array {
  const { anonce, snonce } = draft.key;
  const ptk = ptkOf(draft.key);
  const fields = {
    keyInformation: keyInformation[message],
    keyLength: message % 2 === 1 ? 16 : 0,
    replayCounter: message < 3 ? 1n : 2n,
    nonce: message === 2 ? snonce : message === 4 ? new Uint8Array(32) : anonce,
    keyData: handshakeKeyData(message, draft, ptk),
  };
  const eapol = buildEapolKey(fields);
  if (message === 1) return eapol;
  const mic = computeEapolMic({ lengths: ftPsk, kck: ptk.kck, eapol, micOffset });
  return buildEapolKey({ ...fields, mic: draft.eapolMic ?? mic });
}

function groupKdes(gtk: Uint8Array, links: KeyInputs["links"]): readonly Uint8Array[] {
  if (links === undefined) return [buildKde(1, concatOctets(Uint8Array.of(1, 0), gtk))];
  return links.map((_, i) => buildKde(16, concatOctets(u8(1 | (i << 4)), new Uint8Array(6), gtk)));
}

function handshakeKeyData(message: 1 | 2 | 3 | 4, draft: Draft, ptk: Ptk): Uint8Array {
  if (message === 1 || message === 4) return new Uint8Array(0);
  const elements = encodeElements(draft);
  if (message === 2) return elements;
  const { gtk, deadlineTu, keyLifetimeS } = draft;
  const octets = concatOctets(
    elements,
    ...(gtk === undefined ? [] : groupKdes(gtk, draft.key.links)),
    buildTie(1, deadlineTu),
    buildTie(2, keyLifetimeS),
  );
  const padding = -octets.length & 7;
  const padded = concatOctets(octets, hex("dd00000000000000").subarray(0, padding));
  return wrapKey(ptk.kek.reveal(), padded);
}
