import { macOctets } from "../bytes/mac-address.ts";
import { formatHex } from "../bytes/octets.ts";
import { derivePmkR1Name } from "../crypto/ft-keys.ts";
import { fteMicInput } from "../crypto/mic.ts";
import type { Check, FrameReference } from "../exchange/check.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { fteOf, mdeOf, pmkidOf } from "../exchange/facts.ts";
import { ptkGuesses, r1khIdsOf } from "../exchange/key-finding.ts";
import { type KeyPath, pmkR1NameOf } from "../exchange/key-path.ts";
import {
  expectedEapolMic,
  expectedFteMic,
  fteMicPartsOf,
  fteMicPartsUnder,
  type PtkGuess,
} from "../exchange/mic-search.ts";
import { apAddresses, stationAddresses } from "../exchange/multi-link.ts";
import type {
  AssociationRequest,
  AssociationResponse,
  Sighting,
  SightingOf,
} from "../exchange/sighting.ts";
import {
  cipherSuite,
  type FtAkmLengths,
  ftAkm,
  ftAkmLengths,
  type HashName,
  type MicAlgorithm,
} from "../spec/suites.ts";

/**
 * What a sceptic needs to recompute the names and MICs of an exchange without ftscope: octets of its
 * frames as lower-case hex, and no secret.
 */
export interface Proof {
  /** The key that whoever recomputes must bring. */
  readonly startsFrom: ProofStart;
  readonly hash: HashName;
  /** Octets of PMK, PMK-R0 and PMK-R1. */
  readonly pmkLength: number;
  /** S0KH-ID and S1KH-ID, 6 octets. */
  readonly station: string;
  /** BSSID of the target AP, 6 octets. */
  readonly targetAp: string;
  readonly steps: readonly ProofStep[];
}

export type ProofStart = "passphrase" | "pmk" | "pmk-r0" | "pmk-r1";

/** What PMK-R0 and its name are made of, besides the key (12.7.1.6). */
export interface ProofR0 {
  readonly ssid: string;
  readonly mdid: string;
  readonly r0khId: string;
}

interface StepBase extends FrameReference {
  readonly check: Check;
  /** What the frame says. */
  readonly seen: string;
  /** What ftscope computed; undefined when it had no key to do so. */
  readonly expected?: string;
}

/** One value of a frame and what it is made of. */
export type ProofStep =
  /** Two frames that should carry one value, and do not. */
  | (StepBase & { readonly kind: "comparison"; readonly with: FrameReference })
  | (StepBase & { readonly kind: "pmkr0name"; readonly r0: ProofR0 })
  /** No key is needed: all it is made of was sent in clear. */
  | (StepBase & {
      readonly kind: "pmkr1name-derivation";
      readonly pmkR0Name: string;
      readonly r1khId: string;
    })
  | (StepBase & { readonly kind: "pmkr1name"; readonly r0: ProofR0; readonly r1khId: string })
  | (StepBase & {
      readonly kind: "mic";
      /** Absent where the key given is PMK-R0 or lower. */
      readonly r0?: ProofR0;
      readonly r1khId: string;
      readonly anonce: string;
      readonly snonce: string;
      /** Octets of the whole PTK; its length enters the KDF. */
      readonly ptkLength: number;
      /** Where in the PTK the key of the MIC is, and how long it is. */
      readonly keyOffset: number;
      readonly keyLength: number;
      readonly algorithm: MicAlgorithm;
      /** All the MIC covers, its own field as zeros. */
      readonly covered: string;
    });

/** The proof of an exchange; undefined when none of its frames holds a name or MIC that can be recomputed. */
export function proofOf(context: ExchangeContext, checks: readonly Check[]): Proof | undefined {
  const { akm } = context;
  const [anyPath] = context.keys.paths;
  const path = context.keys.matched?.path ?? anyPath;
  const lengths = path?.lengths ?? lengthsWithoutKey(context);
  if (akm === undefined || lengths === undefined) return undefined;
  const steps = checks.flatMap((check) => stepOf(context, lengths, check) ?? []);
  const addresses = addressesOf(context);
  if (steps.length === 0) return undefined;
  return {
    startsFrom: startOf(path, ftAkm(akm)?.keySource === "psk"),
    hash: lengths.hash,
    pmkLength: lengths.pmk,
    station: formatHex(macOctets(addresses.station)),
    targetAp: formatHex(macOctets(addresses.ap)),
    steps,
  };
}

/** With which addresses the keys of the exchange are made, as far as a key or else the frames tell. */
function addressesOf({ exchange, keys: { matched, ptk } }: ExchangeContext) {
  const [station = exchange.station] = stationAddresses(exchange);
  const [ap = exchange.targetAp] = apAddresses(exchange);
  return { station: matched?.path.station ?? station, ap: ptk?.ap ?? ap };
}

function startOf(path: KeyPath | undefined, isPsk: boolean): ProofStart {
  switch (path?.spec.kind) {
    case "pmk-r0":
    case "pmk-r1":
      return path.spec.kind;
    case "psk":
    case "pmk":
    case "msk":
      return "pmk";
    default:
      return isPsk ? "passphrase" : "pmk";
  }
}

/** For FT-SAE-EXT-KEY the length of the PMK decides; without a key the MIC of the FTE tells it. */
function lengthsWithoutKey({ akm, exchange }: ExchangeContext): FtAkmLengths | undefined {
  if (akm === undefined) return undefined;
  const micLength = exchange.sightings
    .map((sighting) => fteOf(sighting)?.micLength)
    .find((length) => length !== undefined);
  return (
    ftAkmLengths(akm) ??
    [32, 48, 64]
      .map((pmkLength) => ftAkmLengths(akm, pmkLength))
      .find((lengths) => lengths?.fteMic === micLength)
  );
}

function stepOf(
  context: ExchangeContext,
  lengths: FtAkmLengths,
  check: Check,
): ProofStep | undefined {
  const sighting = context.exchange.sightings.find(
    ({ air, role }) =>
      role === check.role && air.input === check.input && air.frame === check.frame,
  );
  if (sighting === undefined) return undefined;
  switch (check.id) {
    case "pmkr0name":
      return pmkR0NameStep(context, check, sighting);
    case "pmkr1name-derivation":
      return derivationStep(context, lengths, check, sighting);
    case "pmkr1name":
      return pmkR1NameStep(context, check, sighting);
    case "fte-mic-request":
    case "fte-mic-response":
      return isAssociation(sighting) ? fteMicStep(context, lengths, check, sighting) : undefined;
    case "eapol-mic-2":
    case "eapol-mic-3":
    case "eapol-mic-4":
      return isProtectedHandshake(sighting)
        ? eapolMicStep(context, lengths, check, sighting)
        : undefined;
    default:
      return comparisonStep(check);
  }
}

const isHex = /^([0-9a-f]{2})+$/;

function comparisonStep(check: Check): ProofStep | undefined {
  const { result, seen, expected, against: [other] = [], input, frame } = check;
  if (result !== "fault" || other === undefined) return undefined;
  if (seen === undefined || expected === undefined) return undefined;
  if (!isHex.test(seen) || !isHex.test(expected)) return undefined;
  return { kind: "comparison", with: other, check, input, frame, seen, expected };
}

function isAssociation(sighting: Sighting): sighting is AssociationRequest | AssociationResponse {
  return /association-re(quest|sponse)$/.test(sighting.role);
}

type ProtectedHandshake = SightingOf<"eapol-2"> | SightingOf<"eapol-3"> | SightingOf<"eapol-4">;

function isProtectedHandshake(sighting: Sighting): sighting is ProtectedHandshake {
  return /^eapol-[234]$/.test(sighting.role);
}

function base(check: Check, seen: Uint8Array, expected: string | undefined): StepBase {
  return {
    check,
    input: check.input,
    frame: check.frame,
    seen: formatHex(seen),
    ...(expected === undefined ? {} : { expected }),
  };
}

function pmkR0NameStep(
  context: ExchangeContext,
  check: Check,
  sighting: Sighting,
): ProofStep | undefined {
  const seen = pmkidOf(sighting);
  if (seen === undefined) return undefined;
  const named = context.keys.paths.find(
    ({ pmkR0Name }) => pmkR0Name !== undefined && formatHex(pmkR0Name) === check.expected,
  );
  const r0 = r0Of(named ?? context.keys.matched?.path) ?? ownR0(context, sighting);
  return (
    r0 && {
      kind: "pmkr0name",
      r0,
      ...base(check, seen, named === undefined ? undefined : check.expected),
    }
  );
}

function derivationStep(
  context: ExchangeContext,
  lengths: FtAkmLengths,
  check: Check,
  sighting: Sighting,
): ProofStep | undefined {
  const { exchange } = context;
  const seen = pmkidOf(sighting);
  const source = exchange.sightings.find(({ air }) =>
    check.against?.some(({ input, frame }) => air.input === input && air.frame === frame),
  );
  const pmkR0Name = pmkidOf(source);
  // A response is compared with its request octet by octet: nothing is derived there.
  if (sighting.role !== "reassociation-request") return undefined;
  if (seen === undefined || pmkR0Name === undefined) return undefined;
  const r1khId = r1khIdsOf(exchange).find(
    (id) =>
      formatHex(
        derivePmkR1Name({
          hash: lengths.hash,
          pmkR0Name,
          r1khId: id,
          s1khId: macOctets(addressesOf(context).station),
        }),
      ) === check.expected,
  );
  return (
    r1khId && {
      kind: "pmkr1name-derivation",
      pmkR0Name: formatHex(pmkR0Name),
      r1khId: formatHex(r1khId),
      ...base(check, seen, check.expected),
    }
  );
}

function pmkR1NameStep(
  context: ExchangeContext,
  check: Check,
  sighting: Sighting,
): ProofStep | undefined {
  const { exchange, keys } = context;
  const path = keys.matched?.path;
  const seen = pmkidOf(sighting);
  const named = r1khIdsOf(exchange).find((id) => {
    const name = path && pmkR1NameOf(path, id);
    return name !== undefined && formatHex(name) === check.expected;
  });
  const r1khId = named ?? fteOf(sighting)?.r1khId;
  const r0 = r0Of(path) ?? ownR0(context, sighting);
  if (seen === undefined || r1khId === undefined || r0 === undefined) return undefined;
  return {
    kind: "pmkr1name",
    r0,
    r1khId: formatHex(r1khId),
    ...base(check, seen, named && check.expected),
  };
}

function fteMicStep(
  context: ExchangeContext,
  lengths: FtAkmLengths,
  check: Check,
  sighting: AssociationRequest | AssociationResponse,
): ProofStep | undefined {
  const { ptk } = context.keys;
  const seen = fteOf(sighting)?.mic;
  const parts =
    (ptk && fteMicPartsUnder(sighting, ptk))?.parts ??
    fteMicPartsOf(sighting, addressesOf(context))[0];
  if (seen === undefined || parts === undefined || sighting.air.cut) return undefined;
  const inputs = ptkInputs(context, check, sighting, (guess) => expectedFteMic(sighting, guess));
  const { kck, kek, kck2, fteMicAlgorithm: algorithm } = lengths;
  return (
    inputs && {
      kind: "mic",
      ...inputs,
      ptkLength: ptkLength(lengths, inputs),
      keyOffset: kck2 > 0 ? kck + kek + inputs.tkLength : 0,
      keyLength: kck2 > 0 ? kck2 : kck,
      algorithm,
      covered: formatHex(fteMicInput(parts)),
      ...base(check, seen, check.expected),
    }
  );
}

function eapolMicStep(
  context: ExchangeContext,
  lengths: FtAkmLengths,
  check: Check,
  sighting: ProtectedHandshake,
): ProofStep | undefined {
  const { eapolMicAlgorithm: algorithm, eapolMic, kck: keyLength } = lengths;
  const { octets, micOffset, mic } = sighting.body;
  if (algorithm === undefined || mic.length !== eapolMic || sighting.air.cut) return undefined;
  const inputs = ptkInputs(context, check, sighting, (guess) => expectedEapolMic(sighting, guess));
  return (
    inputs && {
      kind: "mic",
      ...inputs,
      ptkLength: ptkLength(lengths, inputs),
      keyOffset: 0,
      keyLength,
      algorithm,
      covered: formatHex(octets.slice().fill(0, micOffset, micOffset + mic.length)),
      ...base(check, mic, check.expected),
    }
  );
}

interface StepPtkInputs {
  readonly r0?: ProofR0;
  readonly r1khId: string;
  readonly anonce: string;
  readonly snonce: string;
  readonly tkLength: number;
  readonly kdkLength: number;
}

/** What the PTK was made of that the check used; without a key the frame's own values. */
function ptkInputs(
  context: ExchangeContext,
  check: Check,
  sighting: Sighting,
  micUnder: (guess: PtkGuess) => Uint8Array | undefined,
): StepPtkInputs | undefined {
  const { matched } = context.keys;
  const guess =
    matched &&
    ptkGuesses(context, matched.path).find((candidate) => {
      const mic = micUnder(candidate);
      return mic !== undefined && formatHex(mic) === check.expected;
    });
  if (guess !== undefined) {
    const r0 = r0Of(guess.path);
    return {
      ...(r0 === undefined ? {} : { r0 }),
      r1khId: formatHex(guess.r1khId),
      anonce: formatHex(guess.anonce),
      snonce: formatHex(guess.snonce),
      tkLength: guess.ptk.tk.length,
      kdkLength: guess.kdkLength,
    };
  }
  const fte = fteOf(sighting);
  const r0 = ownR0(context, sighting);
  const tkLength = context.cipher === undefined ? undefined : cipherSuite(context.cipher)?.tk;
  if (fte?.anonce === undefined || fte.snonce === undefined || fte.r1khId === undefined) {
    return undefined;
  }
  if (r0 === undefined || tkLength === undefined || tkLength === 0) return undefined;
  return {
    r0,
    r1khId: formatHex(fte.r1khId),
    anonce: formatHex(fte.anonce),
    snonce: formatHex(fte.snonce),
    tkLength,
    kdkLength: 0,
  };
}

function ptkLength({ kck, kek, kck2, kek2 }: FtAkmLengths, inputs: StepPtkInputs): number {
  return kck + kek + inputs.tkLength + kck2 + kek2 + inputs.kdkLength;
}

function r0Of(path: KeyPath | undefined): ProofR0 | undefined {
  const inputs = path?.inputs;
  return (
    inputs && {
      ssid: formatHex(inputs.ssid),
      mdid: inputs.mdid,
      r0khId: formatHex(inputs.r0khId),
    }
  );
}

/** The values that a frame itself names, and the SSID of its network. */
function ownR0(context: ExchangeContext, sighting: Sighting): ProofR0 | undefined {
  const mdid = mdeOf(sighting)?.mdid;
  const r0khId = fteOf(sighting)?.r0khId;
  if (context.ssid === undefined || mdid === undefined || r0khId === undefined) return undefined;
  return { ssid: formatHex(context.ssid), mdid, r0khId: formatHex(r0khId) };
}
