import { describe, expect, it } from "vitest";
import { formatHex, utf8Octets } from "../../src/bytes/octets.ts";
import { derivePmkR0, derivePmkR1, derivePmkR1Name, derivePtk } from "../../src/crypto/ft-keys.ts";
import { computeFteMic, fteMicInput } from "../../src/crypto/mic.ts";
import { derivePsk } from "../../src/crypto/psk.ts";
import { ftVectors, hex, secret } from "./vectors.ts";

const vectorA = ftVectors[0];
if (vectorA === undefined) throw new Error("no vector A");
const { lengths, step, station, ap2, ssid, mdid, mde, r0khId, roam, tkLength } = vectorA;

const otherStation = hex("0211223344ab");

interface RoamInputs {
  readonly psk: Uint8Array;
  readonly ssid: Uint8Array;
  readonly mdid: Uint8Array;
  readonly r0khId: Uint8Array;
  readonly r1khId: Uint8Array;
  readonly station: Uint8Array;
  readonly snonce: Uint8Array;
  readonly anonce: Uint8Array;
  readonly transactionSequence: number;
  readonly rsne: Uint8Array;
  readonly fte: Uint8Array;
}

function fteWithMicZero(): Uint8Array {
  return hex(step("Reassoc req FTE (final)")).fill(0, 4, 20);
}

const asSent: RoamInputs = {
  psk: vectorA.xxKey,
  ssid,
  mdid,
  r0khId,
  r1khId: ap2,
  station,
  ...roam,
  transactionSequence: 5,
  rsne: hex(step("Reassoc req RSNE")),
  fte: fteWithMicZero(),
};

/** Which of the three checks of a reassociation request still hold after one input was changed. */
function verify(change: Partial<RoamInputs>): { r0Name: boolean; r1Name: boolean; mic: boolean } {
  const used = { ...asSent, ...change };
  const { hash } = lengths;
  const { pmkR0, pmkR0Name } = derivePmkR0({
    hash,
    xxKey: secret(used.psk),
    ssid: used.ssid,
    mdid: used.mdid,
    r0khId: used.r0khId,
    s0khId: used.station,
  });
  const ids = { hash, r1khId: used.r1khId, s1khId: used.station };
  const pmkR1Name = derivePmkR1Name({ ...ids, pmkR0Name });
  const { kck, kck2 } = derivePtk({
    lengths,
    pmkR1: derivePmkR1({ ...ids, pmkR0 }),
    snonce: used.snonce,
    anonce: used.anonce,
    bssid: ap2,
    stationAddress: used.station,
    tkLength,
  });
  const input = fteMicInput({
    stationAddress: used.station,
    targetApAddress: ap2,
    transactionSequence: used.transactionSequence,
    rsne: used.rsne,
    mde,
    fte: used.fte,
    ric: [],
  });
  const pmkid = used.rsne.subarray(24);
  return {
    r0Name: formatHex(pmkR0Name) === step("PMKR0Name"),
    r1Name: formatHex(pmkR1Name) === formatHex(pmkid),
    mic: formatHex(computeFteMic({ lengths, kck, kck2, input })) === step("Reassoc req MIC"),
  };
}

const allHold = { r0Name: true, r1Name: true, mic: true };
const noneHolds = { r0Name: false, r1Name: false, mic: false };
const onlyMicFails = { ...allHold, mic: false };

describe("one input of vector A changed", () => {
  it("changes nothing when none is", () => {
    expect(verify({})).toEqual(allHold);
  });

  it("another passphrase changes PMKR0Name and all that follows", () => {
    const passphrase = utf8Octets("incorrect horse battery");
    expect(verify({ psk: derivePsk({ passphrase, ssid }).reveal() })).toEqual(noneHolds);
  });

  it.each([
    ["SSID", { ssid: utf8Octets("ft-lab2") }],
    ["MDID", { mdid: Uint8Array.from(mdid).reverse() }],
    ["R0KH-ID", { r0khId: utf8Octets("r0kh-2.example") }],
    ["station address", { station: otherStation }],
  ])("another %s with the same PSK changes PMKR0Name and all that follows", (_, change) => {
    expect(verify(change)).toEqual(noneHolds);
  });

  it("another R1KH-ID keeps PMKR0Name and changes PMKR1Name", () => {
    const change = verify({ r1khId: hex("02aabbccdd99") });
    expect(change).toEqual({ r0Name: true, r1Name: false, mic: false });
  });

  it("exchanged nonces keep the names and change the MIC", () => {
    const { snonce, anonce } = roam;
    expect(verify({ snonce: anonce, anonce: snonce })).toEqual(onlyMicFails);
  });

  it("nonces sorted the other way, as the ordinary 4-way handshake may do, change only the MIC", () => {
    const [larger, smaller] = [roam.snonce, roam.anonce].sort((a, b) =>
      formatHex(a) < formatHex(b) ? 1 : -1,
    );
    if (larger === undefined || smaller === undefined) throw new Error("two nonces");
    expect(verify({ snonce: larger, anonce: smaller })).toEqual(onlyMicFails);
    expect(verify({ snonce: smaller, anonce: larger })).toEqual(allHold);
  });

  it("transaction sequence number 6 instead of 5 changes only the MIC", () => {
    expect(verify({ transactionSequence: 6 })).toEqual(onlyMicFails);
  });

  it("a MIC field that is not zeroed changes only the MIC", () => {
    expect(verify({ fte: hex(step("Reassoc req FTE (final)")) })).toEqual(onlyMicFails);
  });

  it("an element count changed after the MIC was made changes only the MIC", () => {
    const fte = fteWithMicZero();
    expect(fte[3]).toBe(3);
    fte[3] = 4;
    expect(verify({ fte })).toEqual(onlyMicFails);
  });

  it("an RSNE with PMKR0Name in place of PMKR1Name fails the name check and the MIC", () => {
    const rsne = hex(step("FT auth req (trans 1) RSNE"));
    expect(verify({ rsne })).toEqual({ r0Name: true, r1Name: false, mic: false });
  });
});
