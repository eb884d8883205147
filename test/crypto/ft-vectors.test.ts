import { describe, expect, it } from "vitest";
import { concatOctets, formatHex, utf8Octets } from "../../src/bytes/octets.ts";
import { ccmDecrypt } from "../../src/crypto/ccm.ts";
import {
  derivePmkR0,
  derivePmkR1,
  derivePmkR1Name,
  derivePtk,
  type Ptk,
} from "../../src/crypto/ft-keys.ts";
import { gcmDecrypt } from "../../src/crypto/gcm.ts";
import { unwrapKey } from "../../src/crypto/key-wrap.ts";
import { computeEapolMic, computeFteMic, fteMicInput } from "../../src/crypto/mic.ts";
import { derivePsk, xxKeyFromMsk } from "../../src/crypto/psk.ts";
import type { SecretKey } from "../../src/crypto/secret-key.ts";
import { ftAkm } from "../../src/spec/suites.ts";
import { type FtVector, ftVectors, hex, secret, wrapKey } from "./vectors.ts";

const micOffset = 81; // EAPOL header 4, then descriptor type to reserved octets: 77

function show(octets: Uint8Array | SecretKey | undefined): string {
  if (octets === undefined) return "undefined";
  return formatHex(octets instanceof Uint8Array ? octets : octets.reveal());
}

function element(id: number, ...body: readonly Uint8Array[]): Uint8Array {
  const whole = concatOctets(...body);
  return concatOctets(Uint8Array.of(id, whole.length), whole);
}

interface Side {
  readonly pmkR1: SecretKey;
  readonly pmkR1Name: Uint8Array;
  readonly ptk: Ptk;
}

function deriveSide(
  vector: FtVector,
  pmkR0: SecretKey,
  pmkR0Name: Uint8Array,
  ap: Uint8Array,
  nonces: { snonce: Uint8Array; anonce: Uint8Array },
): Side {
  const { lengths, station, tkLength } = vector;
  const ids = { hash: lengths.hash, r1khId: ap, s1khId: station };
  const pmkR1 = derivePmkR1({ ...ids, pmkR0 });
  const pmkR1Name = derivePmkR1Name({ ...ids, pmkR0Name });
  const addresses = { bssid: ap, stationAddress: station };
  return {
    pmkR1,
    pmkR1Name,
    ptk: derivePtk({ lengths, pmkR1, pmkR1Name, ...nonces, ...addresses, tkLength }),
  };
}

function sideSteps(name: string, { pmkR1, pmkR1Name, ptk }: Side): Record<string, string> {
  return {
    [`${name} PMK-R1`]: show(pmkR1),
    [`${name} PMKR1Name`]: show(pmkR1Name),
    [`${name} PTK`]: show(ptk.octets),
    [`${name} KCK`]: show(ptk.kck),
    [`${name} KEK`]: show(ptk.kek),
    [`${name} TK`]: show(ptk.tk),
    [`${name} PTKName (SHA-256 form)`]: show(ptk.ptkName),
  };
}

/** An FTE as 802.11 lays it out, put together from the inputs of the vector. */
function fte(
  { lengths, roam }: FtVector,
  parts: { elementCount: number; mic?: Uint8Array; anonce?: Uint8Array; subelements: Uint8Array[] },
): Uint8Array {
  const micLengthBits = { 16: 0, 24: 1, 32: 2 }[lengths.fteMic] ?? 0;
  const isRsnxeUsed = parts.elementCount > 3 ? 1 : 0;
  return element(
    55,
    Uint8Array.of((micLengthBits << 1) | isRsnxeUsed, parts.elementCount),
    parts.mic ?? new Uint8Array(lengths.fteMic),
    parts.anonce ?? new Uint8Array(32),
    roam.snonce,
    ...parts.subelements,
  );
}

/** Every step of a vector again, from its inputs alone wherever the step is not itself an input. */
function computeSteps(vector: FtVector): Record<string, string> {
  const { step, lengths, ssid, mdid, r0khId, station, rsnxe, ap1, ap2, roam } = vector;
  const r0 = derivePmkR0({
    hash: lengths.hash,
    xxKey: secret(vector.xxKey),
    ssid,
    mdid,
    r0khId,
    s0khId: station,
  });
  const first = deriveSide(vector, r0.pmkR0, r0.pmkR0Name, ap1, vector.fourWay);
  const target = deriveSide(vector, r0.pmkR0, r0.pmkR0Name, ap2, roam);
  return {
    "R0 context": show(r0.context),
    "R0-Key-Data": show(r0.r0KeyData),
    "PMK-R0": show(r0.pmkR0),
    "PMKR0Name-Salt": show(r0.pmkR0NameSalt),
    PMKR0Name: show(r0.pmkR0Name),
    "AP1 R1 context": show(concatOctets(ap1, station)),
    "AP2 R1 context": show(concatOctets(ap2, station)),
    "AP1 PTK context (4-way)": show(
      concatOctets(vector.fourWay.snonce, vector.fourWay.anonce, ap1, station),
    ),
    "AP2 PTK context (roam)": show(concatOctets(roam.snonce, roam.anonce, ap2, station)),
    "AP1 PTK length bits": String(8 * first.ptk.octets.length),
    ...sideSteps("AP1", first),
    ...sideSteps("AP2", target),
    ...eapolSteps(vector, first),
    "FT auth req (trans 1) RSNE": withPmkid(step("FT auth req (trans 1) RSNE"), r0.pmkR0Name),
    "FT auth resp (trans 2) RSNE": withPmkid(step("FT auth resp (trans 2) RSNE"), r0.pmkR0Name),
    "FT auth req FTE": show(fte(vector, { elementCount: 0, subelements: [element(3, r0khId)] })),
    "FT auth resp FTE": show(
      fte(vector, { elementCount: 0, anonce: roam.anonce, subelements: identifiers(vector) }),
    ),
    ...reassociationSteps(vector, target, "req", 5, []),
    ...groupKeySteps(vector, target),
    ...reassociationSteps(vector, target, "resp", 6, groupSubelements(vector, target)),
    ...(rsnxe !== undefined && { "RSNXE (both sides)": show(rsnxe) }),
  };
}

function identifiers({ ap2, r0khId }: FtVector): Uint8Array[] {
  return [element(1, ap2), element(3, r0khId)];
}

/** The RSNE (pairwise and AKM list of one, PMKID at octet 24) with another PMKID. */
function withPmkid(rsne: string, pmkid: Uint8Array): string {
  const octets = hex(rsne);
  octets.set(pmkid, 24);
  return show(octets);
}

function eapolSteps({ step, lengths }: FtVector, { ptk: { kck, kek } }: Side) {
  const steps: Record<string, string> = {};
  for (const message of ["EAPOL msg2", "EAPOL msg3"]) {
    const eapol = hex(step(`${message} frame (with MIC)`));
    const mic = computeEapolMic({ lengths, kck, eapol, micOffset });
    steps[`${message} MIC`] = show(mic);
    eapol.set(mic, micOffset);
    steps[`${message} frame (with MIC)`] = show(eapol);
  }
  const wrapped = hex(step("EAPOL msg3 frame (with MIC)")).subarray(
    micOffset + lengths.eapolMic + 2,
  );
  steps["EAPOL msg3 Key Data wrapped"] = show(wrapped);
  steps["EAPOL msg3 Key Data plaintext (padded)"] = show(unwrapKey({ kek, wrapped }));
  return steps;
}

/** GTK data: key information 2, key length 1, RSC 8; IGTK data: key id 2, IPN 6, key length 1. */
const groupKeys = [
  { key: "GTK", wrappedOffset: 2 + 11 },
  { key: "IGTK", wrappedOffset: 2 + 9 },
];

function groupKeySteps({ step, steps }: FtVector, { ptk: { kek } }: Side) {
  const found: Record<string, string> = {};
  for (const { key, wrappedOffset } of groupKeys) {
    if (steps[`${key} subelement`] === undefined) continue;
    const wrapped = hex(step(`${key} subelement`)).subarray(wrappedOffset);
    found[`${key} (AP2)`] = show(unwrapKey({ kek, wrapped }));
  }
  return found;
}

/** The group key subelements with their keys wrapped again under our KEK by OpenSSL. */
function groupSubelements({ step, steps }: FtVector, { ptk: { kek } }: Side): Uint8Array[] {
  return groupKeys.flatMap(({ key, wrappedOffset }) => {
    if (steps[`${key} subelement`] === undefined) return [];
    const head = hex(step(`${key} subelement`)).subarray(0, wrappedOffset);
    return [concatOctets(head, wrapKey(kek.reveal(), hex(step(`${key} (AP2)`))))];
  });
}

function reassociationSteps(
  vector: FtVector,
  { pmkR1Name, ptk: { kck, kck2 } }: Side,
  kind: "req" | "resp",
  transactionSequence: number,
  groupSubelementList: Uint8Array[],
): Record<string, string> {
  const { lengths, step, mde, rsnxe, station, ap2, roam } = vector;
  const auth = kind === "req" ? "FT auth req (trans 1) RSNE" : "FT auth resp (trans 2) RSNE";
  const rsne = withPmkid(step(auth), pmkR1Name);
  const fteParts = {
    elementCount: rsnxe === undefined ? 3 : 4,
    anonce: roam.anonce,
    subelements: [...identifiers(vector), ...groupSubelementList],
  };
  const input = fteMicInput({
    stationAddress: station,
    targetApAddress: ap2,
    transactionSequence,
    rsne: hex(rsne),
    mde,
    fte: fte(vector, fteParts),
    ric: [],
    ...(rsnxe !== undefined && { rsnxe }),
  });
  const mic = computeFteMic({ lengths, kck, kck2, input });
  const [gtk, igtk] = groupSubelementList;
  return {
    [`Reassoc ${kind} RSNE`]: rsne,
    [`Reassoc ${kind} MIC input`]: show(input),
    [`Reassoc ${kind} MIC`]: show(mic),
    [`Reassoc ${kind} FTE (final)`]: show(fte(vector, { ...fteParts, mic })),
    ...(gtk !== undefined && { "GTK subelement": show(gtk) }),
    ...(igtk !== undefined && { "IGTK subelement": show(igtk) }),
  };
}

/** Steps that are no result of a derivation: the data frames have a test of their own below. */
const notDerived = /^(Data frame|GCMP)|AKM-hash form/;

describe.each(ftVectors)("vector $name", (vector) => {
  it("gives every name, key, context, MIC, MIC input and unwrapped key of the vector", () => {
    const expected = Object.fromEntries(
      Object.entries(vector.steps).filter(([name]) => !notDerived.test(name)),
    );
    expect(Object.keys(expected).length).toBeGreaterThan(35);
    expect(computeSteps(vector)).toEqual(expected);
  });
});

function vectorNamed(letter: string): FtVector {
  const found = ftVectors.find(({ name }) => name.startsWith(`${letter}:`));
  if (found === undefined) throw new Error(`no vector ${letter}`);
  return found;
}

const vectorA = vectorNamed("A");
const vectorC = vectorNamed("C");

describe("the roots of the vectors", () => {
  it("are all five present, each with its own hash and MIC", () => {
    expect(ftVectors.map(({ lengths }) => [lengths.hash, lengths.fteMicAlgorithm])).toEqual([
      ["sha256", "aes-128-cmac"],
      ["sha256", "aes-128-cmac"],
      ["sha384", "hmac-sha384"],
      ["sha512", "hmac-sha512"],
      ["sha256", "hmac-sha256"],
    ]);
  });

  it("are the PSK of the passphrase in vector A", () => {
    const passphrase = utf8Octets(vectorA.passphrase ?? "");
    const psk = derivePsk({ passphrase, ssid: vectorA.ssid });
    expect(show(psk)).toBe(show(vectorA.xxKey));
  });

  it("are the first 48 octets of the MSK in vector C", () => {
    const mskRange = ftAkm("00-0f-ac:13")?.mskRange ?? [0, 0];
    const xxKey = xxKeyFromMsk({ msk: secret(hex(vectorC.msk ?? "")), mskRange });
    expect(show(xxKey)).toBe(show(vectorC.xxKey));
  });
});

describe("the data frames of the vectors", () => {
  const nonce = hex(vectorA.step("Data frame nonce"));
  const aad = hex(vectorA.step("Data frame AAD"));

  it("decrypt with CCMP-128 in vector A", () => {
    const plaintext = ccmDecrypt({
      key: secret(hex(vectorA.step("AP2 TK"))),
      nonce,
      aad,
      ciphertext: hex(vectorA.step("Data frame ciphertext‖MIC8")),
      micLength: 8,
    });
    expect(show(plaintext)).toBe(vectorA.step("Data frame plaintext"));
  });

  it("decrypt with GCMP-256 in vector C", () => {
    const plaintext = gcmDecrypt({
      key: secret(hex(vectorC.step("AP2 TK"))),
      nonce: hex(vectorC.step("GCMP nonce (A2‖PN)")),
      aad,
      ciphertext: hex(vectorC.step("GCMP ciphertext‖MIC16")),
    });
    expect(show(plaintext)).toBe(vectorA.step("Data frame plaintext"));
  });
});
