import { expect, test } from "vitest";
import { aireosLog, flexAp, oldAp, stationA, targetAp } from "../builders/aireos-log.ts";
import { logFindings } from "../builders/log-findings.ts";

const soundIn = (text: string) =>
  logFindings(text).filter(({ rule }) => rule === "ft-roams-in-log");
const words = ({ bssid }: typeof oldAp) => `${bssid} (BSSID, slot 1)`;
const handshake = `Starting key exchange to mobile ${stationA}, data packets will be dropped`;

test("a roam that is accepted is told with the line that accepts it", () => {
  expect(soundIn(aireosLog().success(0, targetAp).text())).toMatchObject([
    {
      severity: "note",
      culprit: "none",
      confidence: "probable",
      station: stationA,
      summary: `1 attempt of ${stationA} to roam with FT to ${words(targetAp)} succeeded, without a 4-way handshake after it.`,
      evidence: [{ log: 0, line: 7, field: "FT roam", text: "attempt 1 is accepted after 11 ms" }],
    },
  ]);
});

test("APs at which keys were made anew, or that refused, are not among those of FT roams", () => {
  const thirdAp = flexAp("02:a0:00:00:03:3");
  const log = aireosLog().success(0, oldAp).success(30_000, targetAp).say("x", 30_030, handshake);
  log.request(60_000, thirdAp).lookupFailed(60_003, thirdAp).success(90_000, oldAp);
  expect(soundIn(log.text()).map(({ summary }) => summary)).toEqual([
    `2 attempts of ${stationA} to roam with FT to ${words(oldAp)} succeeded, without a 4-way handshake after it.`,
  ]);
  log.success(120_000, thirdAp);
  expect(soundIn(log.text())[0]?.summary).toContain(
    `3 attempts of ${stationA} to roam with FT to ${words(oldAp)}, ${words(thirdAp)} succeeded`,
  );
});

test.each([
  [
    "whose keys were made anew",
    aireosLog().success(0, targetAp).say("x", 30, handshake),
    ["handshake-after-ft"],
  ],
  [
    "that is refused",
    aireosLog().requestWithoutKey(0).lookupFailed(3, targetAp),
    ["ft-without-controller-key"],
  ],
  ["whose end is not logged", aireosLog().request(0, targetAp), []],
])("a roam %s is no sound one", (_, log, rules) => {
  expect(logFindings(log.text()).map(({ rule }) => rule)).toEqual(rules);
});

test("without times no delay is told", () => {
  const log = aireosLog().success(0, targetAp).text().split("\n");
  const back = log.map((line, i) => (i > 4 ? line.replace(/ \d\d:/, " 01:") : line)).join("\n");
  expect(soundIn(back)[0]?.evidence[0]?.text).toBe("attempt 1 is accepted");
});
