import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { aireosLog } from "../builders/aireos-log.ts";
import { hasSharedCaptures, sharedLab } from "../cases.ts";
import { runCli } from "./test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-aireos-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shiftMs = ((8 * 60 + 37) * 60 + 12) * 1000;

async function documentOf(...argv: readonly string[]): Promise<Analysis> {
  const { out } = await runCli(["analyze", ...argv, "--format", "json"]);
  return JSON.parse(out) as Analysis;
}

/** What a controller logs of a frame. */
function textOf(role: string, bssid: string, status = 0): string | undefined {
  switch (role) {
    case "ft-authentication-request":
      return "Doing preauth for this client over the Air";
    case "association-request":
      return `Association received from mobile on BSSID ${bssid}`;
    case "reassociation-request":
      return `Reassociation received from mobile on BSSID ${bssid}`;
    case "association-response":
    case "reassociation-response":
      return `Sending Assoc Response to station on BSSID ${bssid} (status ${status}) ApVapId 1 Slot 1`;
    case "eapol-2":
      return "Received EAPOL-key in PTK_START state (message 2) from mobile";
    case "eapol-4":
      return "Received EAPOL-key in PTKINITNEGOTIATING state (message 4) from mobile";
    default:
      return undefined;
  }
}

/** The exchanges of a capture as the controller would have logged them; with a frame that nobody sent. */
function logOf({ exchanges }: Analysis, withLie: boolean): { text: string; records: number } {
  const records = exchanges.flatMap(({ station, targetAp, frames }) =>
    frames.flatMap(({ role, time, status }) => {
      const text = textOf(role, targetAp, status);
      const atMs = Date.parse(time.replace(/(\.\d{3})\d*Z/, "$1Z"));
      return text === undefined ? [] : [{ atMs: atMs + 1, station, text }];
    }),
  );
  const last = exchanges.at(-1);
  if (withLie && last !== undefined) {
    const text = `Sent Deauthenticate to mobile on BSSID ${last.targetAp} slot 1(caller apf_ms.c:7000)`;
    const atMs = Date.parse(last.endTime.replace(/(\.\d{3})\d*Z/, "$1Z")) + 250;
    records.push({ atMs, station: last.station, text });
  }
  return {
    text: records
      .toSorted((a, b) => a.atMs - b.atMs)
      .map(({ atMs, station, text }) =>
        aireosLog({ station, startMs: atMs + shiftMs })
          .say("apfMsConnTask_1", 0, text)
          .text(),
      )
      .join(""),
    records: records.length,
  };
}

describe.skipIf(!hasSharedCaptures).each(["ftpsk-many-roams", "ftpsk-ota-success"])(
  "an AireOS log beside %s",
  (scenario) => {
    const capture = join(sharedLab, scenario, "air.pcap");

    test.each([false, true])("is aligned; with a lie in it: %s", async (withLie) => {
      const { text, records } = logOf(await documentOf(capture), withLie);
      const path = join(folder, `${scenario}-${withLie}.txt`);
      writeFileSync(path, text);
      const [log] = (await documentOf(capture, "--log", path)).logs ?? [];
      expect(log).toMatchObject({ unrecognised: 0, records });
      expect(Math.abs((log?.offsetMs ?? 0) + shiftMs)).toBeLessThan(5);
      expect(log?.residualMs).toBeLessThan(5);
      expect(log?.matched).toBe(withLie ? records - 1 : records);
      expect(log?.contradictions?.map(({ line }) => line)).toEqual(withLie ? [records] : []);
    });
  },
);
