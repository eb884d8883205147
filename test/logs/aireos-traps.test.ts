import { describe, expect, test } from "vitest";
import { aireosLog, oldAp, stationA, targetAp } from "../builders/aireos-log.ts";
import { readLog } from "./read-log.ts";

/** A log with every kind of line that glues an address to a word, a digit or a bracket. */
const whole = aireosLog()
  .request(0, targetAp)
  .say("apfMsConnTask_2", 1, `Removing TGr reauth entry for AP ${targetAp.bssid}`)
  .lookupFailed(3, targetAp)
  .removal(3, 900, oldAp)
  .say(
    "spamApTask3",
    3,
    `ignore the mscb delete request,mscb is already marked for deletion and being deletedAP:${targetAp.bssid} (slot 1)`,
  )
  .apDelete(4, targetAp, oldAp)
  .say("apfReceiveTask", 901, `10.9.8.7 START (0) Deleted mobile LWAPP rule on AP [${oldAp.radio}]`)
  .requestWithoutKey(1200)
  .lookupFailed(1203, targetAp)
  .text();

/** What was read, without line numbers. */
function said(text: string) {
  const { events, summary } = readLog(text);
  return {
    unrecognised: summary.unrecognised,
    events: events.map(({ kind, station, ap, currentAp, codes, details, time }) => ({
      kind,
      station,
      ap,
      currentAp,
      codes,
      details,
      time: time?.text.replace(/ +/g, " "),
    })),
  };
}

const lines = whole.split("\n");
const plain = said(whole);

/** As a terminal of a certain width breaks lines: anywhere, and without a blank. */
function wrapped(width: number): string {
  return lines.flatMap((line) => line.match(new RegExp(`.{1,${width}}`, "g")) ?? [""]).join("\n");
}

test("all of it is understood as it is", () => {
  expect(plain.unrecognised).toBe(0);
  expect(plain.events.length).toBe(lines.filter((line) => line.startsWith("*")).length);
});

describe("the same records, whatever happened to the text", () => {
  test.each([
    ["broken at 80 columns", wrapped(80)],
    ["broken at 100 columns", wrapped(100)],
    [
      "broken behind the address and indented, as documents do",
      whole.replaceAll(`: ${stationA} `, `: ${stationA}\n                `),
    ],
    ["blanks collapsed", whole.replace(/ {2,}/g, " ")],
    ["blanks doubled", whole.replace(/(?<=\w) (?=\w)/g, "  ")],
    ["tabs for blanks", whole.replaceAll(`${stationA} `, `${stationA}\t`)],
    ["blanks that do not break", whole.replaceAll(" ", "\u00a0")],
    ["typographic quotes", whole.replaceAll("'", "\u2019")],
    ["CRLF", whole.replaceAll("\n", "\r\n")],
    [
      "a pager every 3 lines",
      lines.map((line, i) => (i % 3 === 2 ? `${line}\n\n--More-- or (q)uit` : line)).join("\n"),
    ],
    [
      "a pager that the terminal erased",
      lines
        .map((line, i) => (i % 3 === 2 ? `--More-- or (q)uit\r                  \r${line}` : line))
        .join("\n"),
    ],
    ["a prompt before the first record", `(Cisco Controller) >${whole}`],
    [
      "a named prompt, and commands between records",
      `(WLC-1) >${whole.replace("\n", "\n(WLC-1) >debug disable-all\n")}`,
    ],
    ["numbered", lines.map((line, i) => (line === "" ? line : `${i + 1}. ${line}`)).join("\n")],
    ["as a list", lines.map((line) => (line === "" ? line : `- ${line}`)).join("\n")],
    [
      "behind a syslog head",
      lines.map((line) => (line === "" ? line : `<135>wlc-1: ${line}`)).join("\n"),
    ],
    [
      "behind rsyslog's time and host",
      lines
        .map((line) => (line === "" ? line : `Feb  4 05:06:07 10.0.0.9 WLC: ${line}`))
        .join("\n"),
    ],
    ["addresses in upper case", whole.replaceAll(stationA, stationA.toUpperCase())],
    ["with remarks of a document", whole.replace("\n", "\n!--- the roam begins\n")],
    ["coloured", lines.map((line) => `\u001b[32m${line}\u001b[0m\u001b[K`).join("\n")],
  ])("%s", (_, text) => {
    expect(said(text)).toEqual(plain);
  });
});

describe("time", () => {
  test("a clock that is set splits the log", () => {
    const log = [
      aireosLog().request(0, targetAp).text().trimEnd(),
      "*SNTP: Mar  4 05:06:08.000: %SNTP-7-SET_HW_TIME: sntp_main.c:100 Setting hardware time to 2026 4 25 00:09:17",
      aireosLog({ startMs: Date.UTC(2000, 3, 25, 0, 9, 17) })
        .request(0, targetAp)
        .text(),
    ].join("\n");
    const { events } = readLog(log);
    expect([...new Set(events.map(({ time }) => time?.stretch))]).toEqual([0, 1]);
    expect(events.find(({ kind }) => kind === "clock-set")?.details).toEqual({
      to: "2026-04-25 00:09:17",
    });
  });

  test("a step back splits it, too; a few records out of order do not", () => {
    const at = (ms: number) => aireosLog().requestWithoutKey(ms).text();
    const stretches = (text: string) => readLog(text).events.map(({ time }) => time?.stretch);
    expect(stretches(at(0) + at(60_000) + at(5000))).toEqual([0, 0, 1]);
    expect(stretches(at(1000) + at(998) + at(1003))).toEqual([0, 0, 0]);
  });

  test("29 February is a day", () => {
    const start = Date.UTC(2000, 1, 29, 23, 59, 59, 500);
    const [a, b] = readLog(
      aireosLog({ startMs: start }).requestWithoutKey(0).requestWithoutKey(1000).text(),
    ).events;
    expect((b?.time?.clockUs ?? 0) - (a?.time?.clockUs ?? 0)).toBe(1_000_000);
  });

  test("records that begin alike: other blanks, other stations, a clock that is set to the time it shows", () => {
    const begin = "*SNTP: Mar  4 05:06:08.000:";
    const { events, summary } = readLog(
      [
        `${begin} ${stationA} no PMK cache entry for this client. Can't do preauth`,
        `${begin}${stationA}   no  PMK cache entry for this client. Can't do preauth`,
        `${begin} 02:5a:00:00:0b:0b no PMK cache entry for this client. Can't do preauth`,
        `${begin} %SNTP-7-SET_HW_TIME: sntp_main.c:100 Setting hardware time to 2026 4 25 00:09:17`,
        `${begin} ${stationA} no PMK cache entry for this client. Can't do preauth`,
      ].join("\n"),
    );
    expect(summary.unrecognised).toBe(0);
    expect(events.map(({ station }) => station)).toEqual([
      stationA,
      stationA,
      "02:5a:00:00:0b:0b",
      undefined,
      stationA,
    ]);
    expect(events.map(({ time }) => time?.stretch)).toEqual([0, 0, 0, 0, 1]);
    expect(new Set(events.map(({ time }) => time?.clockUs)).size).toBe(1);
  });

  test("a terminal's own clock is told, and not taken for the log's", () => {
    const { events } = readLog(
      `=~=~=~=~=~= PuTTY log 2026.02.07 14:04:10 =~=~=~=~=~=\n${aireosLog().requestWithoutKey(0).text()}`,
    );
    expect(events[0]).toMatchObject({
      kind: "recording-started",
      details: { clockOfTerminal: "2026.02.07 14:04:10" },
    });
    expect(events[1]?.time?.hasYear).toBe(false);
  });
});

describe("records that are told in several lines, or without an address", () => {
  test("octets below a record belong to it", () => {
    const text = `${aireosLog().say("Dot1x_NW_MsgTask_1", 0, "Received PMKID:  (16)").text()}     [0000] c9 4d 0d 97 03 aa a9 0f 1b c8 33 73 01 f1 18 f5\n`;
    expect(said(text)).toMatchObject({ unrecognised: 0, events: [{ kind: "pmkid-received" }] });
  });

  test("which EAPOL-Key message it is stands on the second line", () => {
    const text = `${aireosLog().say("Dot1x_NW_MsgTask_1", 0, `Sending EAPOL-Key Message to mobile ${stationA}`).text()}   state PTKINITNEGOTIATING (message 3), replay counter 00.00.00.00.00.00.00.01\n`;
    expect(said(text)).toMatchObject({ unrecognised: 0, events: [{ kind: "m3-sent" }] });
  });

  test("a syslog twin names its station in the text, glued to a word", () => {
    const text = `*apfMsConnTask_1: Feb 04 05:06:07.100: %APF-3-PREAUTH_FAILURE: apf_80211.c:100 There is no PMK cache entry for client${stationA}. Can't do preauth\n`;
    expect(said(text)).toMatchObject({
      unrecognised: 0,
      events: [{ kind: "ft-preauth-refused-no-pmk", station: stationA }],
    });
  });

  test("a task may have blanks in its name", () => {
    const text = aireosLog()
      .say("DHCP Socket Task", 0, "DHCP received op BOOTREQUEST (1) (len 308,vlan 0, port 1)")
      .text();
    expect(said(text).events).toMatchObject([{ kind: "dhcp", details: { op: "BOOTREQUEST" } }]);
  });

  test("the R0KH-ID is an address in signed numbers", () => {
    const text = aireosLog().say("x", 0, "Sending R0KH-ID as: -84.30.6.-3").text();
    expect(said(text).events).toMatchObject([
      { kind: "r0kh-id", details: { address: "172.30.6.253" } },
    ]);
  });
});

test("what is not understood is kept and counted, not guessed", () => {
  const { events, summary } = readLog(aireosLog().say("x", 0, "Frobnicated the thing").text());
  expect(events).toEqual([]);
  expect(summary).toMatchObject({ records: 1, unrecognised: 1 });
  expect(summary.unknownLines[0]).toMatchObject({ line: 1 });
  expect(summary.unknownLines[0]?.raw).toContain("Frobnicated the thing");
});
