import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatOctets, formatHex } from "../../src/bytes/octets.ts";
import { gcmDecrypt } from "../../src/crypto/gcm.ts";
import { arbitraryOctets, flipBit, hex, secret, unaligned } from "./vectors.ts";

interface Sealed {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly aad: Uint8Array;
  readonly plaintext: Uint8Array;
}

function encryptByOpenssl({ key, nonce, aad, plaintext }: Sealed): Uint8Array {
  const name = key.length === 16 ? "aes-128-gcm" : "aes-256-gcm";
  const cipher = createCipheriv(name, key, nonce).setAAD(aad);
  return concatOctets(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

function decrypt({ key, nonce, aad }: Omit<Sealed, "plaintext">, ciphertext: Uint8Array) {
  return gcmDecrypt({ key: secret(key), nonce, aad, ciphertext });
}

const arbitrarySealed = fc.record({
  key: fc.constantFrom(16, 32).chain((length) => arbitraryOctets(length)),
  nonce: arbitraryOctets(12),
  aad: arbitraryOctets(0, 40),
  plaintext: arbitraryOctets(0, 100),
});

describe("gcmDecrypt", () => {
  it("gives the plaintext of test case 4 of the GCM specification (McGrew and Viega)", () => {
    const plaintext = decrypt(
      {
        key: hex("feffe9928665731c6d6a8f9467308308"),
        nonce: hex("cafebabefacedbaddecaf888"),
        aad: hex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
      },
      hex(
        "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091" +
          "5bc94fbc3221a5db94fae95ae7121a47",
      ),
    );
    expect(formatHex(plaintext ?? new Uint8Array(0))).toBe(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
    );
  });

  it("gives back whatever OpenSSL encrypted, wherever in memory it lies, and changes no input", () => {
    fc.assert(
      fc.property(arbitrarySealed, (sealed) => {
        const ciphertext = unaligned(encryptByOpenssl(sealed));
        const before = ciphertext.slice();
        const moved = { ...sealed, nonce: unaligned(sealed.nonce), aad: unaligned(sealed.aad) };
        expect(decrypt(moved, ciphertext)).toEqual(sealed.plaintext);
        expect(ciphertext).toEqual(before);
      }),
    );
  });

  it("gives nothing when one bit of ciphertext, MIC, nonce or key differs", () => {
    fc.assert(
      fc.property(arbitrarySealed, fc.nat(), (sealed, seed) => {
        const ciphertext = encryptByOpenssl(sealed);
        const flipped = (octets: Uint8Array): Uint8Array =>
          flipBit(octets, seed % (8 * octets.length));
        expect(decrypt(sealed, flipped(ciphertext))).toBeUndefined();
        expect(decrypt({ ...sealed, nonce: flipped(sealed.nonce) }, ciphertext)).toBeUndefined();
        expect(decrypt({ ...sealed, key: flipped(sealed.key) }, ciphertext)).toBeUndefined();
        const aad = concatOctets(sealed.aad, Uint8Array.of(0));
        expect(decrypt({ ...sealed, aad }, ciphertext)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  it("gives nothing for the ciphertext cut short at any length, nor for random octets", () => {
    const sealed = {
      key: new Uint8Array(16).fill(1),
      nonce: new Uint8Array(12).fill(2),
      aad: new Uint8Array(22).fill(3),
      plaintext: new Uint8Array(50).fill(4),
    };
    const ciphertext = encryptByOpenssl(sealed);
    for (let length = 0; length < ciphertext.length; length++) {
      expect(decrypt(sealed, ciphertext.subarray(0, length))).toBeUndefined();
    }
    fc.assert(
      fc.property(arbitraryOctets(0, 120), (octets) => {
        expect(decrypt(sealed, octets)).toBeUndefined();
      }),
    );
  });

  it.each([
    ["key", { key: secret(new Uint8Array(24)) }],
    ["nonce", { nonce: new Uint8Array(13) }],
  ])("refuses a wrong %s, by name", (name, change) => {
    const input = {
      key: secret(new Uint8Array(16)),
      nonce: new Uint8Array(12),
      aad: new Uint8Array(0),
      ciphertext: new Uint8Array(40),
    };
    const attemptIt = (): unknown => gcmDecrypt({ ...input, ...change });
    expect(attemptIt).toThrow(RangeError);
    expect(attemptIt).toThrow(new RegExp(`^${name} must`));
  });
});
