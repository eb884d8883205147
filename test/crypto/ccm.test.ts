import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatOctets, formatHex } from "../../src/bytes/octets.ts";
import { ccmDecrypt } from "../../src/crypto/ccm.ts";
import { arbitraryOctets, flipBit, hex, secret, unaligned } from "./vectors.ts";

function count(from: number, to: number): Uint8Array {
  return Uint8Array.from({ length: to - from }, (_, i) => from + i);
}

/** RFC 3610, section 8: packet vectors 1 to 4 (MIC of 8 octets) and 7 (10 octets). */
const rfc3610 = [
  {
    packet: 1,
    nonce: "00000003020100a0a1a2a3a4a5",
    header: 8,
    end: 0x1f,
    micLength: 8,
    ciphertext: "588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0",
  },
  {
    packet: 2,
    nonce: "00000004030201a0a1a2a3a4a5",
    header: 8,
    end: 0x20,
    micLength: 8,
    ciphertext: "72c91a36e135f8cf291ca894085c87e3cc15c439c9e43a3ba091d56e10400916",
  },
  {
    packet: 3,
    nonce: "00000005040302a0a1a2a3a4a5",
    header: 8,
    end: 0x21,
    micLength: 8,
    ciphertext: "51b1e5f44a197d1da46b0f8e2d282ae871e838bb64da8596574adaa76fbd9fb0c5",
  },
  {
    packet: 4,
    nonce: "00000006050403a0a1a2a3a4a5",
    header: 12,
    end: 0x1f,
    micLength: 8,
    ciphertext: "a28c6865939a9a79faaa5c4c2a9d4a91cdac8c96c861b9c9e61ef1",
  },
  {
    packet: 7,
    nonce: "00000009080706a0a1a2a3a4a5",
    header: 8,
    end: 0x1f,
    micLength: 10,
    ciphertext: "0135d1b2c95f41d5d1d4fec185d166b8094e999dfed96c048c56602c97acbb7490",
  },
];

interface Sealed {
  readonly key: Uint8Array;
  readonly nonce: Uint8Array;
  readonly aad: Uint8Array;
  readonly plaintext: Uint8Array;
  readonly micLength: number;
}

function encryptByOpenssl({ key, nonce, aad, plaintext, micLength }: Sealed): Uint8Array {
  const name = key.length === 16 ? "aes-128-ccm" : "aes-256-ccm";
  const cipher = createCipheriv(name, key, nonce, { authTagLength: micLength });
  cipher.setAAD(aad, { plaintextLength: plaintext.length });
  return concatOctets(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

function decrypt({ key, nonce, aad, micLength }: Sealed, ciphertext: Uint8Array) {
  return ccmDecrypt({ key: secret(key), nonce, aad, ciphertext, micLength });
}

const arbitrarySealed = fc.record({
  key: fc.constantFrom(16, 32).chain((length) => arbitraryOctets(length)),
  nonce: arbitraryOctets(13),
  aad: arbitraryOctets(0, 40),
  plaintext: arbitraryOctets(0, 100),
  micLength: fc.constantFrom(4, 6, 8, 10, 12, 14, 16),
});

describe("ccmDecrypt", () => {
  it.each(rfc3610)("gives the plaintext of RFC 3610, packet vector $packet", (vector) => {
    const plaintext = ccmDecrypt({
      key: secret(count(0xc0, 0xd0)),
      nonce: hex(vector.nonce),
      aad: count(0, vector.header),
      ciphertext: hex(vector.ciphertext),
      micLength: vector.micLength,
    });
    expect(formatHex(plaintext ?? new Uint8Array(0))).toBe(
      formatHex(count(vector.header, vector.end)),
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

  it("gives back the longest frame body and AAD over several blocks", () => {
    const sealed = {
      key: count(0, 16),
      nonce: count(0, 13),
      aad: new Uint8Array(0xfeff).fill(1),
      plaintext: new Uint8Array(0xffff).fill(2),
      micLength: 8,
    };
    expect(formatHex(decrypt(sealed, encryptByOpenssl(sealed)) ?? new Uint8Array(0))).toBe(
      formatHex(sealed.plaintext),
    );
  });

  it("gives nothing when one bit of ciphertext, MIC, nonce or key differs", () => {
    fc.assert(
      fc.property(arbitrarySealed, fc.nat(), (drawn, seed) => {
        const sealed = { ...drawn, micLength: 8 };
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

  it("gives nothing for the ciphertext cut short at any length, nor for more than CCM can hold", () => {
    const sealed = {
      key: count(0, 16),
      nonce: count(0, 13),
      aad: count(0, 22),
      plaintext: count(0, 50),
      micLength: 8,
    };
    const ciphertext = encryptByOpenssl(sealed);
    for (let length = 0; length < ciphertext.length; length++) {
      expect(decrypt(sealed, ciphertext.subarray(0, length))).toBeUndefined();
    }
    expect(decrypt(sealed, new Uint8Array(0x1_0008))).toBeUndefined();
  });

  it("gives nothing for random octets", () => {
    const sealed = { key: count(0, 16), nonce: count(0, 13), aad: count(0, 22), micLength: 8 };
    fc.assert(
      fc.property(arbitraryOctets(0, 120), (octets) => {
        expect(decrypt({ ...sealed, plaintext: octets }, octets)).toBeUndefined();
      }),
    );
  });

  it.each([
    ["key", { key: secret(new Uint8Array(24)) }],
    ["nonce", { nonce: new Uint8Array(12) }],
    ["aad", { aad: new Uint8Array(0xff00) }],
    ["micLength", { micLength: 7 }],
    ["micLength", { micLength: 18 }],
    ["micLength", { micLength: 2 }],
  ])("refuses a wrong %s, by name", (name, change) => {
    const input = {
      key: secret(new Uint8Array(16)),
      nonce: new Uint8Array(13),
      aad: new Uint8Array(0),
      ciphertext: new Uint8Array(40),
      micLength: 8,
    };
    const attemptIt = (): unknown => ccmDecrypt({ ...input, ...change });
    expect(attemptIt).toThrow(RangeError);
    expect(attemptIt).toThrow(new RegExp(`^${name} must`));
  });
});
