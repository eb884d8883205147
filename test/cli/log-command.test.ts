import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { aireosLog, flexAp, oldAp, stationA, targetAp } from "../builders/aireos-log.ts";
import { runCli } from "./test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileOf(content: string | Uint8Array, name = `log-${++files}.txt`): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function documentOf(...argv: readonly string[]) {
  const { code, out, err } = await runCli(["log", ...argv, "--format", "json"]);
  return { code, err, document: (out === "" ? undefined : JSON.parse(out)) as Analysis };
}

const rulesOf = ({ findings }: Analysis) => findings.map(({ rule }) => rule);

/** Two refusals with the key, the removal, then `after` refusals without it in bursts of 4. */
function dropped(after = 4): string {
  const log = aireosLog();
  log.request(0, targetAp).lookupFailed(7, targetAp).removal(7, 950, oldAp);
  log.apDelete(8, targetAp, oldAp);
  for (let i = 0; i < after; i++) {
    const ms = 1500 + Math.floor(i / 4) * 20_000 + (i % 4) * 500;
    log
      .requestWithoutKey(ms)
      .lookupFailed(ms + 5, targetAp)
      .apDelete(ms + 6, targetAp);
  }
  return log.text();
}

const wlan = (local: string) =>
  [
    "WLAN Identifier.................................. 2",
    "Network Name (SSID).............................. voice",
    "   FT Support.................................... Enabled",
    "         FT-1X(802.11r).......................... Enabled",
    "         FT-PSK(802.11r)......................... Disabled",
    `   FlexConnect Local Switching................... ${local}`,
    "   FlexConnect Central Association............... Disabled",
    "",
  ].join("\n");

const apDump = (name: string, group: string) =>
  `Cisco AP Name.... ${name}\nMAC Address.... 02:00:00:00:0f:01\nAP Mode.... FlexConnect\nFlexConnect Group.... ${group}\n`;

const clientDump = (name: string, radio: string) =>
  `Client MAC Address.... ${stationA}\nAP MAC Address.... ${radio}\nAP Name.... ${name}\n`;

describe("a key that is not at the target AP", () => {
  test("cause and consequences apart, and the exit code says fault", async () => {
    const { code, document } = await documentOf(fileOf(dropped(8)));
    expect(code).toBe(1);
    expect(rulesOf(document)).toEqual([
      "flex-key-not-at-target",
      "controller-dropped-working-client",
      "ft-after-key-purge",
    ]);
    const [cause] = document.findings;
    expect(cause).toMatchObject({
      severity: "fault",
      culprit: "key-distribution",
      confidence: "probable",
      station: stationA,
    });
    expect(document.findings.slice(1).map(({ culprit }) => culprit)).toEqual(["none", "none"]);
    const station = document.logs?.[0]?.story?.stations[0];
    expect(station).toMatchObject({ attempts: 9, currentAp: { address: oldAp.radio } });
    expect(station?.bursts.map(({ attempts }) => attempts)).toEqual([5, 4]);
    expect(station?.runs.map(({ first, attempts }) => [first.key, attempts])).toEqual([
      ["held", 1],
      ["absent", 4],
      ["absent", 4],
    ]);
    expect(station?.removals[0]).toMatchObject({
      attempt: 1,
      purgedAfterAttempt: 1,
      disassociation: { reason: 1, ap: { address: oldAp.radio, addressIs: "radio" } },
      deauthentication: { ap: { address: oldAp.bssid, addressIs: "bssid" } },
    });
  });

  test.each([
    ["local switching off", [wlan("Disabled")], "possible", "configuration-contradicts-log"],
    ["both in one group", [apDump("a", "west"), apDump("b", "west")], "possible", undefined],
    [
      "in two groups, whose is not known",
      [apDump("a", "west"), apDump("b", "east")],
      "probable",
      undefined,
    ],
    [
      "in two groups, known to be the two APs",
      [
        apDump("a", "west"),
        apDump("b", "Not a member of any group"),
        clientDump("a", oldAp.radio),
        clientDump("b", targetAp.radio),
      ],
      "proven",
      undefined,
    ],
  ])("the configuration weighs: %s", async (_, dumps, confidence, rule) => {
    const config = fileOf(dumps.join("\n(WLC) >\n"));
    const { document } = await documentOf(fileOf(dropped()), "--wlan-config", config);
    expect(document.findings[0]).toMatchObject({ rule: "flex-key-not-at-target", confidence });
    if (rule !== undefined) expect(rulesOf(document)).toContain(rule);
  });

  test("one failing AP of three is named, and where it worked, too", async () => {
    const other = flexAp("02:a0:00:00:03:3");
    const log = aireosLog().success(0, other).success(60_000, oldAp);
    log.request(120_000, targetAp).lookupFailed(120_004, targetAp);
    const { code, document } = await documentOf(fileOf(log.text()));
    expect(code).toBe(1);
    expect(rulesOf(document)).toEqual(["flex-key-not-at-target", "ft-roams-in-log"]);
    const [cause, sound] = document.findings;
    expect(cause?.summary).toContain(`The target AP ${targetAp.bssid}`);
    expect(cause?.summary).toContain(`${other.bssid} (BSSID, slot 1) 1 of 1`);
    expect(sound?.summary).toContain(other.bssid);
  });

  test("a log that begins after the key was deleted accuses nobody", async () => {
    const log = aireosLog().requestWithoutKey(0).lookupFailed(3, targetAp);
    const { code, document } = await documentOf(fileOf(log.text()));
    expect(code).toBe(3);
    expect(document.findings).toMatchObject([
      { rule: "ft-without-controller-key", culprit: "undetermined", severity: "warning" },
    ]);
  });

  test("an AP's report alone is only possible", async () => {
    const { code, document } = await documentOf(
      fileOf(aireosLog().lookupFailed(0, targetAp).text()),
    );
    expect(code).toBe(3);
    expect(document.findings).toMatchObject([
      { rule: "flex-ap-has-no-key", confidence: "possible", severity: "warning" },
    ]);
  });
});

describe("what else a log can tell", () => {
  test("successful roams are sound: exit code 0", async () => {
    const { code, document } = await documentOf(fileOf(aireosLog().success(0, targetAp).text()));
    expect(code).toBe(0);
    expect(document.findings).toMatchObject([{ rule: "ft-roams-in-log", severity: "note" }]);
  });

  test("a 4-way handshake after FT is told", async () => {
    const log = aireosLog().success(0, targetAp);
    log.say(
      "Dot1x_NW_MsgTask_1",
      40,
      `Starting key exchange to mobile ${stationA}, data packets will be dropped`,
    );
    const { document } = await documentOf(fileOf(log.text()));
    expect(rulesOf(document)).toEqual(["handshake-after-ft"]);
  });

  test("over the DS", async () => {
    const log = aireosLog().request(0, targetAp, "DS").lookupFailed(4, targetAp);
    const { document } = await documentOf(fileOf(log.text()));
    expect(document.logs?.[0]?.story?.stations[0]?.runs[0]?.first.path).toBe("ds");
    expect(document.findings[0]?.excluded?.map(({ text }) => text)).not.toContain(
      "trouble on the way over the DS",
    );
  });

  test("several stations, line by line between each other, are told apart", async () => {
    const other = "02:5a:00:00:00:0b";
    const [a, b] = [dropped(), aireosLog({ station: other }).success(0, targetAp).text()].map(
      (text) => text.split("\n"),
    );
    const mixed = Array.from({ length: 60 }, (_, i) => [a?.[i], b?.[i]]).flat();
    const { document } = await documentOf(
      fileOf(mixed.filter((line) => line !== undefined).join("\n")),
    );
    expect(document.logs?.[0]?.unrecognised).toBe(0);
    expect(document.findings.map(({ rule, station }) => [rule, station])).toEqual([
      ["flex-key-not-at-target", stationA],
      ["controller-dropped-working-client", stationA],
      ["ft-after-key-purge", stationA],
      ["ft-roams-in-log", other],
    ]);
  });
});

describe("what is given", () => {
  test("a file that is no log is an error that says what was expected", async () => {
    const { code, out, err } = await runCli(["log", fileOf("dear diary\n")]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/is no log .* expected one of: Cisco AireOS `debug client`/);
    expect(err.trim().split("\n").length).toBe(1);
  });

  test("a file that is not there is an error", async () => {
    expect((await runCli(["log", join(folder, "none.txt")])).code).toBe(2);
  });

  test("standard input and compressed files tell the same", async () => {
    const text = dropped();
    const plain = await documentOf(fileOf(text));
    const zipped = await documentOf(fileOf(gzipSync(text)));
    const { out } = await runCli(["log", "-", "--format", "json"], { stdin: Buffer.from(text) });
    const piped = JSON.parse(out) as Analysis;
    expect(zipped.document.findings).toEqual(plain.document.findings);
    expect(piped.findings).toEqual(plain.document.findings);
  });

  test("escape sequences and keys are never printed", async () => {
    const evil = `${dropped()}\u001b]0;owned\u0007*apfMsConnTask_5: Mar  4 05:06:08.100: ${stationA} \u001b[31mwhatever\u202e PMK-R0 ${"ab".repeat(32)}\n`;
    const path = fileOf(evil);
    for (const format of [["json"], ["text", "--verbose"]]) {
      const { out } = await runCli(["log", path, "--format", ...format]);
      expect(out).not.toMatch(/[^\P{Cc}\n]|\u202e|abababab/u);
      expect(out).toContain("whatever");
    }
  });
});

const seed = new URL("../../../shared/seed/", import.meta.url).pathname;

describe.skipIf(!existsSync(seed))("the case this project began with", () => {
  const argv = [`${seed}debug-client.txt`, "--wlan-config", `${seed}show-wlan-2.txt`];

  test("comes out as it was", async () => {
    const { code, document } = await documentOf(...argv);
    expect(code).toBe(1);
    expect(document.logs?.map(({ records, unrecognised }) => [records, unrecognised])).toEqual([
      [84, 0],
      [146, 0],
    ]);
    const station = document.logs?.[0]?.story?.stations[0];
    expect(station?.bursts.map(({ attempts, gapMs }) => [attempts, gapMs])).toEqual([
      [5, undefined],
      [5, 32_162],
      [5, 61_380],
    ]);
    expect(station?.runs.map(({ first, last }) => [first.number, last.number, first.key])).toEqual([
      [1, 3, "held"],
      [4, 5, "absent"],
      [6, 10, "absent"],
      [11, 15, "absent"],
    ]);
    expect(station?.removals.map(({ keyPurged }) => keyPurged?.atMs)).toEqual([921]);
    expect(rulesOf(document)).toEqual([
      "flex-key-not-at-target",
      "controller-dropped-working-client",
      "ft-after-key-purge",
    ]);
    expect(document.findings[0]).toMatchObject({ confidence: "probable" });
    expect(document.findings[0]?.alternatives?.length).toBeGreaterThanOrEqual(3);
  });

  test("also out of the question as it was posted", async () => {
    const { document } = await documentOf(`${seed}question.txt`);
    expect(rulesOf(document)).toContain("flex-key-not-at-target");
    expect(document.logs?.[0]?.dialects?.length).toBe(2);
  });
});
