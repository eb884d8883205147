import { createCipheriv, createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatOctets, formatHex } from "../../src/bytes/octets.ts";
import { computeEapolMic, computeFteMic, computeMic, fteMicInput } from "../../src/crypto/mic.ts";
import { type FtAkmLengths, ftAkmLengths } from "../../src/spec/suites.ts";
import { arbitraryOctets, hex, secret, unaligned } from "./vectors.ts";

function lengthsOf(selector: string): FtAkmLengths {
  const lengths = ftAkmLengths(selector);
  if (lengths === undefined) throw new Error(`${selector} is no FT AKM`);
  return lengths;
}

const ftPsk = lengthsOf("00-0f-ac:4");
const ftEap384 = lengthsOf("00-0f-ac:13");
const ftFils256 = lengthsOf("00-0f-ac:16");
const ftFils384 = lengthsOf("00-0f-ac:17");

function shiftLeft(block: Uint8Array): Uint8Array {
  const value = BigInt(`0x${formatHex(block)}`) << 1n;
  const reduced = value >> 128n === 0n ? value : (value & ((1n << 128n) - 1n)) ^ 0x87n;
  return hex(reduced.toString(16).padStart(32, "0"));
}

function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((octet, i) => octet ^ (b[i] ?? 0));
}

/** AES-128-CMAC as RFC 4493 builds it, on the AES-CBC of OpenSSL. */
function cmacOfOpenssl(key: Uint8Array, octets: Uint8Array): Uint8Array {
  const encrypt = (plaintext: Uint8Array): Uint8Array => {
    const cipher = createCipheriv("aes-128-cbc", key, new Uint8Array(16)).setAutoPadding(false);
    return concatOctets(cipher.update(plaintext), cipher.final()).slice(-16);
  };
  const k1 = shiftLeft(encrypt(new Uint8Array(16)));
  const blocks = Math.max(1, Math.ceil(octets.length / 16));
  const message = new Uint8Array(16 * blocks);
  message.set(octets);
  const isComplete = octets.length === message.length;
  if (!isComplete) message[octets.length] = 0x80;
  const last = xor(message.subarray(-16), isComplete ? k1 : shiftLeft(k1));
  message.set(last, message.length - 16);
  return encrypt(message);
}

/** RFC 4493, section 4. */
const rfc4493Key = hex("2b7e151628aed2a6abf7158809cf4f3c");
const rfc4493Message = hex(
  "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710",
);
const rfc4493 = [
  { length: 0, mac: "bb1d6929e95937287fa37d129b756746" },
  { length: 16, mac: "070a16b46b4d4144f79bdd9dd04a287c" },
  { length: 40, mac: "dfa66747de9ae63030ca32611497c827" },
  { length: 64, mac: "51f0bebf7e3b9d92fc49741779363cfe" },
];

describe("computeMic", () => {
  it.each(rfc4493)("gives the AES-CMAC of RFC 4493 for $length octets", ({ length, mac }) => {
    const octets = rfc4493Message.subarray(0, length);
    const key = secret(rfc4493Key);
    const computed = computeMic({ algorithm: "aes-128-cmac", key, length: 16, octets });
    expect(formatHex(computed)).toBe(mac);
    expect(formatHex(cmacOfOpenssl(rfc4493Key, octets))).toBe(mac);
  });

  it("agrees with AES-CMAC on OpenSSL for any key, octets and length", () => {
    fc.assert(
      fc.property(
        arbitraryOctets(16),
        arbitraryOctets(0, 100),
        fc.integer({ min: 1, max: 16 }),
        (key, octets, length) => {
          const algorithm = "aes-128-cmac";
          expect(
            computeMic({ algorithm, key: secret(key), length, octets: unaligned(octets) }),
          ).toEqual(cmacOfOpenssl(key, octets).subarray(0, length));
        },
      ),
    );
  });

  it("agrees with HMAC of OpenSSL for any key, octets and length", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("sha256", "sha384", "sha512"),
        arbitraryOctets(16, 32),
        arbitraryOctets(0, 100),
        fc.integer({ min: 1, max: 32 }),
        (hash: "sha256" | "sha384" | "sha512", key, octets, length) => {
          const algorithm = `hmac-${hash}` as const;
          const mac = createHmac(hash, key).update(octets).digest("hex");
          const computed = computeMic({ algorithm, key: secret(key), length, octets });
          expect(formatHex(computed)).toBe(mac.slice(0, 2 * length));
        },
      ),
    );
  });

  it("refuses a key or length that the algorithm cannot have, by name", () => {
    const octets = new Uint8Array(0);
    const compute = (algorithm: "aes-128-cmac" | "hmac-sha384", key: number, length: number) =>
      computeMic({ algorithm, key: secret(new Uint8Array(key)), length, octets });
    expect(() => compute("aes-128-cmac", 24, 16)).toThrow(/^key must have 16 octets, got 24$/);
    expect(() => compute("aes-128-cmac", 16, 17)).toThrow(/^length must be/);
    expect(() => compute("hmac-sha384", 24, 49)).toThrow(/^length must be/);
    expect(() => compute("hmac-sha384", 24, 0)).toThrow(/^length must be/);
  });
});

describe("computeEapolMic", () => {
  const kck = secret(new Uint8Array(24).fill(7));

  it("covers every octet of the frame but those of the MIC field, and changes none", () => {
    fc.assert(
      fc.property(
        arbitraryOctets(105, 160),
        fc.integer({ min: 0, max: 159 }),
        fc.integer({ min: 1, max: 255 }),
        (eapol, place, change) => {
          const at = place % eapol.length;
          const before = eapol.slice();
          const mic = computeEapolMic({ lengths: ftEap384, kck, eapol, micOffset: 81 });
          expect(eapol).toEqual(before);
          expect(mic).toHaveLength(24);
          const changed = eapol.slice();
          changed[at] = (changed[at] as number) ^ change;
          const other = computeEapolMic({ lengths: ftEap384, kck, eapol: changed, micOffset: 81 });
          expect(formatHex(other) === formatHex(mic)).toBe(at >= 81 && at < 105);
        },
      ),
    );
  });

  it("takes a frame that ends with the MIC field and refuses one octet less", () => {
    const compute = (length: number): Uint8Array =>
      computeEapolMic({ lengths: ftEap384, kck, eapol: new Uint8Array(length), micOffset: 81 });
    expect(compute(105)).toHaveLength(24);
    expect(() => compute(104)).toThrow(/^micOffset must be/);
  });

  it("refuses a KCK of another AKM and an AKM without EAPOL MIC", () => {
    const frame = { eapol: new Uint8Array(99), micOffset: 81 };
    expect(() => computeEapolMic({ ...frame, lengths: ftPsk, kck })).toThrow(/^kck must have 16/);
    expect(() => computeEapolMic({ ...frame, lengths: ftFils256, kck })).toThrow(/^lengths are/);
  });
});

const parts = {
  stationAddress: new Uint8Array(6).fill(0x11),
  targetApAddress: new Uint8Array(6).fill(0x22),
  transactionSequence: 5,
  rsne: hex("3000"),
  mde: hex("3603"),
  fte: hex("3752"),
  ric: [hex("3901"), hex("3902")],
} as const;

describe("fteMicInput", () => {
  it("is in the standard's order: addresses, sequence number, RSNE, MDE, FTE, RIC, RSNXE", () => {
    expect(formatHex(fteMicInput({ ...parts, rsnxe: hex("f40120") }))).toBe(
      "1111111111112222222222220530003603375239013902f40120",
    );
    expect(formatHex(fteMicInput({ ...parts, ric: [] }))).toBe(
      "11111111111122222222222205300036033752",
    );
  });

  it.each([
    ["stationAddress", { stationAddress: new Uint8Array(5) }],
    ["targetApAddress", { targetApAddress: new Uint8Array(7) }],
    ["transactionSequence", { transactionSequence: 256 }],
  ])("refuses a wrong %s, by name", (name, change) => {
    expect(() => fteMicInput({ ...parts, ...change })).toThrow(new RegExp(`^${name} must`));
  });
});

describe("computeFteMic", () => {
  const input = fteMicInput(parts);
  const none = secret(new Uint8Array(0));

  it("uses the KCK2 for FILS, where there is no KCK", () => {
    const kck2 = secret(rfc4493Key);
    const mic = computeFteMic({ lengths: ftFils256, kck: none, kck2, input });
    expect(mic).toEqual(cmacOfOpenssl(rfc4493Key, input));
    const key = new Uint8Array(24).fill(3);
    const mic384 = computeFteMic({ lengths: ftFils384, kck: none, kck2: secret(key), input });
    expect(formatHex(mic384)).toBe(
      createHmac("sha384", key).update(input).digest("hex").slice(0, 48),
    );
  });

  it("uses the KCK for every other AKM", () => {
    const mic = computeFteMic({ lengths: ftPsk, kck: secret(rfc4493Key), kck2: none, input });
    expect(mic).toEqual(cmacOfOpenssl(rfc4493Key, input));
  });

  it("refuses keys of another AKM, by name", () => {
    const key = secret(rfc4493Key);
    expect(() => computeFteMic({ lengths: ftFils256, kck: key, kck2: key, input })).toThrow(
      /^kck must have 0/,
    );
    expect(() => computeFteMic({ lengths: ftPsk, kck: key, kck2: key, input })).toThrow(
      /^kck2 must have 0/,
    );
  });
});
