import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHex, utf8Octets } from "../../src/bytes/octets.ts";
import { hashLength, hashOctets, hmacOctets } from "../../src/crypto/hash.ts";
import type { HashName } from "../../src/spec/suites.ts";
import { arbitraryOctets, unaligned } from "./vectors.ts";

const hashes: readonly HashName[] = ["sha256", "sha384", "sha512"];

/** RFC 4231, sections 4.2 (test case 1) and 4.3 (test case 2). */
const rfc4231 = [
  {
    key: new Uint8Array(20).fill(0x0b),
    octets: utf8Octets("Hi There"),
    sha256: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    sha384:
      "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
    sha512:
      "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
  },
  {
    key: utf8Octets("Jefe"),
    octets: utf8Octets("what do ya want for nothing?"),
    sha256: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    sha384:
      "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
    sha512:
      "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
  },
];

describe.each(hashes)("%s", (hash) => {
  it.each(rfc4231)("gives the HMAC of RFC 4231 for $octets.length octets", (vector) => {
    expect(formatHex(hmacOctets(hash, vector.key, vector.octets))).toBe(vector[hash]);
  });

  it("agrees with OpenSSL for any octets, wherever in memory they lie", () => {
    fc.assert(
      fc.property(arbitraryOctets(0, 200), arbitraryOctets(0, 300), (key, octets) => {
        const mac = createHmac(hash, key).update(octets).digest("hex");
        expect(formatHex(hmacOctets(hash, unaligned(key), unaligned(octets)))).toBe(mac);
        const digest = createHash(hash).update(key).update(octets).digest("hex");
        expect(formatHex(hashOctets(hash, key, octets))).toBe(digest);
      }),
    );
  });

  it("is as long as it says", () => {
    expect(hashOctets(hash)).toHaveLength(hashLength(hash));
    expect(8 * hashLength(hash)).toBe(Number(hash.slice(3)));
  });
});
