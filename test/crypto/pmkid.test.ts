import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHex, utf8Octets } from "../../src/bytes/octets.ts";
import { derivePmkid } from "../../src/crypto/pmkid.ts";
import { derivePsk } from "../../src/crypto/psk.ts";
import { arbitraryOctets, hex, secret } from "./vectors.ts";

describe("derivePmkid", () => {
  it("gives the PMKID of hashcat's example of mode 22000", () => {
    const pmk = derivePsk({
      passphrase: utf8Octets("hashcat!"),
      ssid: utf8Octets("hashcat-essid"),
    });
    const pmkid = derivePmkid({
      hash: "sha1",
      pmk,
      aa: hex("fc690c158264"),
      spa: hex("f4747f87f9f4"),
    });
    expect(formatHex(pmkid)).toBe("4d4fe7aac3a2cecab195321ceb99a7d0");
  });

  it.each(["sha1", "sha256", "sha384"] as const)("agrees with OpenSSL: %s", (hash) => {
    fc.assert(
      fc.property(
        arbitraryOctets(32, 48),
        arbitraryOctets(6),
        arbitraryOctets(6),
        (pmk, aa, spa) => {
          const hmac = createHmac(hash, pmk).update("PMK Name").update(aa).update(spa);
          expect(formatHex(derivePmkid({ hash, pmk: secret(pmk), aa, spa }))).toBe(
            hmac.digest("hex").slice(0, 32),
          );
        },
      ),
      { numRuns: 10 },
    );
  });

  it("refuses an address of a wrong length, by name", () => {
    const input = {
      hash: "sha1",
      pmk: secret(new Uint8Array(32)),
      aa: new Uint8Array(6),
      spa: new Uint8Array(6),
    } as const;
    expect(() => derivePmkid({ ...input, aa: new Uint8Array(5) })).toThrow(/^aa must have 6/);
    expect(() => derivePmkid({ ...input, spa: new Uint8Array(7) })).toThrow(/^spa must have 6/);
  });
});
