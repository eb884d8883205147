import { describe, expect, test } from "vitest";
import { maskSecrets } from "../../src/logs/mask.ts";

const hex = "bf 5f e3 c4 3b 13 ff cb 54 30 ff ff f6 fd d6 5f";
const run = hex.replaceAll(" ", "");

describe("keys are hidden", () => {
  test.each([
    ["a dumped PSK", `1700000000.1: PSK (from passphrase) - hexdump(len=16): ${hex}`],
    ["a dumped PMK-R0", `FT: PMK-R0 - hexdump(len=16): ${hex}`],
    ["a dump of something unknown", `something - hexdump(len=16): ${hex}`],
    ["a decrypted frame", `WPA: decrypted EAPOL-Key frame - hexdump(len=16): ${hex}`],
    ["an option", `wpa_psk=${run}`],
    ["a passphrase with blanks", `wpa_passphrase=bf5f e3c4 3b13 ffcb${run}`],
    ["a key holder's key", `r0kh=02:00:00:00:00:01 ap.example ${run}`],
    ["a key in running text", `Derived PTK ${run} for the station`],
  ])("%s", (_, line) => {
    const masked = maskSecrets(line, "");
    expect(masked).toContain("(hidden)");
    expect(masked.replaceAll(" ", "")).not.toContain(run.slice(0, 12));
    expect(masked.replaceAll(" ", "")).not.toContain(run.slice(-12));
  });

  test("the rows of a dump are hidden as the line above them says", () => {
    const row = "     63 6f 72 72 65 63 74 20 68 6f 72 73 65              correct horse   ";
    expect(maskSecrets(row, "PSK (ASCII passphrase) - hexdump_ascii(len=21):")).toBe(
      "     (hidden)",
    );
    expect(maskSecrets(row, "SSID - hexdump_ascii(len=6):")).toBe(row);
    expect(maskSecrets("[0000] c9 4d 9d 10 22 33", "Received PMKID: (16)")).toContain("c9 4d");
  });
});

describe("what is no key stays", () => {
  test.each([
    `FT: RSNE - hexdump(len=20): ${hex} 01 02 03 04`,
    `WPA: Assign ANonce - hexdump(len=32): ${hex} ${hex}`,
    `FT: PMKR0Name - hexdump(len=16): ${hex}`,
    "RSNIE AKM matches with PMK cache entry :0x4",
    "no PMK cache entry for this client. Can't do preauth.",
    "Setting active key cache index 0 ---> 8",
    `CTRL-EVENT-AUTH-REJECT 02:00:00:00:00:01 auth_type=2 ie=${run}`,
  ])("%s", (line) => {
    expect(maskSecrets(line, "")).toBe(line);
  });
});
