import { createCipheriv } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { concatOctets, parseHex } from "../../src/bytes/octets.ts";
import { SecretKey } from "../../src/crypto/secret-key.ts";
import { cipherSuite, type FtAkmLengths, ftAkmLengths } from "../../src/spec/suites.ts";

/** Octets of hex; throws on anything else, so that a typing error in a vector cannot pass a test. */
export function hex(text: string): Uint8Array {
  const octets = parseHex(text);
  if (octets === undefined) throw new Error(`not hex: ${text}`);
  return octets;
}

export function secret(octets: Uint8Array): SecretKey {
  return new SecretKey("test key", octets);
}

/** The same octets at an odd address, as frames lie in a capture. */
export function unaligned(octets: Uint8Array): Uint8Array {
  return concatOctets(Uint8Array.of(0), octets).subarray(1);
}

export function arbitraryOctets(
  minLength: number,
  maxLength = minLength,
): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength, maxLength });
}

/** Octets with one bit changed. */
export function flipBit(octets: Uint8Array, bit: number): Uint8Array {
  const changed = octets.slice();
  changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
  return changed;
}

/** AES Key Wrap by OpenSSL. */
export function wrapKey(kek: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`id-aes${8 * kek.length}-wrap`, kek, new Uint8Array(8).fill(0xa6));
  return concatOctets(cipher.update(plaintext), cipher.final());
}

function readVectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}`, import.meta.url), "utf8"));
}

interface FtVectorFile {
  readonly vectors: readonly {
    readonly name: string;
    readonly inputs: Readonly<Record<string, string>>;
    readonly steps: Readonly<Record<string, string>>;
  }[];
}

/** One vector of ft-key-hierarchy.json with its inputs as octets. */
export interface FtVector {
  readonly name: string;
  readonly steps: Readonly<Record<string, string>>;
  /** Text of a step; throws when the vector has none of that name. */
  readonly step: (name: string) => string;
  readonly passphrase: string | undefined;
  readonly msk: string | undefined;
  readonly lengths: FtAkmLengths;
  readonly tkLength: number;
  readonly xxKey: Uint8Array;
  readonly ssid: Uint8Array;
  readonly mdid: Uint8Array;
  readonly mde: Uint8Array;
  readonly r0khId: Uint8Array;
  readonly station: Uint8Array;
  readonly ap1: Uint8Array;
  readonly ap2: Uint8Array;
  readonly fourWay: { readonly snonce: Uint8Array; readonly anonce: Uint8Array };
  readonly roam: { readonly snonce: Uint8Array; readonly anonce: Uint8Array };
  readonly rsnxe: Uint8Array | undefined;
}

export const ftVectors: readonly FtVector[] = (
  readVectors("ft-key-hierarchy.json") as FtVectorFile
).vectors.map(({ name, inputs, steps }) => {
  const lookUp = (record: Readonly<Record<string, string>>, key: string): string => {
    const text = record[key];
    if (text === undefined) throw new Error(`vector ${name} has no ${key}`);
    return text;
  };
  const input = (key: string): Uint8Array => hex(lookUp(inputs, key));
  const xxKey = input("XXKey");
  const selector = lookUp(inputs, "AKM").toLowerCase();
  const lengths = ftAkmLengths(selector, xxKey.length);
  const cipher = cipherSuite(lookUp(inputs, "pairwise").toLowerCase());
  if (lengths === undefined || cipher === undefined) throw new Error(`vector ${name}: suites`);
  const { passphrase, MSK: msk } = inputs;
  const rsnxe = steps["RSNXE (both sides)"];
  return {
    name,
    steps,
    step: (key) => lookUp(steps, key),
    passphrase,
    msk,
    lengths,
    tkLength: cipher.tk,
    xxKey,
    ssid: input("SSID"),
    mdid: input("MDID"),
    mde: input("MDE"),
    r0khId: input("R0KH_ID"),
    station: input("S0KH_ID_S1KH_ID_SPA"),
    ap1: input("R1KH_ID_AP1"),
    ap2: input("R1KH_ID_AP2"),
    fourWay: { snonce: input("SNonce_4way"), anonce: input("ANonce_4way") },
    roam: { snonce: input("SNonce_roam"), anonce: input("ANonce_roam") },
    rsnxe: rsnxe === undefined ? undefined : hex(rsnxe),
  };
});

interface WiresharkAp {
  readonly bssid: string;
  readonly pmkR1: string;
  readonly pmkR1Name: string;
  readonly anonce: string;
  readonly snonce: string;
  readonly kck: string;
  readonly kek: string;
  readonly tk: string;
  readonly gtk: string;
}

export const wiresharkFtPsk = readVectors("wireshark-ft-psk.json") as {
  readonly akm: string;
  readonly pairwise: string;
  readonly passphrase: string;
  readonly ssid: string;
  readonly mdid: string;
  readonly r0khId: string;
  readonly stationAddress: string;
  readonly psk: string;
  readonly r0Context: string;
  readonly r0KeyData: string;
  readonly pmkR0Name: string;
  readonly firstAp: WiresharkAp & {
    readonly eapol: readonly {
      readonly frame: number;
      readonly octets: string;
      readonly mic: string;
    }[];
  };
  readonly targetAp: WiresharkAp & {
    readonly wrappedGtk: string;
    readonly reassociation: readonly {
      readonly frame: number;
      readonly transactionSequence: number;
      readonly rsne: string;
      readonly mde: string;
      readonly fte: string;
      readonly mic: string;
    }[];
  };
};
