import { describe, expect, test } from "vitest";
import { aireosLog, stationA, targetAp } from "../builders/aireos-log.ts";
import { logFindings } from "../builders/log-findings.ts";

const wlan = (...rows: readonly string[]) =>
  ["WLAN Identifier.... 2", "Network Name (SSID).... voice", ...rows, ""].join("\n");

describe("the configuration that fits contradicts nothing", () => {
  test("of several WLANs one that fits is enough", () => {
    const log = aireosLog().request(0, targetAp, "DS").text();
    const both = wlan("FT Over-The-DS mode.... Disabled") + wlan("FT Over-The-DS mode.... Enabled");
    expect(logFindings(log, both).map(({ rule }) => rule)).not.toContain(
      "configuration-contradicts-log",
    );
  });

  const contradictionsIn = (...texts: readonly string[]) =>
    logFindings(...texts)
      .filter(({ rule }) => rule === "configuration-contradicts-log")
      .map(({ summary }) => summary);

  test("what the log shows and the dump denies is told, and nothing else", () => {
    const log = aireosLog().request(0, targetAp, "Air").lookupFailed(3, targetAp).text();
    expect(contradictionsIn(log, wlan("FT Over-The-DS mode.... Disabled"))).toEqual([]);
    expect(contradictionsIn(log, wlan("FT Support.... Disabled"))).toEqual([
      "The dump says FT Support Disabled, but the log shows FT attempts.",
    ]);
    expect(contradictionsIn(log, wlan("FlexConnect Local Switching.... Disabled"))).toEqual([
      "The dump says FlexConnect Local Switching Disabled, but a FlexConnect AP answers from its own key cache.",
    ]);
    const accepted = aireosLog().success(0, targetAp).text();
    expect(contradictionsIn(accepted, wlan("FlexConnect Local Switching.... Disabled"))).toEqual(
      [],
    );
  });

  test("without a dump nothing is contradicted", () => {
    expect(contradictionsIn(aireosLog().request(0, targetAp, "DS").text())).toEqual([]);
  });

  test("rows that are on, of no known value or of like names contradict nothing", () => {
    const log = aireosLog().request(0, targetAp, "DS").lookupFailed(3, targetAp);
    log.say("x", 9, "DHCP Consume the DHCP packet from Flexconnect Locally switched client");
    const labels = ["FT Support", "FT Over-The-DS mode", "FlexConnect Local Switching"];
    for (const label of labels) {
      expect(contradictionsIn(log.text(), wlan(`${label}.... Disabled`))).not.toEqual([]);
      expect(contradictionsIn(log.text(), wlan(`${label}.... Enabled`))).toEqual([]);
      expect(contradictionsIn(log.text(), wlan(`${label}.... Adaptive`))).toEqual([]);
      expect(contradictionsIn(log.text(), wlan(`Old ${label}.... Disabled`))).toEqual([]);
      expect(contradictionsIn(log.text(), wlan(`${label} State.... Disabled`))).toEqual([]);
    }
  });

  test("a station that did not try FT contradicts no dump without it", () => {
    const log = aireosLog()
      .say("x", 0, "Received EAPOL-key M2 with invalid MIC from mobile")
      .text();
    expect(contradictionsIn(log, wlan("FT Support.... Disabled"))).toEqual([]);
    expect(contradictionsIn(log, wlan("FlexConnect Local Switching.... Disabled"))).toEqual([]);
  });

  test("a locally switched station contradicts a WLAN that is switched centrally", () => {
    const log = aireosLog().say("x", 0, "Received EAPOL-key M2 with invalid MIC from mobile");
    log.say("x", 9, "DHCP Consume the DHCP packet from Flexconnect Locally switched client");
    expect(contradictionsIn(log.text(), wlan("FlexConnect Local Switching.... Disabled"))).toEqual([
      "The dump says FlexConnect Local Switching Disabled, but the log shows a locally switched station.",
    ]);
  });

  test("the key's AKM must be one of those that the WLAN offers", () => {
    const log = aireosLog().request(0, targetAp).text();
    const [on, off] = ["Enabled", "Disabled"];
    const contradicted = (...rows: readonly string[]) => contradictionsIn(log, wlan(...rows));
    const row = (label: string, value = on) => `${label}.... ${value}`;
    expect(contradicted(row("FT-1X(802.11r)", off), row("FT-PSK(802.11r)"))).toEqual([
      "The dump says FT-1X(802.11r) Disabled, but the controller holds a key of FT-802.1X.",
    ]);
    expect(contradicted(row("FT-1X(802.11r)"), row("FT-PSK(802.11r)"))).toEqual([]);
    expect(contradicted(row("FT-1X(802.11r)"), row("FT-PSK(802.11r)", off))).toEqual([]);
    expect(contradicted(row("FT-1X(802.11r)", off), row("FT-PSK(802.11r)", off))).toEqual([]);
    expect(contradicted(row("FT-PSK(802.11r)"))).toEqual([]);
  });

  test("both lines are shown: that of the dump and that of the log", () => {
    const evidence = (...texts: readonly string[]) =>
      logFindings(...texts)
        .find(({ rule }) => rule === "configuration-contradicts-log")
        ?.evidence.map(({ log, line, seen, text }) => [log, line, seen, text]);
    const log = aireosLog().requestWithoutKey(-9000).request(0, targetAp, "DS").text();
    expect(evidence(log, wlan("FT Over-The-DS mode.... Disabled"))).toEqual([
      [1, 3, "Disabled", "as the dump has it"],
      [0, 2, undefined, "but the log shows an attempt over the DS"],
    ]);
    expect(
      evidence(log, wlan("FT-1X(802.11r).... Disabled", "FT-PSK(802.11r).... Enabled"))?.at(-1),
    ).toEqual([0, 5, undefined, "but the controller holds a key of FT-802.1X"]);
  });

  test("two stations, each on a WLAN that fits it, contradict neither dump", () => {
    const other = aireosLog({ station: "02:5a:00:00:00:0b" });
    const otherAkm = other.request(0, targetAp).text().replaceAll(":0x3", ":0x4");
    const log = aireosLog().request(0, targetAp).text() + otherAkm;
    expect(log).toContain(stationA);
    const dumps = [
      wlan("FT-1X(802.11r).... Enabled", "FT-PSK(802.11r).... Disabled"),
      wlan("FT-1X(802.11r).... Disabled", "FT-PSK(802.11r).... Enabled"),
    ] as const;
    expect(contradictionsIn(log, ...dumps)).toEqual([]);
    expect(contradictionsIn(log, dumps[0])).toEqual([
      "The dump says FT-PSK(802.11r) Disabled, but the controller holds a key of FT-PSK.",
    ]);
  });
});
