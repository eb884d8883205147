import { describe, expect, test } from "vitest";
import { aireosLog, flexAp, oldAp, stationA, targetAp } from "../builders/aireos-log.ts";
import { logFindings } from "../builders/log-findings.ts";

const thirdAp = flexAp("02:a0:00:00:03:3");
const words = ({ bssid }: typeof oldAp) => `${bssid} (BSSID, slot 1)`;
const findingOf = (rule: string, log: { text(): string }) =>
  logFindings(log.text()).find((finding) => finding.rule === rule);
const evidenceOf = (rule: string, log: { text(): string }) =>
  findingOf(rule, log)?.evidence.map(({ line, field, seen, text }) => [line, field, seen, text]);
const culpritsOf = (rule: string, log: { text(): string }) =>
  findingOf(rule, log)?.alternatives?.map(({ culprit }) => culprit);
const refusal = (text: string, { bssid } = targetAp) =>
  `Association Failed on REAP AP BSSID ${bssid} (slot 1), status 17 0 ${text}`;

describe("flex-ap-has-no-key", () => {
  const rule = "flex-ap-has-no-key";

  test("an AP's report alone leaves open whether the controller had the key", () => {
    const log = aireosLog().lookupFailed(0, targetAp).lookupFailed(500, targetAp);
    expect(findingOf(rule, log)).toMatchObject({
      severity: "warning",
      culprit: "undetermined",
      confidence: "possible",
      summary: `${words(targetAp)} refused 2 attempts of ${stationA} for want of its FT key; whether the controller held it is not in the log.`,
      questions: [{ question: "Did the controller hold the station's key then?" }],
    });
    expect(evidenceOf(rule, log)).toEqual([
      [
        1,
        "Status Code",
        undefined,
        'the AP reports: "802.11r Key Cache look up failed in (re)-assoc req"',
      ],
    ]);
    expect(culpritsOf(rule, log)).toEqual(["none", "station"]);
  });

  test("attempts of which the log says what the controller had, and other ends, do not count", () => {
    const log = aireosLog().request(0, thirdAp).lookupFailed(3, thirdAp);
    log.requestWithoutKey(5000).lookupFailed(5003, oldAp).success(10_000, oldAp);
    log.say("x", 20_000, refusal("too many stations", oldAp));
    expect(findingOf(rule, log)).toBeUndefined();
    log.lookupFailed(30_000, targetAp);
    expect(findingOf(rule, log)?.summary).toContain(`${words(targetAp)} refused 1 attempt of`);
    const late = aireosLog().request(0, targetAp).lookupFailed(1500, targetAp);
    expect(evidenceOf(rule, late)?.map(([line]) => line)).toEqual([6]);
  });

  test("hostapd's words are for another rule", () => {
    const log = [
      "wlan1: interface state UNINITIALIZED->ENABLED",
      `authentication: STA=${stationA} auth_alg=2 auth_transaction=1 status_code=0 wep=0 seq_ctrl=0x70`,
      "FT: Did not have matching PMK-R1 and either unknown or blocked R0KH-ID or NAK from R0KH",
    ].map((text, i) => `1795345907.70000${i}: ${text}`);
    expect(logFindings(log.join("\n"))).toEqual([]);
  });
});

describe("ft-refused-by-ap", () => {
  const rule = "ft-refused-by-ap";

  test("the AP's status and its words are told", () => {
    const log = aireosLog().request(0, targetAp).say("x", 3, refusal("too many stations"));
    expect(findingOf(rule, log)).toMatchObject({
      severity: "warning",
      culprit: "undetermined",
      confidence: "possible",
      questions: [{ answeredBy: `a capture on the channel of ${words(targetAp)}` }],
    });
    const summary = findingOf(rule, log)?.summary;
    expect(summary).toMatch(/ refused 1 attempt of .* to roam with FT, status 17 .*: "too many/);
    expect(summary?.endsWith(': "too many stations".')).toBe(true);
    const [line, field, seen, text] = evidenceOf(rule, log)?.[0] ?? [];
    expect([line, field, text]).toEqual([6, "Status Code", "the refusal of attempt 1"]);
    expect(seen).toMatch(/^17 \w/);
  });

  test("where there is no status, or no word, none is made up", () => {
    const mismatch = "RSNIE AKM does not match with PMK cache entry";
    const log = aireosLog().request(0, targetAp).say("x", 3, mismatch);
    expect(findingOf(rule, log)?.summary).toMatch(/ to roam with FT\.$/);
    expect(evidenceOf(rule, log)).toEqual([
      [6, "Status Code", undefined, "the refusal of attempt 1"],
    ]);
    const silent = aireosLog().request(0, targetAp).say("x", 3, refusal(""));
    expect(findingOf(rule, silent)?.summary).toMatch(/, status 17 [^:]*\.$/);
  });
});

describe("ft-without-controller-key", () => {
  const rule = "ft-without-controller-key";
  const purged = () =>
    aireosLog().request(0, targetAp).lookupFailed(3, targetAp).removal(3, 900, oldAp);

  test("a controller without the key accuses nobody, and says what would tell", () => {
    const log = aireosLog().request(-60_000, targetAp).requestWithoutKey(0).requestWithoutKey(400);
    expect(findingOf(rule, log)).toMatchObject({
      severity: "warning",
      culprit: "undetermined",
      confidence: "possible",
      summary: `The controller had no key of ${stationA} for 2 attempts to roam with FT; the log does not show when or why it went.`,
      questions: [
        { question: "When did the station last associate in full, and with which controller?" },
      ],
    });
    expect(evidenceOf(rule, log)).toEqual([
      [6, "PMK cache", undefined, "attempt 2: the controller finds no key"],
    ]);
    expect(culpritsOf(rule, log)).toEqual(["none", "station"]);
    const announced = aireosLog().say("x", 0, "Doing preauth for this client over the Air");
    expect(evidenceOf(rule, announced.requestWithoutKey(1))?.map(([line]) => line)).toEqual([2]);
  });

  test("where the log shows that the key was deleted, only attempts before that count", () => {
    expect(findingOf(rule, purged().requestWithoutKey(1200))).toBeUndefined();
    const before = aireosLog().requestWithoutKey(-5000).request(0, targetAp);
    before.lookupFailed(3, targetAp).removal(3, 900, oldAp).requestWithoutKey(1200);
    expect(findingOf(rule, before)?.summary).toContain("for 1 attempt to roam");
  });

  test("a removal that leaves the key explains nothing", () => {
    const log = aireosLog()
      .say("osapiBsnTimer", 0, "apfMsExpireCallback (apf_ms.c:700) Expiring Mobile!")
      .say("apfReceiveTask", 0, `Deleting mobile on AP ${oldAp.radio}(1)`)
      .requestWithoutKey(1200);
    expect(findingOf(rule, log)?.summary).toContain("for 1 attempt to roam");
    log.removal(60_000, 60_900, oldAp).requestWithoutKey(90_000);
    expect(findingOf(rule, log)?.summary).toContain("for 1 attempt to roam");
  });
});

describe("handshake-after-ft", () => {
  const rule = "handshake-after-ft";
  const handshake = `Starting key exchange to mobile ${stationA}, data packets will be dropped`;

  test("only roams with a handshake after them count", () => {
    const log = aireosLog().success(0, oldAp).success(30_000, targetAp).say("x", 30_030, handshake);
    expect(findingOf(rule, log)).toMatchObject({
      severity: "warning",
      culprit: "undetermined",
      confidence: "probable",
      summary: `After 1 attempt of ${stationA} that FT accepted, the AP began a 4-way handshake all the same.`,
      questions: [{ question: "Which AKM did the reassociation ask for?" }],
    });
    expect(evidenceOf(rule, log)).toEqual([
      [17, "4-way handshake", undefined, "begins after attempt 2 was accepted"],
    ]);
  });

  test("a handshake more than a second later is another matter", () => {
    const log = aireosLog().success(0, targetAp).say("x", 1100, handshake);
    expect(findingOf(rule, log)).toBeUndefined();
  });
});
