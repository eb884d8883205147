import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Analysis, FrameReport } from "../src/analyze/analysis.ts";
import { ownCases } from "./cases.ts";
import { runCli } from "./cli/test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function analyze(scenario: string, ...more: readonly string[]): Promise<Analysis> {
  const path = join(ownCases, scenario);
  const keys = ["--keys", join(path, "keys.txt")];
  const { out } = await runCli([
    "analyze",
    join(path, "air.pcap"),
    ...keys,
    ...more,
    "--format",
    "json",
  ]);
  return JSON.parse(out) as Analysis;
}

/** What the controller says of a frame; it hears of it a little after an AP, and says so in milliseconds. */
function saying(frame: FrameReport): string | undefined {
  const { role, sender, status, reason } = frame;
  switch (role) {
    case "ft-authentication-request":
      return "Processing preauth for this client over the Air";
    case "reassociation-request":
      return `Reassociation received from mobile on BSSID ${frame.receiver}`;
    case "association-request":
      return `Association received from mobile on BSSID ${frame.receiver}`;
    case "association-response":
    case "reassociation-response":
      return `Sending Assoc Response to station on BSSID ${sender} (status ${status}) ApVapId 1 Slot 0`;
    case "eapol-1":
      return "Sending EAPOL-Key Message to mobile state INITPMK (message 1), replay counter 00";
    case "eapol-2":
      return "Received EAPOL-key in PTK_START state (message 2) from mobile";
    case "eapol-3":
      return "Sending EAPOL-Key Message to mobile state PTKINITNEGOTIATING (message 3), replay counter 00";
    case "eapol-4":
      return "Received EAPOL-key in PTKINITNEGOTIATING state (message 4) from mobile";
    case "deauthentication":
      return reason === 3
        ? undefined
        : `Sent Deauthenticate to mobile on BSSID ${sender} slot 0(caller x.c:1)`;
    default:
      return undefined;
  }
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function record(ms: number, station: string, text: string): string {
  const at = new Date(Math.round(ms));
  const time = at.toISOString().slice(11, 23);
  return `*apfMsConnTask_5: ${months[at.getUTCMonth()]} ${at.getUTCDate()} ${time}: ${station} ${text}`;
}

/** The log of a controller whose clock stands so, and is set in the middle by so much. */
async function controllerLog(
  scenario: string,
  {
    offsetMs,
    stepMs = 0,
    planted = [],
  }: {
    readonly offsetMs: number;
    readonly stepMs?: number;
    readonly planted?: readonly { readonly afterMs: number; readonly text: string }[];
  },
): Promise<string> {
  const { exchanges } = await analyze(scenario);
  const frames = exchanges.flatMap(({ station, frames: own }) =>
    own.map((frame) => ({ ms: Date.parse(frame.time) + 1, station, text: saying(frame) })),
  );
  const [first] = exchanges;
  const all = [
    ...frames,
    ...planted.map(({ afterMs, text }) => ({
      ms: Date.parse(first?.startTime ?? "") + afterMs,
      station: first?.station ?? "",
      text,
    })),
  ].toSorted((a, b) => a.ms - b.ms);
  const middle = all[all.length >> 1]?.ms ?? 0;
  const lines = all.flatMap(({ ms, station, text }) =>
    text === undefined ? [] : [record(ms + offsetMs + (ms >= middle ? stepMs : 0), station, text)],
  );
  const path = join(folder, `${scenario}-${offsetMs}-${stepMs}-${planted.length}.txt`);
  writeFileSync(path, `${lines.join("\r\n")}\r\n`);
  return path;
}

const shiftMs = (8 * 3600 + 37 * 60 + 12) * 1000;

test.each(["ftpsk-ota-success", "ftpsk-nokeydist", "ftpsk-2sta"])(
  "%s, as an AireOS controller would have logged it on a strange clock, is aligned and matched",
  async (scenario) => {
    const path = await controllerLog(scenario, { offsetMs: shiftMs });
    const { logs = [], exchanges } = await analyze(scenario, "--log", path);
    const [log] = logs;
    expect(log).toMatchObject({
      dialect: "aireos-debug-client",
      alignment: "aligned",
      unrecognised: 0,
    });
    expect(Math.abs((log?.offsetMs ?? 0) + shiftMs)).toBeLessThan(3);
    expect(log?.residualMs).toBeLessThan(5);
    expect(log?.matched).toBe(log?.records);
    expect(log?.contradictions).toEqual([]);
    const alone = await analyze(scenario);
    expect(exchanges.map(({ verdict }) => verdict.culprit)).toEqual(
      alone.exchanges.map(({ verdict }) => verdict.culprit),
    );
  },
);

test("a clock that is set in the middle of the log splits it", async () => {
  const path = await controllerLog("ftpsk-2sta", { offsetMs: shiftMs, stepMs: -3_600_000 });
  const { logs = [] } = await analyze("ftpsk-2sta", "--log", path);
  expect(
    logs[0]?.stretches?.map(({ offsetMs }) => Math.round((offsetMs + shiftMs) / 1000) + 0),
  ).toEqual([0, 3600]);
  expect(logs[0]?.matched).toBe(logs[0]?.records);
});

test("a whole zone is named as one", async () => {
  const path = await controllerLog("ftpsk-ota-success", { offsetMs: -5 * 3600_000 });
  const { logs = [] } = await analyze("ftpsk-ota-success", "--log", path);
  expect(logs[0]?.zoneMinutes).toBe(-300);
});

test("planted contradictions are found: another status, a deauthentication that nobody heard", async () => {
  const ap = (await analyze("ftpsk-ota-success")).exchanges[0]?.targetAp ?? "";
  const path = await controllerLog("ftpsk-ota-success", {
    offsetMs: shiftMs,
    planted: [
      { afterMs: 900, text: `Sent Deauthenticate to mobile on BSSID ${ap} slot 0(caller x.c:1)` },
    ],
  });
  writeFileSync(path, readFileSync(path, "utf8").replace(/\(status 0\)/, "(status 17)"));
  const { logs = [] } = await analyze("ftpsk-ota-success", "--log", path);
  expect(logs[0]?.contradictions).toMatchObject([
    { text: "log: status 17; air: status 0" },
    { text: `log: Deauthentication sent; air: none was captured, although ${ap} was heard` },
  ]);
});
