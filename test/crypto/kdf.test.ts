import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatOctets, utf8Octets } from "../../src/bytes/octets.ts";
import { deriveKdf } from "../../src/crypto/kdf.ts";
import type { HashName } from "../../src/spec/suites.ts";
import { arbitraryOctets } from "./vectors.ts";

const hashes: readonly HashName[] = ["sha256", "sha384", "sha512"];

/** 12.7.1.6 once more, bit by bit and on OpenSSL. */
function kdfOfOpenssl(
  hash: HashName,
  key: Uint8Array,
  label: string,
  context: Uint8Array,
  lengthBits: number,
): Uint8Array {
  const littleEndian = (value: number): Uint8Array => new Uint8Array(Uint16Array.of(value).buffer);
  let bits = "";
  for (let i = 1; bits.length < lengthBits; i++) {
    const digest = createHmac(hash, key)
      .update(littleEndian(i))
      .update(label, "latin1")
      .update(context)
      .update(littleEndian(lengthBits))
      .digest();
    bits += [...digest].map((octet) => octet.toString(2).padStart(8, "0")).join("");
  }
  const padded = bits.slice(0, lengthBits).padEnd(8 * Math.ceil(lengthBits / 8), "0");
  return Uint8Array.from(padded.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2));
}

describe("deriveKdf", () => {
  it("agrees with an implementation on OpenSSL for any key, context and length in bits", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...hashes),
        arbitraryOctets(0, 150),
        fc.constantFrom("FT-R0", "FT-R1", "FT-PTK", ""),
        arbitraryOctets(0, 90),
        fc.integer({ min: 1, max: 2100 }),
        (hash, key, label, context, lengthBits) => {
          expect(deriveKdf({ hash, key, label, context, lengthBits })).toEqual(
            kdfOfOpenssl(hash, key, label, context, lengthBits),
          );
        },
      ),
    );
  });

  it("is another key, not a longer one, when more bits are asked for", () => {
    const input = { hash: "sha256", key: Uint8Array.of(1), label: "FT-PTK" } as const;
    const context = Uint8Array.of(2);
    const short = deriveKdf({ ...input, context, lengthBits: 384 });
    const long = deriveKdf({ ...input, context, lengthBits: 640 });
    expect(short).toHaveLength(48);
    expect(long).toHaveLength(80);
    expect(long.subarray(0, 48)).not.toEqual(short);
  });

  it("has nothing between label and context", () => {
    const input = { hash: "sha256", key: Uint8Array.of(1), lengthBits: 256 } as const;
    const context = Uint8Array.of(7);
    expect(deriveKdf({ ...input, label: "FT-R1", context })).toEqual(
      deriveKdf({ ...input, label: "FT-", context: concatOctets(utf8Octets("R1"), context) }),
    );
  });

  it.each([0, -8, 1.5, 65536, Number.NaN])("refuses a length of %s bits", (lengthBits) => {
    const input = { hash: "sha256", key: Uint8Array.of(1), label: "" } as const;
    expect(() => deriveKdf({ ...input, context: Uint8Array.of(), lengthBits })).toThrow(
      /^lengthBits must be/,
    );
  });
});
