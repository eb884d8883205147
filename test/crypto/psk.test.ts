import { pbkdf2Sync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHex, utf8Octets } from "../../src/bytes/octets.ts";
import { derivePsk, xxKeyFromMsk } from "../../src/crypto/psk.ts";
import { arbitraryOctets, secret } from "./vectors.ts";

const passphrase = utf8Octets("password");

describe("derivePsk", () => {
  it("begins with the 20 octets of RFC 6070, section 2, for 4096 iterations", () => {
    const psk = derivePsk({ passphrase, ssid: utf8Octets("salt") });
    expect(psk).toHaveLength(32);
    expect(formatHex(psk.reveal().subarray(0, 20))).toBe(
      "4b007901b765489abead49d926f721d065a429c1",
    );
    expect(String(psk)).toBe("[PSK: 32 octets]");
  });

  it("agrees with OpenSSL for any passphrase and SSID", () => {
    fc.assert(
      fc.property(arbitraryOctets(8, 63), arbitraryOctets(0, 32), (any, ssid) => {
        const psk = derivePsk({ passphrase: any, ssid }).reveal();
        expect(formatHex(psk)).toBe(pbkdf2Sync(any, ssid, 4096, 32, "sha1").toString("hex"));
      }),
      { numRuns: 4 },
    );
  });

  it("lets a platform do the work when it offers to", () => {
    const asked: unknown[] = [];
    const ssid = utf8Octets("net");
    const psk = derivePsk({
      passphrase,
      ssid,
      pbkdf2: (...input) => {
        asked.push(input);
        return new Uint8Array(32).fill(5);
      },
    });
    expect(asked).toEqual([[passphrase, ssid, 4096, 32]]);
    expect(psk.reveal()).toEqual(new Uint8Array(32).fill(5));
  });

  it("refuses a passphrase or SSID that cannot be, by name", () => {
    const ssid = utf8Octets("net");
    for (const length of [0, 7, 64]) {
      expect(() => derivePsk({ passphrase: new Uint8Array(length), ssid })).toThrow(
        new RangeError(`passphrase must have 8 to 63 octets, got ${length}`),
      );
    }
    expect(() => derivePsk({ passphrase, ssid: new Uint8Array(33) })).toThrow(
      new RangeError("ssid must have 0 to 32 octets, got 33"),
    );
  });
});

describe("xxKeyFromMsk", () => {
  const msk = secret(Uint8Array.from({ length: 64 }, (_, i) => i));

  it("takes the octets of the range and no others", () => {
    const secondHalf = xxKeyFromMsk({ msk, mskRange: [32, 64] });
    expect([...secondHalf.reveal()]).toEqual(Array.from({ length: 32 }, (_, i) => 32 + i));
    const first48 = xxKeyFromMsk({ msk, mskRange: [0, 48] });
    expect([...first48.reveal()]).toEqual(Array.from({ length: 48 }, (_, i) => i));
    expect(String(first48)).toBe("[XXKey: 48 octets]");
  });

  it("refuses an MSK that does not hold the range, by name", () => {
    const short = secret(new Uint8Array(63));
    expect(() => xxKeyFromMsk({ msk: short, mskRange: [32, 64] })).toThrow(/^msk must have 64/);
  });
});
