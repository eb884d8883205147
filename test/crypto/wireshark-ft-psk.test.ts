import { describe, expect, it } from "vitest";
import { formatHex, utf8Octets } from "../../src/bytes/octets.ts";
import { derivePmkR0, derivePmkR1, derivePmkR1Name, derivePtk } from "../../src/crypto/ft-keys.ts";
import { unwrapKey } from "../../src/crypto/key-wrap.ts";
import { computeEapolMic, computeFteMic, fteMicInput } from "../../src/crypto/mic.ts";
import { derivePsk } from "../../src/crypto/psk.ts";
import { cipherSuite, ftAkmLengths } from "../../src/spec/suites.ts";
import { hex, wiresharkFtPsk as published } from "./vectors.ts";

const akmLengths = ftAkmLengths(published.akm);
const cipher = cipherSuite(published.pairwise);
if (akmLengths === undefined || cipher === undefined) throw new Error("suites of the vector");
const lengths = akmLengths;
const tkLength = cipher.tk;
const { hash } = lengths;
const ssid = utf8Octets(published.ssid);
const station = hex(published.stationAddress);
const { firstAp, targetAp } = published;

const psk = derivePsk({ passphrase: utf8Octets(published.passphrase), ssid });
const r0 = derivePmkR0({
  hash,
  xxKey: psk,
  ssid,
  mdid: hex(published.mdid),
  r0khId: utf8Octets(published.r0khId),
  s0khId: station,
});

function deriveAt(ap: { bssid: string; snonce: string; anonce: string }) {
  const bssid = hex(ap.bssid);
  const ids = { hash, r1khId: bssid, s1khId: station };
  const pmkR1 = derivePmkR1({ ...ids, pmkR0: r0.pmkR0 });
  return {
    pmkR1,
    pmkR1Name: derivePmkR1Name({ ...ids, pmkR0Name: r0.pmkR0Name }),
    ...derivePtk({
      lengths,
      pmkR1,
      snonce: hex(ap.snonce),
      anonce: hex(ap.anonce),
      bssid,
      stationAddress: station,
      tkLength,
    }),
  };
}

describe("the roam of Wireshark's wpa2-ft-psk capture", () => {
  it("has the PSK, R0-Key-Data and PMKR0Name that its passphrase and SSID give", () => {
    expect(formatHex(psk.reveal())).toBe(published.psk);
    expect(formatHex(r0.context)).toBe(published.r0Context);
    expect(formatHex(r0.r0KeyData.reveal())).toBe(published.r0KeyData);
    expect(formatHex(r0.pmkR0Name)).toBe(published.pmkR0Name);
  });

  it.each([
    ["first", firstAp],
    ["target", targetAp],
  ])("has the PMK-R1, PMKR1Name and PTK of the %s access point", (_, ap) => {
    const { pmkR1, pmkR1Name, kck, kek, tk, octets } = deriveAt(ap);
    expect(formatHex(pmkR1.reveal())).toBe(ap.pmkR1);
    expect(formatHex(pmkR1Name)).toBe(ap.pmkR1Name);
    expect(formatHex(kck.reveal())).toBe(ap.kck);
    expect(formatHex(kek.reveal())).toBe(ap.kek);
    expect(formatHex(tk.reveal())).toBe(ap.tk);
    expect(formatHex(octets.reveal())).toBe(ap.kck + ap.kek + ap.tk);
  });

  it.each(firstAp.eapol)("has the EAPOL MIC of frame $frame", ({ octets, mic }) => {
    const { kck } = deriveAt(firstAp);
    const eapol = hex(octets);
    const computed = computeEapolMic({ lengths, kck, eapol, micOffset: 81 });
    expect(formatHex(computed)).toBe(mic);
    expect(formatHex(eapol.subarray(81, 97))).toBe(mic);
  });

  it("has Key Data in message 3 that unwrap to the GTK, the two TIEs and the padding", () => {
    const { kek } = deriveAt(firstAp);
    const wrapped = hex(firstAp.eapol[1]?.octets ?? "").subarray(81 + 16 + 2);
    const keyData = formatHex(unwrapKey({ kek, wrapped }) ?? new Uint8Array(0));
    expect(keyData).toMatch(/^3026/);
    expect(keyData).toContain(`dd16000fac010100${firstAp.gtk}`);
    expect(keyData).toContain(firstAp.pmkR1Name);
    expect(keyData).toMatch(/3805010000000038050200751200dd000000$/);
  });

  it.each(targetAp.reassociation)("has the FTE MIC of frame $frame", (frame) => {
    const { kck, kck2 } = deriveAt(targetAp);
    const input = fteMicInput({
      stationAddress: station,
      targetApAddress: hex(targetAp.bssid),
      transactionSequence: frame.transactionSequence,
      rsne: hex(frame.rsne),
      mde: hex(frame.mde),
      fte: hex(frame.fte).fill(0, 4, 20),
      ric: [],
    });
    expect(formatHex(computeFteMic({ lengths, kck, kck2, input }))).toBe(frame.mic);
  });

  it("has a GTK in the reassociation response that unwraps under the new KEK only", () => {
    const wrapped = hex(targetAp.wrappedGtk);
    expect(unwrapKey({ kek: deriveAt(targetAp).kek, wrapped })).toEqual(hex(targetAp.gtk));
    expect(unwrapKey({ kek: deriveAt(firstAp).kek, wrapped })).toBeUndefined();
  });
});
