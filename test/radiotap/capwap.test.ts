import { describe, expect, test } from "vitest";
import { concatOctets } from "../../src/bytes/octets.ts";
import { dataFrame, receiveOne } from "./any-header.ts";
import { hex } from "./packets.ts";
import { capwap, exchanged, overUdp, type Ports } from "./wrap.ts";

const receiveUdp = (payload: Uint8Array, ports: Ports) => receiveOne(1, overUdp(payload, ports));

describe("CAPWAP data", () => {
  const fromAp = { to: 5247 };
  const data = { octets: dataFrame, fcs: "absent", cut: false, faults: [] };

  test("has its frame in the order of the air or with Frame Control exchanged", () => {
    for (const ports of [fromAp, { from: 5247, to: 41_264 }]) {
      expect(receiveUdp(capwap(dataFrame), ports)).toEqual({ ...data, radio: {} });
      expect(receiveUdp(capwap(exchanged(dataFrame)), ports)).toEqual({ ...data, radio: {} });
    }
  });

  const toAp = "020000000100 020000000200 020000000100 1000";
  const fromBss = "020000000200 020000000100 020000000100 1000";
  test.each([
    ["association request", `0000 0000 ${toAp}`],
    ["association response", `1000 0000 ${fromBss}`],
    ["association response again", `1008 0000 ${fromBss}`],
    ["reassociation request", `2000 0000 ${toAp}`],
    ["reassociation request again", `2008 0000 ${toAp}`],
    ["reassociation response", `3000 0000 ${fromBss}`],
    ["probe request", "4000 0000 ffffffffffff 020000000200 ffffffffffff 1000"],
    ["authentication", `b000 0000 ${toAp}`],
    ["authentication of the AP", `b000 0000 ${fromBss}`],
    ["protected deauthentication", `c040 0000 ${fromBss}`],
    ["action", `d000 0000 ${toAp}`],
    ["beacon", `8000 0000 ffffffffffff 020000000100 020000000100 1000`],
    ["data to the AP", `0801 0000 020000000100 020000000200 020000000300 1000`],
    ["data again", `080a 0000 ${fromBss}`],
  ])("exchanged or not gives the %s", (_, text) => {
    const sent = concatOctets(hex(text), hex("0000000000000000"));
    expect(receiveUdp(capwap(sent), fromAp)).toMatchObject({ octets: sent });
    expect(receiveUdp(capwap(exchanged(sent)), fromAp)).toMatchObject({ octets: sent });
  });

  test("gives signal and rate of the AP's wireless information", () => {
    const wireless = "04d6230078 000000";
    for (const mac of ["", "06020000000100 00"]) {
      expect(receiveUdp(capwap(dataFrame, { mac, wireless }), fromAp)).toEqual({
        ...data,
        radio: { signalDbm: -42, rate: "12 Mb/s" },
      });
    }
  });

  test("gives none where the information is that of the controller, or is cut short by the header", () => {
    for (const wireless of ["0400010000 000000", "0104d623 00780000"]) {
      expect(receiveUdp(capwap(dataFrame, { wireless }), fromAp)).toEqual({ ...data, radio: {} });
    }
  });

  test.each([
    ["CAPWAP keep-alive", capwap(dataFrame, { flags: 0x08 })],
    ["CAPWAP fragment: not supported", capwap(dataFrame, { flags: 0x80 })],
    ["CAPWAP data in 802.3 format: no 802.11 inside", capwap(dataFrame, { isNative: false })],
    ["CAPWAP data of another radio than 802.11", capwap(dataFrame, { wbid: 3 })],
    ["CAPWAP data under DTLS", hex("01000000 17feff0001")],
  ])("can be: %s", (notWifi, payload) => {
    expect(receiveUdp(payload, fromAp)).toEqual({ notWifi, faults: [] });
  });

  test("of WBID 0 is taken for 802.11", () => {
    expect(receiveUdp(capwap(dataFrame, { wbid: 0 }), fromAp)).toMatchObject({ octets: dataFrame });
  });

  test("is not looked for on other ports", () => {
    expect(receiveUdp(capwap(dataFrame), { to: 6000 })).toMatchObject({
      notWifi: expect.stringMatching(/^Ethernet: no 802.11 inside/),
    });
  });
});
