import { describe, expect, test } from "vitest";
import { aireosLog, flexAp, oldAp, stationA, targetAp } from "../builders/aireos-log.ts";
import { logFindings } from "../builders/log-findings.ts";

const id = "controller-dropped-working-client";
const thirdAp = flexAp("02:a0:00:00:03:3");
const dropsIn = (text: string) => logFindings(text).filter(({ rule }) => rule === id);

const refused = () => aireosLog().request(0, targetAp).lookupFailed(3, targetAp);
const removed = (through = oldAp) => refused().removal(3, 900, through).text();
/** The same log without some of its lines. */
const without = (wording: RegExp, text = removed()) =>
  text
    .split("\n")
    .filter((line) => !wording.test(line))
    .join("\n");

describe("a controller that drops a client", () => {
  test("at its working AP takes a working link away", () => {
    expect(dropsIn(removed())).toMatchObject([
      {
        culprit: "none",
        severity: "warning",
        station: stationA,
        summary: `Consequence of attempt 1: the controller sent a Disassociation (reason 1) and a Deauthentication to ${stationA} through ${oldAp.radio} (radio, slot 1), its working AP, not the one that had refused, and deleted its key.`,
      },
    ]);
  });

  test.each([
    ["at the AP that refused it", removed(targetAp)],
    ["without sending it a frame", without(/Sent (?:Dis|De)/)],
    ["some time after the refusal", refused().removal(200, 900, oldAp).text()],
    ["before it asked", aireosLog().removal(-5000, -4000, oldAp).request(0, targetAp).text()],
    [
      "that asks in vain for an answer",
      aireosLog().request(0, targetAp).removal(3, 900, oldAp).text(),
    ],
    [
      "at its old AP, when it has roamed",
      aireosLog().success(0, targetAp).removal(20, 900, oldAp).text(),
    ],
    [
      "for a request of which the log does not say to which AP",
      aireosLog()
        .request(0, targetAp)
        .say("x", 3, "RSNIE AKM does not match with PMK cache entry")
        .removal(3, 900, oldAp)
        .text()
        .replace(/^.*Doing local roaming.*\n/m, ""),
    ],
    ["that never asked to roam", aireosLog().removal(3, 900, oldAp).text()],
  ])("%s: takes no working link away", (_, text) => {
    expect(logFindings(text).filter(({ rule }) => rule === id || rule.includes("broken"))).toEqual(
      [],
    );
  });

  test("at an AP that the log does not name may be where it was refused", () => {
    const hostapd = [
      "wlan1: interface state UNINITIALIZED->ENABLED",
      `authentication: STA=${stationA} auth_alg=2 auth_transaction=1 status_code=0 wep=0 seq_ctrl=0x70`,
      "FT: No PMK-R1 available in local cache for the requested PMKR1Name",
      "FT: Did not have matching PMK-R1 and either unknown or blocked R0KH-ID or NAK from R0KH",
      `wlan1: STA ${stationA} IEEE 802.11: deauthenticated due to local deauth request`,
    ].map((text, i) => `1795345907.70000${i}: ${text}`);
    expect(logFindings(hostapd.join("\n")).map(({ rule }) => rule)).toEqual(["ap-has-no-key"]);
  });

  test("says what was sent, and what was not", () => {
    const said = (text: string) => dropsIn(text)[0]?.summary;
    expect(said(without(/Sent Disassociate/))).toContain(
      `sent a Deauthentication to ${stationA} through ${oldAp.bssid} (BSSID, slot 1),`,
    );
    expect(said(without(/Sent Deauthenticate/))).toContain(
      `sent a Disassociation (reason 1) to ${stationA} through`,
    );
    expect(said(without(/PMK cache/))).toMatch(/not the one that had refused\.$/);
  });

  test("names the attempt that led to it, among attempts to several APs", () => {
    const log = aireosLog().request(0, thirdAp).lookupFailed(3, thirdAp).request(400, targetAp);
    log.lookupFailed(403, targetAp).request(800, targetAp).lookupFailed(803, targetAp);
    log.removal(803, 1700, thirdAp).request(60_000, thirdAp).lookupFailed(60_003, thirdAp);
    expect(dropsIn(log.text()).map(({ summary }) => summary.slice(0, 33))).toEqual([
      "Consequence of attempt 3: the con",
    ]);
    const first = refused().request(300, targetAp).lookupFailed(303, targetAp);
    first.request(600, targetAp).lookupFailed(603, targetAp).removal(603, 1500, targetAp);
    expect(dropsIn(first.text())).toEqual([]);
  });

  test("is told with every line of it", () => {
    const evidence = (text: string) =>
      dropsIn(text)[0]?.evidence.map(({ line, field, seen, text: words }) => [
        line,
        field,
        seen,
        words,
      ]);
    expect(evidence(removed())).toEqual([
      [
        7,
        "deletion",
        "deleteReason 6, reasonCode 1",
        "the controller decides to delete the station",
      ],
      [9, "deletion", "in 1 s", "and schedules it"],
      [13, "Disassociation", "reason 1", `through ${oldAp.radio} (radio, slot 1)`],
      [14, "Deauthentication", undefined, `through ${oldAp.bssid} (BSSID, slot 1)`],
      [15, "PMK cache", undefined, "the controller deletes its key of the station"],
    ]);
    const fields = (wording: RegExp) => evidence(without(wording))?.map(([, field]) => field);
    const rest = ["Disassociation", "Deauthentication", "PMK cache"];
    expect(fields(/apfMsDeleteByMscb Scheduling/)).toEqual(["deletion", ...rest]);
    expect(fields(/Scheduling deletion/)).toEqual(["deletion", ...rest]);
    expect(fields(/Sent Disassociate/)).toEqual(["deletion", "deletion", ...rest.slice(1)]);
    expect(fields(/Sent Deauthenticate/)).toEqual([
      "deletion",
      "deletion",
      "Disassociation",
      "PMK cache",
    ]);
    expect(fields(/PMK cache/)).toEqual(["deletion", "deletion", ...rest.slice(0, 2)]);
  });
});
