import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatOctets, utf8Octets } from "../../src/bytes/octets.ts";
import { derivePmkR0, derivePmkR1, derivePmkR1Name, derivePtk } from "../../src/crypto/ft-keys.ts";
import { deriveKdf } from "../../src/crypto/kdf.ts";
import { type FtAkmLengths, ftAkmLengths, type HashName } from "../../src/spec/suites.ts";
import { arbitraryOctets, secret } from "./vectors.ts";

const hashOctetCount = { sha256: 32, sha384: 48, sha512: 64 } as const;
const hashes: readonly HashName[] = ["sha256", "sha384", "sha512"];

function lengthsOf(selector: string, pmk?: number): FtAkmLengths {
  const lengths = ftAkmLengths(selector, pmk);
  if (lengths === undefined) throw new Error(`${selector} is no FT AKM`);
  return lengths;
}

const everyLengths = [
  ...[3, 4, 9, 13, 16, 17, 19, 22].map((type) => lengthsOf(`00-0f-ac:${type}`)),
  ...[32, 48, 64].map((pmk) => lengthsOf("00-0f-ac:25", pmk)),
];

const r0Input = {
  hash: "sha256",
  xxKey: secret(new Uint8Array(32)),
  ssid: utf8Octets("net"),
  mdid: Uint8Array.of(1, 2),
  r0khId: utf8Octets("r0kh"),
  s0khId: new Uint8Array(6),
} as const;

describe("derivePmkR0", () => {
  it("frames SSID and R0KH-ID by their lengths, so that no two inputs share a context", () => {
    const context = (ssid: string, r0khId: string): string =>
      String(
        derivePmkR0({ ...r0Input, ssid: utf8Octets(ssid), r0khId: utf8Octets(r0khId) }).context,
      );
    expect(context("ab", "cd")).not.toBe(context("a", "bcd"));
    expect(context("", "x")).toBe(
      String(
        concatOctets(Uint8Array.of(0, 1, 2, 1), utf8Octets("x"), Uint8Array.of(0, 0, 0, 0, 0, 0)),
      ),
    );
  });

  it("names the keys as the standard does", () => {
    const { pmkR0, pmkR0NameSalt, r0KeyData } = derivePmkR0(r0Input);
    const pmkR1 = derivePmkR1({
      hash: "sha256",
      pmkR0,
      r1khId: new Uint8Array(6),
      s1khId: new Uint8Array(6),
    });
    expect([pmkR0, pmkR0NameSalt, r0KeyData, pmkR1].map(({ name }) => name)).toEqual([
      "PMK-R0",
      "PMK-R0Name-Salt",
      "R0-Key-Data",
      "PMK-R1",
    ]);
  });

  it("splits R0-Key-Data into PMK-R0 and its salt, for every hash", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...hashes).chain((hash) =>
          fc.record({
            hash: fc.constant(hash),
            xxKey: arbitraryOctets(hashOctetCount[hash]).map(secret),
            ssid: arbitraryOctets(0, 32),
            mdid: arbitraryOctets(2),
            r0khId: arbitraryOctets(1, 48),
            s0khId: arbitraryOctets(6),
          }),
        ),
        (input) => {
          const { pmkR0, pmkR0Name, pmkR0NameSalt, r0KeyData, context } = derivePmkR0(input);
          expect(pmkR0).toHaveLength(hashOctetCount[input.hash]);
          expect(pmkR0NameSalt).toHaveLength(16);
          expect(pmkR0Name).toHaveLength(16);
          expect(context).toHaveLength(10 + input.ssid.length + input.r0khId.length);
          expect(concatOctets(pmkR0.reveal(), pmkR0NameSalt.reveal())).toEqual(r0KeyData.reveal());
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    ["xxKey", { xxKey: secret(new Uint8Array(31)) }],
    ["xxKey", { hash: "sha384" as const }],
    ["ssid", { ssid: new Uint8Array(33) }],
    ["mdid", { mdid: new Uint8Array(3) }],
    ["r0khId", { r0khId: new Uint8Array(0) }],
    ["r0khId", { r0khId: new Uint8Array(49) }],
    ["s0khId", { s0khId: new Uint8Array(5) }],
  ])("refuses a wrong %s, by name", (name, change) => {
    const derive = (): unknown => derivePmkR0({ ...r0Input, ...change });
    expect(derive).toThrow(RangeError);
    expect(derive).toThrow(new RegExp(`^${name} must have`));
  });
});

const ids = { hash: "sha256", r1khId: new Uint8Array(6), s1khId: new Uint8Array(6) } as const;

describe("derivePmkR1 and derivePmkR1Name", () => {
  it.each([
    ["pmkR0", { pmkR0: secret(new Uint8Array(48)) }],
    ["r1khId", { r1khId: new Uint8Array(7) }],
    ["s1khId", { s1khId: new Uint8Array(0) }],
  ])("refuse a wrong %s in the key, by name", (name, change) => {
    const derive = (): unknown =>
      derivePmkR1({ ...ids, pmkR0: secret(new Uint8Array(32)), ...change });
    expect(derive).toThrow(RangeError);
    expect(derive).toThrow(new RegExp(`^${name} must have`));
  });

  it.each([
    ["pmkR0Name", { pmkR0Name: new Uint8Array(15) }],
    ["r1khId", { r1khId: new Uint8Array(7) }],
    ["s1khId", { s1khId: new Uint8Array(0) }],
  ])("refuse a wrong %s in the name, by name", (name, change) => {
    const derive = (): unknown =>
      derivePmkR1Name({ ...ids, pmkR0Name: new Uint8Array(16), ...change });
    expect(derive).toThrow(RangeError);
    expect(derive).toThrow(new RegExp(`^${name} must have`));
  });
});

const ptkInput = {
  lengths: lengthsOf("00-0f-ac:4"),
  pmkR1: secret(new Uint8Array(32).fill(1)),
  snonce: new Uint8Array(32).fill(2),
  anonce: new Uint8Array(32).fill(3),
  bssid: new Uint8Array(6).fill(4),
  stationAddress: new Uint8Array(6).fill(5),
  tkLength: 16,
} as const;

describe("derivePtk", () => {
  it("splits the PTK of every FT AKM into KCK, KEK, TK, KCK2, KEK2 and KDK in that order", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyLengths),
        fc.constantFrom(0, 16, 32),
        fc.constantFrom(0, 32),
        (lengths, tkLength, kdkLength) => {
          const pmkR1 = secret(new Uint8Array(lengths.pmk).fill(9));
          const ptk = derivePtk({ ...ptkInput, lengths, pmkR1, tkLength, kdkLength });
          const parts = [ptk.kck, ptk.kek, ptk.tk, ptk.kck2, ptk.kek2, ptk.kdk];
          const { kck, kek, kck2, kek2 } = lengths;
          expect(parts.map(({ length }) => length)).toEqual([
            kck,
            kek,
            tkLength,
            kck2,
            kek2,
            kdkLength,
          ]);
          const whole = ptk.octets.reveal();
          expect(concatOctets(...parts.map((part) => part.reveal()))).toEqual(whole);
          expect(whole).toEqual(
            deriveKdf({
              hash: lengths.hash,
              key: pmkR1.reveal(),
              label: "FT-PTK",
              context: concatOctets(
                ptkInput.snonce,
                ptkInput.anonce,
                ptkInput.bssid,
                ptkInput.stationAddress,
              ),
              lengthBits: 8 * whole.length,
            }),
          );
        },
      ),
    );
  });

  it("is another PTK as a whole when a KDK is part of it", () => {
    const without = derivePtk(ptkInput);
    const withKdk = derivePtk({ ...ptkInput, kdkLength: 32 });
    expect(withKdk.kdk).toHaveLength(32);
    expect(withKdk.kck.reveal()).not.toEqual(without.kck.reveal());
  });

  it("has a PTKName only when the PMKR1Name is known", () => {
    expect("ptkName" in derivePtk(ptkInput)).toBe(false);
    expect(derivePtk({ ...ptkInput, pmkR1Name: new Uint8Array(16) }).ptkName).toHaveLength(16);
  });

  it.each([
    ["pmkR1", { pmkR1: secret(new Uint8Array(48)) }],
    ["pmkR1Name", { pmkR1Name: new Uint8Array(17) }],
    ["snonce", { snonce: new Uint8Array(31) }],
    ["anonce", { anonce: new Uint8Array(33) }],
    ["bssid", { bssid: new Uint8Array(5) }],
    ["stationAddress", { stationAddress: new Uint8Array(7) }],
    ["tkLength", { tkLength: 33 }],
    ["tkLength", { tkLength: -16 }],
    ["kdkLength", { kdkLength: 1.5 }],
  ])("refuses a wrong %s, by name", (name, change) => {
    const derive = (): unknown => derivePtk({ ...ptkInput, ...change });
    expect(derive).toThrow(RangeError);
    expect(derive).toThrow(new RegExp(`^${name} must`));
  });
});
