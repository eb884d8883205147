import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { alignClocks, certainties } from "../../src/logs/align.ts";
import { aireosLog } from "../builders/aireos-log.ts";
import { hasSharedCaptures, sharedLab } from "../cases.ts";
import { runCli } from "../cli/test-io.ts";
import { readLog } from "./read-log.ts";

interface Sent {
  readonly frame: number;
  readonly timeUs: number;
  readonly role: string;
  readonly bssid: string;
}

/** What a controller would log of a frame, and as which kind of event it comes back. */
const records: Readonly<Record<string, readonly [kind: string, text: (bssid: string) => string]>> =
  {
    "ft-authentication-request": [
      "ft-preauth-over-air",
      () => "Doing preauth for this client over the Air",
    ],
    "association-request": [
      "assoc-received",
      (bssid) => `Association received from mobile on BSSID ${bssid}`,
    ],
    "reassociation-request": [
      "reassoc-received",
      (bssid) => `Reassociation received from mobile on BSSID ${bssid}`,
    ],
    "association-response": [
      "assoc-response-sent",
      (bssid) => `Sending Assoc Response to station on BSSID ${bssid} (status 0) ApVapId 1 Slot 1`,
    ],
    "eapol-2": [
      "m2-received",
      () => "Received EAPOL-key in PTK_START state (message 2) from mobile",
    ],
    "eapol-4": [
      "m4-received",
      () => "Received EAPOL-key in PTKINITNEGOTIATING state (message 4) from mobile",
    ],
  };

/** The frames of a capture that a controller logs. */
async function framesIn(scenario: string): Promise<readonly Sent[]> {
  const path = join(sharedLab, scenario, "air.pcap");
  const { out } = await runCli(["analyze", path, "--format", "json"]);
  return (JSON.parse(out) as Analysis).exchanges
    .flatMap(({ frames, targetAp }) =>
      frames
        .filter(({ role }) => role in records)
        .map(({ frame, time, role }) => {
          const [whole = "", fraction = ""] = time.replace("Z", "").split(".");
          const timeUs = Date.parse(`${whole}Z`) * 1000 + Number(fraction.slice(0, 6));
          return { frame, timeUs, role, bssid: targetAp };
        }),
    )
    .toSorted((x, y) => x.timeUs - y.timeUs);
}

/** The frames as a controller would have logged them 1 ms later, its clock off by so many milliseconds. */
function controllerLog(frames: readonly Sent[], shiftMs: (index: number) => number): string {
  return frames
    .map(({ timeUs, role, bssid }, i) =>
      aireosLog({ startMs: Math.floor(timeUs / 1000) + 1 + shiftMs(i) })
        .say("apfMsConnTask_2", 0, records[role]?.[1](bssid) ?? "")
        .text(),
    )
    .join("");
}

function align(log: string, frames: readonly Sent[]) {
  return alignClocks(
    readLog(log).events.map(({ kind, time }) => ({
      timeUs: time?.clockUs ?? 0,
      resolutionUs: time?.resolutionUs ?? 0,
      stretch: time?.stretch ?? 0,
      candidates: frames.filter(({ role }) => records[role]?.[0] === kind),
      certainty: certainties.kind,
    })),
    { isAbsolute: false },
  );
}

/** Of a yearless log nothing but the time within the year can be right. */
function shiftIn(offsetUs: number, frames: readonly Sent[]): number {
  const year = new Date((frames[0]?.timeUs ?? 0) / 1000).getUTCFullYear();
  return (offsetUs - (Date.UTC(year, 10, 1) - Date.UTC(2000, 10, 1)) * 1000) / 1000;
}

const hours8 = ((8 * 60 + 37) * 60 + 12) * 1000;

describe.skipIf(!hasSharedCaptures)("AireOS logs made from captures", async () => {
  const frames = hasSharedCaptures ? await framesIn("ftpsk-many-roams") : [];

  test("there are enough frames to align by", () => {
    expect(frames.length).toBeGreaterThanOrEqual(8);
  });

  test("a clock that is off by 8 h 37 min 12 s, without a year", () => {
    const [stretch, ...more] = align(
      controllerLog(frames, () => hours8),
      frames,
    );
    expect(more).toEqual([]);
    expect(stretch?.matched).toBe(frames.length);
    expect(stretch?.residualUs).toBeLessThan(5000);
    expect(Math.abs(shiftIn(stretch?.offsetUs ?? 0, frames) + hours8)).toBeLessThan(5);
  });

  test("a clock that is set back by 40 s in between: no stretch is told a wrong offset", () => {
    const half = frames.length >> 1;
    const stretches = align(
      controllerLog(frames, (i) => (i < half ? hours8 : hours8 - 40_000)),
      frames,
    );
    expect(stretches[0]).toMatchObject({ first: 0, matched: half });
    // Roams at even intervals look the same from every offset: a stretch of them may stay open.
    for (const { first, offsetUs } of stretches) {
      const expected = first < half ? hours8 : hours8 - 40_000;
      expect(Math.abs(shiftIn(offsetUs, frames) + expected)).toBeLessThan(5);
    }
  });

  test("one frame alone aligns nothing", () => {
    const [only] = frames;
    if (only === undefined) throw new Error("no frame");
    expect(
      align(
        controllerLog([only], () => hours8),
        frames,
      ),
    ).toEqual([]);
  });
});
