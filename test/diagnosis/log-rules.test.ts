import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { logRules } from "../../src/diagnosis/log-rules/index.ts";
import { rules } from "../../src/diagnosis/rules/index.ts";
import { aireosLog, oldAp, stationA, targetAp } from "../builders/aireos-log.ts";
import { logFindings } from "../builders/log-findings.ts";
import { hasSharedCaptures, scenariosIn, sharedLab, truthOf } from "../cases.ts";
import { runCli } from "../cli/test-io.ts";

const files = readdirSync(new URL("../../src/diagnosis/log-rules/", import.meta.url))
  .filter((name) => name !== "index.ts")
  .map((name) => name.replace(/\.ts$/, ""));

const wlan = (...rows: readonly string[]) =>
  ["WLAN Identifier.... 2", "Network Name (SSID).... voice", ...rows, ""].join("\n");

const ftWlan = ["FT-PSK(802.11r).... Enabled", "FlexConnect Local Switching.... Enabled"];

const hostapd = (...texts: readonly string[]) =>
  [
    "wlan1: interface state UNINITIALIZED->ENABLED",
    "wlan1: AP-ENABLED ",
    ...texts.map((text) => `${text}`),
  ]
    .map((text, i) => `1795345907.7${String(i).padStart(5, "0")}: ${text}`)
    .join("\n");

/** A log, and configuration, for which each rule has something to say. */
const stories: Readonly<Record<string, readonly string[]>> = {
  "flex-key-not-at-target": [aireosLog().request(0, targetAp).lookupFailed(3, targetAp).text()],
  "flex-ap-has-no-key": [aireosLog().lookupFailed(3, targetAp).text()],
  "ap-has-no-key": [
    hostapd(
      `authentication: STA=${stationA} auth_alg=2 auth_transaction=1 status_code=0 wep=0 seq_ctrl=0x70`,
      `FT: Received authentication frame: STA=${stationA} BSSID=${targetAp.bssid} transaction=1`,
      "FT: No PMK-R1 available in local cache for the requested PMKR1Name",
      "FT: Did not have matching PMK-R1 and either unknown or blocked R0KH-ID or NAK from R0KH",
    ),
  ],
  "ft-refused-by-ap": [
    aireosLog()
      .request(0, targetAp)
      .say(
        "spamApTask0",
        3,
        `Association Failed on REAP AP BSSID ${targetAp.bssid} (slot 1), status 17 0 too many stations`,
      )
      .text(),
  ],
  "handshake-after-ft": [
    aireosLog()
      .success(0, targetAp)
      .say("x", 30, `Starting key exchange to mobile ${stationA}, data packets will be dropped`)
      .text(),
  ],
  "ft-roams-in-log": [aireosLog().success(0, targetAp).text()],
  "ft-without-controller-key": [aireosLog().requestWithoutKey(0).text()],
  "controller-dropped-working-client": [
    aireosLog().request(0, targetAp).lookupFailed(3, targetAp).removal(3, 900, oldAp).text(),
  ],
  "ft-after-key-purge": [
    aireosLog()
      .request(0, targetAp)
      .lookupFailed(3, targetAp)
      .removal(3, 900, oldAp)
      .requestWithoutKey(1200)
      .text(),
  ],
  "wrong-psk-in-log": [
    aireosLog()
      .say("Dot1x_NW_MsgTask_1", 0, "Received EAPOL-key M2 with invalid MIC from mobile")
      .text(),
  ],
  "configuration-contradicts-log": [
    aireosLog().request(0, targetAp, "DS").text(),
    wlan("FT Over-The-DS mode.... Disabled"),
  ],
  "flex-groups-split": [
    wlan(...ftWlan),
    "Cisco AP Name.... a\nAP Mode.... FlexConnect\nFlexConnect Group.... default-flex-group\n",
  ],
  "wlan-hinders-ft": [wlan("FT Support.... Enabled", "PSK.... Enabled")],
};

describe("the list of rules for logs", () => {
  test("holds every file of its folder, and no id that a rule for frames has", () => {
    const ids = logRules.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(files.toSorted());
    expect(ids.filter((id) => rules.some((rule) => rule.id === id))).toEqual([]);
  });

  test("has a story for every rule", () => {
    expect(Object.keys(stories).toSorted()).toEqual(files.toSorted());
  });
});

describe.each(logRules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  test("finds what it is for, with lines to show for it", () => {
    const finding = logFindings(...(stories[id] ?? [])).find((each) => each.rule === id);
    expect(finding?.evidence.length).toBeGreaterThan(0);
    expect(finding?.evidence.every(({ line = 0 }) => line > 0)).toBe(true);
    expect(finding?.summary).toMatch(/\.$/);
  });

  test("finds nothing in another station's success", () => {
    const other = logFindings(aireosLog().success(0, targetAp).text()).map((each) => each.rule);
    if (id !== "ft-roams-in-log") expect(other).not.toContain(id);
  });

  test("is written in plain sentences and explained by them", async () => {
    const texts = [rule.title, rule.why, rule.decides, ...rule.fix, ...rule.confirm];
    for (const text of texts) {
      expect(text).not.toMatch(/\b(I|we|our|us|my|me)\b|!|\p{Extended_Pictographic}/u);
      expect(text).toBe(text.trim());
    }
    const { code, out } = await runCli(["explain", id, "--color", "never"]);
    expect(code).toBe(0);
    for (const text of texts) expect(out.replace(/\s+/g, " ")).toContain(text);
  });
});

describe("FlexConnect groups", () => {
  const ap = (name: string, group: string, mode = "FlexConnect") =>
    `Cisco AP Name.... ${name}\nAP Mode.... ${mode}\nFlexConnect Group.... ${group}\n`;
  const split = (...aps: readonly string[]) =>
    logFindings(wlan(...ftWlan), ...aps).filter(({ rule }) => rule === "flex-groups-split");

  test("of which the APs share one are no fault", () => {
    expect(split(ap("a", "floor"))).toEqual([]);
    expect(split(ap("a", "floor"), ap("b", "floor"))).toEqual([]);
  });

  test("that differ, or are the default one, keep keys from the APs", () => {
    const [finding] = split(ap("a", "floor"), ap("b", "roof"));
    expect(finding?.summary).toBe(
      'The APs cannot share FT keys: by FlexConnect group they are a in "floor", b in "roof".',
    );
    expect(finding?.evidence).toHaveLength(2);
    expect(split(ap("a", "default-flex-group"), ap("b", "default-flex-group"))).toHaveLength(1);
  });

  test("of an AP that is in another mode do not count", () => {
    expect(split(ap("a", "floor"), ap("b", "roof", "Local"))).toEqual([]);
    expect(split(ap("a", "roof", "Local"))).toEqual([]);
  });

  test("of APs whose dump gives no mode count, APs whose dump gives no group do not", () => {
    const bare = (name: string, group: string) =>
      `Cisco AP Name.... ${name}\nFlexConnect Group.... ${group}\n`;
    expect(split(bare("a", "floor"), bare("b", "roof"))).toHaveLength(1);
    expect(split(ap("a", "floor"), "Cisco AP Name.... b\nAP Mode.... FlexConnect\n")).toEqual([]);
  });

  test("that an AP is in none of are told so, with the rows", () => {
    const [finding] = split(ap("a", "none"), ap("b", "none"));
    expect(finding?.summary).toBe(
      "The APs cannot share FT keys: by FlexConnect group they are a in none, b in none.",
    );
    expect(finding?.evidence.map(({ text }) => text)).toEqual(["the group of a", "the group of b"]);
  });

  test("do not matter to a WLAN without FT or without local switching", () => {
    const aps = [ap("a", "floor"), ap("b", "roof")];
    const rulesWith = (...rows: readonly string[]) =>
      logFindings(wlan(...rows), ...aps).map(({ rule }) => rule);
    expect(rulesWith("FlexConnect Local Switching.... Enabled")).not.toContain("flex-groups-split");
    expect(rulesWith("FT-PSK(802.11r).... Enabled")).not.toContain("flex-groups-split");
    for (const label of ["Old FlexConnect Local Switching", "FlexConnect Local Switching State"]) {
      expect(rulesWith("FT-PSK(802.11r).... Enabled", `${label}.... Enabled`)).not.toContain(
        "flex-groups-split",
      );
    }
  });
});

describe("a WLAN that hinders FT", () => {
  const hindered = (...rows: readonly string[]) =>
    logFindings(wlan(...rows)).filter(({ rule }) => rule === "wlan-hinders-ft");

  test("is told with the settings that do, and no others", () => {
    const [finding] = hindered(
      ...ftWlan,
      "FT Support.... Enabled",
      "FT Reassociation Timeout.... 1",
      "TKIP Cipher.... Enabled",
    );
    expect(finding).toMatchObject({ culprit: "configuration", confidence: "possible" });
    expect(finding?.summary).toBe(
      'WLAN "voice" has settings that hinder FT: TKIP Cipher Enabled, FT Reassociation Timeout 1.',
    );
    expect(finding?.evidence.map(({ line, text }) => [line, text])).toEqual([
      [7, "TKIP breaks FT with many stations."],
      [6, "The station must reassociate within 1 s of the FT Authentication Response."],
    ]);
  });

  test("has a setting that does", () => {
    expect(hindered(...ftWlan, "FT Support.... Enabled")).toEqual([]);
  });

  test("without a name is told all the same", () => {
    const dump = "WLAN Identifier.... 2\nTKIP Cipher.... Enabled\n";
    expect(logFindings(dump)[0]?.summary).toBe(
      "The WLAN has settings that hinder FT: TKIP Cipher Enabled.",
    );
  });
});

describe("attempts after the controller has deleted the key", () => {
  const purged = () =>
    aireosLog().request(0, targetAp).lookupFailed(3, targetAp).removal(3, 900, oldAp);
  const afterPurge = (log: { text(): string }) =>
    logFindings(log.text()).filter(({ rule }) => rule === "ft-after-key-purge");

  test("are a consequence of it: all of them are counted, nobody is accused", () => {
    const [finding, ...more] = afterPurge(
      purged().requestWithoutKey(1200).requestWithoutKey(1300).requestWithoutKey(4900),
    );
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ severity: "warning" });
    expect(finding?.summary).toBe(
      "Consequence: 3 attempts (2 to 4) came after the controller had deleted the key, the last 4.0 s later; none of them could succeed. No full association, which would heal it, is in the log.",
    );
    expect(finding?.evidence.map(({ text }) => text)).toEqual([
      "the controller deletes its key of the station",
      "attempt 2: it finds none",
      "attempt 4: still none",
    ]);
  });

  test("are those without a key only", () => {
    expect(afterPurge(purged())).toEqual([]);
    expect(afterPurge(purged().success(1200, targetAp))).toEqual([]);
    expect(afterPurge(purged().request(1200, targetAp).lookupFailed(1203, targetAp))).toEqual([]);
  });

  test("are not those before it", () => {
    const before = aireosLog().requestWithoutKey(-500).request(0, targetAp);
    expect(afterPurge(before.lookupFailed(3, targetAp).removal(3, 900, oldAp))).toEqual([]);
    const both = aireosLog().requestWithoutKey(-500).request(0, targetAp);
    const [finding] = afterPurge(
      both.lookupFailed(3, targetAp).removal(3, 900, oldAp).requestWithoutKey(1200),
    );
    expect(finding?.summary).toMatch(/^Consequence: 1 attempt \(3 to 3\) came after/);
  });

  test("are not the one during which it was deleted, but the one before the next deletion is", () => {
    expect(afterPurge(aireosLog().requestWithoutKey(0).removal(3, 900, oldAp))).toEqual([]);
    const again = purged().requestWithoutKey(1200).removal(1203, 2000, oldAp);
    expect(afterPurge(again).map(({ summary }) => summary)).toEqual([
      expect.stringMatching(/^Consequence: 1 attempt \(2 to 2\) came after/),
    ]);
  });

  test("are not parted by a removal that leaves the key", () => {
    const kept = purged()
      .requestWithoutKey(1200)
      .say("osapiBsnTimer", 1500, "apfMsExpireCallback (apf_ms.c:700) Expiring Mobile!")
      .say("apfReceiveTask", 1500, `Deleting mobile on AP ${oldAp.radio}(1)`)
      .requestWithoutKey(1800);
    expect(afterPurge(kept).map(({ summary }) => summary)).toEqual([
      expect.stringMatching(/^Consequence: 2 attempts \(2 to 3\) came after/),
    ]);
  });

  test("belong to the deletion before them, when there are several", () => {
    const twice = purged()
      .requestWithoutKey(1200)
      .requestWithoutKey(1300)
      .request(20_000, targetAp)
      .lookupFailed(20_003, targetAp)
      .removal(20_003, 20_900, oldAp)
      .requestWithoutKey(21_500);
    expect(afterPurge(twice).map(({ summary }) => summary)).toEqual([
      expect.stringMatching(/^Consequence: 2 attempts \(2 to 3\) came .* the last 0\.4 s later/),
      expect.stringMatching(/^Consequence: 1 attempt \(5 to 5\) came .* the last 0\.6 s later/),
    ]);
  });

  test("are healed by a full association, which is told", () => {
    const join = (ms: number, log = purged().requestWithoutKey(1200)) =>
      log
        .say("apfMsConnTask_2", ms, `Association received from mobile on BSSID ${targetAp.bssid}`)
        .say(
          "apfMsConnTask_2",
          ms + 2,
          `Sending Assoc Response to station on BSSID ${targetAp.bssid} (status 0) ApVapId 2 Slot 1`,
        );
    const [finding] = afterPurge(join(3000));
    expect(finding?.summary).toMatch(/ A full association followed\.$/);
    const early = join(-5000, aireosLog())
      .request(0, targetAp)
      .lookupFailed(3, targetAp)
      .removal(3, 900, oldAp)
      .requestWithoutKey(1200);
    expect(afterPurge(early)[0]?.summary).toMatch(/ No full association, .* is in the log\.$/);
  });
});

describe.skipIf(!hasSharedCaptures)("the daemons' own logs of the lab, alone", () => {
  test.each(scenariosIn(sharedLab))("%s: nobody is accused wrongly", (scenario) => {
    const { accept } = truthOf(sharedLab, scenario);
    const folder = join(sharedLab, scenario);
    const logs = readdirSync(folder).filter((name) => /^(ap\d|sta0)\.log$/.test(name));
    for (const name of logs) {
      const accused = logFindings(new Uint8Array(readFileSync(join(folder, name)))).filter(
        ({ severity, culprit }) => severity === "fault" && !accept.withKey.includes(culprit),
      );
      expect(accused.map(({ rule, culprit }) => `${name}: ${rule} ${culprit}`)).toEqual([]);
    }
  });
});
